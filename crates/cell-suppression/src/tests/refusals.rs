//! Everything that is not proven is refused: invalid tables, exhausted limits, forged proofs.

use std::error::Error as _;

use super::super::{
    Attack, Equation, Gap, Limits, LinkedTables, MAX_COUNT, Malformed, Refusal, Rule, Side, Suppression,
    Violation, protect, prove, verify,
};
use super::{interval, plain, table};

const RULE: Rule = Rule { threshold: 5, zeros_shown: false, own_record: true };

fn refusal(tables: &LinkedTables) -> Refusal {
    protect(tables, RULE, Limits::default()).expect_err("a refusal")
}

fn sample() -> (LinkedTables, Suppression) {
    let (tables, _) = table(&[vec![3, 20, 9], vec![30, 17, 11], vec![14, 2, 25]]);
    let protected = protect(&tables, RULE, Limits::default()).expect("a protection");
    (tables, protected)
}

#[test]
fn tables_that_contradict_themselves_are_refused() {
    let sum = |parts: Vec<usize>| vec![Equation { total: 0, parts }];
    let broken = |counts: Vec<u64>, parts: Vec<usize>| refusal(&LinkedTables::new(counts, sum(parts)));
    assert_eq!(broken(vec![5, 2, 2], vec![1, 2]), Refusal::Malformed(Malformed::Sum { equation: 0 }));
    assert_eq!(
        broken(vec![4, 2, 2], vec![1, 1]),
        Refusal::Malformed(Malformed::RepeatedCell { equation: 0 })
    );
    assert_eq!(broken(vec![4, 2, 2], vec![1, 9]), Refusal::Malformed(Malformed::MissingCell { equation: 0 }));
    assert_eq!(broken(vec![MAX_COUNT + 1], vec![]), Refusal::Overflow { cell: 0 });
    assert_eq!(broken(vec![u64::MAX, u64::MAX, 0], vec![1, 2]), Refusal::Overflow { cell: 0 });
    let mut tables = LinkedTables::new(vec![4, 2, 2], sum(vec![1, 2]));
    tables.structural_zero[1] = true;
    assert_eq!(refusal(&tables), Refusal::Malformed(Malformed::StructuralZero { cell: 1 }));
    tables.weights.pop();
    assert_eq!(refusal(&tables), Refusal::Malformed(Malformed::Lengths));
    let counted = LinkedTables::new(vec![4, 2, 2], sum(vec![1, 2]));
    let above = counted.clone().out_of(vec![4, 1, 3]);
    assert_eq!(refusal(&above), Refusal::Malformed(Malformed::AbovePopulation { cell: 1 }));
    assert_eq!(interval(&counted, &[true], 0, 0), Err(Refusal::Malformed(Malformed::Lengths)));
    let missing = Refusal::Malformed(Malformed::NoSuchCell { cell: 7 });
    assert_eq!(interval(&counted, &[true; 3], 0, 7), Err(missing));
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
fn refusals_say_what_is_wrong_and_where() {
    let unwitnessed = Violation::Unwitnessed { cell: 12, side: Side::Rest, gap: Gap::High };
    for (refusal, words, has_source) in [
        (
            Refusal::Malformed(Malformed::Sum { equation: 12 }),
            "the tables contradict themselves: equation 12 does not add up",
            true,
        ),
        (Refusal::Infeasible { cell: 12 }, "no choice of hidden cells protects cell 12", false),
        (Refusal::Contradiction { cell: 12 }, "no count of cell 12 agrees with what is shown", false),
        (Refusal::Stalled { cell: 12, solves: 34 }, "the solver gave up on cell 12 after 34 problems", false),
        (Refusal::Overflow { cell: 12 }, "cell 12 is too large to be worked with exactly", false),
        (
            Refusal::Unproven(unwitnessed),
            "the verifier rejected the proof: nothing shows that the persons not counted in cell 12 could \
             reach the threshold",
            true,
        ),
    ] {
        assert_eq!((refusal.to_string().as_str(), refusal.source().is_some()), (words, has_source));
    }
}

#[test]
fn shown_cells_that_contradict_each_other_are_found_by_an_attack() {
    let mut tables = LinkedTables::new(vec![4, 0, 6], vec![Equation { total: 0, parts: vec![1, 2] }]);
    tables.prior_bounds[1].1 = 9;
    assert_eq!(interval(&tables, &[false, true, false], 0, 1), Err(Refusal::Contradiction { cell: 1 }));
}

#[test]
fn dumps_hold_sizes_alone() {
    let (tables, protected) = sample();
    assert_eq!(format!("{tables:?}"), "LinkedTables(16 cells, 8 equations)");
    assert_eq!(format!("{protected:?}"), "Suppression(6 of 16 cells hidden)");
    assert!(!format!("{:?}", protected.proof).contains('['));
}

#[test]
fn a_pattern_from_elsewhere_is_proved_or_refused() {
    let (tables, protected) = sample();
    let prove = |hidden: &[bool]| prove(&tables, RULE, hidden, Limits::default());
    let proved = prove(&protected.hidden).expect("a proof");
    assert!(proved.hidden == protected.hidden && verify(&tables, RULE, &proved).is_ok());
    let primary = tables.primary(RULE).expect("sensitive cells");
    assert_eq!(primary, [(0, Side::Counted), (9, Side::Counted)]);
    let alone: Vec<bool> = (0..16).map(|cell| primary.contains(&(cell, Side::Counted))).collect();
    assert_eq!(prove(&alone), Err(Refusal::Infeasible { cell: 0 }));
    assert_eq!(prove(&[false; 16]), Err(Refusal::Infeasible { cell: 0 }));
    assert_eq!(prove(&[true; 16]), Err(Refusal::Unproven(Violation::MustBeShown { cell: 15 })));
    assert_eq!(prove(&[true]), Err(Refusal::Malformed(Malformed::Lengths)));
}

#[test]
fn an_audit_gives_the_interval_of_every_hidden_cell() {
    let (tables, protected) = sample();
    let attack = Attack::new(&tables, &protected.hidden, RULE.least(), Limits::default()).expect("tables");
    let audited = attack.audit().expect("intervals");
    let hidden: Vec<usize> = (0..16).filter(|cell| protected.hidden[*cell]).collect();
    assert_eq!(audited.iter().map(|(cell, _)| *cell).collect::<Vec<_>>(), hidden);
    for (cell, found) in audited {
        assert_eq!(Ok(found), attack.interval(cell));
        let is_primary = (1..RULE.threshold).contains(&tables.counts[cell]);
        let is_open = found.low == 0 && found.high.is_none_or(|high| high >= RULE.threshold);
        assert!(is_open || !is_primary, "{cell}: {found:?}");
    }
}

#[test]
fn forged_proofs_are_rejected() {
    let (tables, protected) = sample();
    assert_eq!(verify(&tables, RULE, &protected), Ok(()));
    let forged = |change: &dyn Fn(&mut Suppression)| {
        let mut forged = protected.clone();
        change(&mut forged);
        verify(&tables, RULE, &forged).expect_err("a forgery")
    };
    let primary = protected.proof.witnesses[0].cell;
    let lacks = |gap| Violation::Unwitnessed { cell: primary, side: protected.proof.witnesses[0].side, gap };
    assert_eq!(forged(&|proof| proof.hidden.truncate(1)), Violation::Shape);
    assert_eq!(forged(&|proof| proof.hidden[primary] = false), Violation::MustBeHidden { cell: primary });
    let grand = tables.counts.len() - 1;
    assert_eq!(forged(&|proof| proof.hidden[grand] = true), Violation::MustBeShown { cell: grand });
    assert_eq!(forged(&|proof| proof.proof.tables[0][0] += 1), Violation::Inconsistent { table: 0 });
    assert_eq!(forged(&|proof| proof.proof.tables[0].truncate(1)), Violation::Inconsistent { table: 0 });
    assert_eq!(forged(&|proof| proof.proof.witnesses[0].low.clear()), lacks(Gap::Low));
    assert_eq!(forged(&|proof| proof.proof.witnesses[0].high.clear()), lacks(Gap::High));
    assert_eq!(forged(&|proof| proof.proof.witnesses[0].high.push(1_000)), Violation::Shape);
    assert_eq!(forged(&|proof| drop(proof.proof.witnesses.remove(0))), lacks(Gap::Low));
    assert_eq!(
        forged(&|proof| {
            let low = proof.proof.witnesses[0].low.clone();
            proof.proof.witnesses[0].high = low;
        }),
        lacks(Gap::High)
    );
}

#[test]
fn a_proof_against_strangers_is_none_against_members() {
    let (tables, _) = table(&[vec![1, 1, 9], vec![1, 1, 11], vec![14, 12, 25]]);
    let protected = protect(&tables, plain(5), Limits::default()).expect("a protection");
    let verdict = verify(&tables, RULE, &protected);
    assert!(matches!(verdict, Err(Violation::Unwitnessed { gap: Gap::OwnRecord, .. })), "{verdict:?}");
}

#[test]
fn what_is_shown_is_its_own_interval() {
    let (tables, protected) = sample();
    let shown = protected.hidden.iter().position(|hidden| !hidden).expect("a shown cell");
    let found = interval(&tables, &protected.hidden, 0, shown).expect("an answer");
    assert_eq!((found.low, found.high), (tables.counts[shown], Some(tables.counts[shown])));
    let (lone, _) = table(&[vec![7]]);
    let nothing_shown = vec![true; lone.counts.len()];
    let found = interval(&lone, &nothing_shown, 0, 0).expect("an answer");
    assert_eq!((found.low, found.high), (0, None));
}
