//! Decides in whole numbers whether the count of a hidden cell can change by some amount: the simplex
//! method with bounded variables, in integers.
//!
//! The search asks this many times about similar tables, and the true table is always a feasible start. So
//! the basis is kept from one question to the next: each equation is solved for one of its cells (the basic
//! cell), and no basic cell is in any other equation. The other cells are free, and the effect of moving one
//! on all cells can be read off. From the true table, the free cells are moved one after the other as far as
//! the ranges allow, and each is exchanged with the basic cell whose range stops it.
//!
//! If no free cell can move the requested cell further, its maximum is reached, even in fractions. If
//! fractions or large coefficients occur, the answer is [`Answer::Unknown`] and the caller uses the general
//! solver (`solve`). The results are added up again like the solver's answers, and checked by the verifier.

use super::Equation;
use super::solve::{Moves, Range};

/// The maximum coefficient: the product of two fits in 32 bits with room to spare. Two-way tables with
/// roll-ups rarely have coefficients other than −1, 0 and 1.
const LARGEST: u16 = 1 << 14;

/// The maximum number of coefficients (8 MiB). Beyond it, the sparse matrices of the general solver are
/// better.
const MOST_ENTRIES: usize = 1 << 22;

/// The maximum number of exchanges per question. Ordinary two-way tables never need as many. Systems of
/// thousands of cells sometimes do, and the general solver is no slower there.
const MOST_EXCHANGES: usize = 24;

/// The answer to a question.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Moves that change the cell by the requested amount.
    Reached(Moves),
    /// No table changes it by that amount.
    Never,
    /// It cannot be decided in whole numbers of this size.
    Unknown,
}

/// The equations, each solved for one cell, and the cells that may move.
pub(super) struct Reach {
    cells: usize,
    /// Row by row, a coefficient for each cell. The weighted sum of the cells of a row is zero.
    rows: Vec<i16>,
    /// Cell by cell, a bit for each row: whether the coefficient is non-zero.
    columns: Vec<u64>,
    /// The number of words of bits for each cell.
    words: usize,
    /// The cell that each row is solved for. Its coefficient is positive.
    solved_for: Vec<usize>,
    /// For each cell, the row that is solved for it, if any.
    row_of: Vec<Option<usize>>,
    /// The cells that may move. Only a hint for the choice of basic cells.
    movable: Vec<bool>,
    /// Whether a coefficient became too large. The other fields are then invalid.
    is_spent: bool,
    /// Scratch space: the non-zero coefficients of one row.
    terms: Vec<(usize, i32)>,
}

/// A move of a free cell.
#[derive(Clone, Copy)]
struct Step {
    cell: usize,
    /// 1 for upwards, −1 for downwards.
    sign: i64,
    length: i64,
    /// The row whose basic cell stops it; `None` if its own range does.
    stopped_by: Option<usize>,
}

/// The next step.
enum Next {
    Move(Step),
    /// No move brings the cell further.
    Nothing,
    /// It cannot be decided in whole numbers.
    Unknown,
}

impl Reach {
    pub(super) fn new(equations: &[Equation], movable: &[bool]) -> Self {
        let cells = movable.len();
        let is_spent = cells.saturating_mul(equations.len()) > MOST_ENTRIES;
        let words = equations.len().div_ceil(64);
        let mut reach = Self {
            cells,
            rows: Vec::new(),
            columns: if is_spent { Vec::new() } else { vec![0; cells * words] },
            words,
            solved_for: Vec::new(),
            row_of: vec![None; cells],
            movable: movable.to_vec(),
            is_spent,
            terms: Vec::new(),
        };
        for equation in equations {
            if !reach.is_spent {
                reach.add(equation);
            }
        }
        reach.settle();
        reach
    }

    /// Creates one that answers every question with [`Answer::Unknown`].
    #[cfg(test)]
    pub(super) fn spent() -> Self {
        Self { is_spent: true, ..Self::new(&[], &[]) }
    }

    /// Changes the set of cells that may move.
    pub(super) fn let_move(&mut self, may_move: impl Fn(usize) -> bool) {
        let mut has_changed = false;
        for (cell, movable) in self.movable.iter_mut().enumerate() {
            has_changed |= *movable != may_move(cell);
            *movable = may_move(cell);
        }
        if has_changed {
            self.settle();
        }
    }

    /// Adds an equation and solves it. An equation that follows from the others is ignored.
    fn add(&mut self, equation: &Equation) {
        let row = self.solved_for.len();
        self.rows.resize((row + 1) * self.cells, 0);
        self.put(row, equation.total, -1);
        equation.parts.iter().for_each(|part| self.put(row, *part, 1));
        for cell in equation.parts.iter().chain([&equation.total]) {
            if let Some(other) = self.row_of[*cell] {
                self.gather(other);
                self.take_out(row, *cell, self.rows[other * self.cells + cell].into());
            }
        }
        let rank = |(cell, factor): &(usize, &i16)| (factor.unsigned_abs(), !self.movable[*cell]);
        let line = self.rows[row * self.cells..].iter().enumerate();
        match line.filter(|(_, factor)| **factor != 0).min_by_key(rank) {
            Some((cell, _)) => {
                self.solved_for.push(cell);
                self.solve_for(row, cell);
            }
            None => self.rows.truncate(row * self.cells),
        }
    }

    /// Solves rows for cells that may move, if they contain any: a basic cell that cannot move would stop
    /// every move of the others.
    fn settle(&mut self) {
        for row in 0..self.solved_for.len() {
            if self.is_spent || self.movable[self.solved_for[row]] {
                continue;
            }
            let line = self.rows[row * self.cells..][..self.cells].iter().zip(&self.movable).enumerate();
            let movable = line.filter(|(_, (factor, movable))| **factor != 0 && **movable);
            if let Some((cell, _)) = movable.min_by_key(|(_, (factor, _))| factor.unsigned_abs()) {
                self.solve_for(row, cell);
            }
        }
    }

    /// Solves a row for another of its cells.
    fn solve_for(&mut self, row: usize, cell: usize) {
        self.row_of[self.solved_for[row]] = None;
        self.solved_for[row] = cell;
        self.row_of[cell] = Some(row);
        let line = &mut self.rows[row * self.cells..][..self.cells];
        if line[cell] < 0 {
            line.iter_mut().for_each(|factor| *factor = -*factor);
        }
        let own = line[cell].into();
        self.gather(row);
        for word in 0..self.words {
            let mut rows = self.columns[cell * self.words + word];
            while rows != 0 {
                let other = word * 64 + rows.trailing_zeros() as usize;
                if other != row {
                    self.take_out(other, cell, own);
                }
                rows &= rows - 1;
            }
        }
    }

    fn put(&mut self, row: usize, cell: usize, value: i32) {
        let value = match i16::try_from(value) {
            Ok(value) if value.unsigned_abs() <= LARGEST => value,
            _ => {
                self.is_spent = true;
                0
            }
        };
        self.rows[row * self.cells + cell] = value;
        let bits = &mut self.columns[cell * self.words + row / 64];
        *bits = *bits & !(1 << (row % 64)) | u64::from(value != 0) << (row % 64);
    }

    /// The rows that contain a cell, each with the coefficients of the cell and of the row's basic cell.
    fn column(&self, cell: usize) -> impl Iterator<Item = (usize, i64, i64)> {
        let words = &self.columns[cell * self.words..][..self.words];
        let rows = words.iter().enumerate().flat_map(|(at, word)| {
            let rest = |word: &u64| Some(word & (word - 1)).filter(|word| *word != 0);
            let words = std::iter::successors(Some(*word).filter(|word| *word != 0), rest);
            words.map(move |word| at * 64 + word.trailing_zeros() as usize)
        });
        rows.map(move |row| {
            let line = &self.rows[row * self.cells..][..self.cells];
            (row, line[cell].into(), line[self.solved_for[row]].into())
        })
    }

    /// Copies the non-zero coefficients of a row into `terms`.
    fn gather(&mut self, row: usize) {
        let line = self.rows[row * self.cells..][..self.cells].iter().enumerate();
        let terms = line.filter(|(_, factor)| **factor != 0).map(|(cell, factor)| (cell, (*factor).into()));
        self.terms.clear();
        self.terms.extend(terms);
    }

    /// Eliminates a cell from a row by subtracting the gathered row, in which its coefficient is `own`.
    fn take_out(&mut self, row: usize, cell: usize, own: i32) {
        let start = row * self.cells;
        let factor = i32::from(self.rows[start + cell]);
        if own != 1 {
            for at in 0..self.cells {
                self.put(row, at, i32::from(self.rows[start + at]) * own);
            }
        }
        let terms = std::mem::take(&mut self.terms);
        for (at, term) in &terms {
            self.put(row, *at, i32::from(self.rows[start + at]) - factor * term);
        }
        self.terms = terms;
        let line = &mut self.rows[start..][..self.cells];
        // If the coefficient of the basic cell is 1 and the row was not multiplied, the row has no common
        // divisor.
        if own != 1 || self.solved_for.get(row).is_some_and(|cell| line[*cell] != 1) {
            let divisor = line.iter().fold(0, |divisor, entry| common_divisor(divisor, entry.unsigned_abs()));
            if let Some(divisor) = i16::try_from(divisor).ok().filter(|divisor| *divisor > 1) {
                line.iter_mut().for_each(|entry| *entry /= divisor);
            }
        }
    }

    /// Whether a cell can change by `change` or further in the same direction, with each cell in its range.
    /// A cell without a range cannot change.
    pub(super) fn ask(&mut self, cell: usize, change: i64, ranges: &[Option<Range>]) -> Answer {
        let can_stay = |range: &Option<Range>| range.is_none_or(|range| range.from <= 0 && range.to >= 0);
        if self.is_spent || !ranges.iter().all(can_stay) {
            return Answer::Unknown;
        }
        if change == 0 {
            return Answer::Reached(Moves::new());
        }
        let mut values = vec![0; self.cells];
        for _ in 0..MOST_EXCHANGES {
            let step = match self.next(cell, change, &values, ranges) {
                Next::Move(step) => step,
                Next::Nothing => return Answer::Never,
                Next::Unknown => return Answer::Unknown,
            };
            for (row, factor, own) in self.column(step.cell) {
                values[self.solved_for[row]] -= factor * step.sign * step.length / own;
            }
            values[step.cell] += step.sign * step.length;
            if (change - values[cell]) * change.signum() <= 0 {
                let moves = values.into_iter().enumerate().filter(|(_, change)| *change != 0);
                return Answer::Reached(moves.collect());
            }
            if let Some(row) = step.stopped_by {
                self.solve_for(row, step.cell);
                if self.is_spent {
                    return Answer::Unknown;
                }
            }
        }
        Answer::Unknown
    }

    /// The step that brings a cell furthest, but not further than requested.
    fn next(&self, cell: usize, change: i64, values: &[i64], ranges: &[Option<Range>]) -> Next {
        let upwards = change.signum();
        let missing = (change - values[cell]).abs();
        if room(ranges, values, cell, upwards) < missing {
            return Next::Nothing;
        }
        let Some(row) = self.row_of[cell] else {
            return self.step(cell, upwards, missing, -1, values, ranges);
        };
        let line = &self.rows[row * self.cells..][..self.cells];
        let own = i64::from(line[cell]);
        let mut best: Option<(i64, Step)> = None;
        let mut is_known = true;
        for (free, factor) in line.iter().enumerate() {
            if *factor == 0 || free == cell {
                continue;
            }
            let factor = i64::from(*factor);
            let sign = -upwards * factor.signum();
            if room(ranges, values, free, sign) == 0 {
                continue;
            }
            let wanted = (missing * own + factor.abs() - 1) / factor.abs();
            let worthless = best.map_or(-1, |(gain, _)| gain / factor.abs());
            match self.step(free, sign, wanted, worthless, values, ranges) {
                Next::Move(step) if step.length == wanted => return Next::Move(step),
                Next::Move(step) => best = Some((step.length * factor.abs(), step)),
                Next::Nothing => {}
                Next::Unknown => is_known = false,
            }
        }
        match best {
            Some((_, step)) => Next::Move(step),
            None if is_known => Next::Nothing,
            None => Next::Unknown,
        }
    }

    /// How far a free cell can move, but not further than `wanted`. [`Next::Nothing`] if that is at most
    /// `worthless`, [`Next::Unknown`] if it is a fraction.
    fn step(
        &self,
        cell: usize,
        sign: i64,
        wanted: i64,
        worthless: i64,
        values: &[i64],
        ranges: &[Option<Range>],
    ) -> Next {
        let mut step =
            Step { cell, sign, length: room(ranges, values, cell, sign).min(wanted), stopped_by: None };
        if step.length <= worthless {
            return Next::Nothing;
        }
        let mut is_whole = true;
        let mut least = (i64::MAX, usize::MAX);
        let mut divides = false;
        for (row, factor, own) in self.column(cell) {
            let stopping = self.solved_for[row];
            let room = room(ranges, values, stopping, -sign * factor.signum()).saturating_mul(own);
            let length = room / factor.abs();
            divides |= own != 1;
            if length > step.length {
                continue;
            }
            let is_exact = room % factor.abs() == 0;
            let rank = (factor.abs(), stopping);
            let is_first = is_exact && step.stopped_by.is_some() && (!is_whole || rank < least);
            if length < step.length || is_first {
                (step.length, step.stopped_by, is_whole, least) = (length, Some(row), is_exact, rank);
                if length <= worthless {
                    return Next::Nothing;
                }
            }
        }
        is_whole &= !divides || self.column(cell).all(|(_, factor, own)| factor * step.length % own == 0);
        if is_whole { Next::Move(step) } else { Next::Unknown }
    }
}

/// How far a cell can still move in a direction.
fn room(ranges: &[Option<Range>], values: &[i64], cell: usize, sign: i64) -> i64 {
    ranges[cell].map_or(0, |range| if sign > 0 { range.to - values[cell] } else { values[cell] - range.from })
}

fn common_divisor(mut one: u16, mut other: u16) -> u16 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}
