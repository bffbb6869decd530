//! Runs the fuzz targets on a stable compiler: changes the files of `corpus/` at random and looks for a panic.
//!
//! usage: mutate [--seconds N] [--seed N] [TARGET | FILE]…
//!        mutate --list
//!
//! Each target runs for N seconds (20), one after the other. Without a target, all run; a FILE is run once, by the
//! target that its folder is named after. The same seed tries the same inputs in the same order. An input that fails is kept in
//! `fuzz/artifacts/TARGET/`. An input that takes longer than `MOST_TIME` fails, too.

#![forbid(unsafe_code)]

use std::collections::hash_map::{DefaultHasher, RandomState};
use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use terawang_fuzz::{TARGETS, Target};

/// Most time for one input. Ordinary ones take less than a millisecond.
const MOST_TIME: Duration = Duration::from_secs(10);
/// Longest input, in bytes. Faults show in short ones, and short ones are quick.
const MOST_BYTES: usize = 256 * 1024;

/// Pieces of the formats, which chance alone would hardly find.
const PIECES: [&[u8]; 48] = [
    b"+++\n",
    b"\"\"\"",
    b"'''",
    b"[[",
    b"]]",
    b" = ",
    b"{ ",
    b" }",
    b"\r\n",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xcc\x81",
    b"2024-02-30",
    b"9999-12-31",
    b"0x7fffffffffffffff",
    b"-1",
    b"1e309",
    b"18446744073709551616",
    b"null",
    b"[]",
    b"\\u0000",
    b"\"x\"",
    b"\"c\"",
    b"..",
    b"/",
    b"](/",
    b"![](",
    b"<a href=\"",
    b"<!--",
    b"&#x",
    b"<script>",
    b"| - |",
    b"```",
    b"> > > >",
    b"\t",
    b"1. ",
    b"[^a]: ",
    b"stream\n",
    b"endstream",
    b"endobj",
    b" obj\n",
    b"/Length ",
    b"trailer",
    b"<< ",
    b" >>",
    b"startxref",
    b"<row r=\"",
    b"</c>",
];

fn main() -> ExitCode {
    let mut seconds = 20;
    let mut seed = RandomState::new().hash_one(0_u8);
    let mut named = Vec::new();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|text| text.parse().ok()).expect("a number");
        match argument.as_str() {
            "--seconds" => seconds = number(),
            "--seed" => seed = number(),
            "--list" => {
                TARGETS.iter().for_each(|(name, _)| println!("{name}"));
                return ExitCode::SUCCESS;
            }
            _ => named.push(argument),
        }
    }
    if named.is_empty() {
        named = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    }
    println!("{}: seed {seed}", named.join(", "));
    for name in named {
        let file = Path::new(&name);
        let outcome = match (target(&name), file.parent().and_then(Path::file_name)) {
            (Some((name, target)), _) => run(name, target, seed, Duration::from_secs(seconds)),
            (None, Some(folder)) => match target(&folder.to_string_lossy()) {
                Some((name, target)) => Watched::new(name).run(target, &fs::read(file).expect("a file")),
                None => Err(format!("{} lies in no folder of a target", file.display())),
            },
            (None, None) => Err(format!("there is no target {name}")),
        };
        if let Err(fault) = outcome {
            eprintln!("mutate: {fault}\nseed {seed}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn target(name: &str) -> Option<(&'static str, Target)> {
    TARGETS.into_iter().find(|(known, _)| *known == name)
}

/// Runs a target for some time.
fn run(name: &'static str, target: Target, seed: u64, time: Duration) -> Result<(), String> {
    let corpus = corpus(name)?;
    let watched = Watched::new(name);
    for input in &corpus {
        watched.run(target, input)?;
    }
    let began = Instant::now();
    let mut chance = Chance(seed);
    let mut count = 0;
    let mut slowest = Duration::ZERO;
    while began.elapsed() < time {
        let input = mutant(&corpus, &mut chance);
        let start = Instant::now();
        watched.run(target, &input)?;
        slowest = slowest.max(start.elapsed());
        count += 1;
    }
    println!(
        "{name:14} {:4} files, {count:9} inputs, the slowest took {} ms",
        corpus.len(),
        slowest.as_millis()
    );
    Ok(())
}

/// The files that a target begins with.
fn corpus(name: &str) -> Result<Vec<Vec<u8>>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    let corpus: Vec<Vec<u8>> = paths.iter().filter_map(|path| fs::read(path).ok()).collect();
    if corpus.is_empty() { Err(format!("{} is empty", folder.display())) } else { Ok(corpus) }
}

/// A file of the corpus, changed in some places.
fn mutant(corpus: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut input = corpus[chance.below(corpus.len())].clone();
    for _ in 0..=chance.below(6) {
        let at = chance.below(input.len() + 1);
        let end = at + chance.below((input.len() - at).min(64) + 1);
        match chance.below(8) {
            0 if at < input.len() => input[at] ^= 1 << chance.below(8),
            1 if at < input.len() => input[at] = chance.next().to_le_bytes()[0],
            2 => drop(input.drain(at..end)),
            3 => drop(input.splice(at..at, input[at..end].to_vec())),
            4 | 5 => drop(input.splice(at..at, PIECES[chance.below(PIECES.len())].iter().copied())),
            6 => drop(input.splice(at..end, PIECES[chance.below(PIECES.len())].iter().copied())),
            _ => {
                let other = &corpus[chance.below(corpus.len())];
                let from = chance.below(other.len() + 1);
                let to = from + chance.below((other.len() - from).min(512) + 1);
                input.splice(at..end, other[from..to].iter().copied());
            }
        }
    }
    input.truncate(MOST_BYTES);
    input
}

/// A target whose inputs are timed by another thread, so that one that never ends is told, too.
struct Watched {
    name: &'static str,
    running: Arc<Mutex<Option<(Instant, Vec<u8>)>>>,
}

impl Watched {
    fn new(name: &'static str) -> Self {
        let running: Arc<Mutex<Option<(Instant, Vec<u8>)>>> = Arc::default();
        let seen = Arc::downgrade(&running);
        thread::spawn(move || {
            while let Some(running) = seen.upgrade() {
                if let Some((start, input)) = &*running.lock().expect("no panic holds it")
                    && start.elapsed() > MOST_TIME
                {
                    eprintln!("mutate: {name} takes longer than {MOST_TIME:?}: {}", kept(name, input));
                    std::process::exit(1);
                }
                drop(running);
                thread::sleep(Duration::from_millis(200));
            }
        });
        Self { name, running }
    }

    fn run(&self, target: Target, input: &[u8]) -> Result<(), String> {
        *self.running.lock().expect("no panic holds it") = Some((Instant::now(), input.to_vec()));
        let outcome = panic::catch_unwind(|| target(input));
        *self.running.lock().expect("no panic holds it") = None;
        outcome.map_err(|_| format!("{} fails: {}", self.name, kept(self.name, input)))
    }
}

/// Keeps an input that fails, and says where.
fn kept(name: &str, input: &[u8]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(name);
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let path = folder.join(format!("{:016x}", hasher.finish()));
    match fs::create_dir_all(&folder).and_then(|()| fs::write(&path, input)) {
        Ok(()) => path.display().to_string(),
        Err(error) => format!("it cannot be kept ({error})"),
    }
}

/// SplitMix64: chance that repeats itself.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `most`, which is not 0.
    fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }
}
