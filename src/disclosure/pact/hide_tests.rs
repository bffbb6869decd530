//! What a reader can work out from a published series with hidden cells, whatever the counts.
//!
//! The reader here sets up the equations again, from only the published data, and attacks every hidden cell.

#![expect(clippy::expect_used, reason = "tests")]

use std::collections::BTreeMap;

use cell_suppression::{Attack, Equation, Limits, LinkedTables, Malformed, Violation};
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rayon::prelude::*;

use super::samples::{DAYS, Row, located, numbers, offices, series, with_symbols};
use super::*;
use crate::collections::common::DatedTotal;
use crate::collections::pact::PactPolicy;
use crate::locale::Text;

pub(super) fn hiding(rows: &[Row], k: u64) -> PactSeries {
    let policy = PactPolicy { method: Some(PactMethod::Hide), k: Some(located(k)) };
    PactSeries { policy: Some(policy), ..series(rows) }
}

pub(super) fn coarsen(series: &PactSeries) -> PublishedPact {
    match super::coarsen(series, &offices(), &Proofs::default(), &BTreeSet::new()) {
        Ok(published) => published,
        Err(failed) => unreachable!("{:?}", failed.refusal),
    }
}

/// A line of a table: the offices and the categories that it sums.
pub(super) type Sum = (Vec<String>, Vec<StaffCategory>);

fn is_grand((rows, columns): (&[String], &[StaffCategory])) -> bool {
    rows.len() == offices().len() && columns.len() == StaffCategory::ALL.len()
}

/// What a reader knows about one day.
pub(super) struct Reader {
    pub(super) linked: LinkedTables,
    pub(super) hidden: Vec<bool>,
    pub(super) cells: Vec<Sum>,
}

impl Reader {
    pub(super) fn new(day: &Day, total: Option<Signed>) -> Self {
        let offices = offices();
        let codes: Vec<String> = offices.keys().cloned().collect();
        let mut published: Vec<(Sum, Signed)> = Vec::new();
        for (class, cells) in &day.cells {
            let OfficeRow::Office(code) = class else { unreachable!("no office is pooled") };
            for (category, signed) in cells {
                published.push(((vec![code.clone()], vec![*category]), *signed));
            }
        }
        let leaves = published.len();
        for (class, signed) in &day.classes {
            let OfficeRow::Office(code) = class else { unreachable!("no office is pooled") };
            published.push(((vec![code.clone()], StaffCategory::ALL.to_vec()), *signed));
        }
        for (category, signed) in &day.categories {
            published.push(((codes.clone(), vec![*category]), *signed));
        }
        for ((cluster, group), signed) in &day.summary {
            let of = |office: &&Office| *cluster == Extent::All || *cluster == Extent::Part(office.cluster);
            let rows = offices.values().filter(of).map(|office| office.code.clone()).collect();
            let within = |category: &&StaffCategory| {
                *group == Extent::All || *group == Extent::Part(StaffGroup::of(**category))
            };
            let columns = StaffCategory::ALL.iter().filter(within).copied().collect();
            published.push(((rows, columns), *signed));
        }
        published.extend(total.map(|total| ((codes, StaffCategory::ALL.to_vec()), total)));
        Self::of(&published, leaves)
    }

    /// Sets up the equations. Cells without numbers form one unknown, and sums without numbers give no
    /// equation.
    fn of(published: &[(Sum, Signed)], leaves: usize) -> Self {
        let is_unknown = |signed: &Signed| signed.target == Count::Symbol(Symbol::NotAvailable);
        let target = |signed: &Signed| signed.target.number().unwrap_or(0);
        let mut equations: Vec<Equation> = Vec::new();
        let mut most_in_holes = 0;
        let holes = published.len();
        for (at, ((rows, columns), signed)) in published.iter().enumerate().skip(leaves) {
            let parts: Vec<usize> = (0..leaves)
                .filter(|leaf| {
                    let ((row, column), _) = &published[*leaf];
                    rows.contains(&row[0]) && columns.contains(&column[0])
                })
                .collect();
            let (unknown, mut known): (Vec<usize>, Vec<usize>) =
                parts.into_iter().partition(|leaf| is_unknown(&published[*leaf].1));
            if is_unknown(signed) {
                assert!(!unknown.is_empty(), "a sum of numbers is withheld");
                continue;
            }
            if !unknown.is_empty() {
                assert!(is_grand((rows, columns)), "only a stated total may include cells without numbers");
                let told: u64 = known.iter().map(|leaf| target(&published[*leaf].1)).sum();
                most_in_holes = target(signed) - told;
                known.push(holes);
            }
            equations.push(Equation { total: at, parts: known });
        }
        let mut linked = LinkedTables::new(
            published.iter().map(|(_, signed)| signed.signed.number().unwrap_or(0)).chain([0]).collect(),
            equations,
        );
        linked.population =
            Some(published.iter().map(|(_, signed)| target(signed)).chain([most_in_holes]).collect());
        let hidden = published.iter().map(|(_, signed)| signed.is_hidden()).chain([true]).collect();
        let nowhere = (Vec::new(), Vec::new());
        Self {
            linked,
            hidden,
            cells: published.iter().map(|(sum, _)| sum.clone()).chain([nowhere]).collect(),
        }
    }

    /// Compares what a reader can work out with the truth; returns the number of hidden cells.
    fn learns_nothing(&self, truth: &Truth<'_>, k: u64) -> usize {
        let attack = Attack::new(&self.linked, &self.hidden, 0, Limits::default()).expect("tables");
        let targets = self.linked.population.as_ref().expect("targets");
        let last = self.cells.len() - 1;
        for (at, sum) in self.cells.iter().enumerate() {
            let signed = if at == last { truth.in_holes() } else { truth.signed(sum) };
            let target = targets[at];
            if is_grand((&sum.0, &sum.1)) || target == 0 {
                continue;
            }
            for (face, persons) in [("signed", signed), ("rest", target - signed)] {
                if persons == 0 || persons >= k {
                    continue;
                }
                assert!(self.hidden[at], "{sum:?}: {face} is small and shown");
                let known = attack.interval(at).expect("an interval");
                let most = known.high.unwrap_or(u64::MAX).min(target);
                let (low, high) =
                    if face == "signed" { (known.low, most) } else { (target - most, target - known.low) };
                assert_eq!(low, 0, "{sum:?}: that nobody is {face} is excluded");
                assert!(high >= k.min(target), "{sum:?}: at most {high} are {face}");
            }
        }
        self.hidden.iter().filter(|hidden| **hidden).count() - 1
    }
}

/// The true counts of one day.
pub(super) struct Truth<'s> {
    pub(super) series: &'s PactSeries,
    pub(super) day: Date,
    pub(super) total: Option<Signed>,
}

impl Truth<'_> {
    pub(super) fn signed(&self, (rows, columns): &Sum) -> u64 {
        let of = |count: &&PactCount| {
            count.as_of == self.day && rows.contains(&count.office) && columns.contains(&count.category)
        };
        let both = |count: &PactCount| count.target.number().and(count.signed.number());
        self.series.counts.iter().map(|row| &row.value).filter(of).filter_map(both).sum()
    }

    fn in_holes(&self) -> u64 {
        let everything = (offices().into_keys().collect(), StaffCategory::ALL.to_vec());
        let total = self.total.and_then(|total| total.signed.number());
        total.map_or(0, |total| total - self.signed(&everything))
    }
}

/// Counts of an administration in the middle of signing: most have signed, some have not, few counts are
/// zero.
fn lively() -> impl Strategy<Value = Vec<Row>> {
    let pair = (0_u64..40, 0_u64..=100).prop_map(|(target, percent)| Some((target, target * percent / 100)));
    prop::collection::vec(pair, 27..=27).prop_map(|pairs| {
        pairs.into_iter().enumerate().map(|(at, pair)| (at / 3, [0, 2, 4][at % 3], 0, pair)).collect()
    })
}

/// The first samples of a strategy, the same in every run.
pub(super) fn samples<S: Strategy>(strategy: &S, count: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| strategy.new_tree(&mut runner).expect("a sample").current()).collect()
}

/// Publishes a series and attacks every day; returns the number of hidden cells, or `None` if only totals are
/// shown.
fn attacked(series: &PactSeries, k: u64) -> Option<usize> {
    let published = coarsen(series);
    let of = |day: &Date| {
        let mut totals = published.totals.iter();
        totals.find(|(as_of, _)| as_of.day() == Some(*day)).map(|(_, total)| *total)
    };
    let hidden = published.days.iter().map(|(day, details)| {
        let truth = Truth { series, day: *day, total: of(day) };
        Reader::new(details, truth.total).learns_nothing(&truth, k)
    });
    let hidden = hidden.sum();
    (!published.totals_only).then_some(hidden)
}

#[test]
fn no_reader_bounds_a_small_count_in_an_administration_in_the_middle_of_its_signing() {
    for k in [3, 5] {
        let hidden: Vec<usize> = samples(&lively(), 24)
            .par_iter()
            .map(|rows| attacked(&hiding(rows, k), k).unwrap_or(0))
            .collect();
        let tables = hidden.iter().filter(|hidden| **hidden > 0).count();
        assert!(tables > 20, "{tables} of 24 tables have hidden cells: {hidden:?}");
    }
}

#[test]
fn no_reader_bounds_a_small_count_in_small_and_ragged_tables() {
    let shown: usize =
        samples(&numbers(), 60).par_iter().filter(|rows| attacked(&hiding(rows, 5), 5).is_some()).count();
    assert!(shown > 10, "{shown} of 60 series are shown in detail");
}

/// A series with the totals that its source states, though some of their parts are unknown.
fn with_holes(rows: &[Row], holes: &[usize], k: u64) -> PactSeries {
    let mut series = hiding(rows, k);
    let all = totals(&series);
    let total = |(as_of, signed): (AsOf, Signed)| {
        let (target, signed) = (located(signed.target), located(signed.signed));
        located(DatedTotal { as_of, target, signed })
    };
    series.totals = all.into_iter().map(total).collect();
    for hole in holes {
        let at = hole % series.counts.len();
        let unknown = located(Count::Symbol(Symbol::NotAvailable));
        series.counts[at].value.signed = unknown.clone();
        series.counts[at].value.target = unknown;
    }
    series
}

#[test]
fn no_reader_bounds_a_small_count_between_cells_without_numbers() {
    let strategy = (lively(), prop::collection::vec(0_usize..27, 1..4));
    let shown: usize = samples(&strategy, 24)
        .par_iter()
        .filter(|(rows, holes)| attacked(&with_holes(rows, holes, 5), 5).is_some_and(|hidden| hidden > 0))
        .count();
    assert!(shown > 15, "{shown} of 24 tables have hidden cells");
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let strategy = (with_symbols(), any::<u64>());
    for (rows, seed) in samples(&strategy, 20) {
        let series = hiding(&rows, 5);
        let mut shuffled = series.clone();
        shuffled.counts.sort_by_key(|count| {
            let at = u64::from(count.office.as_bytes()[4]) * 31 + count.category as u64 * 7;
            (at + u64::from(count.as_of.month().unsigned_abs())).wrapping_mul(seed | 1)
        });
        let (one, other) = (coarsen(&series), coarsen(&shuffled));
        assert_eq!((one.days, one.totals), (other.days, other.totals));
    }
}

#[test]
fn targets_and_totals_stand_whatever_is_hidden() {
    for rows in samples(&lively(), 8) {
        let series = hiding(&rows, 5);
        let published = coarsen(&series);
        assert_eq!(published.totals, totals(&series).into_iter().collect::<Vec<_>>());
        for (day, details) in &published.days {
            let summed: u64 = details
                .cells
                .values()
                .flat_map(BTreeMap::values)
                .filter_map(|cell| cell.target.number())
                .sum();
            let (_, total) =
                published.totals.iter().find(|(as_of, _)| *as_of == AsOf::Known(*day)).expect("a total");
            assert_eq!(Some(summed), total.target.number());
            assert_eq!(details.summary.get(&(Extent::All, Extent::All)), Some(total));
        }
    }
}

/// Four offices and two categories; in the first office, few have not signed.
const PLAIN: [Row; 8] = [
    (0, 0, 0, Some((41, 38))),
    (0, 4, 0, Some((30, 20))),
    (1, 0, 0, Some((50, 40))),
    (1, 4, 0, Some((40, 30))),
    (3, 0, 0, Some((60, 45))),
    (3, 4, 0, Some((30, 15))),
    (4, 0, 0, Some((70, 50))),
    (4, 4, 0, Some((50, 20))),
];

fn cell(day: &Day, office: usize, category: usize) -> Signed {
    day.cells[&OfficeRow::Office(format!("opd-{office}"))][&StaffCategory::ALL[category]]
}

#[test]
fn few_who_have_not_signed_are_hidden_and_their_target_stands() {
    let published = coarsen(&hiding(&PLAIN, 5));
    let day = &published.days[&DAYS[0]];
    assert_eq!(cell(day, 0, 0), Signed::hidden(41));
    assert!(day.cells.values().flat_map(BTreeMap::values).filter(|cell| cell.is_hidden()).count() >= 4);
    assert_eq!(day.classes.len(), 4);
    assert!(!published.totals_only && published.pooled == 0);
}

#[test]
fn where_too_few_have_not_signed_only_totals_are_shown() {
    let published = coarsen(&hiding(&[(0, 0, 0, Some((41, 38))), (1, 0, 0, Some((30, 30)))], 5));
    assert!(published.totals_only && published.days.is_empty());
    assert_eq!(published.totals, [(AsOf::Known(DAYS[0]), Signed::numbers(71, 68))]);
}

#[test]
fn one_day_that_cannot_be_protected_leaves_only_totals_of_all() {
    let rows = [&PLAIN[..], &[(0, 0, 1, Some((41, 38))), (1, 0, 1, Some((50, 50)))]].concat();
    let published = coarsen(&hiding(&rows, 5));
    assert!(published.totals_only && published.days.is_empty());
    assert_eq!(published.totals.len(), 2);
}

#[test]
fn the_threshold_of_the_series_decides() {
    let hidden = |k: u64| {
        let published = coarsen(&hiding(&PLAIN, k));
        cell(&published.days[&DAYS[0]], 0, 0).is_hidden()
    };
    assert!(!hidden(3), "three people who have not signed are not fewer than three");
    assert!(hidden(4));
}

#[test]
fn a_cell_without_numbers_withholds_the_sums_that_it_belongs_to_and_no_others() {
    let series = with_holes(&PLAIN, &[3], 5);
    let published = coarsen(&series);
    let day = &published.days[&DAYS[0]];
    let unknown = Signed::symbol(Symbol::NotAvailable);
    assert_eq!(cell(day, 1, 4), unknown);
    assert_eq!(day.classes[&OfficeRow::Office("opd-1".to_owned())], unknown);
    assert_eq!(day.categories[&StaffCategory::ALL[4]], unknown);
    assert_ne!(day.categories[&StaffCategory::ALL[0]], unknown);
    assert_ne!(day.classes[&OfficeRow::Office("opd-3".to_owned())], unknown);
    // The total is the source's own statement, not a sum.
    assert_eq!(day.summary[&(Extent::All, Extent::All)], Signed::numbers(371, 258));
}

#[test]
fn few_people_in_a_cell_without_numbers_are_protected_from_the_stated_total() {
    // The total minus the other rows would reveal 3 out of 41 in the missing cell.
    let series = with_holes(&PLAIN, &[0], 5);
    let published = coarsen(&series);
    let day = &published.days[&DAYS[0]];
    assert!(day.cells.values().flat_map(BTreeMap::values).any(|cell| cell.is_hidden()));
    assert!(attacked(&series, 5).is_some());
}

#[test]
fn without_a_stated_total_cells_without_numbers_betray_nothing_and_no_total_is_shown() {
    let mut series = with_holes(&PLAIN, &[0], 5);
    series.totals.clear();
    let published = coarsen(&series);
    let day = &published.days[&DAYS[0]];
    assert!(published.totals.is_empty());
    assert!(!day.cells.values().flat_map(BTreeMap::values).any(|cell| cell.is_hidden()));
    assert_eq!(day.summary[&(Extent::All, Extent::All)], Signed::symbol(Symbol::NotAvailable));
}

#[test]
fn staff_that_an_office_does_not_have_is_no_hole_in_either_method() {
    let mut series = hiding(&PLAIN, 5);
    let none = located(Count::Symbol(Symbol::NotApplicable));
    series.counts[3].value.target = none.clone();
    series.counts[3].value.signed = none;
    let day = coarsen(&series).days[&DAYS[0]].clone();
    assert_eq!(cell(&day, 1, 4), Signed::symbol(Symbol::NotApplicable));
    assert_eq!(day.classes[&OfficeRow::Office("opd-1".to_owned())].target.number(), Some(50));
    series.policy = None;
    let pooled = coarsen(&series);
    assert!(!pooled.totals_only);
    assert_eq!(pooled.totals, [(AsOf::Known(DAYS[0]), Signed::numbers(331, 228))]);
}

#[test]
fn a_total_that_contradicts_its_rows_is_no_reason_to_publish_less_in_silence() {
    let mut series = with_holes(&PLAIN, &[0], 5);
    series.totals[0].value.signed = located(Count::Number(371, None));
    assert!(matches!(
        super::coarsen(&series, &offices(), &Proofs::default(), &BTreeSet::new()),
        Err(Unprotected { day, refusal: Refusal::Malformed(_) }) if day == DAYS[0]
    ));
}

#[test]
fn refusals_say_no_number_of_the_tables() {
    let day = DAYS[0];
    for refusal in [
        Refusal::Malformed(Malformed::Sum { equation: 12 }),
        Refusal::Infeasible { cell: 12 },
        Refusal::Contradiction { cell: 12 },
        Refusal::Stalled { cell: 12, solves: 34 },
        Refusal::Overflow { cell: 12 },
        Refusal::Unproven(Violation::Shape),
    ] {
        let Text { id, en } = crate::disclosure::pact::messages::unprotected(
            day,
            crate::disclosure::pact::messages::why_unprotected(&refusal),
        )
        .message;
        for words in [id, en] {
            let words = words.replace(&day.to_string(), "");
            assert!(words.len() > 40 && !words.contains(|letter: char| letter.is_ascii_digit()), "{words}");
        }
    }
}
