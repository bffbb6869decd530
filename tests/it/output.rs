//! The output folder: what is refused, and the state after a full or read-only disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::str;

use crate::support::{Portal, assert_same_tree, circular, tree};

#[test]
fn folder_that_holds_files_of_others_is_refused() {
    let portal = Portal::new().with("public/catatan.txt", "milik orang lain");
    portal.build().exits(2).says(str![[r#"
galat[TW0601]: folder hasil `./public` sudah berisi, dan isinya bukan hasil Terawang
  = saran: pilih folder baru atau kosong dengan `--output`, atau pindahkan dulu isinya

1 galat

"#]]);
    portal.build_with(&["--lang", "en"]).exits(2).says(str![[r#"
error[TW0601]: the output folder `./public` is not empty, and Terawang did not write what it holds
  = hint: choose a new or empty folder with `--output`, or move its files away first

1 error

"#]]);
    assert_eq!(portal.output().len(), 1);
}

#[test]
fn folder_that_contains_the_portal_is_refused() {
    let portal = Portal::new();
    portal.build_with(&["--output", "."]).exits(2).says(str![[r#"
galat[TW0602]: folder hasil `.` memuat folder portal itu sendiri
  = saran: pilih folder tersendiri dengan `--output`, misalnya `public`

1 galat

"#]]);
    portal.build_with(&["--output", ".."]).exits(2).says(str![[r#"
galat[TW0602]: folder hasil `..` memuat folder portal itu sendiri
  = saran: pilih folder tersendiri dengan `--output`, misalnya `public`

1 galat

"#]]);
    portal.build_with(&["--output", "content"]).exits(2).says(str![[r#"
galat[TW0603]: folder hasil `content` berada di dalam folder sumber `content`
  = saran: pilih folder di luar `content`, `themes`, dan `rilis`, misalnya `public`

1 galat

"#]]);
    portal.build_with(&["--output", "content/public"]).exits(2).says(str![[r#"
galat[TW0603]: folder hasil `content/public` berada di dalam folder sumber `content`
  = saran: pilih folder di luar `content`, `themes`, dan `rilis`, misalnya `public`

1 galat

"#]]);
}

#[test]
fn git_work_tree_is_refused() {
    let portal = Portal::new().with("public/.git/HEAD", "ref: refs/heads/main\n");
    portal.build().exits(2).says(str![[r#"
galat[TW0604]: folder hasil `./public` adalah repositori git (ada `.git` di dalamnya)
  = saran: pilih folder lain dengan `--output`; salin hasilnya ke repositori sesudah itu

1 galat

"#]]);
}

#[test]
fn file_in_the_place_of_the_output_folder_is_refused() {
    let portal = Portal::new().with("public", "x");
    portal.build().exits(2).says(str![[r#"
galat[TW0605]: `./public` tidak dapat menjadi folder hasil: bukan folder, atau tautan yang putus
  = saran: tulis nama sebuah folder pada `--output`

1 galat

"#]]);
}

#[test]
fn errors_of_content_and_of_the_output_folder_are_told_together() {
    let portal = Portal::new().with("public/catatan.txt", "x").with("content/halaman/a.md", "x");
    let run = portal.build();
    run.exits(1);
    assert_eq!(run.codes(), ["TW0201"]);
}

#[test]
fn build_says_how_much_it_wrote() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular(""));
    let run = portal.run(&["build", "--clock", "2024-12-01"]);
    let files = portal.output().len() - 1;
    assert!(
        run.stderr.starts_with("selesai dalam ")
            && run.stderr.contains(&format!(" {files} berkas ditulis, 0 tetap, 0 dihapus di ./public")),
        "{}",
        run.stderr
    );
    let run = portal.run(&["build", "--clock", "2024-12-01", "--lang", "en"]);
    assert!(
        run.stderr.contains(&format!(" 0 files written, {files} unchanged, 0 removed in ./public")),
        "{}",
        run.stderr
    );
    assert_eq!(run.stdout, "");
}

#[test]
fn failed_build_leaves_the_site_as_it_was() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular(""));
    portal.builds();
    let before = portal.output();
    portal.write("content/edaran/2024/se-2.md", circular("penerbitt = 1\n"));
    portal.build().exits(1);
    portal.write("content/edaran/2024/se-2.md", circular("") + "\n[x](/tidak-ada/)\n");
    portal.build().exits(1);
    assert_same_tree(&before, &portal.output());
    assert!(!portal.path("public.terawang").exists());
}

/// A small in-memory file system, if this user may mount one.
struct Mount(PathBuf);

impl Mount {
    fn new(at: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&at)
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            println!("dilewati: pengguna ini tidak boleh memasang sistem berkas (mount)");
            return None;
        }
        Some(Self(at))
    }

    fn remount(&self, options: &str) {
        let done =
            Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn to(folder: &Path) -> String {
    folder.join("situs").to_str().unwrap().to_owned()
}

#[test]
fn full_disk_leaves_the_published_site_as_it_was() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular(""));
    let Some(disk) = Mount::new(portal.beside("disk"), "size=1m") else { return };
    let output = to(&disk.0);
    portal.build_with(&["--output", &output]).exits(0).says("");
    let before = tree(&disk.0.join("situs"));
    let lampiran = "lampiran = [{ berkas = \"besar.txt\", judul = \"Besar\" }]\n";
    portal.write("content/edaran/2024/se-2/index.md", circular(lampiran));
    portal.write("content/edaran/2024/se-2/besar.txt", "kata ".repeat(512 * 1024));
    let run = portal.build_with(&["--output", &output]);
    run.exits(2);
    assert_eq!(run.codes(), ["TW0615"]);
    assert!(run.stderr.contains("(ruang penyimpanan penuh)"), "{}", run.stderr);
    assert_same_tree(&before, &tree(&disk.0.join("situs")));
    portal.remove("content/edaran/2024/se-2/besar.txt");
    portal.write("content/edaran/2024/se-2/besar.txt", "kecil");
    portal.build_with(&["--output", &output]).exits(0).says("");
    assert_eq!(fs::read(disk.0.join("situs/edaran/2024/se-2/besar.txt")).unwrap(), b"kecil");
}

#[test]
fn disk_that_is_full_from_the_beginning_is_told_as_full() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular(""));
    // Room for bytes, none for another folder.
    let Some(disk) = Mount::new(portal.beside("disk"), "size=4m,nr_inodes=1") else { return };
    let run = portal.build_with(&["--lang", "en", "--output", &to(&disk.0)]);
    assert_eq!(run.exits(2).codes(), ["TW0619"]);
    assert!(run.stderr.contains("cannot be used: the disk is full\n"), "{}", run.stderr);
    assert!(run.stderr.contains("free some space") && !run.stderr.contains("choose"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn limit_on_the_size_of_files_is_told_and_leaves_the_published_site() {
    use crate::support::{CLOCK, Run};

    let lampiran = "lampiran = [{ berkas = \"besar.txt\", judul = \"Besar\" }]\n";
    let portal = Portal::new()
        .with("content/edaran/2024/se-1/index.md", circular(lampiran))
        .with("content/edaran/2024/se-1/besar.txt", "kata ");
    portal.builds();
    let before = portal.output();
    portal.write("content/edaran/2024/se-1/besar.txt", "kata ".repeat(512 * 1024));
    // Blocks of 512 bytes. The signal that comes with the limit is ignored, so that the write fails.
    let limited = "trap '' XFSZ; ulimit -f 2048; exec \"$0\" \"$@\"";
    let program = portal.command(&["build", "-q", "--clock", CLOCK, "--lang", "en"]);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", limited])
        .arg(program.get_program())
        .args(program.get_args())
        .current_dir(portal.path(""));
    Run::of(&mut shell).exits(2).says(str![[r#"
error[TW0615]: `./public/edaran/2024/se-1/besar.txt` cannot be read or written (the file is larger than the limit); the published site is as it was
  = hint: raise the limit on the size of files (`ulimit -f`), or use a file system that holds such files

warning[TW0382]: this text has changed since it was published, and nothing says so
 --> content/edaran/2024/se-1/index.md
  = hint: write `perubahan = [{ tanggal = 2024-12-01, catatan = "…" }]` with what was changed; if this is only a trial on your own computer, ignore it

1 error, 1 warning

"#]]);
    assert_same_tree(&before, &portal.output());
}

#[test]
fn read_only_disk_is_told() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular(""));
    let Some(disk) = Mount::new(portal.beside("disk"), "size=4m") else { return };
    let output = to(&disk.0);
    portal.build_with(&["--output", &output]).exits(0).says("");
    let before = tree(&disk.0.join("situs"));
    disk.remount("ro");
    portal.edit("content/edaran/2024/se-1.md", "Naskah.", "Naskah baru.");
    let run = portal.build_with(&["--output", &output]);
    run.exits(2);
    assert!(run.codes().iter().all(|code| ["TW0615", "TW0619"].contains(code)), "{}", run.stderr);
    assert_eq!(run.codes().len(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("hanya-baca"), "{}", run.stderr);
    assert_same_tree(&before, &tree(&disk.0.join("situs")));
}

#[test]
fn mount_point_itself_is_refused() {
    let portal = Portal::new();
    let Some(disk) = Mount::new(portal.beside("disk"), "size=4m") else { return };
    let run = portal.build_with(&["--output", disk.0.to_str().unwrap()]);
    run.exits(2);
    assert_eq!(run.codes(), ["TW0616"]);
}
