//! Telephone and bank account numbers.

use super::contacts::{Official, telephone_key};
use super::digits::is_one_digit;
use super::numbers::{Page, Run, Stretch, Words};
use super::sweep::FEWEST_DIGITS;
use super::{Detector, Found};

/// Keywords for telephone numbers. Next to one, a number may lack its leading zero.
static PHONE_WORDS: Words = Words::new(&[
    "hp",
    "no_hp",
    "nohp",
    "handphone",
    "hape",
    "ponsel",
    "telp",
    "telpon",
    "telepon",
    "tlp",
    "tel",
    "wa",
    "whatsapp",
    "whatsap",
    "kontak",
    "hubungi",
    "seluler",
    "sms",
    "phone",
    "mobile",
    "call",
    "fax",
    "faks",
    "narahubung",
]);
/// Keywords for bank accounts.
static ACCOUNT_WORDS: Words = Words::new(&[
    "rek",
    "norek",
    "no.rek",
    "rekening",
    "a.n",
    "a/n",
    "atas nama",
    "bank account",
    "account number",
    "bca",
    "bri",
    "bni",
    "mandiri",
    "bpd",
]);
/// Keywords for budget accounts, which are not bank accounts: "kode rekening 5.1.02.01".
static BUDGET_WORDS: Words =
    Words::new(&["kode rekening", "kode rek", "rekening belanja", "rekening pendapatan", "kode akun", "rp"]);

/// The number of digits of a mobile number after `0` or `+62`: 8, and 8–11 more.
const MOBILE: std::ops::RangeInclusive<usize> = 9..=12;
/// The number of digits of a landline number after `0` or `+62`: an area code of two or three, and 5–8 more. An area
/// code of two belongs to a city whose numbers have at least seven, so no number is shorter than [`FEWEST_DIGITS`].
const LANDLINE: std::ops::RangeInclusive<usize> = 8..=11;
/// The maximum number of groups in a telephone number.
const MOST_GROUPS: usize = 6;

/// Finds telephone numbers in one run. `taken` returns whether another detector has already found a group.
pub(super) fn find(
    page: &Page<'_>,
    run: &Run,
    official: &Official,
    taken: &dyn Fn(&std::ops::Range<usize>) -> bool,
    found: &mut Vec<Found>,
) {
    let mut first = 0;
    while first < run.groups.len() {
        if taken(&run.groups[first]) {
            first += 1;
            continue;
        }
        let readings = telephone(page, run, first);
        let known = readings.iter().find(|reading| official.has_phone(&reading.key));
        let best = known.or_else(|| {
            // "0812 3456 7890 12 orang": prefer 11 digits after the `0`, then the nearest length from ten
            // digits on.
            readings.iter().min_by_key(|reading| (reading.digits < 10, reading.digits.abs_diff(11)))
        });
        first += match best {
            Some(reading) => {
                if known.is_none() {
                    found.push(Found {
                        detector: Detector::Phone,
                        range: reading.stretch.range(),
                        normal: reading.key.clone(),
                    });
                }
                reading.stretch.groups.len()
            }
            None => 1,
        };
    }
}

/// One possible reading of a telephone number that begins at a group.
struct Telephone<'r> {
    stretch: Stretch<'r>,
    /// With the country code: `6281234567890`.
    key: String,
    /// The number of digits after the `0` or `62`.
    digits: usize,
}

fn telephone<'r>(page: &Page<'_>, run: &'r Run, first: usize) -> Vec<Telephone<'r>> {
    let text = page.text();
    let start = run.groups[first].start;
    let plus = page.slice(start.saturating_sub(2)..start).trim_end().ends_with('+');
    let mut readings = Vec::new();
    for total in FEWEST_DIGITS..=run.digits_from(first, 17) {
        let Some(stretch) = run.stretch(first, total) else { continue };
        let digits = stretch.digits(text);
        if is_one_digit(&digits) || stretch.cuts(text).is_column() {
            continue;
        }
        let range = stretch.range();
        let named = || page.near(&range, &PHONE_WORDS, 48, 16);
        let (national, country) = match abroad(&digits, &stretch).or_else(|| digits.strip_prefix("62")) {
            Some(rest) => (rest.strip_prefix('0').unwrap_or(rest), true),
            None => (digits.strip_prefix('0').unwrap_or(&digits), false),
        };
        let trunk = country || digits.starts_with('0');
        // "Rp 62.812.345.678" and "62 812 345" are amounts unless there is a plus or a keyword.
        let amount = || !plus && !digits.starts_with('0') && stretch.is_thousands(text) && !named();
        let fits = if is_mobile(national) {
            let shape = Shape::of(&stretch, run, text, country);
            let bare = || named() && !page.in_link(&range) && !is_budget(page, &range);
            shape.is_mobile()
                && (trunk || bare())
                && !amount()
                && !(country && !plus && is_budget(page, &range))
        } else {
            is_landline(page, run, &stretch, national, plus && country, &named)
        };
        if fits {
            let key = telephone_key(&format!("0{national}"));
            readings.push(Telephone { digits: national.len(), stretch, key });
        }
    }
    readings
}

/// The digits after `0062`, if that is written as a country code: `0062 812 …`, `00 62 812 …`.
fn abroad<'d>(digits: &'d str, stretch: &Stretch<'_>) -> Option<&'d str> {
    let whole = stretch.groups.first().is_some_and(|first| first.len() >= 4)
        || stretch.groups.get(1).is_some_and(|second| stretch.groups[0].len() == 2 && second.len() == 2);
    digits.strip_prefix("0062").filter(|_| whole)
}

fn is_mobile(national: &str) -> bool {
    // 080 numbers are services, 084 and 086 are not assigned (868 is for satellites and rare).
    MOBILE.contains(&national.len())
        && matches!(national.as_bytes(), [b'8', b'1' | b'2' | b'3' | b'5' | b'7' | b'8' | b'9', ..])
}

/// How the digits of a mobile number are grouped.
struct Shape {
    /// The lengths of the groups after the country code. A line end does not separate groups.
    lengths: Vec<usize>,
    /// Whether all separators are the same.
    uniform: bool,
    /// Whether the run holds nothing else.
    whole: bool,
}

impl Shape {
    fn of(stretch: &Stretch<'_>, run: &Run, text: &str, country: bool) -> Self {
        let separators = stretch.separators(text);
        let mut lengths: Vec<usize> = Vec::new();
        for (at, group) in stretch.groups.iter().enumerate() {
            let broken = at > 0 && separators.get(at - 1).is_some_and(|between| between.contains('\n'));
            match lengths.last_mut() {
                Some(last) if broken => *last += group.len(),
                _ => lengths.push(group.len()),
            }
        }
        // "+62 812 …": the country code, and the zero that some write in brackets, do not count.
        if country && lengths.first().is_some_and(|first| *first == 2 || *first == 4) && lengths.len() > 1 {
            lengths.remove(0);
            if lengths.first() == Some(&1) && lengths.len() > 2 {
                lengths.remove(0);
            }
        }
        Self {
            uniform: separators.windows(2).all(|pair| pair[0] == pair[1]),
            whole: stretch.groups.len() == run.groups.len(),
            lengths,
        }
    }

    /// `0812-3456-7890`, `081234567890`, `08 12 34 56 78 90`, `0 8 1 2 …`. The times `08.00-16.00` and dates
    /// do not match.
    fn is_mobile(&self) -> bool {
        let all = |length: usize| self.uniform && self.whole && self.lengths.iter().all(|one| *one == length);
        let first = self.lengths.first().copied().unwrap_or(0);
        let rest = self.lengths.get(1..).unwrap_or_default();
        // A single last digit is a common slip: "0812 3456 789 0".
        let grouped = first >= 3
            && self.lengths.len() <= MOST_GROUPS
            && rest.iter().rev().skip(1).all(|length| *length >= 2);
        grouped || all(1) || all(2)
    }
}

/// `(0362) 12345`, `+62 361 123456`, and with a keyword also `0362-12345`.
fn is_landline(
    page: &Page<'_>,
    run: &Run,
    stretch: &Stretch<'_>,
    national: &str,
    abroad: bool,
    named: &dyn Fn() -> bool,
) -> bool {
    let text = page.text();
    let area = matches!(national.as_bytes(), [b'2'..=b'7' | b'9', ..]);
    if !area || !LANDLINE.contains(&national.len()) || stretch.groups.len() > 4 {
        return false;
    }
    if abroad {
        return true;
    }
    let head = &stretch.groups[0];
    let Some(digits) = text.get(head.clone()) else { return false };
    if !digits.starts_with('0') {
        return false;
    }
    let bracketed = page.before(head.start) == Some(b'(') && text[head.end..].starts_with(')');
    let apart = matches!(head.len(), 3 | 4) && stretch.groups.len() > 1;
    let subscriber = national.len() + 1 - head.len();
    let hyphened =
        stretch.separators(text).first().is_some_and(|between| matches!(between.trim(), "-" | "" | "."));
    let whole = stretch.first == 0 && stretch.groups.len() == run.groups.len();
    (apart
        && (5..=8).contains(&subscriber)
        && (bracketed || (hyphened && !text[head.end..].starts_with('.') && named())))
        || (whole && stretch.groups.len() == 1 && national.len() >= 8 && named())
}

/// Whether the words before a number make it an amount or a budget account.
fn is_budget(page: &Page<'_>, range: &std::ops::Range<usize>) -> bool {
    BUDGET_WORDS.stand_in(page.slice(range.start.saturating_sub(24)..range.start))
}

/// Finds the bank account in a run: 9–16 digits next to a keyword.
pub(super) fn find_account(
    page: &Page<'_>,
    run: &Run,
    taken: &dyn Fn(&std::ops::Range<usize>) -> bool,
    found: &mut Vec<Found>,
) {
    const DIGITS: std::ops::RangeInclusive<usize> = 9..=16;
    for first in 0..run.groups.len() {
        let totals = *DIGITS.start()..=run.digits_from(first, *DIGITS.end());
        let longest = totals.rev().find_map(|total| run.stretch(first, total));
        let Some(stretch) = longest else { continue };
        let range = stretch.range();
        if stretch.groups.iter().any(taken) {
            continue;
        }
        let digits = stretch.digits(page.text());
        // "5.1.02.01.01.0024" is a budget account.
        let budget = stretch.groups[0].len() == 1 && page.text()[stretch.groups[0].end..].starts_with('.');
        // "115.1234567" is a decimal fraction.
        let decimal = matches!(stretch.groups, [whole, rest] if whole.len() <= 3 && rest.len() >= 5)
            && stretch.separators(page.text()) == ["."];
        let plain = !decimal
            && !is_one_digit(&digits)
            && !budget
            && !is_budget(page, &range)
            && !stretch.is_thousands(page.text())
            && stretch.dates(page.text()) == 0
            && !page.in_link(&range);
        if plain && page.near(&range, &ACCOUNT_WORDS, 48, 16) {
            found.push(Found { detector: Detector::BankAccount, range, normal: digits });
            return;
        }
    }
}
