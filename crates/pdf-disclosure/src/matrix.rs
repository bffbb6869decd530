//! The matrices that position text and pictures on a page.

use lopdf::Object;

/// A transformation `[a b c d e f]`, as in ISO 32000-1, 8.3.3.
#[derive(Clone, Copy)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const UNIT: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn read(operands: &[Object]) -> Option<Self> {
        let mut matrix = [0.0; 6];
        for (at, cell) in matrix.iter_mut().enumerate() {
            *cell = f64::from(operands.get(at)?.as_float().ok()?);
        }
        Some(Self(matrix))
    }

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, next.0);
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    /// First a translation by `x` and `y`, then `self`.
    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }

    /// The area of the unit square.
    pub(super) fn area(self) -> f64 {
        (self.0[0] * self.0[3] - self.0[1] * self.0[2]).abs()
    }
}
