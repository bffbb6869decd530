//! Pact series: each rule alone.

use super::*;

fn step(then: PactFacts, now: PactFacts) -> Vec<Rule> {
    broken(&pacts([("pakta/a", then)]), &pacts([("pakta/a", now)]))
}

const CHANGE: Rule = Rule::PactChange { day: DAY, k: 5 };

#[test]
fn a_released_day_changes_by_none_or_many_on_both_sides() {
    let then = || pact(&[("a", 40, 50), ("b", 30, 30)], &[], None);
    assert_eq!(step(then(), then()), []);
    assert_eq!(step(then(), pact(&[("a", 41, 50), ("b", 30, 30)], &[], None)), [CHANGE], "one signed");
    assert_eq!(step(then(), pact(&[("a", 45, 50), ("b", 30, 30)], &[], None)), []);
    assert_eq!(step(then(), pact(&[("a", 40, 51), ("b", 30, 30)], &[], None)), [CHANGE], "one did not");
    assert_eq!(step(then(), pact(&[("a", 45, 51), ("b", 30, 30)], &[], None)), [CHANGE], "four came to sign");
    assert_eq!(step(then(), pact(&[("a", 50, 51), ("b", 30, 30)], &[], None)), [CHANGE], "one in all");
    assert_eq!(step(then(), pact(&[("a", 40, 50)], &[], None)), [], "an office that may be shown may go");
}

#[test]
fn a_new_day_is_no_change() {
    let later = PactFacts {
        days: BTreeMap::from([(date(2024, 11, 1), pact(&[("a", 41, 50)], &[], None).days[&DAY].clone())]),
        ..pact(&[], &[], None)
    };
    assert_eq!(step(pact(&[("a", 40, 50)], &[], None), later), []);
}

#[test]
fn offices_that_join_the_pool_are_added_back() {
    let then = || pact(&[("a", 40, 50), ("b", 30, 30)], &["c", "d"], Some((10, 20)));
    assert_eq!(step(then(), pact(&[("a", 40, 50)], &["b", "c", "d"], Some((40, 50)))), []);
    assert_eq!(step(then(), pact(&[("a", 40, 50)], &["b", "c", "d"], Some((41, 50)))), [CHANGE]);
    assert_eq!(step(then(), pact(&[("a", 40, 50)], &["b", "c", "d"], Some((45, 55)))), []);
}

#[test]
fn no_office_leaves_the_pool() {
    let then = pact(&[("a", 40, 50)], &["b", "c", "d"], Some((40, 50)));
    let now = pact(&[("a", 40, 50), ("b", 30, 30)], &["c", "d"], Some((10, 20)));
    assert_eq!(step(then, now), [Rule::PoolShrank]);
}

#[test]
fn an_office_that_came_to_a_released_day_is_a_change_of_the_pool() {
    let then = || pact(&[("a", 40, 50)], &["c", "d"], Some((10, 20)));
    assert_eq!(step(then(), pact(&[("a", 40, 50)], &["c", "d", "e"], Some((12, 23)))), [CHANGE]);
    assert_eq!(step(then(), pact(&[("a", 40, 50), ("e", 10, 20)], &["c", "d"], Some((10, 20)))), []);
}

#[test]
fn the_method_of_a_released_day_stays() {
    let hidden = |cells| PactFacts { method: "rahasiakan".to_owned(), ..cells };
    let cells = || pact(&[("a", 40, 50)], &[], None);
    assert_eq!(step(cells(), hidden(cells())), [Rule::PactMethod { day: DAY }]);
    assert_eq!(step(hidden(cells()), cells()), [Rule::PactMethod { day: DAY }]);
}

#[test]
fn a_day_with_hidden_cells_stays_as_it_was() {
    let hidden = |signed: Count| {
        let mut pact = pact(&[("a", 40, 50), ("b", 30, 30)], &[], None);
        pact.method = "rahasiakan".to_owned();
        let cell = Cell::new(Count::Number(50, None), signed);
        let day = pact.days.get_mut(&DAY).unwrap();
        day.insert(RowKey::Office("a".to_owned()), BTreeMap::from([("pns".to_owned(), cell)]));
        pact
    };
    let secret = Count::Symbol(Symbol::Confidential);
    let changed = [Rule::HiddenDay { day: DAY }];
    assert_eq!(step(hidden(secret), hidden(secret)), []);
    assert_eq!(step(hidden(secret), hidden(Count::Number(40, None))), changed, "hidden before, shown now");
    assert_eq!(step(hidden(Count::Number(40, None)), hidden(secret)), changed, "shown before, hidden now");
    let mut total = hidden(secret);
    total.totals.insert(DAY.to_string(), Cell::new(Count::Number(80, None), Count::Number(70, None)));
    assert_eq!(step(hidden(secret), total), changed);
}

#[test]
fn totals_alone_may_change_by_one() {
    let none = || PactFacts { days: BTreeMap::new(), ..pact(&[], &[], None) };
    assert_eq!(step(none(), pact(&[("a", 40, 50)], &[], None)), []);
    assert_eq!(step(pact(&[("a", 40, 50)], &[], None), none()), []);
}

#[test]
fn a_day_that_moved_to_another_series_of_its_kind_is_still_that_day() {
    let one_more = || pact(&[("a", 41, 50)], &[], None);
    let then = pacts([("pakta/a", pact(&[("a", 40, 50)], &[], None))]);
    assert_eq!(broken(&then, &pacts([("pakta/b", one_more())])), [CHANGE]);
    let other_kind = PactFacts { kind: "pakta_integritas".to_owned(), ..one_more() };
    assert_eq!(broken(&then, &pacts([("pakta/b", other_kind.clone())])), []);
    let renamed = PactFacts { redirects: BTreeSet::from(["/pakta/a/".to_owned()]), ..other_kind };
    assert_eq!(broken(&then, &pacts([("pakta/b", renamed)])), [CHANGE]);
    // Two series of one kind in the same edition are distinct.
    let beside = || pacts([("pakta/a", pact(&[("a", 40, 50)], &[], None)), ("pakta/b", one_more())]);
    assert_eq!(broken(&beside(), &beside()), []);
}
