//! Rules of the `publish` stage: the output folder and what may be written there (TW0601–TW0619).
//!
//! Paths are shown with `/`, the output folder as the user wrote it.

use std::io;

use crate::diagnostics::Diagnostic;
use crate::locale::Text;

fn error(code: &'static str, id: impl Into<String>, en: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, Text::new(id, en))
}

/// The output folder holds files and bears no mark of ours.
pub fn unmarked(output: &str) -> Diagnostic {
    error(
        "TW0601",
        format!("folder hasil `{output}` sudah berisi, dan isinya bukan hasil Terawang"),
        format!("the output folder `{output}` is not empty, and Terawang did not write what it holds"),
    )
    .hint(
        "pilih folder baru atau kosong dengan `--output`, atau pindahkan dulu isinya",
        "choose a new or empty folder with `--output`, or move its files away first",
    )
}

/// The output folder is the portal's own folder or one above it.
pub fn contains_root(output: &str) -> Diagnostic {
    error(
        "TW0602",
        format!("folder hasil `{output}` memuat folder portal itu sendiri"),
        format!("the output folder `{output}` contains the portal's own folder"),
    )
    .hint(
        "pilih folder tersendiri dengan `--output`, misalnya `public`",
        "choose a folder of its own with `--output`, for example `public`",
    )
}

/// The output folder lies among the sources; `folder` is `content` or `themes`.
pub fn inside_sources(output: &str, folder: &str) -> Diagnostic {
    error(
        "TW0603",
        format!("folder hasil `{output}` berada di dalam folder sumber `{folder}`"),
        format!("the output folder `{output}` lies inside the source folder `{folder}`"),
    )
    .hint(
        "pilih folder di luar `content`, `themes`, dan `rilis`, misalnya `public`",
        "choose a folder outside `content`, `themes` and `rilis`, for example `public`",
    )
}

/// The output folder is the top of a git work tree.
pub fn git_work_tree(output: &str) -> Diagnostic {
    error(
        "TW0604",
        format!("folder hasil `{output}` adalah repositori git (ada `.git` di dalamnya)"),
        format!("the output folder `{output}` is a git work tree (it holds `.git`)"),
    )
    .hint(
        "pilih folder lain dengan `--output`; salin hasilnya ke repositori sesudah itu",
        "choose another folder with `--output`; copy the result into the repository afterwards",
    )
}

/// The output path cannot name a folder: a file, a link to nothing, or no name at all.
pub fn not_a_folder(output: &str) -> Diagnostic {
    error(
        "TW0605",
        format!("`{output}` tidak dapat menjadi folder hasil: bukan folder, atau tautan yang putus"),
        format!("`{output}` cannot be the output folder: it is no folder, or a link to nothing"),
    )
    .hint("tulis nama sebuah folder pada `--output`", "give the name of a folder to `--output`")
}

/// Another process publishes to the same folder.
pub fn already_running(output: &str) -> Diagnostic {
    error(
        "TW0606",
        format!("Terawang lain sedang menulis ke `{output}`"),
        format!("another Terawang is writing to `{output}`"),
    )
    .hint("tunggu sampai selesai, lalu jalankan lagi", "wait until it has finished, then run again")
}

/// The manifest is damaged; `reason` is the parser's.
pub fn manifest_unreadable(manifest: &str, reason: &str) -> Diagnostic {
    error(
        "TW0607",
        format!("daftar hasil `{manifest}` rusak: {reason}"),
        format!("the manifest `{manifest}` is damaged: {reason}"),
    )
    .hint(
        "kembalikan berkas itu dari cadangan, atau kosongkan folder hasil lalu terbitkan ulang",
        "bring the file back from a backup, or empty the output folder and publish anew",
    )
}

/// The manifest was written by a later version of Terawang.
pub fn manifest_newer(manifest: &str, version: u32, known: u32) -> Diagnostic {
    error(
        "TW0608",
        format!("daftar hasil `{manifest}` berformat {version}; Terawang ini hanya mengenal format {known}"),
        format!("the manifest `{manifest}` has format {version}; this Terawang knows format {known} only"),
    )
    .hint(
        "pakai versi Terawang yang terbaru, atau kosongkan folder hasil lalu terbitkan ulang",
        "use the newest Terawang, or empty the output folder and publish anew",
    )
}

/// A path that not every computer can hold, with the reason.
pub fn unfit_path(path: &str, reason: &Text) -> Diagnostic {
    let shown = path.escape_debug();
    error(
        "TW0609",
        format!("nama berkas hasil `{shown}` tidak dapat dipakai: {}", reason.id),
        format!("the output path `{shown}` cannot be used: {}", reason.en),
    )
    .hint(
        "beri nama lain: huruf kecil, angka, dan tanda hubung",
        "choose another name: small letters, digits and hyphens",
    )
}

/// Two outputs for one path or URL.
pub fn claimed_twice(path: &str) -> Diagnostic {
    error("TW0610", format!("dua hasil memakai alamat `{path}`"), format!("two outputs claim `{path}`"))
        .hint("beri salah satunya nama atau alamat lain", "give one of them another name or address")
}

/// Two outputs whose paths differ only by case.
pub fn differ_by_case(one: &str, other: &str) -> Diagnostic {
    error(
        "TW0611",
        format!("`{one}` dan `{other}` hanya berbeda huruf besar-kecil; di Windows keduanya sama"),
        format!("`{one}` and `{other}` differ only by case; on Windows they are the same"),
    )
    .hint("beri salah satunya nama lain", "give one of them another name")
}

/// One output is a file where another needs a folder.
pub fn file_and_folder(path: &str) -> Diagnostic {
    error(
        "TW0612",
        format!("`{path}` dipakai sebagai berkas dan sekaligus sebagai folder"),
        format!("`{path}` is used as a file and as a folder at once"),
    )
    .hint("beri salah satunya nama lain", "give one of them another name")
}

/// Something that is not ours stands where the site wants to write.
pub fn foreign(path: &str) -> Diagnostic {
    error(
        "TW0613",
        format!("`{path}` bukan hasil Terawang, tetapi situs perlu menulis di sana"),
        format!("`{path}` was not written by Terawang, but the site needs its place"),
    )
    .hint("pindahkan atau hapus berkas itu, lalu jalankan lagi", "move or remove that file, then run again")
}

/// A symbolic link inside the output folder where the site wants to write.
pub fn link_in_the_way(path: &str) -> Diagnostic {
    error(
        "TW0614",
        format!("`{path}` adalah tautan simbolik; Terawang tidak menulis melaluinya"),
        format!("`{path}` is a symbolic link; Terawang does not write through it"),
    )
    .hint("hapus tautan itu, lalu jalankan lagi", "remove the link, then run again")
}

/// The system refused to read or write; the published site is as it was.
pub fn io(path: &str, cause: &io::Error) -> Diagnostic {
    let Text { id, en } = reason(cause);
    let told = error(
        "TW0615",
        format!("`{path}` tidak dapat dibaca atau ditulis ({id}); situs yang terbit tidak berubah"),
        format!("`{path}` cannot be read or written ({en}); the published site is as it was"),
    );
    with_remedy(told, cause)
}

/// Why the system refused, in words that people know.
fn reason(cause: &io::Error) -> Text {
    match cause.kind() {
        io::ErrorKind::StorageFull => Text::new("ruang penyimpanan penuh", "the disk is full"),
        io::ErrorKind::QuotaExceeded => {
            Text::new("jatah ruang penyimpanan habis", "the disk quota is used up")
        }
        io::ErrorKind::FileTooLarge => {
            Text::new("berkas melebihi batas ukuran", "the file is larger than the limit")
        }
        io::ErrorKind::ReadOnlyFilesystem => Text::new("tempat itu hanya-baca", "that place is read-only"),
        io::ErrorKind::PermissionDenied => Text::new("tidak diizinkan", "permission denied"),
        _ => Text::new(cause.to_string(), cause.to_string()),
    }
}

/// What to do about it.
fn with_remedy(told: Diagnostic, cause: &io::Error) -> Diagnostic {
    match cause.kind() {
        io::ErrorKind::StorageFull => told.hint(
            "kosongkan sebagian ruang penyimpanan, lalu jalankan lagi",
            "free some space on the disk, then run again",
        ),
        io::ErrorKind::QuotaExceeded => told.hint(
            "hapus berkas Anda yang tidak dipakai, atau minta jatah yang lebih besar, lalu jalankan lagi",
            "remove files of yours that are not needed, or ask for a larger quota, then run again",
        ),
        io::ErrorKind::FileTooLarge => told.hint(
            "naikkan batas ukuran berkas (`ulimit -f`), atau pakai sistem berkas yang memuat berkas sebesar itu",
            "raise the limit on the size of files (`ulimit -f`), or use a file system that holds such files",
        ),
        io::ErrorKind::PermissionDenied => told.hint(
            "minta hak tulis atas folder itu, atau tutup program lain yang sedang membukanya",
            "ask for the right to write there, or close the program that has it open",
        ),
        io::ErrorKind::ReadOnlyFilesystem => told.hint(
            "jadikan tempat itu dapat ditulis, atau pilih folder lain dengan `--output`",
            "make that place writable, or choose another folder with `--output`",
        ),
        _ => told.hint(
            "periksa apakah folder itu masih ada dan disk masih sehat, lalu jalankan lagi",
            "check that the folder is still there and the disk is well, then run again",
        ),
    }
}

/// The output folder and the folder beside it lie on different file systems.
pub fn mount_point(output: &str) -> Diagnostic {
    error(
        "TW0616",
        format!("folder hasil `{output}` adalah titik kait (mount), terpisah dari folder di atasnya"),
        format!("the output folder `{output}` is a mount point, apart from the folder above it"),
    )
    .hint(
        format!("pilih folder di dalamnya, misalnya `--output {output}/situs`"),
        format!("choose a folder inside it, for example `--output {output}/site`"),
    )
}

/// Publication began and could not be finished; the next run finishes it.
pub fn half_done(path: &str, cause: &io::Error) -> Diagnostic {
    let Text { id, en } = reason(cause);
    error(
        "TW0617",
        format!("penerbitan terhenti pada `{path}` ({id}); setiap berkas utuh, sebagian belum diganti"),
        format!("publication stopped at `{path}` ({en}); every file is whole, some are not replaced yet"),
    )
    .hint(
        "atasi sebabnya lalu jalankan lagi: penerbitan dilanjutkan dari titik itu",
        "mend the cause and run again: publication goes on from there",
    )
}

/// The journal of an interrupted publication is damaged.
pub fn journal_unreadable(staging: &str) -> Diagnostic {
    error(
        "TW0618",
        format!("catatan penerbitan yang terhenti, `{staging}/journal.json`, tidak dapat dibaca"),
        format!("the journal of an interrupted publication, `{staging}/journal.json`, cannot be read"),
    )
    .hint(
        format!("kosongkan folder hasil, hapus `{staging}`, lalu terbitkan ulang"),
        format!("empty the output folder, remove `{staging}`, then publish anew"),
    )
}

/// The system refuses the folder beside the output, where the site is prepared.
pub fn no_staging(staging: &str, cause: &io::Error) -> Diagnostic {
    with_remedy(unusable_staging(staging, &reason(cause)), cause)
}

/// What is in the way of the folder beside the output, where the site is prepared.
pub fn staging_in_the_way(staging: &str, reason: &Text) -> Diagnostic {
    unusable_staging(staging, reason).hint(
        "pindahkan yang menghalangi, atau pilih `--output` di folder lain",
        "move away what is in the way, or choose an `--output` in another folder",
    )
}

fn unusable_staging(staging: &str, reason: &Text) -> Diagnostic {
    error(
        "TW0619",
        format!("folder kerja `{staging}` di sebelah folder hasil tidak dapat dipakai: {}", reason.id),
        format!("the working folder `{staging}` beside the output folder cannot be used: {}", reason.en),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_matter_with_the_disk_is_said_and_what_to_do_about_it() {
        use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        let rules: [fn(&str, &io::Error) -> Diagnostic; 2] = [io, no_staging];
        for (kind, matter, remedy) in [
            (StorageFull, "the disk is full", "free some space"),
            (QuotaExceeded, "the disk quota is used up", "a larger quota"),
            (FileTooLarge, "the file is larger than the limit", "ulimit -f"),
            (ReadOnlyFilesystem, "that place is read-only", "make that place writable"),
            (PermissionDenied, "permission denied", "the right to write"),
        ] {
            for told in rules.map(|rule| rule("public", &kind.into())) {
                let hint = told.hint.map(|hint| hint.en).unwrap_or_default();
                assert!(told.message.en.contains(matter), "{}", told.message.en);
                assert!(hint.contains(remedy), "{hint}");
                let elsewhere = hint.contains("--output");
                assert_eq!(elsewhere, kind == ReadOnlyFilesystem, "{hint}: that does not help");
            }
            let told = half_done("public", &kind.into());
            assert!(told.message.en.contains(matter), "{}", told.message.en);
        }
    }
}
