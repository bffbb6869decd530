//! What a reader can work out by combining the days of a series, if nobody withdraws a signature: then no
//! count is below the count that an earlier day shows for the same cell.

use std::collections::BTreeMap;

use cell_suppression::{Attack, Limits};
use proptest::prelude::*;
use rayon::prelude::*;

use super::hide_tests::{Reader, Truth, coarsen, hiding, samples};
use super::samples::{DAYS, Row};
use super::*;

const K: u64 = 5;

/// Nine offices by three categories on three days; each day adds some signatures.
fn growing() -> impl Strategy<Value = Vec<Row>> {
    let shares = prop::collection::vec(0_u64..=100, DAYS.len()..=DAYS.len()).prop_map(|mut shares| {
        shares.sort_unstable();
        shares
    });
    prop::collection::vec((0_u64..40, shares), 27..=27).prop_map(|cells| {
        let row = |(at, (target, shares)): (usize, (u64, Vec<u64>))| {
            let of = move |(day, share): (usize, u64)| {
                (at / 3, [0, 2, 4][at % 3], day, Some((target, target * share / 100)))
            };
            shares.into_iter().enumerate().map(of).collect::<Vec<_>>()
        };
        cells.into_iter().enumerate().flat_map(row).collect()
    })
}

/// The number of small counts on published days about which a reader knows more than promised. For each day
/// the reader knows what the earlier days show.
fn told(series: &PactSeries, days: &BTreeMap<Date, Day>) -> usize {
    let mut earlier: Vec<Reader> = Vec::new();
    let mut told = 0;
    for (day, details) in days {
        let mut reader = Reader::new(details, None);
        for at in 0..reader.cells.len() {
            let targets = |reader: &Reader| reader.linked.population.clone().unwrap_or_default();
            let shown = earlier.iter().filter_map(|before| {
                let same =
                    before.cells.iter().position(|sum| *sum == reader.cells[at] && !sum.0.is_empty())?;
                let fits = !before.hidden[same] && targets(before)[same] == targets(&reader)[at];
                fits.then(|| before.linked.counts[same])
            });
            if let Some(most) = shown.max() {
                reader.linked.prior_bounds[at].0 = most;
            }
        }
        told += small_and_known(&reader, &Truth { series, day: *day, total: None });
        earlier.push(reader);
    }
    told
}

fn small_and_known(reader: &Reader, truth: &Truth<'_>) -> usize {
    let targets = reader.linked.population.clone().unwrap_or_default();
    let attack = Attack::new(&reader.linked, &reader.hidden, 0, Limits::default());
    let Ok(attack) = attack else { unreachable!("the reader's tables are well formed") };
    let hidden = (0..reader.cells.len() - 1).filter(|at| reader.hidden[*at]);
    let faces = hidden.flat_map(|at| {
        let (signed, target) = (truth.signed(&reader.cells[at]), targets[at]);
        let Ok(known) = attack.interval(at) else { unreachable!("what is published contradicts itself") };
        let most = known.high.unwrap_or(u64::MAX).min(target);
        let signed = (signed, known.low, most);
        let rest = (target - signed.0, target - most, target - known.low);
        let is_told = move |(persons, low, high): (u64, u64, u64)| {
            (1..K).contains(&persons) && (low > 0 || high < K.min(target))
        };
        [signed, rest].into_iter().filter(move |face| is_told(*face)).collect::<Vec<_>>()
    });
    faces.count()
}

#[test]
fn no_reader_bounds_a_small_count_by_what_earlier_days_show() {
    let told: Vec<(usize, usize)> = samples(&growing(), 12)
        .par_iter()
        .map(|rows| {
            let series = hiding(rows, K);
            let together = coarsen(&series).days;
            let of_day =
                |day: usize| -> Vec<Row> { rows.iter().filter(|row| row.2 == day).copied().collect() };
            let alone = (0..DAYS.len()).flat_map(|day| coarsen(&hiding(&of_day(day), K)).days).collect();
            (self::told(&series, &together), self::told(&series, &alone))
        })
        .collect();
    assert!(told.iter().all(|(together, _)| *together == 0), "{told:?}");
    assert!(told.iter().any(|(_, alone)| *alone > 0), "{told:?}");
}

#[test]
fn a_later_day_changes_no_earlier_one() {
    for rows in samples(&growing(), 6) {
        let first: Vec<Row> = rows.iter().filter(|row| row.2 < 2).copied().collect();
        let (before, after) = (coarsen(&hiding(&first, K)), coarsen(&hiding(&rows, K)));
        if !before.totals_only && !after.totals_only {
            assert!(before.days.iter().all(|(day, details)| after.days.get(day) == Some(details)));
        }
    }
}
