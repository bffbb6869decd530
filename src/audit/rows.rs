//! Attacks the rows of a sanction series: classes of equal persons, each with its count.
//!
//! A colleague may know any published column about a person, including the violation and the sanction. So no
//! class may hold 0 < n < k persons, and no class may reveal the violation or the sanction of its members.
//! Every other table of the series must follow from the rows: anything more that it says is about the persons
//! who are not detailed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::html::Page;
use super::messages as say;
use super::numbers::tokens;
use super::table::{ALL, Count, POOL, Role, Row, Table, count};
use super::{Finder, Scope};
use crate::collections::sanction::levels::Level;
use crate::diagnostics::SourceFile;

/// The default minimum of distinct kinds of violations and of sanctions in a class.
pub(super) const DEFAULT_L: u64 = 2;
/// The file name of the rows.
const ROWS: &str = "baris";
/// A series with fewer than this many times k persons shows only its total.
const LEAST_SERIES: u64 = 3;
pub(super) fn attack(
    tables: &[&Table],
    pages: &[(&Arc<SourceFile>, &Page)],
    k: u64,
    l: u64,
    finder: &mut Finder,
    scope: &mut Scope,
) {
    let Some(rows) = tables.iter().find(|table| table.name == ROWS) else { return };
    let Some(at) = rows.column("jumlah") else {
        finder.push(say::contradiction(ROWS).in_file(&rows.file));
        return;
    };
    scope.rows += rows.rows.len();
    let number = |row: &Row| match count(&row.cells[at]) {
        Some(Count::Number(number)) => number,
        _ => 0,
    };
    let total: u64 = rows.rows.iter().map(number).sum();
    let least = LEAST_SERIES * k;
    if total > 0 && total < least {
        finder.push(say::series_too_small(&finder.shown(total), least).in_file(&rows.file));
    }
    headline(total, pages, finder);
    let series = Series { rows, at };
    series.small_classes(k, finder);
    series.uniform_classes(l, finder);
    for table in tables.iter().filter(|table| table.name != ROWS) {
        series.follows(table, finder);
    }
}

/// Checks that the total on the page equals the total of the rows.
fn headline(total: u64, pages: &[(&Arc<SourceFile>, &Page)], finder: &mut Finder) {
    for (file, page) in pages {
        let Some(headline) = &page.headline else { continue };
        let told = tokens(&headline.text).first().and_then(super::numbers::Token::whole);
        if let Some(told) = told.filter(|told| *told != total) {
            finder
                .push(say::not_from_rows("total", finder.value((told, total))).at(file, headline.at.clone()));
        }
    }
}

struct Series<'a> {
    rows: &'a Table,
    at: usize,
}

/// The persons of a class by kind of sensitive value, and the first row of the class.
struct Group {
    kinds: BTreeMap<String, u64>,
    persons: u64,
    at: Range<usize>,
}

impl Series<'_> {
    fn number(&self, row: &Row) -> u64 {
        match count(&row.cells[self.at]) {
            Some(Count::Number(number)) => number,
            _ => 0,
        }
    }

    /// Finds classes that are too small. Equal rows are one class, however often they occur.
    fn small_classes(&self, k: u64, finder: &mut Finder) {
        let mut classes: BTreeMap<String, (u64, &Row)> = BTreeMap::new();
        for row in &self.rows.rows {
            classes.entry(self.rows.class_of(row)).or_insert((0, row)).0 += self.number(row);
        }
        for (class, (persons, row)) in classes {
            if persons > 0 && persons < k {
                finder.push(
                    say::too_few(&class, &finder.shown(persons), k).at(&self.rows.file, row.at.clone()),
                );
            }
        }
    }

    /// Finds classes that reveal a violation or sanction of their members. If no finest class reveals it, no
    /// coarser class does.
    fn uniform_classes(&self, l: u64, finder: &mut Finder) {
        let is_sensitive = |at: &usize| {
            Level::from_key(&self.rows.columns[*at]).is_some_and(|level| level.attribute().is_sensitive())
        };
        let (sensitive, known): (Vec<usize>, Vec<usize>) =
            self.rows.of_role(Role::Class).partition(|at| is_sensitive(at));
        for column in sensitive {
            for (name, class) in self.classes(&known, column) {
                let most = class.kinds.values().copied().max().unwrap_or(0);
                let few_kinds = (class.kinds.len() as u64) < l;
                // All but one: that person then knows the value of all others.
                if few_kinds || class.persons - most <= 1 {
                    let found =
                        say::uniform(&name, &self.rows.columns[column], &finder.shown(class.kinds.len()));
                    finder.push(found.at(&self.rows.file, class.at));
                }
            }
        }
    }

    fn classes(&self, by: &[usize], sensitive: usize) -> BTreeMap<String, Group> {
        let mut classes: BTreeMap<String, Group> = BTreeMap::new();
        for row in self.rows.rows.iter().filter(|row| self.number(row) > 0 && row.cells[sensitive] != POOL) {
            let name: Vec<String> =
                by.iter().map(|at| format!("{}={}", self.rows.columns[*at], row.cells[*at])).collect();
            let name = if name.is_empty() { "total".to_owned() } else { name.join(", ") };
            let class = classes.entry(name).or_insert_with(|| Group {
                kinds: BTreeMap::new(),
                persons: 0,
                at: row.at.clone(),
            });
            *class.kinds.entry(row.cells[sensitive].clone()).or_default() += self.number(row);
            class.persons += self.number(row);
        }
        classes
    }

    /// Checks that every other table of whole numbers is a sum of rows.
    fn follows(&self, table: &Table, finder: &mut Finder) {
        let Some(at) = table.column("jumlah") else { return };
        let classes: Vec<usize> = table.of_role(Role::Class).collect();
        let own: Option<Vec<usize>> =
            classes.iter().map(|at| self.rows.column(&table.columns[*at])).collect();
        // A table with columns that the rows do not have is attacked cell by cell.
        let Some(own) = own else { return };
        for row in &table.rows {
            let member: Vec<&str> = classes.iter().map(|at| row.cells[*at].as_str()).collect();
            let is_of = |other: &&Row| {
                own.iter().zip(&member).all(|(at, member)| *member == ALL || other.cells[*at] == *member)
            };
            let sum: u64 = self.rows.rows.iter().filter(is_of).map(|row| self.number(row)).sum();
            if let Some(Count::Number(number)) = count(&row.cells[at])
                && number != sum
            {
                let found = say::not_from_rows(&table.class_of(row), finder.value((number, sum)));
                finder.push(found.at(&table.file, row.at.clone()));
            }
        }
    }
}
