//! How fast the text gate reads: `cargo bench --bench gate` prints MB/s. It measures, and asserts nothing.

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use terawang::internals::{Gate, Official, speaks_of_sanctions};

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

/// Circulars of the varied corpus.
const CIRCULARS: &str = "500";

fn main() {
    let gate = Gate::new(Official::default(), None);
    for (name, text, sanctions) in [
        ("prose", PROSE, false),
        ("tables", TABLE, false),
        ("nothing but numbers", NUMBERS, false),
        ("prose, looking for names", PROSE, true),
    ] {
        let texts = [text.repeat(4 * 1024 * 1024 / text.len())];
        measure(name, &texts, |text| gate.scan(text, sanctions).len());
    }
    let texts = [PROSE.repeat(4 * 1024 * 1024 / PROSE.len())];
    measure("does prose speak of sanctions?", &texts, |text| usize::from(speaks_of_sanctions(text)));
    // One paragraph again and again flatters caches and branches; files of a portal are read one by one.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    measure_portal(&gate, "the demonstration portal", &markdown_below(&root.join("content")));
    let Ok(folder) = tempfile::tempdir() else { return };
    let generator = root.join("benches/corpus/circulars.py");
    match Command::new("python3").arg(generator).arg(CIRCULARS).arg(folder.path()).status() {
        Ok(status) if status.success() => {
            measure_portal(&gate, "circulars", &markdown_below(&folder.path().join("content")));
        }
        _ => println!("circulars: not measured, for want of Python 3"),
    }
}

/// The texts of all Markdown files below a folder.
fn markdown_below(folder: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let markdown = files.filter(|file| file.path().extension().is_some_and(|end| end == "md"));
    markdown.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect()
}

fn measure_portal(gate: &Gate, name: &str, texts: &[String]) {
    measure(name, texts, |text| gate.scan(text, false).len());
    measure(&format!("{name}, for names"), texts, |text| gate.scan(text, true).len());
}

fn measure(name: &str, texts: &[String], work: impl Fn(&str) -> usize) {
    let start = Instant::now();
    let (mut rounds, mut hits) = (0_u32, 0);
    while start.elapsed() < LONG_ENOUGH {
        hits = black_box(texts.iter().map(|text| work(text)).sum::<usize>());
        rounds += 1;
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let megabytes = bytes as f64 * f64::from(rounds) / 1e6;
    println!("{name:36} {:8.0} MB/s  ({hits} hits)", megabytes / start.elapsed().as_secs_f64());
}
