//! Properties of every published pact table, whatever the counts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use proptest::prelude::*;

use super::samples::{Row, numbers, offices, series, with_symbols};
use super::*;

fn coarsen(series: &PactSeries) -> PublishedPact {
    match super::coarsen(series, &offices(), &Proofs::default(), &BTreeSet::new()) {
        Ok(published) => published,
        Err(_) => unreachable!("pooling asks for no proof"),
    }
}

fn cells(published: &PublishedPact) -> impl Iterator<Item = (Date, &OfficeRow, StaffCategory, Signed)> {
    published.days.iter().flat_map(|(day, details)| {
        details.cells.iter().flat_map(move |(class, cells)| {
            cells.iter().map(move |(category, signed)| (*day, class, *category, *signed))
        })
    })
}

/// What a reader can see of a published pact.
fn seen(published: &PublishedPact) -> String {
    let cells: Vec<_> = cells(published).collect();
    format!("{cells:?} {:?} {} {}", published.totals, published.pooled, published.totals_only)
}

proptest! {
    #[test]
    fn every_cell_speaks_of_nobody_or_of_enough_on_both_sides(rows in with_symbols()) {
        for (day, class, category, cell) in cells(&coarsen(&series(&rows))) {
            if let (Count::Number(target, _), Count::Number(signed, _)) = (cell.target, cell.signed) {
                for people in [signed, target - signed] {
                    prop_assert!(people == 0 || people >= MIN_CELL, "{day} {class:?} {category:?}: {cell:?}");
                }
            }
        }
    }

    #[test]
    fn sums_of_cells_and_totals_are_exact(rows in numbers()) {
        let series = series(&rows);
        let published = coarsen(&series);
        let mut sums: BTreeMap<Date, (u64, u64)> = BTreeMap::new();
        for count in &series.counts {
            let sum = sums.entry(count.as_of).or_default();
            sum.0 += count.target.number().unwrap_or(0);
            sum.1 += count.signed.number().unwrap_or(0);
        }
        let totals: BTreeMap<Date, (u64, u64)> = published
            .totals
            .iter()
            .filter_map(|(day, total)| Some((day.day()?, (total.target.number()?, total.signed.number()?))))
            .collect();
        prop_assert_eq!(&totals, &sums);
        if !published.totals_only {
            let mut added: BTreeMap<Date, (u64, u64)> = BTreeMap::new();
            for (day, _, _, cell) in cells(&published) {
                let sum = added.entry(day).or_default();
                sum.0 += cell.target.number().unwrap_or(0);
                sum.1 += cell.signed.number().unwrap_or(0);
            }
            prop_assert_eq!(&added, &sums);
        }
    }

    #[test]
    fn the_pool_holds_no_office_or_at_least_two(rows in with_symbols()) {
        let published = coarsen(&series(&rows));
        prop_assert_ne!(published.pooled, 1);
        let shown = cells(&published).any(|(_, class, ..)| *class == OfficeRow::Pool);
        prop_assert_eq!(shown, published.pooled > 0);
        prop_assert!(!published.totals_only || published.days.is_empty());
    }

    #[test]
    fn an_office_is_pooled_for_the_whole_series_or_not_at_all(rows in with_symbols()) {
        let series = series(&rows);
        let published = coarsen(&series);
        let offices: BTreeSet<&str> = series.counts.iter().map(|count| count.office.as_str()).collect();
        let shown: BTreeMap<&str, usize> = cells(&published).fold(BTreeMap::new(), |mut shown, (_, class, ..)| {
            if let OfficeRow::Office(code) = class {
                *shown.entry(code).or_default() += 1;
            }
            shown
        });
        for (office, count) in &shown {
            let rows = series.counts.iter().filter(|row| row.office == *office).count();
            prop_assert_eq!(*count, rows, "{} is shown in part", office);
        }
        if !published.totals_only {
            prop_assert_eq!(offices.len(), shown.len() + published.pooled);
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(rows in with_symbols(), seed in any::<u64>()) {
        let mut unique = BTreeSet::new();
        let rows: Vec<Row> = rows.into_iter().filter(|row| unique.insert((row.0, row.1, row.2))).collect();
        let mut shuffled = rows.clone();
        shuffled.sort_by_key(|row| (row.0 as u64 * 31 + row.1 as u64 * 7 + row.2 as u64).wrapping_mul(seed | 1));
        prop_assert_eq!(seen(&coarsen(&series(&rows))), seen(&coarsen(&series(&shuffled))));
        prop_assert_eq!(seen(&coarsen(&series(&rows))), seen(&coarsen(&series(&rows))));
    }
}

#[test]
fn a_few_who_have_not_signed_hide_their_office_and_the_smallest_other() {
    let rows = [
        (0, 0, 0, Some((41, 38))),
        (1, 0, 0, Some((30, 30))),
        (2, 0, 0, Some((50, 40))),
        (3, 0, 0, Some((60, 45))),
    ];
    let published = coarsen(&series(&rows));
    // 3 of 41 plus none of 30 is still 3; plus 10 of 50 it is 13.
    assert_eq!(published.pooled, 3);
    let pool: Vec<_> = cells(&published).filter(|(_, class, ..)| **class == OfficeRow::Pool).collect();
    assert_eq!(pool.len(), 1);
    assert_eq!((pool[0].3.target.number(), pool[0].3.signed.number()), (Some(121), Some(108)));
}

#[test]
fn where_all_offices_together_are_too_few_only_totals_are_shown() {
    let published = coarsen(&series(&[(0, 0, 0, Some((41, 38))), (1, 0, 0, Some((30, 30)))]));
    assert!(published.totals_only && published.days.is_empty());
    assert_eq!(published.totals.len(), 1);
}
