//! Writes Rust from the message files of the rooms, and gives the program a mark of its own, so that a
//! cache that another version wrote is not believed.

#[path = "build/messages.rs"]
mod messages;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    let mut texts = Vec::new();
    let roots = ["src", "build", "build.rs", "themes/terang", "Cargo.lock", "Cargo.toml"].map(PathBuf::from);
    for root in roots.into_iter().chain(crates()?) {
        println!("cargo::rerun-if-changed={}", root.display());
        let mut files = Vec::new();
        list(&root, &mut files)?;
        files.sort();
        for file in files {
            let path = file.to_string_lossy().replace('\\', "/");
            let bytes = fs::read(&file)?;
            path.hash(&mut hasher);
            bytes.hash(&mut hasher);
            if path.ends_with("/messages.toml") {
                texts.push((path, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    println!("cargo::rustc-env=TERAWANG_PROGRAM={:016x}", hasher.finish());
    let messages = match messages::read(&texts) {
        Ok(messages) => messages,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
            return Ok(());
        }
    };
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("messages");
    fs::create_dir_all(&folder)?;
    for (room, said) in &messages.rooms {
        fs::write(folder.join(format!("{room}.rs")), said.rust())?;
    }
    fs::write(folder.join("explanations.rs"), messages.explanations_rust())?;
    fs::write(folder.join("codes.rs"), messages.codes_rust())
}

/// The sources of the libraries of the workspace. A packaged program comes without them; its lock file names
/// their versions.
fn crates() -> io::Result<Vec<PathBuf>> {
    let Ok(folders) = fs::read_dir("crates") else { return Ok(Vec::new()) };
    let mut roots = Vec::new();
    for folder in folders {
        let folder = folder?.path();
        roots.extend([folder.join("Cargo.toml"), folder.join("src")]);
    }
    roots.sort();
    Ok(roots)
}

fn list(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        // A packaged crate may come without a lock file.
        if path.exists() {
            files.push(path.to_path_buf());
        }
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        list(&entry?.path(), files)?;
    }
    Ok(())
}
