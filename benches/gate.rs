//! How fast the text gate reads: `cargo bench --bench gate` prints MB/s. It measures, and asserts nothing.

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use terawang::disclosure::text::{Gate, Official, speaks_of_sanctions};

/// How long each measurement runs.
const LONG_ENOUGH: Duration = Duration::from_secs(2);

const PROSE: &str = "\
## Surat Edaran Netralitas\n\n\
Aparatur sipil negara melayani setiap warga, apa pun pilihan politiknya. Karena itu undang-undang mewajibkan\n\
ASN **bebas dari pengaruh dan intervensi semua golongan dan partai politik** ([UU 20/2023](/regulasi/uu-20-2023/),\n\
Pasal 9 ayat (2)). Surat edaran Nomor 100.3.4.2/693/B.Pem.Kes/2024 ditetapkan pada 15 Oktober 2024 — berlaku bagi\n\
seluruh perangkat daerah, dan ditembuskan kepada Bawaslu. Kegiatan berlangsung pukul 08.00–11.30 WITA.\n\n\
- Menjelaskan program pemerintah apa adanya, tanpa menyebut calon.\n\
- Menggunakan hak pilih di tempat pemungutan suara.\n\n\
Setiap kepala perangkat daerah menyampaikan laporan bulanan kepada tim tetap paling lambat tanggal lima bulan\n\
berikutnya. Laporan memuat kegiatan pembinaan, jumlah pegawai yang hadir, dan hal-hal yang perlu ditindaklanjuti.\n\n";

const TABLE: &str = "\
| OPD | Wajib | Menandatangani | Per tanggal |\n|---|---:|---:|---|\n\
| Dinas Pendidikan | 2.034 | 1.596 | 2024-11-27 |\n| Dinas Kesehatan | 1.373 | 1.211 | 2024-11-27 |\n\n";

const NUMBERS: &str = "\
NIP 19850101 201001 1 999, telepon 0812-9999-0000, nama@contoh.invalid, NIK 6204015503909999.\n\n";

fn main() {
    let gate = Gate::new(Official::default(), None);
    for (name, text, sanctions) in [
        ("prose", PROSE, false),
        ("tables", TABLE, false),
        ("nothing but numbers", NUMBERS, false),
        ("prose, looking for names", PROSE, true),
    ] {
        let text = text.repeat(4 * 1024 * 1024 / text.len());
        measure(name, &text, || gate.scan(&text, sanctions).len());
    }
    let text = PROSE.repeat(4 * 1024 * 1024 / PROSE.len());
    measure("does prose speak of sanctions?", &text, || usize::from(speaks_of_sanctions(&text)));
}

fn measure(name: &str, text: &str, work: impl Fn() -> usize) {
    let start = Instant::now();
    let (mut rounds, mut hits) = (0_u32, 0);
    while start.elapsed() < LONG_ENOUGH {
        hits = black_box(work());
        rounds += 1;
    }
    let megabytes = text.len() as f64 * f64::from(rounds) / 1e6;
    println!("{name:32} {:8.0} MB/s  ({hits} hits)", megabytes / start.elapsed().as_secs_f64());
}
