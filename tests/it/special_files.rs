//! Symbolic links, pipes and unreadable files.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use snapbox::str;

use crate::support::{Portal, circular, page};

#[test]
fn link_to_a_file_outside_the_portal_is_told_and_not_read() {
    let portal = Portal::new();
    fs::write(portal.beside("rahasia.md"), page("KENARI")).unwrap();
    fs::create_dir(portal.path("content/halaman")).unwrap();
    symlink(portal.beside("rahasia.md"), portal.path("content/halaman/tentang.md")).unwrap();
    portal.build().exits(1).never_says("KENARI").says(str![[r#"
galat[TW0103]: tautan simbolik ini menunjuk ke luar folder portal
 --> content/halaman/tentang.md
  = saran: salin berkas yang dituju ke dalam folder portal

1 galat

"#]]);
    assert!(!portal.publishes(""));
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0103]: this symbolic link leaves the portal's folder
 --> content/halaman/tentang.md
  = hint: copy the file it points to into the portal's folder

1 error

"#]]);
}

#[test]
fn link_to_a_folder_outside_the_portal_is_told_once() {
    let portal = Portal::new();
    fs::create_dir(portal.beside("luar")).unwrap();
    fs::write(portal.beside("luar/a.md"), page("Isi.")).unwrap();
    fs::write(portal.beside("luar/b.md"), page("Isi.")).unwrap();
    symlink(portal.beside("luar"), portal.path("content/halaman")).unwrap();
    portal.check().exits(1).says(str![[r#"
galat[TW0103]: tautan simbolik ini menunjuk ke luar folder portal
 --> content/halaman
  = saran: salin berkas yang dituju ke dalam folder portal

1 galat

"#]]);
}

#[test]
fn site_toml_and_content_that_lead_out_of_the_portal_are_told() {
    let portal = Portal::new();
    portal.rename("site.toml", "../site.toml");
    symlink(portal.beside("site.toml"), portal.path("site.toml")).unwrap();
    portal.check().exits(1).says(str![[r#"
galat[TW0103]: tautan simbolik ini menunjuk ke luar folder portal
 --> site.toml
  = saran: salin berkas yang dituju ke dalam folder portal

1 galat

"#]]);
    let portal = Portal::new();
    portal.rename("content", "../isi");
    symlink(portal.beside("isi"), portal.path("content")).unwrap();
    portal.check().exits(1).says(str![[r#"
galat[TW0103]: tautan simbolik ini menunjuk ke luar folder portal
 --> content
  = saran: salin berkas yang dituju ke dalam folder portal

1 galat

"#]]);
}

#[test]
fn link_that_stays_inside_the_portal_is_followed() {
    let portal = Portal::new().with("content/halaman/tentang.md", page("Satu isi."));
    symlink("tentang.md", portal.path("content/halaman/profil.md")).unwrap();
    portal.builds();
    assert!(portal.published("profil/index.html").contains("Satu isi."));
}

#[test]
fn link_to_nothing_is_told() {
    let portal = Portal::new();
    symlink("tidak-ada.md", portal.path("content/lepas.md")).unwrap();
    portal.check().exits(1).says(str![[r#"
galat[TW0104]: tautan simbolik ini menunjuk ke berkas yang tidak ada
 --> content/lepas.md
  = saran: hapus tautan ini, atau kembalikan berkas yang dituju

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0104]: this symbolic link points to a file that is not there
 --> content/lepas.md
  = hint: remove the link, or bring back its target

1 error

"#]]);
}

#[test]
fn links_that_run_in_a_circle_are_told() {
    let portal = Portal::new().with("content/halaman/tentang.md", page("Isi."));
    symlink("..", portal.path("content/halaman/atas")).unwrap();
    symlink("b", portal.path("content/a")).unwrap();
    symlink("a", portal.path("content/b")).unwrap();
    portal.check().exits(1).says(str![[r#"
galat[TW0104]: tautan simbolik ini menunjuk ke berkas yang tidak ada
 --> content/a
  = saran: hapus tautan ini, atau kembalikan berkas yang dituju

galat[TW0104]: tautan simbolik ini menunjuk ke berkas yang tidak ada
 --> content/b
  = saran: hapus tautan ini, atau kembalikan berkas yang dituju

galat[TW0113]: folder ini berputar kembali ke dirinya sendiri, atau terlalu dalam
 --> content/halaman/atas
  = saran: hapus tautan simbolik yang berputar

3 galat

"#]]);
}

#[test]
fn pipe_is_told_and_never_opened() {
    let portal = Portal::new().with("content/halaman/tentang.md", page("Isi."));
    let made = Command::new("mkfifo").arg(portal.path("content/halaman/pipa.md")).status().unwrap();
    assert!(made.success());
    portal.check().exits(1).says(str![[r#"
galat[TW0106]: ini bukan berkas biasa (pipa, soket atau perangkat)
 --> content/halaman/pipa.md
  = saran: pindahkan dari folder portal

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0106]: this is not a regular file (a pipe, socket or device)
 --> content/halaman/pipa.md
  = hint: move it out of the portal's folder

1 error

"#]]);
}

#[test]
fn pipe_in_the_place_of_site_toml_is_told_and_never_opened() {
    let portal = Portal::new();
    portal.remove("site.toml");
    let made = Command::new("mkfifo").arg(portal.path("site.toml")).status().unwrap();
    assert!(made.success());
    portal.check().exits(1).says(str![[r#"
galat[TW0106]: ini bukan berkas biasa (pipa, soket atau perangkat)
 --> site.toml
  = saran: pindahkan dari folder portal

1 galat

"#]]);
}

/// Whether permissions restrict this user; they do not restrict root.
fn permissions_hold(portal: &Portal) -> bool {
    let probe = portal.beside("probe");
    fs::write(&probe, "").unwrap();
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o000)).unwrap();
    let held = fs::read(&probe).is_err();
    if !held {
        println!("dilewati: pengguna ini (root) boleh membaca berkas tanpa izin");
    }
    held
}

#[test]
fn file_that_may_not_be_read_is_told() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular(""));
    if !permissions_hold(&portal) {
        return;
    }
    fs::set_permissions(portal.path("content/edaran/2024/se-1.md"), fs::Permissions::from_mode(0o000))
        .unwrap();
    let run = portal.check();
    run.exits(1);
    assert_eq!(run.codes(), ["TW0105"]);
}

#[test]
fn folder_that_may_not_be_read_is_told() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular(""));
    if !permissions_hold(&portal) {
        return;
    }
    fs::set_permissions(portal.path("content/edaran/2024"), fs::Permissions::from_mode(0o000)).unwrap();
    let run = portal.check();
    fs::set_permissions(portal.path("content/edaran/2024"), fs::Permissions::from_mode(0o755)).unwrap();
    run.exits(1);
    assert_eq!(run.codes(), ["TW0105"]);
}

#[test]
fn folder_in_the_place_of_a_file_is_told() {
    let portal = Portal::new();
    portal.remove("site.toml");
    fs::create_dir(portal.path("site.toml")).unwrap();
    portal.check().exits(1).says(str![[r#"
galat[TW0105]: tidak dapat dibaca: Is a directory (os error 21)
 --> site.toml
  = saran: periksa izin berkas dan folder ini

1 galat

"#]]);
}
