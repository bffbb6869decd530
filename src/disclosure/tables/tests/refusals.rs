//! What is not proven is not published: broken tables, spent limits, forged proofs.

use super::super::{
    Equation, Gap, Limits, Linked, MAX_COUNT, Malformed, Protected, Refusal, Rule, Violation, bounds,
    protect, protect_pair, verify,
};
use super::{plain, table};

const RULE: Rule = Rule { k: 5, zeros_shown: false, own_record: true };

fn refusal(tables: &Linked) -> Refusal {
    protect(tables, RULE, Limits::default()).expect_err("a refusal")
}

fn sample() -> (Linked, Protected) {
    let (tables, _) = table(&[vec![3, 20, 9], vec![30, 17, 11], vec![14, 2, 25]]);
    let protected = protect(&tables, RULE, Limits::default()).expect("a protection");
    (tables, protected)
}

#[test]
fn tables_that_contradict_themselves_are_refused() {
    let sum = |parts: Vec<usize>| vec![Equation { total: 0, parts }];
    let broken = |counts: Vec<u64>, parts: Vec<usize>| refusal(&Linked::new(counts, sum(parts)));
    assert_eq!(broken(vec![5, 2, 2], vec![1, 2]), Refusal::Malformed(Malformed::Sum { equation: 0 }));
    assert_eq!(broken(vec![4, 2, 2], vec![1, 1]), Refusal::Malformed(Malformed::Repeated { equation: 0 }));
    assert_eq!(broken(vec![4, 2, 2], vec![1, 9]), Refusal::Malformed(Malformed::Missing { equation: 0 }));
    assert_eq!(broken(vec![MAX_COUNT + 1], vec![]), Refusal::Overflow { cell: 0 });
    assert_eq!(broken(vec![u64::MAX, u64::MAX, 0], vec![1, 2]), Refusal::Overflow { cell: 0 });
    let mut tables = Linked::new(vec![4, 2, 2], sum(vec![1, 2]));
    tables.structural_zero[1] = true;
    assert_eq!(refusal(&tables), Refusal::Malformed(Malformed::StructuralZero { cell: 1 }));
    tables.cost.pop();
    assert_eq!(refusal(&tables), Refusal::Malformed(Malformed::Lengths));
    let counted = Linked::new(vec![4, 2, 2], sum(vec![1, 2]));
    let above = protect_pair(&counted, vec![4, 1, 3], RULE, Limits::default()).err();
    assert_eq!(above, Some(Refusal::Malformed(Malformed::AboveTarget { cell: 1 })));
    assert!(bounds(&counted, &[true], 0, 0, Limits::default()).is_err());
    assert!(bounds(&counted, &[true; 3], 0, 7, Limits::default()).is_err());
}

#[test]
fn a_spent_solver_refuses() {
    let (tables, _) = sample();
    let limits = Limits { solves: 1, ..Limits::default() };
    assert!(matches!(protect(&tables, RULE, limits), Err(Refusal::Stalled { solves: 1, .. })));
}

#[test]
fn a_total_below_the_threshold_protects_nobody() {
    let (tables, _) = table(&[vec![1, 0], vec![1, 1]]);
    assert!(matches!(refusal(&tables), Refusal::Infeasible { .. }));
}

#[test]
fn refusals_say_no_number() {
    let refusals = [
        Refusal::Malformed(Malformed::Sum { equation: 12 }),
        Refusal::Infeasible { cell: 12 },
        Refusal::Stalled { cell: 12, solves: 34 },
        Refusal::Overflow { cell: 12 },
        Refusal::Unproven(Violation::Shape),
    ];
    for refusal in refusals {
        let words = refusal.words();
        assert!(!words.id.is_empty() && !words.en.is_empty());
        assert!(!words.id.chars().chain(words.en.chars()).any(|letter| letter.is_ascii_digit()));
    }
}

#[test]
fn forged_proofs_are_rejected() {
    let (tables, protected) = sample();
    assert_eq!(verify(&tables, RULE, &protected), Ok(()));
    let forged = |change: &dyn Fn(&mut Protected)| {
        let mut forged = protected.clone();
        change(&mut forged);
        verify(&tables, RULE, &forged).expect_err("a forgery")
    };
    let primary = protected.witnesses[0].cell;
    let lacks = |gap| Violation::Unwitnessed { cell: primary, face: protected.witnesses[0].face, gap };
    assert_eq!(forged(&|proof| proof.hidden.truncate(1)), Violation::Shape);
    assert_eq!(forged(&|proof| proof.hidden[primary] = false), Violation::MustBeHidden { cell: primary });
    let grand = tables.counts.len() - 1;
    assert_eq!(forged(&|proof| proof.hidden[grand] = true), Violation::MustBeShown { cell: grand });
    assert_eq!(forged(&|proof| proof.assignments[0][0] += 1), Violation::Inconsistent { assignment: 0 });
    assert_eq!(forged(&|proof| proof.assignments[0].truncate(1)), Violation::Inconsistent { assignment: 0 });
    assert_eq!(forged(&|proof| proof.witnesses[0].low.clear()), lacks(Gap::Low));
    assert_eq!(forged(&|proof| proof.witnesses[0].high.clear()), lacks(Gap::High));
    assert_eq!(forged(&|proof| proof.witnesses[0].high.push(1_000)), Violation::Shape);
    assert_eq!(forged(&|proof| drop(proof.witnesses.remove(0))), lacks(Gap::Low));
    assert_eq!(
        forged(&|proof| {
            let low = proof.witnesses[0].low.clone();
            proof.witnesses[0].high = low;
        }),
        lacks(Gap::High)
    );
}

#[test]
fn a_proof_against_strangers_is_none_against_members() {
    let (tables, _) = table(&[vec![1, 1, 9], vec![1, 1, 11], vec![14, 12, 25]]);
    let protected = protect(&tables, plain(5), Limits::default()).expect("a protection");
    let verdict = verify(&tables, RULE, &protected);
    assert!(matches!(verdict, Err(Violation::Unwitnessed { gap: Gap::Own, .. })), "{verdict:?}");
}

#[test]
fn what_is_shown_is_its_own_interval() {
    let (tables, protected) = sample();
    let shown = protected.hidden.iter().position(|hidden| !hidden).expect("a shown cell");
    let found = bounds(&tables, &protected.hidden, 0, shown, Limits::default()).expect("an answer");
    assert_eq!((found.low, found.high), (tables.counts[shown], Some(tables.counts[shown])));
    let (lone, _) = table(&[vec![7]]);
    let nothing_shown = vec![true; lone.counts.len()];
    let found = bounds(&lone, &nothing_shown, 0, 0, Limits::default()).expect("an answer");
    assert_eq!((found.low, found.high), (0, None));
}
