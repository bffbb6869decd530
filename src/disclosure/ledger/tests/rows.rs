//! Rows of sanction series: each rule alone.

use super::*;

const COLUMNS: [Level; 2] = [Level::Year, Level::PenaltyLevel];

fn year(light: u64, medium: u64, severe: u64, pooled: u64) -> RowTable {
    let classes = [(["2024", "ringan"], light), (["2024", "sedang"], medium), (["2024", "berat"], severe)];
    table(COLUMNS, &classes, pooled)
}

fn step(then: RowTable, now: RowTable) -> Vec<Rule> {
    let facts = |table| sanctions([("sanksi/a", detailed(1, K, table))]);
    broken(&facts(then), &facts(now))
}

fn small() -> Rule {
    Rule::SmallChange { columns: COLUMNS.to_vec(), k: 5 }
}

fn alike() -> Rule {
    Rule::AlikeChange { column: Level::PenaltyLevel, l: 2 }
}

#[test]
fn a_batch_of_many_unlike_persons_may_come_or_go() {
    assert_eq!(step(year(6, 7, 8, 0), year(6, 7, 8, 0)), []);
    assert_eq!(step(year(6, 7, 8, 0), year(11, 13, 8, 0)), []);
    assert_eq!(step(year(11, 13, 8, 0), year(6, 7, 8, 0)), []);
    assert_eq!(step(year(6, 7, 8, 0), year(11, 12, 0, 0)), [alike()], "they went from one class alone");
}

#[test]
fn fewer_than_k_may_neither_come_nor_go_nor_move() {
    assert_eq!(step(year(6, 7, 8, 0), year(7, 12, 8, 0)), [small(), alike()]);
    assert_eq!(step(year(6, 7, 8, 0), year(10, 11, 8, 0)), [small()]);
    assert_eq!(step(year(10, 11, 8, 0), year(6, 7, 8, 0)), [small()]);
    assert_eq!(step(year(6, 7, 8, 0), year(5, 8, 8, 0)), [small(), alike()], "one person moved");
}

#[test]
fn the_pool_is_a_class_like_any_other() {
    assert_eq!(step(year(6, 7, 8, 0), year(6, 7, 8, 5)), []);
    assert_eq!(step(year(6, 7, 8, 5), year(6, 7, 8, 9)), [small()]);
    assert_eq!(step(year(6, 7, 8, 5), year(6, 7, 10, 3)), [small(), alike()], "two were detailed later");
}

#[test]
fn who_came_since_is_a_group_that_people_know_of() {
    assert_eq!(step(year(6, 7, 8, 0), year(12, 7, 8, 0)), [alike()]);
    assert_eq!(step(year(6, 7, 8, 0), year(12, 12, 8, 0)), []);
}

#[test]
fn the_stricter_threshold_of_both_editions_counts() {
    let strict = Thresholds { k: 7, l: 3, ..K };
    let then = sanctions([("sanksi/a", detailed(1, strict, year(7, 7, 8, 0)))]);
    let now = sanctions([("sanksi/a", detailed(2, K, year(12, 12, 8, 0)))]);
    let found = broken(&then, &now);
    assert!(found.contains(&Rule::SmallChange { columns: COLUMNS.to_vec(), k: 7 }));
    assert!(found.contains(&Rule::AlikeChange { column: Level::PenaltyLevel, l: 3 }));
}

#[test]
fn a_coarser_or_finer_policy_is_compared_at_the_coarser_columns() {
    let fine = table(
        [Level::HalfYear, Level::PenaltyLevel],
        &[
            (["2024-S1", "ringan"], 6),
            (["2024-S2", "ringan"], 5),
            (["2024-S1", "sedang"], 6),
            (["2024-S2", "sedang"], 7),
        ],
        0,
    );
    let coarse =
        |light, medium| table(COLUMNS, &[(["2024", "ringan"], light), (["2024", "sedang"], medium)], 0);
    let series = |version, table| sanctions([("sanksi/a", detailed(version, K, table))]);
    assert_eq!(broken(&series(1, fine.clone()), &series(2, coarse(11, 13))), []);
    assert_eq!(broken(&series(1, fine.clone()), &series(2, coarse(16, 18))), []);
    assert_eq!(broken(&series(1, fine.clone()), &series(2, coarse(12, 13))), [small(), alike()]);
    assert_eq!(broken(&series(1, coarse(11, 13)), &series(2, fine.clone())), []);
    assert_eq!(broken(&series(1, coarse(10, 13)), &series(2, fine)), [small(), alike()]);
}

#[test]
fn a_column_may_go_or_come_but_not_one_for_another() {
    let only_year = table([Level::Year], &[(["2024"], 21)], 0);
    let only_penalty = table([Level::PenaltyLevel], &[(["ringan"], 10), (["sedang"], 11)], 0);
    let series = |version, table| sanctions([("sanksi/a", detailed(version, K, table))]);
    let both = series(2, year(10, 11, 0, 0));
    assert_eq!(broken(&series(1, only_year.clone()), &both), []);
    assert_eq!(broken(&series(1, only_penalty.clone()), &both), []);
    assert_eq!(broken(&series(1, only_year), &series(2, only_penalty)), [Rule::UnorderedPolicy]);
    let finer_time = table([Level::HalfYear, Level::AnyPenalty], &[(["2024-S1", "ada"], 21)], 0);
    assert_eq!(broken(&both, &series(3, finer_time)), [Rule::UnorderedPolicy]);
}

#[test]
fn a_changed_policy_needs_a_higher_version() {
    let series =
        |version, thresholds| sanctions([("sanksi/a", detailed(version, thresholds, year(6, 7, 8, 0)))]);
    let other = Thresholds { population: 60, ..K };
    assert_eq!(broken(&series(1, K), &series(1, other)), [Rule::PolicyVersion]);
    assert_eq!(broken(&series(2, K), &series(1, K)), [Rule::PolicyVersion]);
    assert_eq!(broken(&series(1, K), &series(2, other)), []);
    assert_eq!(broken(&series(1, K), &series(2, K)), []);
}

#[test]
fn a_total_alone_may_change_by_one() {
    let rows = sanctions([("sanksi/a", detailed(1, K, year(6, 7, 8, 0)))]);
    let total = |total| sanctions([("sanksi/a", total_only(total))]);
    assert_eq!(broken(&total(14), &total(15)), []);
    assert_eq!(broken(&rows, &total(22)), []);
    assert_eq!(broken(&total(20), &rows), []);
}

#[test]
fn a_new_name_makes_no_new_persons() {
    let then = sanctions([("sanksi/a", detailed(1, K, year(6, 7, 8, 0)))]);
    let one_more = || detailed(1, K, year(7, 7, 8, 0));
    let at = |id, series| sanctions([(id, series)]);
    assert_eq!(
        broken(&then, &at("sanksi/b", one_more())),
        [small(), alike()],
        "the same outcome, authority and time"
    );
    let later = Some(Days { from: date(2025, 1, 1), to: date(2025, 12, 31) });
    assert_eq!(broken(&then, &at("sanksi/b", SanctionFacts { period: later, ..one_more() })), []);
    let of_others = SanctionFacts { authority: "bkn".to_owned(), ..one_more() };
    assert_eq!(broken(&then, &at("sanksi/b", of_others.clone())), []);
    assert_eq!(broken(&then, &at("sanksi/a", of_others.clone())), [small(), alike()], "the same id");
    let renamed = SanctionFacts { redirects: BTreeSet::from(["/sanksi/a/".to_owned()]), ..of_others };
    assert_eq!(broken(&then, &at("sanksi/b", renamed)), [small(), alike()], "the old address leads to it");
    let timeless = SanctionFacts { period: None, ..one_more() };
    assert_eq!(broken(&then, &at("sanksi/b", timeless)), [small(), alike()], "any time may be the same");
}

#[test]
fn a_series_cut_in_two_is_compared_as_a_whole() {
    let part = |from, to, light, medium, severe| SanctionFacts {
        period: Some(Days { from, to }),
        ..detailed(1, K, year(light, medium, severe, 0))
    };
    let whole = part(date(2024, 1, 1), date(2024, 12, 31), 20, 20, 20);
    let first = |light| part(date(2024, 1, 1), date(2024, 6, 30), light, 10, 10);
    let second = || part(date(2024, 7, 1), date(2024, 12, 31), 10, 10, 10);
    let whole = || sanctions([("sanksi/a", whole.clone())]);
    let parts = |light| sanctions([("sanksi/b", first(light)), ("sanksi/c", second())]);
    assert_eq!(broken(&whole(), &parts(10)), []);
    // Each part alone differs from the whole by many; together they lack one person.
    assert_eq!(broken(&whole(), &parts(9)), [small(), alike()]);
    assert_eq!(broken(&parts(9), &whole()), [small(), alike()]);
}

#[test]
fn a_table_with_hidden_numbers_stands_beside_its_own_rows_alone() {
    let cells = |first: Option<u64>| {
        let cell = |value: &str, count| (vec![value.to_owned()], count);
        let cells = BTreeMap::from([cell("iii", first), cell("iv", None), cell("semua", Some(26))]);
        Some(CellFacts(CellTable::new(vec![Level::Grade], cells)))
    };
    let with = |table, cells| sanctions([("sanksi/a", SanctionFacts { cells, ..detailed(1, K, table) })]);
    let (rows, more) = (|| year(6, 7, 8, 5), || year(12, 13, 8, 5));
    let hidden = [Rule::HiddenTable];
    assert_eq!(broken(&with(rows(), cells(None)), &with(rows(), cells(None))), []);
    assert_eq!(broken(&with(rows(), cells(None)), &with(rows(), cells(Some(20)))), hidden, "another pattern");
    assert_eq!(broken(&with(rows(), cells(None)), &with(more(), cells(None))), hidden, "other rows");
    assert_eq!(
        broken(&with(rows(), cells(None)), &with(more(), None)),
        [],
        "rows at the same columns say no more"
    );
    assert_eq!(broken(&with(rows(), None), &with(more(), cells(None))), []);
    assert_eq!(broken(&with(rows(), cells(None)), &sanctions([("sanksi/a", total_only(27))])), []);
    let no_rows = |cells| sanctions([("sanksi/a", SanctionFacts { cells, ..total_only(26) })]);
    assert_eq!(broken(&no_rows(cells(None)), &with(rows(), None)), hidden, "nothing was known beside it");
    let finer = |cells| {
        let table = table(
            [Level::HalfYear, Level::PenaltyLevel],
            &[(["2024-S1", "ringan"], 6), (["2024-S2", "sedang"], 7), (["2024-S2", "berat"], 8)],
            5,
        );
        sanctions([("sanksi/a", SanctionFacts { cells, ..detailed(2, K, table) })])
    };
    assert_eq!(broken(&with(rows(), cells(None)), &finer(None)), hidden);
    assert_eq!(broken(&with(rows(), None), &finer(cells(None))), []);
    let detailed_later = with(year(11, 12, 8, 0), None);
    assert!(
        broken(&with(rows(), cells(None)), &detailed_later).contains(&Rule::HiddenTable),
        "the pool went"
    );
}
