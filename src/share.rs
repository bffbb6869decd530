//! A part of a whole, rounded in one way wherever it is written.
//!
//! Files, pages, charts and sentences all round here, in whole numbers. A float would have to hold the
//! quotient first, and two ways of writing the same float round a tie differently.

/// A part of a whole that is not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    part: u64,
    whole: u64,
}

impl Share {
    /// `part` of `whole`; `None` if the whole is zero.
    pub const fn new(part: u64, whole: u64) -> Option<Self> {
        if whole == 0 { None } else { Some(Self { part, whole }) }
    }

    /// The share in units of `1 / scale`, rounded to the nearest unit; a tie is rounded up (ISO 80000-1,
    /// annex B, rule B).
    ///
    /// A part that is short of the whole never reads as the whole: 9,999 of 10,000 is not "100 %".
    pub fn rounded(self, scale: u32) -> u64 {
        let (part, whole, scale) = (u128::from(self.part), u128::from(self.whole), u128::from(scale));
        let nearest = (2 * part * scale + whole) / (2 * whole);
        let units = if part < whole { nearest.min(scale.saturating_sub(1)) } else { nearest };
        u64::try_from(units).unwrap_or(u64::MAX)
    }

    /// The share in tenths of a percent, as pages show it.
    pub fn permille(self) -> u64 {
        self.rounded(1_000)
    }

    /// The share with four decimal places, as files hold it: `0.4063`.
    pub fn file_text(self) -> String {
        let units = self.rounded(Self::FILE_SCALE);
        let scale = u64::from(Self::FILE_SCALE);
        format!("{}.{:04}", units / scale, units % scale)
    }

    /// The number that [`file_text`](Self::file_text) writes.
    pub fn file_number(self) -> f64 {
        // Both are whole numbers that a float holds, so the quotient is the float nearest to the text.
        self.rounded(Self::FILE_SCALE) as f64 / f64::from(Self::FILE_SCALE)
    }

    const FILE_SCALE: u32 = 10_000;
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::Share;

    fn share(part: u64, whole: u64) -> Share {
        Share::new(part, whole).unwrap()
    }

    #[test]
    fn a_tie_is_rounded_up_in_every_form() {
        // 13/32 = 0.40625
        assert_eq!(share(13, 32).file_text(), "0.4063");
        assert_eq!(share(13, 32).file_number().to_string(), "0.4063");
        // 1/16 = 6.25 %
        assert_eq!(share(1, 16).permille(), 63);
        assert_eq!(share(1, 16).file_text(), "0.0625");
    }

    #[test]
    fn only_a_full_part_reads_as_the_whole() {
        assert_eq!(share(99_999, 100_000).file_text(), "0.9999");
        assert_eq!(share(9_999, 10_000).permille(), 999);
        assert_eq!(share(7, 7).file_text(), "1.0000");
        assert_eq!(share(7, 7).permille(), 1_000);
        assert_eq!(share(8, 7).file_text(), "1.1429");
        assert_eq!(Share::new(0, 0), None);
        assert_eq!(share(u64::MAX, 1).rounded(u32::MAX), u64::MAX);
    }

    /// Every share of small counts: all forms agree, and none is farther from the share than half a unit.
    #[test]
    fn all_forms_of_all_small_shares_agree() {
        for whole in 1..=400_u64 {
            for part in 0..=whole {
                let share = share(part, whole);
                let text = share.file_text();
                assert_eq!(text.parse::<f64>().unwrap().to_bits(), share.file_number().to_bits());
                for scale in [1_000, 10_000, 420_u32] {
                    let units = share.rounded(scale);
                    let (exact, written) = (part * u64::from(scale), units * whole);
                    let is_held_back = part < whole && units == u64::from(scale) - 1;
                    assert!(
                        2 * written.abs_diff(exact) <= whole || is_held_back,
                        "{part}/{whole} at {scale}"
                    );
                    let is_tie = 2 * written.abs_diff(exact) == whole;
                    assert!(!is_tie || written > exact || is_held_back, "{part}/{whole} at {scale}");
                }
                let units: u64 = text.replace('.', "").parse().unwrap();
                assert_eq!(units, share.rounded(10_000));
            }
        }
    }
}
