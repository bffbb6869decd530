//! The portal that is edited: small, with something of every kind that pages use.

use crate::support::{BILINGUAL, Portal, SITE};

/// The telephone number on a page. It is allowed only while `site.toml` declares it.
pub(crate) const PHONE: &str = "0812-0000-0123";

/// The portal before its first edit.
pub(crate) fn portal() -> Portal {
    FILES
        .iter()
        .fold(
            Portal::empty().with(
                "site.toml",
                format!("{SITE}{BILINGUAL}per_halaman = 2\n\n[kontak]\ntelepon = \"{PHONE}\"\n"),
            ),
            |portal, (path, text)| portal.with(path, text),
        )
        .with("content/edaran/2024/se-1/surat.pdf", crate::support::pdf("naskah asli"))
}

const FILES: [(&str, &str); 21] = [
    ("content/beranda.md", "+++\njudul = \"Beranda\"\n+++\n\nSelamat datang di [portal](/tentang/).\n"),
    ("content/beranda.en.md", "+++\njudul = \"Home\"\n+++\n\nWelcome.\n"),
    (
        "content/opd.toml",
        "[[opd]]\nkode = \"bkpsdm\"\nnama = \"BKPSDM\"\nklaster = \"badan\"\n\n[[opd]]\nkode = \"dinkes\"\nnama = \"Dinas Kesehatan\"\nklaster = \"kesehatan\"\n",
    ),
    (
        "content/halaman/tentang.md",
        "+++\njudul = \"Tentang\"\n+++\n\n## Isi portal\n\nLihat [surat](/edaran/2024/se-1/).\n",
    ),
    (
        "content/halaman/tentang.en.md",
        "+++\njudul = \"About\"\n+++\n\n## Contents\n\nSee [the letter](/edaran/2024/se-1/).\n",
    ),
    (
        "content/halaman/kontak.md",
        "+++\njudul = \"Kontak\"\n+++\n\nTelepon 0812-0000-0123. Lihat [isi portal](/tentang/).\n",
    ),
    (
        "content/regulasi/uu-2014.md",
        "+++\njudul = \"Undang-Undang 2014\"\njenis = \"undang_undang\"\nsingkatan = \"UU 2014\"\ntanggal = 2014-01-15\npenerbit = \"Presiden\"\n+++\n",
    ),
    (
        "content/regulasi/uu-2023.md",
        "+++\njudul = \"Undang-Undang 2023\"\njenis = \"undang_undang\"\nsingkatan = \"UU 2023\"\ntanggal = 2023-10-31\npenerbit = \"Presiden\"\nhubungan = [{ jenis = \"mencabut\", dokumen = \"regulasi/uu-2014\" }]\n+++\n",
    ),
    (
        "content/edaran/2024/se-1/index.md",
        "+++\njudul = \"Surat edaran satu\"\njenis = \"surat_edaran\"\ntanggal = 2024-10-15\npenerbit = \"Bupati\"\ntag = [\"apel\", \"pilkada\"]\nlampiran = [{ berkas = \"surat.pdf\", judul = \"Naskah\" }]\n+++\n\n## Dasar\n\nMengingat UU 2023.\n",
    ),
    (
        "content/edaran/2024/se-2.md",
        "+++\njudul = \"Surat edaran dua\"\njenis = \"surat_edaran\"\ntanggal = 2024-10-20\npenerbit = \"Bupati\"\ntag = [\"apel\"]\nberlaku_sampai = 2024-12-31\n+++\n\nMenindaklanjuti [surat pertama](/edaran/2024/se-1/#dasar).\n",
    ),
    (
        "content/edaran/2024/se-3.md",
        "+++\njudul = \"Surat edaran tiga\"\njenis = \"surat_edaran\"\ntanggal = 2024-11-02\npenerbit = \"Bupati\"\n+++\n\nNaskah.\n",
    ),
    (
        "content/berita/2024/satu.md",
        "+++\njudul = \"Kabar satu\"\ntanggal = 2024-11-05\ntag = [\"pilkada\"]\n+++\n\nIsi kabar. Baca [kontak](/kontak/).\n",
    ),
    ("content/berita/2024/satu.en.md", "+++\njudul = \"News one\"\n+++\n\nThe news.\n"),
    ("content/berita/2024/dua.md", "+++\njudul = \"Kabar dua\"\ntanggal = 2024-11-06\n+++\n\nIsi kabar.\n"),
    (
        "content/berita/2024/tiga.md",
        "+++\njudul = \"Kabar tiga\"\ntanggal = 2024-11-07\ntag = [\"apel\"]\n+++\n\nIsi kabar.\n",
    ),
    (
        "content/kegiatan/2024/rakor.md",
        "+++\njudul = \"Rakor\"\njenis = \"rakor\"\ntanggal = 2024-11-19\ntempat = \"Aula\"\n+++\n\nRapat.\n",
    ),
    (
        "content/pakta/pilkada.toml",
        "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n",
    ),
    (
        "content/pakta/pilkada.csv",
        "opd,kategori,per_tanggal,sasaran,ditandatangani\nbkpsdm,pns,2024-10-01,40,30\ndinkes,pns,2024-10-01,60,50\n",
    ),
    (
        "content/pengaduan/saluran/posko.md",
        "+++\njudul = \"Posko\"\njenis = \"tatap_muka\"\noperator = \"BKPSDM\"\nkontak = { alamat = \"Jalan Contoh\" }\nterverifikasi = 2024-10-20\n+++\n\nDatang saja.\n",
    ),
    (
        "content/pengaduan/saluran/kotak.md",
        "+++\njudul = \"Kotak saran\"\njenis = \"tatap_muka\"\noperator = \"BKPSDM\"\nkontak = { alamat = \"Jalan Contoh\" }\nterverifikasi = 2024-10-20\n+++\n\nMasukkan surat.\n",
    ),
    ("themes/terang/static/tambahan.css", "body { color: #123 }\n"),
];
