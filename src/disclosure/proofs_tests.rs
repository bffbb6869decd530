//! Stored proofs are used if they are valid, and never trusted.

#![expect(clippy::expect_used, reason = "tests")]

use cell_suppression::{Axis, two_way};
use tempfile::TempDir;

use super::*;

/// Signatures and targets. In some cells, few have not signed.
fn tables() -> LinkedTables {
    let (rows, columns) = (Axis::new(["r0", "r1", "r2"]), Axis::new(["c0", "c1"]));
    let table = |counts: [[u64; 2]; 3]| {
        let counts: Vec<Vec<u64>> = counts.iter().map(|row| row.to_vec()).collect();
        two_way(&rows, &columns, &counts).expect("a table of good shape").0
    };
    table([[38, 40], [41, 3], [60, 50]]).out_of(table([[41, 60], [41, 50], [80, 70]]).counts)
}

const RULE: Rule = Rule { threshold: 5, zeros_shown: false, own_record: true };

/// Asks once, as one run of the program does.
fn ask(root: &TempDir, tables: &LinkedTables, rule: Rule) -> Suppression {
    Proofs::of_portal(root.path()).protect(tables, rule, Limits::default()).expect("a protection")
}

fn files(root: &TempDir) -> Vec<PathBuf> {
    let entries = fs::read_dir(root.path().join(".terawang/proofs")).expect("a folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

/// Replaces the body of a file and its hash.
fn forge(path: &PathBuf, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(path).expect("a proof");
    let (_, body) = text.split_once('\n').expect("two lines");
    let changed = change(body);
    assert_ne!(changed, body);
    fs::write(path, format!("{}\n{changed}", blake3::hash(changed.as_bytes()).to_hex())).expect("written");
}

#[test]
fn a_kept_proof_is_the_one_that_was_found() {
    let root = TempDir::new().expect("a folder");
    let fresh = protect(&tables(), RULE, Limits::default()).expect("a protection");
    assert!(ask(&root, &tables(), RULE) == fresh);
    let [file] = &files(&root)[..] else { unreachable!("one proof is kept") };
    let before = fs::read(file).expect("a proof");
    assert!(ask(&root, &tables(), RULE) == fresh);
    assert_eq!(fs::read(file).expect("a proof"), before);
}

#[test]
fn a_kept_proof_is_used_without_searching_again() {
    let root = TempDir::new().expect("a folder");
    ask(&root, &tables(), RULE);
    let file = &files(&root)[0];
    // Witnesses in another order are valid too, but a new search would not return that order.
    forge(file, |body| {
        let mut filed: serde_json::Value = serde_json::from_str(body).expect("JSON");
        filed["witnesses"].as_array_mut().expect("a list").reverse();
        filed.to_string()
    });
    let fresh = protect(&tables(), RULE, Limits::default()).expect("a protection");
    let kept = ask(&root, &tables(), RULE);
    assert!(kept.hidden == fresh.hidden && kept.proof != fresh.proof);
}

#[test]
fn a_damaged_proof_is_found_anew() {
    let root = TempDir::new().expect("a folder");
    let fresh = ask(&root, &tables(), RULE);
    let file = &files(&root)[0];
    let whole = fs::read(file).expect("a proof");
    for at in (0..whole.len()).step_by(97) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(file, &damaged).expect("written");
        assert!(ask(&root, &tables(), RULE) == fresh, "byte {at}");
        fs::write(file, &whole[..at]).expect("written");
        assert!(ask(&root, &tables(), RULE) == fresh, "cut at {at}");
    }
    assert_eq!(fs::read(file).expect("a proof"), whole);
}

#[test]
fn a_forged_proof_is_not_believed() {
    let fresh = protect(&tables(), RULE, Limits::default()).expect("a protection");
    let forgeries: [fn(&mut serde_json::Value); 4] = [
        |filed| {
            filed["hidden"] = serde_json::json!([]);
            for changes in filed["changes"].as_array_mut().expect("a list") {
                *changes = serde_json::json!([]);
            }
        },
        |filed| filed["witnesses"] = serde_json::json!([]),
        |filed| filed["changes"][0][0] = serde_json::json!(i64::MAX),
        |filed| filed["hidden"] = serde_json::json!([1_000_000]),
    ];
    for forgery in forgeries {
        let root = TempDir::new().expect("a folder");
        ask(&root, &tables(), RULE);
        forge(&files(&root)[0], |body| {
            let mut filed = serde_json::from_str(body).expect("JSON");
            forgery(&mut filed);
            filed.to_string()
        });
        assert!(ask(&root, &tables(), RULE) == fresh);
    }
}

#[test]
fn other_tables_and_other_rules_have_proofs_of_their_own() {
    let root = TempDir::new().expect("a folder");
    let mut other = tables();
    other.weights[0] += 1;
    for (at, (tables, rule)) in [
        (tables(), RULE),
        (other, RULE),
        (tables(), Rule { threshold: 4, ..RULE }),
        (tables(), Rule { own_record: false, ..RULE }),
    ]
    .into_iter()
    .enumerate()
    {
        ask(&root, &tables, rule);
        assert_eq!(files(&root).len(), at + 1);
    }
}

#[test]
fn proofs_that_nothing_asks_for_are_removed_beyond_a_number() {
    let root = TempDir::new().expect("a folder");
    let proofs = Proofs::of_portal(root.path());
    proofs.protect(&tables(), RULE, Limits::default()).expect("a protection");
    let asked = files(&root);
    for at in 0..80 {
        fs::write(root.path().join(format!(".terawang/proofs/lama-{at}")), "").expect("written");
    }
    proofs.prune();
    let left = files(&root);
    assert!(left.len() == 65 && left.contains(&asked[0]), "{left:?}");
}

#[test]
fn a_folder_that_cannot_be_written_costs_time_only() {
    let root = TempDir::new().expect("a folder");
    fs::write(root.path().join(".terawang"), "not a folder").expect("written");
    let fresh = protect(&tables(), RULE, Limits::default()).expect("a protection");
    assert!(ask(&root, &tables(), RULE) == fresh);
}

#[cfg(unix)]
#[test]
fn proofs_are_kept_from_other_users_and_from_git() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = TempDir::new().expect("a folder");
    ask(&root, &tables(), RULE);
    let mode = fs::metadata(&files(&root)[0]).expect("a proof").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(fs::read_to_string(root.path().join(".terawang/.gitignore")).expect("a file"), "*\n");
}
