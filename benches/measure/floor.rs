//! The floor of a build: what no builder can avoid on this machine, in seconds.
//!
//! usage: floor INPUT REFERENCE SCRATCH
//!
//! Reads every file below INPUT, then makes every folder and writes every file of REFERENCE in SCRATCH, which
//! is removed first; on two threads, with nothing parsed and nothing rendered. The reference is read into memory
//! before the clock starts, and the removal is not counted.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

const THREADS: usize = 2;

#[derive(Default)]
struct Tree {
    /// Those above before those below.
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

fn walk(folder: &Path, tree: &mut Tree) {
    tree.folders.push(folder.to_path_buf());
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            walk(&entry.path(), tree);
        } else {
            tree.files.push(entry.path());
        }
    }
}

fn in_parallel<T: Sync>(items: &[T], work: impl Fn(&T) + Sync) {
    thread::scope(|scope| {
        for part in items.chunks(items.len().div_ceil(THREADS).max(1)) {
            let work = &work;
            scope.spawn(move || part.iter().for_each(work));
        }
    });
}

fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [input, reference, scratch] = &arguments[..] else { panic!("usage: floor INPUT REFERENCE SCRATCH") };
    let place = |path: &Path| scratch.join(path.strip_prefix(reference).unwrap());
    let mut output = Tree::default();
    walk(reference, &mut output);
    let folders: Vec<PathBuf> = output.folders.iter().map(|path| place(path)).collect();
    let files: Vec<(PathBuf, Vec<u8>)> =
        output.files.iter().map(|path| (place(path), fs::read(path).unwrap())).collect();
    let _ = fs::remove_dir_all(scratch);

    let start = Instant::now();
    let mut sources = Tree::default();
    walk(input, &mut sources);
    in_parallel(&sources.files, |path| drop(black_box(fs::read(path).unwrap())));
    for folder in &folders {
        fs::create_dir_all(folder).unwrap();
    }
    in_parallel(&files, |(path, bytes)| fs::write(path, bytes).unwrap());
    println!("{:.6}", start.elapsed().as_secs_f64());
}
