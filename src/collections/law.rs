//! The starting set of law: the regulations on the neutrality of civil servants, with what they do to each other.
//!
//! `terawang init` writes them as records, so that a new portal is right from the first day. A portal that has one of them
//! without the law that revoked it shows it as revoked all the same ([`Relations::complete`]).
//!
//! [`Relations::complete`]: super::document::Relations::complete

use std::fmt::Write as _;

use jiff::civil::{Date, date};

use super::document::{DocumentKind, RelationKind};

/// The day that the set speaks of. `site.toml` keeps the day of the set that a portal began with.
pub const AS_OF: Date = date(2026, 11, 28);

/// A regulation of the set.
pub struct Law {
    /// The name of its file, without extension.
    pub name: &'static str,
    /// What kind of document it is.
    pub kind: DocumentKind,
    /// Its number.
    pub number: &'static str,
    /// The name that people cite.
    pub short_name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it says of neutrality.
    pub summary: &'static str,
    /// The day it was signed.
    pub date: Option<Date>,
    /// Who issued it.
    pub issuer: &'static str,
    /// Articles on neutrality: number and content.
    pub articles: &'static [(&'static str, &'static str)],
    /// What it does to others of the set, by name.
    pub relations: &'static [(RelationKind, &'static str)],
}

const PARLIAMENT: &str = "Presiden Republik Indonesia bersama Dewan Perwakilan Rakyat";
const PRESIDENT: &str = "Presiden Republik Indonesia";
const MINISTER: &str = "Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi";

/// The set.
pub const LAWS: [Law; 14] = [
    Law {
        name: "uu-20-2023",
        kind: DocumentKind::Law,
        number: "20 Tahun 2023",
        short_name: "UU 20/2023",
        title: "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara",
        summary: "Undang-undang ASN yang berlaku; mewajibkan setiap pegawai ASN menjaga netralitas.",
        date: Some(date(2023, 10, 31)),
        issuer: PARLIAMENT,
        articles: &[
            (
                "Pasal 9 ayat (2)",
                "Pegawai ASN harus bebas dari pengaruh dan intervensi semua golongan dan partai politik.",
            ),
            ("Pasal 24 ayat (1) huruf d", "Pegawai ASN wajib menjaga netralitas."),
        ],
        relations: &[(RelationKind::Revokes, "uu-5-2014")],
    },
    Law {
        name: "uu-5-2014",
        kind: DocumentKind::Law,
        number: "5 Tahun 2014",
        short_name: "UU 5/2014",
        title: "Undang-Undang Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara",
        summary: "Undang-undang ASN yang lama, dicabut oleh UU 20/2023 pada 31 Oktober 2023.",
        date: Some(date(2014, 1, 15)),
        issuer: PARLIAMENT,
        articles: &[],
        relations: &[],
    },
    Law {
        name: "pp-94-2021",
        kind: DocumentKind::GovernmentRegulation,
        number: "94 Tahun 2021",
        short_name: "PP 94/2021",
        title: "Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil",
        summary: "Hukuman disiplin bagi PNS.",
        date: Some(date(2021, 8, 31)),
        issuer: PRESIDENT,
        articles: &[("Pasal 8", "Tingkat dan jenis hukuman disiplin: ringan, sedang, dan berat.")],
        relations: &[],
    },
    Law {
        name: "pp-42-2004",
        kind: DocumentKind::GovernmentRegulation,
        number: "42 Tahun 2004",
        short_name: "PP 42/2004",
        title: "Peraturan Pemerintah Nomor 42 Tahun 2004 tentang Pembinaan Jiwa Korps dan Kode Etik Pegawai Negeri Sipil",
        summary: "Kode etik PNS dan sanksi moral.",
        date: Some(date(2004, 10, 18)),
        issuer: PRESIDENT,
        articles: &[(
            "Pasal 15",
            "Pelanggaran kode etik dikenai sanksi moral yang dinyatakan secara tertutup atau secara terbuka.",
        )],
        relations: &[],
    },
    Law {
        name: "pp-49-2018",
        kind: DocumentKind::GovernmentRegulation,
        number: "49 Tahun 2018",
        short_name: "PP 49/2018",
        title: "Peraturan Pemerintah Nomor 49 Tahun 2018 tentang Manajemen Pegawai Pemerintah dengan Perjanjian Kerja",
        summary: "Disiplin PPPK, yang ditetapkan setiap instansi.",
        date: Some(date(2018, 11, 22)),
        issuer: PRESIDENT,
        articles: &[(
            "Pasal 51–53",
            "Setiap instansi menetapkan disiplin PPPK; yang terberat adalah pemutusan hubungan perjanjian kerja.",
        )],
        relations: &[],
    },
    Law {
        name: "skb-2022",
        kind: DocumentKind::JointDecree,
        number: "MenPANRB 2 Tahun 2022; Mendagri 800-5474 Tahun 2022; BKN 246 Tahun 2022; KASN 30 Tahun 2022; Bawaslu 1447.1/PM.01/K.1/09/2022",
        short_name: "SKB 22-9-2022",
        title: "Keputusan Bersama tentang Pedoman Pembinaan dan Pengawasan Netralitas Pegawai ASN dalam Penyelenggaraan Pemilihan Umum dan Pemilihan",
        summary: "Pedoman lima lembaga; mewajibkan ikrar dan pakta integritas.",
        date: Some(date(2022, 9, 22)),
        issuer: "MenPANRB, Mendagri, Kepala BKN, Ketua KASN, dan Ketua Bawaslu",
        articles: &[],
        relations: &[],
    },
    Law {
        name: "se-menpanrb-1-2023",
        kind: DocumentKind::Circular,
        number: "1 Tahun 2023",
        short_name: "SE MenPANRB 1/2023",
        title: "Surat Edaran Menteri PANRB Nomor 1 Tahun 2023",
        summary: "Pegawai non-ASN mengikuti ketentuan netralitas, dengan akibat sampai pemutusan kontrak.",
        date: Some(date(2023, 1, 3)),
        issuer: MINISTER,
        articles: &[],
        relations: &[(RelationKind::FollowsUp, "skb-2022")],
    },
    Law {
        name: "se-menpanrb-18-2023",
        kind: DocumentKind::Circular,
        number: "18 Tahun 2023",
        short_name: "SE MenPANRB 18/2023",
        title: "Surat Edaran Menteri PANRB Nomor 18 Tahun 2023",
        summary: "Netralitas ASN yang suami atau istrinya menjadi calon.",
        date: None,
        issuer: MINISTER,
        articles: &[],
        relations: &[],
    },
    Law {
        name: "uu-7-2017",
        kind: DocumentKind::Law,
        number: "7 Tahun 2017",
        short_name: "UU 7/2017",
        title: "Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan Umum",
        summary: "Undang-undang Pemilu.",
        date: Some(date(2017, 8, 15)),
        issuer: PARLIAMENT,
        articles: &[
            (
                "Pasal 280",
                "Larangan dalam kampanye, termasuk mengikutsertakan ASN sebagai pelaksana dan tim kampanye.",
            ),
            (
                "Pasal 283",
                "Pejabat dan ASN dilarang mengadakan kegiatan yang mengarah kepada keberpihakan terhadap peserta Pemilu.",
            ),
            ("Pasal 494", "Ancaman pidana bagi ASN yang ikut serta sebagai pelaksana atau tim kampanye."),
            (
                "Pasal 521",
                "Ancaman pidana bagi pelaksana, peserta, dan tim kampanye yang melanggar larangan kampanye.",
            ),
        ],
        relations: &[],
    },
    Law {
        name: "uu-10-2016",
        kind: DocumentKind::Law,
        number: "10 Tahun 2016",
        short_name: "UU 10/2016",
        title: "Undang-Undang Nomor 10 Tahun 2016 tentang Perubahan Kedua atas Undang-Undang Nomor 1 Tahun 2015",
        summary: "Undang-undang Pilkada; melarang penggantian pejabat dalam masa larangan.",
        date: Some(date(2016, 7, 1)),
        issuer: PARLIAMENT,
        articles: &[
            (
                "Pasal 71 ayat (2)",
                "Penggantian pejabat dilarang sejak enam bulan sebelum penetapan pasangan calon sampai akhir masa jabatan, kecuali dengan persetujuan tertulis dari Menteri.",
            ),
            ("Pasal 188", "Ancaman pidana bagi yang melanggar ketentuan Pasal 71."),
            ("Pasal 190", "Ancaman pidana bagi pejabat yang melanggar larangan penggantian pejabat."),
        ],
        relations: &[],
    },
    Law {
        name: "uu-14-2008",
        kind: DocumentKind::Law,
        number: "14 Tahun 2008",
        short_name: "UU 14/2008",
        title: "Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik",
        summary: "Informasi apa yang wajib dibuka dan apa yang dikecualikan.",
        date: Some(date(2008, 4, 30)),
        issuer: PARLIAMENT,
        articles: &[(
            "Pasal 17",
            "Dikecualikan antara lain informasi yang dapat mengungkap identitas pelapor atau saksi, dan yang mengungkap catatan pribadi seseorang.",
        )],
        relations: &[],
    },
    Law {
        name: "uu-27-2022",
        kind: DocumentKind::Law,
        number: "27 Tahun 2022",
        short_name: "UU 27/2022",
        title: "Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi",
        summary: "Apa yang termasuk data pribadi.",
        date: Some(date(2022, 10, 17)),
        issuer: PARLIAMENT,
        articles: &[(
            "Pasal 4",
            "Data pribadi umum mencakup data yang dikombinasikan untuk mengidentifikasi seseorang.",
        )],
        relations: &[],
    },
    Law {
        name: "perpres-91-2024",
        kind: DocumentKind::PresidentialRegulation,
        number: "91 Tahun 2024",
        short_name: "Perpres 91/2024",
        title: "Peraturan Presiden Nomor 91 Tahun 2024",
        summary: "Bersama Perpres 92/2024: sejak 4 September 2024 pengawasan netralitas beralih dari KASN.",
        date: Some(date(2024, 9, 4)),
        issuer: PRESIDENT,
        articles: &[],
        relations: &[(RelationKind::Implements, "uu-20-2023")],
    },
    Law {
        name: "perpres-92-2024",
        kind: DocumentKind::PresidentialRegulation,
        number: "92 Tahun 2024",
        short_name: "Perpres 92/2024",
        title: "Peraturan Presiden Nomor 92 Tahun 2024 tentang Badan Kepegawaian Negara",
        summary: "Bersama Perpres 91/2024: sejak 4 September 2024 pengawasan netralitas beralih ke BKN.",
        date: Some(date(2024, 9, 4)),
        issuer: PRESIDENT,
        articles: &[],
        relations: &[(RelationKind::Implements, "uu-20-2023")],
    },
];

impl Law {
    /// The path of its file below `content/`.
    pub fn path(&self) -> String {
        format!("regulasi/{}.md", self.name)
    }

    /// The regulations of the set that it revokes.
    pub fn revokes(&self) -> impl Iterator<Item = &'static Law> {
        let names = self.relations.iter().filter(|(kind, _)| *kind == RelationKind::Revokes);
        names.filter_map(|(_, name)| LAWS.iter().find(|law| law.name == *name))
    }

    /// Its record, as `terawang init` writes it.
    pub fn file(&self) -> String {
        let mut out = String::from("+++\n");
        for (key, value) in [
            ("judul", self.title),
            ("ringkasan", self.summary),
            ("jenis", self.kind.key()),
            ("nomor", self.number),
            ("singkatan", self.short_name),
        ] {
            let _ = writeln!(out, "{key} = \"{value}\"");
        }
        match self.date {
            Some(day) => _ = writeln!(out, "tanggal = {day}"),
            None => out += "tanggal = \"x\"\n",
        }
        let _ = writeln!(out, "penerbit = \"{}\"", self.issuer);
        list(&mut out, "hubungan", self.relations, |(kind, name)| {
            format!("jenis = \"{}\", dokumen = \"regulasi/{name}\"", kind.key())
        });
        list(&mut out, "pasal", self.articles, |(number, text)| {
            format!("nomor = \"{number}\", isi = \"{text}\"")
        });
        let _ = writeln!(out, "sumber = {{ nama = \"Kumpulan hukum Terawang\", tanggal = {AS_OF} }}\n+++");
        out
    }
}

/// Writes a list of tables, if there are any.
fn list<T>(out: &mut String, key: &str, values: &[T], table: impl Fn(&T) -> String) {
    if !values.is_empty() {
        let tables: String = values.iter().map(|value| format!("  {{ {} }},\n", table(value))).collect();
        let _ = writeln!(out, "{key} = [\n{tables}]");
    }
}
