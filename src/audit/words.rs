//! Describes the attacker's reasoning, with the numbers it uses.

use super::attack::{Known, Subject};
use super::linked::System;
use super::table::Count;
use crate::locale::Text;

/// The maximum number of numbers that a sentence lists; beyond it, the sentence gives how many there are.
const MOST_LISTED: usize = 8;
/// The largest system that is searched for a combination of sums.
const LARGEST: usize = 80;

/// `3`, or `1 sampai 4`.
fn amount(known: &Known) -> Text {
    let (low, high) = (known.low, known.high);
    if low == high {
        Text::new(low.to_string(), low.to_string())
    } else {
        Text::new(format!("{low} sampai {high}"), format!("{low} to {high}"))
    }
}

/// What is known about hidden cells, and how.
pub(super) fn reckoning(system: &System, known: &Known) -> Text {
    let plain = match known.of {
        Subject::Line(at) => line(system, at, None),
        Subject::Cell(cell) => by_one_sum(system, cell)
            .or_else(|| by_sums(system, cell).filter(|_| known.low == known.high))
            .unwrap_or_else(|| by_bounds(system, cell)),
    };
    let follows = amount(known);
    let face = if known.rest {
        Text::new(" dari sasarannya yang tidak terhitung", " of its target who are not counted")
    } else {
        Text::new("", "")
    };
    Text::new(
        format!("{}, mengikuti {} orang{}", plain.id, follows.id, face.id),
        format!("{} follows {} person(s){}", plain.en, follows.en, face.en),
    )
}

fn number(system: &System, cell: usize) -> Option<u64> {
    match system.cells[cell].value {
        Count::Number(number) => Some(number),
        _ => None,
    }
}

/// `10 serta 3`.
fn listed(numbers: &[u64]) -> Text {
    let shown: Vec<String> = numbers.iter().take(MOST_LISTED).map(u64::to_string).collect();
    let more = numbers.len() - shown.len();
    match (shown.split_last(), more) {
        (None, _) => Text::new("tidak ada yang lain", "nothing else"),
        (Some((last, [])), 0) => Text::new(last, last),
        (Some((last, before)), 0) => Text::new(
            format!("{} serta {last}", before.join(", ")),
            format!("{} and {last}", before.join(", ")),
        ),
        (Some(_), more) => Text::new(
            format!("{} serta {more} lainnya", shown.join(", ")),
            format!("{} and {more} more", shown.join(", ")),
        ),
    }
}

/// A sum whose total is shown: "dari total 15 dan 10 serta 3 yang ditampilkan".
fn line(system: &System, at: usize, besides: Option<usize>) -> Text {
    let equation = &system.equations[at];
    let parts: Vec<u64> = equation
        .parts
        .iter()
        .filter(|part| Some(**part) != besides)
        .filter_map(|part| number(system, *part))
        .collect();
    let shown = listed(&parts);
    match number(system, equation.total) {
        Some(total) if parts.is_empty() => {
            Text::new(format!("dari total {total} saja"), format!("from the total {total} alone"))
        }
        Some(total) => Text::new(
            format!("dari total {total} dan {} yang ditampilkan", shown.id),
            format!("from the total {total} and the shown {}", shown.en),
        ),
        None => Text::new(
            format!("dari {} yang ditampilkan dan dijumlahkan", shown.id),
            format!("from the shown {}, added up,", shown.en),
        ),
    }
}

/// One sum in which everything else is shown.
fn by_one_sum(system: &System, cell: usize) -> Option<Text> {
    let at = system.equations.iter().position(|equation| {
        let mut others = equation.parts.iter().chain([&equation.total]).filter(|other| **other != cell);
        (equation.total == cell || equation.parts.contains(&cell))
            && others.all(|other| number(system, *other).is_some())
    })?;
    Some(line(system, at, Some(cell)))
}

/// Several sums, added and subtracted until only the cell is left.
fn by_sums(system: &System, cell: usize) -> Option<Text> {
    let hidden: Vec<usize> = (0..system.cells.len()).filter(|at| number(system, *at).is_none()).collect();
    if hidden.len() > LARGEST || system.equations.len() > 2 * LARGEST {
        return None;
    }
    // One row for each hidden cell, one column for each sum: which combination of sums isolates this cell?
    let mut rows: Vec<Vec<Fraction>> = hidden
        .iter()
        .map(|at| {
            let of = |equation: &cell_suppression::Equation| {
                i128::from(equation.parts.contains(at)) - i128::from(equation.total == *at)
            };
            let mut row: Vec<Fraction> =
                system.equations.iter().map(|equation| Fraction::from(of(equation))).collect();
            row.push(Fraction::from(i128::from(*at == cell)));
            row
        })
        .collect();
    let mixture = solve(&mut rows, system.equations.len())?;
    let names = |positive: bool| -> Vec<String> {
        let used =
            mixture.iter().enumerate().filter(|(_, share)| share.top != 0 && (share.top > 0) == positive);
        used.map(|(at, _)| format!("[{}]", system.cells[system.equations[at].total].name())).collect()
    };
    let (added, taken) = (names(true), names(false));
    if taken.is_empty() {
        return None;
    }
    Some(Text::new(
        format!(
            "bila jumlah {} digabung lalu dikurangi {}, sel tertutup lainnya saling menghapus; dari yang ditampilkan",
            added.join(", "),
            taken.join(", ")
        ),
        format!(
            "the sums {} put together, less {}: all other hidden cells cancel out; from what is shown",
            added.join(", "),
            taken.join(", ")
        ),
    ))
}

fn by_bounds(system: &System, cell: usize) -> Text {
    let of: Vec<String> = system
        .equations
        .iter()
        .filter(|equation| equation.parts.contains(&cell))
        .take(MOST_LISTED)
        .map(|equation| format!("[{}]", system.cells[equation.total].name()))
        .collect();
    let of = if of.is_empty() { format!("[{}]", system.cells[cell].name()) } else { of.join(", ") };
    Text::new(
        format!(
            "dari jumlah {of} dan semua yang terkait dengannya, karena tidak ada hitungan di bawah nol atau di atas sasarannya"
        ),
        format!(
            "from the sums {of} and all that is linked with them, since no count is below zero or above its target,"
        ),
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Fraction {
    top: i128,
    bottom: i128,
}

impl From<i128> for Fraction {
    fn from(top: i128) -> Self {
        Self { top, bottom: 1 }
    }
}

impl Fraction {
    fn new(top: i128, bottom: i128) -> Option<Self> {
        let (mut a, mut b) = (top.unsigned_abs(), bottom.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = i128::try_from(a.max(1)).ok()?.checked_mul(bottom.signum())?;
        (bottom != 0).then(|| Self { top: top / divisor, bottom: bottom / divisor })
    }

    /// `self − factor × other`.
    fn less(self, factor: Self, other: Self) -> Option<Self> {
        let product =
            Self::new(factor.top.checked_mul(other.top)?, factor.bottom.checked_mul(other.bottom)?)?;
        let top = self.top.checked_mul(product.bottom)?.checked_sub(product.top.checked_mul(self.bottom)?)?;
        Self::new(top, self.bottom.checked_mul(product.bottom)?)
    }

    fn over(self, other: Self) -> Option<Self> {
        Self::new(self.top.checked_mul(other.bottom)?, self.bottom.checked_mul(other.top)?)
    }
}

/// Solves a system of linear equations by elimination; `None` if there is no solution, or if the fractions
/// overflow.
fn solve(rows: &mut [Vec<Fraction>], unknowns: usize) -> Option<Vec<Fraction>> {
    let mut pivots: Vec<(usize, usize)> = Vec::new();
    for column in 0..unknowns {
        let done = pivots.len();
        let Some(found) = (done..rows.len()).find(|row| rows[*row][column].top != 0) else { continue };
        rows.swap(done, found);
        let pivot = rows[done].clone();
        for (at, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != done) {
            let _ = at;
            if row[column].top == 0 {
                continue;
            }
            let factor = row[column].over(pivot[column])?;
            for (cell, other) in row.iter_mut().zip(&pivot) {
                *cell = cell.less(factor, *other)?;
            }
        }
        pivots.push((done, column));
    }
    if rows[pivots.len()..].iter().any(|row| row[unknowns].top != 0) {
        return None;
    }
    let mut solution = vec![Fraction::from(0); unknowns];
    for (row, column) in pivots {
        solution[column] = rows[row][unknowns].over(rows[row][column])?;
    }
    Some(solution)
}
