//! The cases of known-answers.json. Another solver computed their intervals.

use serde_json::Value;

use super::super::{Equation, Interval, Limits, LinkedTables, Rule, protect, verify};
use super::{Attacker, interval, plain, table};

fn case(id: &str) -> Value {
    let text = include_str!("known-answers.json");
    let all: Value = serde_json::from_str(text).expect("JSON");
    let cases = all["cases"].as_array().expect("cases").clone();
    cases.into_iter().find(|case| case["id"] == id).expect("a known case")
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}

fn known(value: &Value) -> Interval {
    Interval { low: value[0].as_u64().expect("a count"), high: value[1].as_u64() }
}

/// A case as tables, with its hidden cells and an index of cells by name.
struct Posed {
    tables: LinkedTables,
    hidden: Vec<bool>,
    place: Box<dyn Fn(&str) -> usize>,
}

impl Posed {
    fn interval(&self, name: &str, lower: u64) -> Interval {
        interval(&self.tables, &self.hidden, lower, (self.place)(name)).expect("an answer")
    }
}

fn four_by_four(case: &Value) -> Posed {
    let counts: Vec<Vec<u64>> = serde_json::from_value(case["counts"].clone()).expect("counts");
    let (tables, index) = table(&counts);
    let (rows, columns) = (texts(&case["rows"]), texts(&case["columns"]));
    let place = move |name: &str| {
        let row = rows.iter().position(|row| *row == name[..1]).expect("a row");
        let column = columns.iter().position(|column| *column == name[1..]).expect("a column");
        index.cell(Some(&format!("r{row}")), Some(&format!("c{column}"))).expect("a cell")
    };
    let mut hidden = vec![false; tables.counts.len()];
    texts(&case["hidden"]).iter().for_each(|name| hidden[place(name)] = true);
    Posed { tables, hidden, place: Box::new(place) }
}

fn linked(case: &Value) -> Posed {
    let cells: Vec<String> = case["cells"].as_object().expect("cells").keys().cloned().collect();
    let mut counts: Vec<u64> =
        cells.iter().map(|name| case["cells"][name].as_u64().expect("a count")).collect();
    let mut equations = Vec::new();
    for (_, members) in case["groups"].as_object().expect("groups") {
        let parts: Vec<usize> = texts(members)
            .iter()
            .map(|name| cells.iter().position(|cell| cell == name).expect("a cell"))
            .collect();
        equations.push(Equation { total: counts.len(), parts: parts.clone() });
        counts.push(parts.iter().map(|part| counts[*part]).sum());
    }
    let groups: Vec<usize> = equations.iter().map(|equation| equation.total).collect();
    counts.push(counts[..cells.len()].iter().sum());
    for pair in groups.chunks(2) {
        equations.push(Equation { total: counts.len() - 1, parts: pair.to_vec() });
    }
    let mut tables = LinkedTables::new(counts, equations);
    *tables.always_shown.last_mut().expect("a total") = true;
    let place = move |name: &str| cells.iter().position(|cell| cell == name).expect("a cell");
    let mut hidden = vec![false; tables.counts.len()];
    texts(&case["hidden"]).iter().for_each(|name| hidden[place(name)] = true);
    Posed { tables, hidden, place: Box::new(place) }
}

#[test]
fn a_cell_that_is_known_exactly_is_found_and_no_longer_once_more_is_hidden() {
    for (id, pose) in [("four-by-four", four_by_four as fn(&Value) -> Posed), ("linked", linked)] {
        let case = case(id);
        let mut posed = pose(&case);
        for (name, answer) in case["answers"].as_object().expect("answers") {
            assert_eq!(posed.interval(name, 0), known(answer), "{id} {name}");
        }
        for name in texts(&case["mended_by"]["also_hide"]) {
            let place = (posed.place)(&name);
            posed.hidden[place] = true;
        }
        for (name, answer) in case["mended_by"]["answers"].as_object().expect("answers") {
            assert_eq!(posed.interval(name, 0), known(answer), "{id} {name} mended");
        }
    }
}

#[test]
fn zeros_that_are_always_shown_expose_a_line() {
    let case = case("one-line");
    let tables =
        LinkedTables::new(vec![15, 10, 3, 1, 1], vec![Equation { total: 0, parts: vec![1, 2, 3, 4] }]);
    let hidden = [false, false, false, true, true];
    for (lower, key) in [(0, "answers_lower_bound_0"), (1, "answers_lower_bound_1")] {
        for (cell, name) in [(3, "x1"), (4, "x2")] {
            let found = interval(&tables, &hidden, lower, cell).expect("an answer");
            assert_eq!(found, known(&case[key][name]), "{name} from {lower}");
        }
    }
}

#[test]
fn linked_tables_are_protected_together() {
    let posed = linked(&case("linked"));
    for rule in [plain(4), Rule { own_record: true, ..plain(4) }] {
        let protected = protect(&posed.tables, rule, Limits::default()).expect("a protection");
        assert_eq!(verify(&posed.tables, rule, &protected), Ok(()));
        assert!(Attacker::new(&posed.tables).finds_nothing(rule, &protected.hidden));
        assert!(!Attacker::new(&posed.tables).finds_nothing(rule, &posed.hidden));
    }
}
