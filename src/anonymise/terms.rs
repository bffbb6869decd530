//! Turns cells into values of closed vocabularies, at the finest level that a cell gives.
//!
//! Keys and labels match without regard to case, spaces and punctuation. A value outside every vocabulary is
//! refused, so no free text of a cell can pass.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::columns::Field;
use super::sheet::Cell;
use crate::collections::office::Office;
use crate::collections::report::CaseStage;
use crate::collections::sanction::levels::Level;
use crate::collections::sanction::{Penalty, PenaltyLevel};
use crate::collections::{Detail, Portal};
use crate::locale::{Label, Text};
use crate::reading::messages::expected_value;
use crate::spreadsheet::day;

/// The accepted values: the vocabularies, and the offices and elections of a portal.
pub struct Terms {
    /// By property: the normal form of a name → its meaning.
    known: BTreeMap<Field, BTreeMap<String, Meaning>>,
    /// The ids of elections.
    contests: Vec<String>,
}

/// The meaning of a cell.
#[derive(Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A value of a level.
    Value(Level, String),
    /// An open case, which is not published.
    OpenCase,
    /// A value outside every vocabulary.
    Unknown,
}

impl Default for Terms {
    fn default() -> Self {
        Self::new([], [])
    }
}

impl Terms {
    /// The terms of a portal.
    pub fn of(portal: &Portal) -> Self {
        let contests = portal.entries.iter().filter_map(|entry| match entry.detail() {
            Detail::Calendar(_) => Some((entry.id.as_str(), entry.common().title.text.as_str())),
            _ => None,
        });
        Self::new(portal.offices.values(), contests)
    }

    /// Creates terms from offices, and from the ids and titles of elections.
    pub fn new<'p>(
        offices: impl IntoIterator<Item = &'p Office>,
        contests: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> Self {
        let mut terms = Self { known: BTreeMap::new(), contests: Vec::new() };
        for office in offices {
            let names = [Some(&office.code), Some(&office.name), office.short_name.as_ref()];
            for name in names.into_iter().flatten() {
                let cluster = Meaning::Value(Level::Cluster, office.cluster.key().to_owned());
                let known = terms.known.entry(Field::Office).or_default();
                known
                    .entry(normal(name).to_string())
                    // A name shared by offices in two groups gives no group.
                    .and_modify(|known| {
                        if *known != cluster {
                            *known = Meaning::Unknown;
                        }
                    })
                    .or_insert(cluster);
            }
        }
        for (id, title) in contests {
            let name = id.rsplit('/').next().unwrap_or(id);
            for form in [id, name, title] {
                terms.add(Field::Contest, form, &Meaning::Value(Level::Contest, id.to_owned()));
            }
            terms.contests.push(id.to_owned());
        }
        // Both moral sanctions are one value, and their level is not coarser.
        let moral = PenaltyLevel::Moral;
        let meaning = Meaning::Value(Level::Penalty, moral.key().to_owned());
        terms.add_term(Field::Penalty, moral.key(), moral.label(), &meaning);
        for penalty in Penalty::ALL.iter().filter(|penalty| penalty.level() == moral) {
            terms.add_term(Field::Penalty, penalty.key(), penalty.label(), &meaning);
        }
        for field in Field::ALL.iter().copied() {
            for level in field.levels() {
                for (key, label) in level.terms() {
                    terms.add_term(field, key, label, &Meaning::Value(*level, key.to_owned()));
                }
            }
        }
        for stage in CaseStage::ALL {
            terms.add_term(Field::Stage, stage.key(), stage.label(), &Meaning::OpenCase);
        }
        terms
    }

    /// Adds a value by its key and labels, both with and without the part in brackets.
    fn add_term(&mut self, field: Field, key: &str, label: Label, meaning: &Meaning) {
        for name in [key, label.id, label.en] {
            self.add(field, name, meaning);
            if let Some((short, _)) = name.split_once(" (") {
                self.add(field, short, meaning);
            }
        }
    }

    /// Adds a name unless it is taken; finer values are added first.
    fn add(&mut self, field: Field, name: &str, meaning: &Meaning) {
        let known = self.known.entry(field).or_default();
        known.entry(normal(name).to_string()).or_insert_with(|| meaning.clone());
    }

    /// The meaning of a cell in a column.
    pub fn meaning(&self, field: Field, cell: &Cell) -> Meaning {
        let text = match (field, cell) {
            (_, Cell::Empty | Cell::Other) => return Meaning::Unknown,
            (Field::Date, Cell::Day(day)) => {
                return quarter(*day).map_or(Meaning::Unknown, |text| Meaning::Value(Level::Quarter, text));
            }
            (_, Cell::Day(_)) => return Meaning::Unknown,
            (_, Cell::Text(text)) => text,
        };
        let form = normal(text);
        let known = |form: &str| self.known.get(&field).and_then(|known| known.get(form)).cloned();
        let found = match field {
            Field::Post => known(&form).or_else(|| known(form.strip_prefix("jabatan")?)),
            Field::Grade => grade(&form).map(|grade| Meaning::Value(Level::Grade, grade.to_owned())),
            Field::Date => time(text).map(|(level, text)| Meaning::Value(level, text)),
            Field::Penalty => known(&form.replace("hukumandisiplin", "hukuman")),
            _ => known(&form),
        };
        found.unwrap_or(Meaning::Unknown)
    }

    /// The day in a cell of the date column, if it has one.
    pub fn day(cell: &Cell) -> Option<Date> {
        match cell {
            Cell::Day(day) => Some(*day),
            Cell::Text(text) => day(text),
            Cell::Empty | Cell::Other => None,
        }
    }

    /// The values that a column accepts, for messages.
    pub fn accepted(&self, field: Field) -> Text {
        let listed: Vec<&str> = match field {
            Field::Office => {
                return super::messages::office(expected_value(&keys(Level::Cluster)));
            }
            Field::Grade => {
                return super::messages::grade();
            }
            Field::Date => {
                return super::messages::date();
            }
            Field::Contest => self.contests.iter().map(String::as_str).collect(),
            Field::Penalty => {
                let penalties = Penalty::ALL.iter().map(|penalty| penalty.key());
                penalties.chain(keys(Level::PenaltyLevel)).chain(keys(Level::AnyPenalty)).collect()
            }
            Field::Stage => CaseStage::ALL.iter().map(|stage| stage.key()).collect(),
            _ => field.levels().iter().flat_map(|level| keys(*level)).collect(),
        };
        let mut once: Vec<&str> = Vec::new();
        for key in listed {
            if !once.contains(&key) {
                once.push(key);
            }
        }
        expected_value(&once)
    }
}

fn keys(level: Level) -> Vec<&'static str> {
    level.terms().into_iter().map(|(key, _)| key).collect()
}

/// Keeps only letters and digits, in lower case, so that spelling variants match.
pub(super) fn normal(text: &str) -> Zeroizing<String> {
    // NFKC can make a text longer, and a growing buffer would leave a copy in memory.
    let mut form = Zeroizing::new(String::with_capacity(text.len().saturating_mul(4)));
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        form.extend(letters.map(|letter| char::from(letter.to_ascii_lowercase())));
        return form;
    }
    form.extend(text.nfkc().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()));
    form
}

/// `iiia` → `iii`.
fn grade(form: &str) -> Option<&'static str> {
    let form = form.strip_prefix("golongan").or_else(|| form.strip_prefix("gol")).unwrap_or(form);
    let form = form.strip_prefix("ruang").unwrap_or(form);
    ["iv", "iii", "ii", "i"].into_iter().find(|grade| {
        let step = form.strip_prefix(grade);
        step.is_some_and(|step| matches!(step, "" | "a" | "b" | "c" | "d" | "e"))
    })
}

fn quarter(day: Date) -> Option<String> {
    let value = format!("{}-T{}", day.year(), (day.month() - 1) / 3 + 1);
    Level::Quarter.admits(&value).then_some(value)
}

/// A day, quarter, half-year or year, as its finest level.
fn time(text: &str) -> Option<(Level, String)> {
    if let Some(day) = day(text) {
        return quarter(day).map(|value| (Level::Quarter, value));
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number = |word: &str| -> Option<usize> {
        let roman = ["i", "ii", "iii", "iv"].iter().position(|roman| *roman == word).map(|at| at + 1);
        roman.or_else(|| word.parse().ok())
    };
    let part = |name: &str| match name {
        "triwulan" | "tw" | "kuartal" => Some((Level::Quarter, 'T')),
        "semester" | "smt" => Some((Level::HalfYear, 'S')),
        _ => None,
    };
    let (level, value) = match words.as_slice() {
        [year] => (Level::Year, (*year).to_owned()),
        [year, short] | [short, year] if short.len() == 2 && short.is_ascii() => {
            let letter = short.chars().next()?.to_ascii_uppercase();
            let level = if letter == 'T' { Level::Quarter } else { Level::HalfYear };
            (level, format!("{year}-{letter}{}", &short[1..]))
        }
        [name, at, year] | [name, at, "tahun", year] => {
            let (level, letter) = part(name)?;
            (level, format!("{year}-{letter}{}", number(at)?))
        }
        _ => return None,
    };
    level.admits(&value).then_some((level, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collections::office::Cluster;

    fn says(field: Field, text: &str) -> Option<(Level, String)> {
        let office = |code: &str, name: &str, short: &str, cluster| Office {
            code: code.to_owned(),
            name: name.to_owned(),
            short_name: Some(short.to_owned()),
            cluster,
        };
        let offices = [
            office("dinas-rekaan", "Dinas Rekaan dan Khayalan", "Disrek", Cluster::Department),
            office("rs-rekaan", "Rumah Sakit Rekaan", "RSR", Cluster::Health),
            office("dinas-lain", "Dinas Lain", "Kembar", Cluster::Department),
            office("badan-lain", "Badan Lain", "Kembar", Cluster::Agency),
        ];
        match Terms::new(&offices, []).meaning(field, &Cell::text(text)) {
            Meaning::Value(level, value) => Some((level, value)),
            Meaning::OpenCase => Some((Level::Stage, "open".to_owned())),
            Meaning::Unknown => None,
        }
    }

    #[test]
    fn cells_are_read_however_they_are_written() {
        for (field, text, level, value) in [
            (Field::Office, "DINAS REKAAN & KHAYALAN", None, ""),
            (Field::Office, "Dinas Rekaan  dan Khayalan", Some(Level::Cluster), "dinas"),
            (Field::Office, "rs rekaan", Some(Level::Cluster), "kesehatan"),
            (Field::Office, "Disrek", Some(Level::Cluster), "dinas"),
            (Field::Office, "Kewilayahan", Some(Level::Cluster), "kewilayahan"),
            (Field::Office, "Kembar", None, ""),
            (Field::Post, "Jabatan Pimpinan Tinggi", Some(Level::PostLevel), "jpt"),
            (Field::Post, "Jabatan fungsional", Some(Level::PostLevel), "fungsional"),
            (Field::Post, "non-struktural", Some(Level::PostGroup), "non_struktural"),
            (Field::Grade, "III/a", Some(Level::Grade), "iii"),
            (Field::Grade, "Gol. IV e", Some(Level::Grade), "iv"),
            (Field::Grade, "I/d", Some(Level::Grade), "i"),
            (Field::Grade, "IX", None, ""),
            (Field::Grade, "3a", None, ""),
            (Field::Staff, "PPPK Paruh Waktu", Some(Level::StaffCategory), "pppk_paruh_waktu"),
            (Field::Date, "2024-03-12", Some(Level::Quarter), "2024-T1"),
            (Field::Date, "2024-12-31T00:00:00", Some(Level::Quarter), "2024-T4"),
            (Field::Date, "12 Maret 2024", Some(Level::Quarter), "2024-T1"),
            (Field::Date, "Selasa, 9 Nop. 2024", Some(Level::Quarter), "2024-T4"),
            (Field::Date, "2024-T3", Some(Level::Quarter), "2024-T3"),
            (Field::Date, "Triwulan III 2024", Some(Level::Quarter), "2024-T3"),
            (Field::Date, "TW 2 tahun 2024", Some(Level::Quarter), "2024-T2"),
            (Field::Date, "semester ii 2024", Some(Level::HalfYear), "2024-S2"),
            (Field::Date, "2024", Some(Level::Year), "2024"),
            (Field::Date, "12/03/2024", Some(Level::Quarter), "2024-T1"),
            (Field::Date, "03/12/2024", Some(Level::Quarter), "2024-T4"),
            (Field::Date, "03/31/2024", None, ""),
            (Field::Date, "31 Februari 2024", None, ""),
            (Field::Date, "1924-03-12", None, ""),
            (Field::Date, "2024-T5", None, ""),
            (Field::Date, "é2024", None, ""),
            (Field::Date, "é 2024", None, ""),
            (Field::ViolationKind, "Interaksi Media Sosial", Some(Level::ViolationKind), "interaksi_medsos"),
            (Field::ViolationClass, "kode etik", Some(Level::ViolationClass), "kode_etik"),
            (Field::Penalty, "Teguran tertulis", Some(Level::Penalty), "teguran_tertulis"),
            (Field::Penalty, "Pernyataan tertutup", Some(Level::Penalty), "moral"),
            (Field::Penalty, "Sanksi moral", Some(Level::Penalty), "moral"),
            (Field::Penalty, "Hukuman disiplin sedang", Some(Level::PenaltyLevel), "sedang"),
            (Field::Penalty, "ada", Some(Level::AnyPenalty), "ada"),
            (Field::Penalty, "Tidak disanksi", Some(Level::Penalty), "tidak"),
            (Field::Stage, "Selesai", Some(Level::Stage), "selesai"),
            (Field::Stage, "pemeriksaan PPK", Some(Level::Stage), "open"),
            (Field::Stage, "entah", None, ""),
        ] {
            assert_eq!(says(field, text), level.map(|level| (level, value.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_cell_that_is_a_day_is_a_date_and_nothing_else() {
        let day = jiff::civil::date(2024, 5, 6);
        assert!(
            Terms::default().meaning(Field::Date, &Cell::Day(day))
                == Meaning::Value(Level::Quarter, "2024-T2".to_owned())
        );
        assert!(Terms::default().meaning(Field::Grade, &Cell::Day(day)) == Meaning::Unknown);
    }
}
