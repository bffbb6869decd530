//! The published data about persons, in the form that a release stores and the comparison reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::collections::sanction::levels::Level;
use crate::disclosure::rows::{CellTable, RowTable, Thresholds};
use crate::reading::{Count, Symbol};

/// All published data about persons in one edition: series by id.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The sanction series.
    #[serde(rename = "sanksi")]
    pub sanctions: BTreeMap<String, SanctionFacts>,
    /// The pact series.
    #[serde(rename = "pakta")]
    pub pacts: BTreeMap<String, PactFacts>,
}

impl Facts {
    /// Whether the edition publishes no data about persons.
    pub fn is_empty(&self) -> bool {
        self.sanctions.is_empty() && self.pacts.is_empty()
    }
}

/// A published sanction series.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SanctionFacts {
    /// What it counts: a key of `Outcome`.
    #[serde(rename = "hasil")]
    pub outcome: String,
    /// The issuing authority: a key of `Authority`.
    #[serde(rename = "penetap")]
    pub authority: String,
    /// The period of the series.
    #[serde(rename = "periode")]
    pub period: Option<Days>,
    /// The unit of the counts: a key of `Unit`.
    #[serde(rename = "satuan")]
    pub unit: String,
    /// The total count.
    #[serde(rename = "total", with = "shown")]
    pub total: Count,
    /// Old addresses that redirect to it.
    #[serde(rename = "alihan", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub redirects: BTreeSet<String>,
    /// The persons by class.
    #[serde(rename = "rincian")]
    pub rows: Option<RowFacts>,
    /// The same persons by other columns, with small numbers hidden.
    #[serde(rename = "tabel", default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<CellFacts>,
}

/// A period, both days included.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// First day.
    #[serde(rename = "dari")]
    pub from: Date,
    /// Last day.
    #[serde(rename = "sampai")]
    pub to: Date,
}

impl Days {
    /// Whether two periods have a day in common.
    pub fn meets(self, other: Days) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// Published rows and the policy under which they were published.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenRows", into = "WrittenRows")]
pub struct RowFacts {
    /// The policy's version.
    pub version: u64,
    /// Its thresholds.
    pub thresholds: Thresholds,
    /// The columns, and the classes with their counts.
    pub table: RowTable,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRows {
    versi: u64,
    kolom: Vec<String>,
    k: u64,
    l: u64,
    tidak_dirinci_maks: u64,
    populasi_min: u64,
    bagian_maks: u64,
    baris: Vec<WrittenRow>,
    tidak_dirinci: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRow {
    nilai: Vec<String>,
    jumlah: u64,
}

impl From<RowFacts> for WrittenRows {
    fn from(RowFacts { version, thresholds, table }: RowFacts) -> Self {
        let Thresholds { k, l, pool_percent, population, share_percent } = thresholds;
        let row = |(values, count): (&[String], u64)| WrittenRow { nilai: values.to_vec(), jumlah: count };
        Self {
            versi: version,
            kolom: table.levels().iter().map(|level| level.key().to_owned()).collect(),
            k,
            l,
            tidak_dirinci_maks: pool_percent,
            populasi_min: population,
            bagian_maks: share_percent,
            baris: table.classes().map(row).collect(),
            tidak_dirinci: table.pooled(),
        }
    }
}

impl TryFrom<WrittenRows> for RowFacts {
    type Error = &'static str;

    fn try_from(written: WrittenRows) -> Result<Self, Self::Error> {
        let levels = levels(&written.kolom)?;
        let mut table = RowTable::new(&levels);
        if table.levels() != levels {
            return Err("`kolom`");
        }
        for WrittenRow { nilai, jumlah } in written.baris {
            if nilai.len() != levels.len() || jumlah == 0 {
                return Err("`baris`");
            }
            table.add(nilai, jumlah);
        }
        table.add_pooled(written.tidak_dirinci);
        Ok(Self {
            version: written.versi,
            thresholds: Thresholds {
                k: written.k,
                l: written.l,
                pool_percent: written.tidak_dirinci_maks,
                population: written.populasi_min,
                share_percent: written.bagian_maks,
            },
            table,
        })
    }
}

/// A published table with hidden numbers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenCells", into = "WrittenCells")]
pub struct CellFacts(pub CellTable);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCells {
    kolom: Vec<String>,
    sel: Vec<WrittenCell>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCell {
    nilai: Vec<String>,
    #[serde(with = "shown")]
    jumlah: Count,
}

impl From<CellFacts> for WrittenCells {
    fn from(CellFacts(table): CellFacts) -> Self {
        let hidden = Count::Symbol(Symbol::Confidential);
        let cell = |(values, count): (&[String], Option<u64>)| WrittenCell {
            nilai: values.to_vec(),
            jumlah: count.map_or(hidden, |count| Count::Number(count, None)),
        };
        Self {
            kolom: table.levels().iter().map(|level| level.key().to_owned()).collect(),
            sel: table.cells().map(cell).collect(),
        }
    }
}

impl TryFrom<WrittenCells> for CellFacts {
    type Error = &'static str;

    fn try_from(written: WrittenCells) -> Result<Self, Self::Error> {
        let levels = levels(&written.kolom)?;
        let cells = written.sel.into_iter().map(|WrittenCell { nilai, jumlah }| {
            if nilai.len() == levels.len() { Ok((nilai, jumlah.number())) } else { Err("`sel`") }
        });
        let cells = cells.collect::<Result<_, _>>()?;
        Ok(Self(CellTable::new(levels, cells)))
    }
}

fn levels(keys: &[String]) -> Result<Vec<Level>, &'static str> {
    keys.iter().map(|key| Level::from_key(key)).collect::<Option<_>>().ok_or("`kolom`")
}

/// A published pact series.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PactFacts {
    /// The kind of pact: a key of `PactKind`.
    #[serde(rename = "jenis")]
    pub kind: String,
    /// The unit of the counts: a key of `Unit`.
    #[serde(rename = "satuan")]
    pub unit: String,
    /// How small counts are protected.
    #[serde(rename = "cara")]
    pub method: String,
    /// The threshold: a shown cell counts nobody or at least this many people.
    pub k: u64,
    /// Old addresses that redirect to it.
    #[serde(rename = "alihan", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub redirects: BTreeSet<String>,
    /// The codes of all offices that are counted, shown individually or not.
    #[serde(rename = "opd")]
    pub offices: BTreeSet<String>,
    /// The totals by day; `x` if the source gives no day.
    #[serde(rename = "total")]
    pub totals: BTreeMap<String, Cell>,
    /// The details, by day.
    #[serde(rename = "hari")]
    pub days: BTreeMap<Date, DayFacts>,
}

/// The details of one day, by class and by category of staff.
pub type DayFacts = BTreeMap<RowKey, BTreeMap<String, Cell>>;

impl PactFacts {
    /// The offices that are counted but not shown individually; empty if only totals are published.
    pub fn pool(&self) -> BTreeSet<&str> {
        if self.days.is_empty() {
            return BTreeSet::new();
        }
        let shown: BTreeSet<&str> =
            self.days.values().flat_map(BTreeMap::keys).filter_map(RowKey::office).collect();
        self.offices.iter().map(String::as_str).filter(|office| !shown.contains(office)).collect()
    }
}

/// A row of a published pact table.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKey {
    /// One office, by its code.
    Office(String),
    /// The offices that are not detailed.
    Pool,
    /// Several offices that are combined for another reason: a cluster, or all.
    Sum(String),
}

const POOL: &str = "tidak_dirinci";
const OFFICE: &str = "opd/";

impl RowKey {
    fn office(&self) -> Option<&str> {
        match self {
            RowKey::Office(code) => Some(code),
            RowKey::Pool | RowKey::Sum(_) => None,
        }
    }
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RowKey::Office(code) => write!(f, "{OFFICE}{code}"),
            RowKey::Pool => f.write_str(POOL),
            RowKey::Sum(name) => f.write_str(name),
        }
    }
}

impl FromStr for RowKey {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.strip_prefix(OFFICE) {
            Some(code) => RowKey::Office(code.to_owned()),
            None if text == POOL => RowKey::Pool,
            None => RowKey::Sum(text.to_owned()),
        })
    }
}

/// Signatures out of a target; written `38/41`, with a symbol in place of a missing number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Persons who have signed.
    pub signed: Count,
    /// Persons who should sign.
    pub target: Count,
}

impl Cell {
    /// Creates a cell from target and signed, without their remarks.
    pub fn new(target: Count, signed: Count) -> Self {
        Self { signed: unmarked(signed), target: unmarked(target) }
    }

    /// The counts of those who signed and those who did not, if both are numbers.
    pub fn faces(self) -> Option<[u64; 2]> {
        let (signed, target) = self.signed.number().zip(self.target.number())?;
        Some([signed, target.saturating_sub(signed)])
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", text_of(self.signed), text_of(self.target))
    }
}

impl FromStr for Cell {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('/').and_then(|(signed, target)| Some((parse(signed)?, parse(target)?)));
        parts.map(|(signed, target)| Self { signed, target }).ok_or("38/41")
    }
}

macro_rules! written_as_text {
    ($($name:ident)+) => { $(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|expected| de::Error::custom(format!("expected {expected}")))
            }
        }
    )+ };
}

written_as_text!(RowKey Cell);

/// The count without its remark: a figure that is no longer provisional is still the same figure.
pub(super) fn unmarked(count: Count) -> Count {
    match count {
        Count::Number(number, _) => Count::Number(number, None),
        symbol @ Count::Symbol(_) => symbol,
    }
}

fn text_of(count: Count) -> String {
    match count {
        Count::Number(number, _) => number.to_string(),
        Count::Symbol(symbol) => symbol.key().to_owned(),
    }
}

fn parse(text: &str) -> Option<Count> {
    let symbol = Symbol::ALL.into_iter().find(|symbol| symbol.key() == text).map(Count::Symbol);
    symbol.or_else(|| text.parse().ok().map(|number| Count::Number(number, None)))
}

/// A count as a number, or as the letter of its symbol.
mod shown {
    use super::{Count, Deserialize, Deserializer, Serializer, de, parse};

    pub(super) fn serialize<S: Serializer>(count: &Count, serializer: S) -> Result<S::Ok, S::Error> {
        match count {
            Count::Number(number, _) => serializer.serialize_u64(*number),
            Count::Symbol(symbol) => serializer.serialize_str(symbol.key()),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u64),
            Text(String),
        }
        match Written::deserialize(deserializer)? {
            Written::Number(number) => Ok(Count::Number(number, None)),
            Written::Text(text) => parse(&text).ok_or_else(|| de::Error::custom("expected c, x or z")),
        }
    }
}
