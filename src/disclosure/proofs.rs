//! A cache of proofs of protected tables on disk. Finding a proof takes seconds, and verifying one is fast.
//!
//! A proof is stored under a hash of everything that it depends on. The content of a file is checked by
//! [`verify`] like a new proof. So a damaged or forged file only costs time. It never publishes a cell that
//! must be hidden.
//!
//! Proofs are made from true counts. Their folder is outside everything that is published, only its owner may
//! read them, and a `.gitignore` in it excludes them from git.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use cell_suppression::{
    Limits, LinkedTables, Proof, Refusal, Rule, SEARCH_VERSION, Side, Suppression, Witness, protect,
    protect_further, verify,
};
use serde::{Deserialize, Serialize};

#[cfg(test)]
#[path = "proofs_tests.rs"]
mod tests;

/// The maximum number of proofs kept that this run did not use. A portal has about ten days of counts.
const KEPT: usize = 64;

/// The cache of proofs; the default has no folder and stores nothing.
#[derive(Default)]
pub struct Proofs {
    folder: Option<PathBuf>,
    used: Mutex<BTreeSet<String>>,
}

impl Proofs {
    /// Stores proofs in the folder `.terawang/proofs/` of a portal.
    pub fn of_portal(root: &Path) -> Self {
        Self { folder: Some(root.join(".terawang").join("proofs")), used: Mutex::default() }
    }

    /// Like [`protect`], but uses a stored proof if there is a valid one.
    ///
    /// # Errors
    /// The errors of [`protect`].
    pub fn protect(&self, tables: &LinkedTables, rule: Rule, limits: Limits) -> Result<Suppression, Refusal> {
        self.kept_or(tables, rule, limits, || protect(tables, rule, limits))
    }

    /// Like [`protect_further`], but uses a stored proof if there is a valid one. `before` is the result of
    /// [`Proofs::protect`] for the same tables without further knowledge.
    ///
    /// # Errors
    /// The errors of [`protect_further`].
    pub fn protect_further(
        &self,
        tables: &LinkedTables,
        rule: Rule,
        limits: Limits,
        before: &Suppression,
    ) -> Result<Suppression, Refusal> {
        self.kept_or(tables, rule, limits, || protect_further(tables, rule, limits, before))
    }

    fn kept_or(
        &self,
        tables: &LinkedTables,
        rule: Rule,
        limits: Limits,
        search: impl FnOnce() -> Result<Suppression, Refusal>,
    ) -> Result<Suppression, Refusal> {
        let Some(folder) = &self.folder else { return search() };
        tables.check(rule)?;
        let name = name(tables, rule, limits);
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
        let kept = load(&folder.join(&name), tables);
        if let Some(protected) = kept.filter(|kept| verify(tables, rule, kept).is_ok()) {
            return Ok(protected);
        }
        let protected = search()?;
        // Without the file, the next run is only slower.
        let _ = store(folder, &name, tables, &protected);
        Ok(protected)
    }

    /// Removes proofs that this run did not use, the oldest first, down to a fixed number.
    pub fn prune(&self) {
        let Some(Ok(entries)) = self.folder.as_ref().map(fs::read_dir) else { return };
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut unused: Vec<(SystemTime, PathBuf)> = entries
            .flatten()
            .filter(|entry| entry.file_name().to_str().is_none_or(|name| !used.contains(name)))
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        unused.sort();
        let surplus = unused.len().saturating_sub(KEPT);
        for (_, path) in &unused[..surplus] {
            let _ = fs::remove_file(path);
        }
    }
}

/// A suppression in its stored form: hidden cells by index, counts as differences from the true ones.
#[derive(Serialize, Deserialize)]
struct Filed {
    hidden: Vec<usize>,
    changes: Vec<Vec<i64>>,
    witnesses: Vec<FiledWitness>,
}

#[derive(Serialize, Deserialize)]
struct FiledWitness {
    cell: usize,
    counted: bool,
    low: Vec<usize>,
    high: Vec<usize>,
    united: Option<usize>,
}

/// A hash of everything that the result of the search depends on.
fn name(tables: &LinkedTables, rule: Rule, limits: Limits) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    let mut add = |numbers: &mut dyn Iterator<Item = u64>| {
        let bytes: Vec<u8> = numbers.flat_map(u64::to_le_bytes).collect();
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(&bytes);
    };
    let settings = [
        u64::from(SEARCH_VERSION),
        rule.threshold,
        u64::from(rule.zeros_shown),
        u64::from(rule.own_record),
        u64::from(limits.solves),
        limits.nodes,
        u64::from(tables.population.is_some()),
    ];
    add(&mut settings.into_iter());
    add(&mut tables.counts.iter().copied());
    add(&mut tables.weights.iter().copied());
    add(&mut tables.structural_zero.iter().copied().map(u64::from));
    add(&mut tables.always_shown.iter().copied().map(u64::from));
    add(&mut tables.prior_bounds.iter().flat_map(|(from, to)| [*from, *to]));
    add(&mut tables.unpublished.iter().copied().map(u64::from));
    add(&mut tables.population.iter().flatten().copied());
    for equation in &tables.equations {
        add(&mut equation.parts.iter().chain([&equation.total]).map(|cell| *cell as u64));
    }
    hasher.finalize().to_hex().to_string()
}

/// Reads a suppression from a file, if the file is intact.
fn load(path: &Path, tables: &LinkedTables) -> Option<Suppression> {
    let text = fs::read_to_string(path).ok()?;
    let (hash, body) = text.split_once('\n')?;
    let filed: Filed = serde_json::from_str(body).ok().filter(|_| hash_of(body) == hash)?;
    let mut hidden = vec![false; tables.counts.len()];
    for cell in &filed.hidden {
        *hidden.get_mut(*cell)? = true;
    }
    let counts: Vec<i64> = hidden_counts(tables, &hidden);
    let table = |changes: Vec<i64>| -> Option<Vec<i64>> {
        let fits = changes.len() == counts.len();
        let mut values = changes.iter().zip(&counts).map(|(change, count)| count.checked_add(*change));
        values.by_ref().collect::<Option<Vec<_>>>().filter(|_| fits)
    };
    let tables = filed.changes.into_iter().map(table).collect::<Option<_>>()?;
    let witness = |filed: FiledWitness| Witness {
        cell: filed.cell,
        side: if filed.counted { Side::Counted } else { Side::Rest },
        low: filed.low,
        high: filed.high,
        united: filed.united,
    };
    let witnesses = filed.witnesses.into_iter().map(witness).collect();
    Some(Suppression { hidden, proof: Proof { tables, witnesses } })
}

/// Stores a suppression: writes it to a temporary file and renames that, so that no reader sees a partial
/// file.
fn store(folder: &Path, name: &str, tables: &LinkedTables, protected: &Suppression) -> std::io::Result<()> {
    let counts = hidden_counts(tables, &protected.hidden);
    let changes =
        |values: &Vec<i64>| values.iter().zip(&counts).map(|(value, count)| value - count).collect();
    let witness = |witness: &Witness| FiledWitness {
        cell: witness.cell,
        counted: witness.side == Side::Counted,
        low: witness.low.clone(),
        high: witness.high.clone(),
        united: witness.united,
    };
    let filed = Filed {
        hidden: (0..protected.hidden.len()).filter(|cell| protected.hidden[*cell]).collect(),
        changes: protected.proof.tables.iter().map(changes).collect(),
        witnesses: protected.proof.witnesses.iter().map(witness).collect(),
    };
    let body = serde_json::to_string(&filed)?;
    fs::create_dir_all(folder)?;
    if let Some(parent) = folder.parent() {
        let _ = private(&parent.join(".gitignore")).and_then(|mut file| file.write_all(b"*\n"));
    }
    let beside = folder.join(format!("{name}.{}", std::process::id()));
    let mut file = private(&beside)?;
    let written = file.write_all(format!("{}\n{body}", hash_of(&body)).as_bytes());
    let written = written.and_then(|()| fs::rename(&beside, folder.join(name)));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Creates a file that only its owner may read (on Unix).
fn private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn hidden_counts(tables: &LinkedTables, hidden: &[bool]) -> Vec<i64> {
    let cells = tables.counts.iter().zip(hidden).filter(|(_, hidden)| **hidden);
    // `check` has limited every count to far less than this.
    cells.map(|(count, _)| i64::try_from(*count).unwrap_or(i64::MAX)).collect()
}

fn hash_of(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}
