//! Gives the program a mark of its own, so that a cache that another version wrote is not believed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    let roots = ["src", "themes/terang", "Cargo.lock", "Cargo.toml"].map(PathBuf::from);
    for root in roots.into_iter().chain(crates()?) {
        println!("cargo::rerun-if-changed={}", root.display());
        let mut files = Vec::new();
        list(&root, &mut files)?;
        files.sort();
        for file in files {
            file.to_string_lossy().replace('\\', "/").hash(&mut hasher);
            fs::read(&file)?.hash(&mut hasher);
        }
    }
    println!("cargo::rustc-env=TERAWANG_PROGRAM={:016x}", hasher.finish());
    Ok(())
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
