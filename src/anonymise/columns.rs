//! Maps the columns of a spreadsheet to properties of a person.
//!
//! The program guesses from the headings, a person confirms, and a file beside the spreadsheet stores the
//! result. That file contains headings only, never data.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::messages as rule;
use super::terms::normal;
use crate::collections::sanction::levels::Level;
use crate::diagnostics::{Diagnostic, Findings};
use crate::reading::{nearest, vocabulary};

vocabulary! {
    /// A property of a person that an internal spreadsheet may hold.
    pub enum Field {
        Office = "opd", "Perangkat daerah", "Office";
        Post = "jabatan", "Jenjang jabatan", "Level of post";
        Grade = "golongan", "Golongan", "Grade";
        Staff = "kategori_pegawai", "Kategori pegawai", "Category of staff";
        Date = "tanggal", "Tanggal", "Date";
        Contest = "pemilihan", "Pemilihan", "Election";
        ViolationKind = "jenis_pelanggaran", "Jenis pelanggaran", "Kind of violation";
        ViolationClass = "kategori_pelanggaran", "Kategori pelanggaran", "Category of violation";
        Penalty = "hukuman", "Hukuman", "Penalty";
        Stage = "akhir_perkara", "Akhir perkara", "How the case ended";
    }
}

impl Field {
    /// The levels that a column with this property can give, finest first.
    pub const fn levels(self) -> &'static [Level] {
        match self {
            Self::Office => &[Level::Cluster],
            Self::Post => &[Level::PostLevel, Level::PostGroup],
            Self::Grade => &[Level::Grade],
            Self::Staff => &[Level::StaffCategory, Level::StaffGroup],
            Self::Date => &[Level::Quarter, Level::HalfYear, Level::Year],
            Self::Contest => &[Level::Contest],
            Self::ViolationKind => &[Level::ViolationKind],
            Self::ViolationClass => &[Level::ViolationClass],
            Self::Penalty => &[Level::Penalty, Level::PenaltyLevel, Level::AnyPenalty],
            Self::Stage => &[Level::Stage],
        }
    }

    /// The properties required to publish some levels. The outcome of the case is always required, because
    /// open cases are left out.
    pub fn needed(levels: &[Level]) -> Vec<Field> {
        let tells = |field: &Field| field.levels().iter().any(|level| levels.contains(level));
        Self::ALL.iter().copied().filter(|field| *field == Self::Stage || tells(field)).collect()
    }

    /// Common headings for the property in normal form, likelier ones first.
    const fn synonyms(self) -> &'static [&'static str] {
        match self {
            Self::Office => &[
                "opd",
                "perangkatdaerah",
                "kodeopd",
                "namaopd",
                "unitkerja",
                "skpd",
                "satuankerja",
                "satker",
                "unitorganisasi",
                "instansi",
                "dinas",
                "kantor",
                "klaster",
                "office",
            ],
            Self::Post => {
                &["jenjangjabatan", "jenisjabatan", "leveljabatan", "kelompokjabatan", "jabatan", "post"]
            }
            Self::Grade => &[
                "golongan",
                "gol",
                "golonganruang",
                "golruang",
                "pangkatgolongan",
                "pangkatgol",
                "pangkatgolonganruang",
                "pangkatgolruang",
                "grade",
            ],
            Self::Staff => &[
                "kategoripegawai",
                "jenispegawai",
                "statuspegawai",
                "statuskepegawaian",
                "jenisasn",
                "kategoriasn",
                "staff",
            ],
            Self::Date => &[
                "tanggal",
                "tgl",
                "tanggalsk",
                "tglsk",
                "tanggalkeputusan",
                "tglkeputusan",
                "tanggalpenjatuhan",
                "tanggalhukuman",
                "tanggalsanksi",
                "triwulan",
                "semester",
                "tahun",
                "waktu",
                "date",
            ],
            Self::Contest => &["pemilihan", "pemilupilkada", "pemilu", "election"],
            Self::ViolationKind => &["jenispelanggaran", "bentukpelanggaran", "pelanggaran", "violation"],
            Self::ViolationClass => &["kategoripelanggaran", "golonganpelanggaran"],
            Self::Penalty => &[
                "hukuman",
                "jenishukuman",
                "hukumandisiplin",
                "jenishukumandisiplin",
                "sanksi",
                "jenissanksi",
                "tingkathukuman",
                "tingkathukumandisiplin",
                "penalty",
            ],
            Self::Stage => &[
                "akhirperkara",
                "statusperkara",
                "statuskasus",
                "tahapankasus",
                "tahapanperkara",
                "status",
                "case",
            ],
        }
    }

    pub(super) fn is_called(self, heading: &str) -> bool {
        self.synonyms().contains(&normal(heading).as_str())
    }

    /// The column that most likely holds the property.
    pub fn guess(self, heading: &[String]) -> Option<usize> {
        let forms: Vec<_> = heading.iter().map(|heading| normal(heading)).collect();
        self.synonyms().iter().find_map(|name| forms.iter().position(|form| form.as_str() == *name))
    }
}

/// Headings by property; an empty heading means that the sheet has no such column.
pub type Named = BTreeMap<Field, String>;

/// Columns by property, and the properties that nobody has decided on.
pub struct Chosen {
    /// The columns; `None` if the sheet has none.
    pub columns: BTreeMap<Field, Option<usize>>,
    /// Undecided properties, each with its most likely column.
    pub open: Vec<(Field, Option<usize>)>,
}

/// Finds the named columns in a heading. It ignores properties that are not needed.
///
/// # Errors
/// Returns the headings that the sheet does not have.
pub fn choose(heading: &[String], named: &Named, needed: &[Field]) -> Result<Chosen, Findings> {
    let mut findings = Findings::default();
    let mut chosen = Chosen { columns: BTreeMap::new(), open: Vec::new() };
    for field in needed.iter().copied() {
        match named.get(&field).map(String::as_str) {
            Some("") => {
                chosen.columns.insert(field, None);
            }
            Some(wanted) => match find(heading, wanted) {
                Some(at) => {
                    chosen.columns.insert(field, Some(at));
                }
                None => {
                    let near = nearest(wanted, heading.iter().map(String::as_str));
                    let found = rule::unknown_heading(field.key(), wanted);
                    findings.push(found.better_hint(near.map(rule::nearest_heading)));
                }
            },
            None => chosen.open.push((field, field.guess(heading))),
        }
    }
    if findings.is_empty() { Ok(chosen) } else { Err(findings) }
}

/// Finds the column with a heading, ignoring differences in spelling.
pub fn find(heading: &[String], wanted: &str) -> Option<usize> {
    let form = normal(wanted);
    heading
        .iter()
        .position(|heading| heading == wanted)
        .or_else(|| heading.iter().position(|heading| !form.is_empty() && normal(heading) == form))
}

fn keys() -> Vec<&'static str> {
    Field::ALL.iter().map(|field| field.key()).collect()
}

/// The file that stores the columns of a spreadsheet: `kasus.xlsx.kolom.toml` beside `kasus.xlsx`.
pub fn memory_path(sheet: &Path) -> PathBuf {
    let mut name = sheet.file_name().unwrap_or_default().to_owned();
    name.push(".kolom.toml");
    sheet.with_file_name(name)
}

/// Parses the output of [`memory_text`].
///
/// # Errors
/// Fails if the text has any other form.
pub fn parse_memory(text: &str) -> Result<Named, Box<Diagnostic>> {
    let broken = || Box::new(rule::memory_broken(&keys().join(", ")));
    let table: toml::Table = text.parse().map_err(|_| broken())?;
    let Some(toml::Value::Table(columns)) = table.get("kolom").filter(|_| table.len() == 1) else {
        return Err(broken());
    };
    columns
        .iter()
        .map(|(key, heading)| Some((Field::from_key(key)?, heading.as_str()?.to_owned())))
        .collect::<Option<Named>>()
        .ok_or_else(broken)
}

/// The text of the file that stores the columns: headings and nothing else.
pub fn memory_text(named: &Named) -> String {
    let mut text = String::from(
        "# Kolom lembar kerja ini bagi `terawang anonymise`: judul kolom saja, tanpa data.\n\
         # \"\" berarti tidak ada kolomnya.\n\n[kolom]\n",
    );
    for (field, heading) in named {
        let heading = toml::Value::String(heading.clone());
        text.push_str(&format!("{} = {heading}\n", field.key()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn every_level_belongs_to_one_property() {
        for level in Level::ALL {
            assert_eq!(
                Field::ALL.iter().filter(|field| field.levels().contains(level)).count(),
                1,
                "{level:?}"
            );
        }
    }

    #[test]
    fn synonyms_are_in_normal_form_and_belong_to_one_property() {
        let mut seen = std::collections::BTreeSet::new();
        for field in Field::ALL {
            for name in field.synonyms() {
                assert_eq!(normal(name).as_str(), *name);
                assert!(seen.insert(*name), "{name}");
            }
        }
    }

    #[test]
    fn columns_are_guessed_by_the_likeliest_name() {
        let heading = heading(&["Jabatan", "Jenjang  Jabatan", "UNIT KERJA", "Gol./Ruang"]);
        assert_eq!(Field::Post.guess(&heading), Some(1));
        assert_eq!(Field::Office.guess(&heading), Some(2));
        assert_eq!(Field::Grade.guess(&heading), Some(3));
        assert_eq!(Field::Stage.guess(&heading), None);
    }

    #[test]
    fn what_is_remembered_is_read_again_and_nothing_else_is() {
        let named =
            Named::from([(Field::Office, "Unit \"Kerja\"".to_owned()), (Field::Stage, String::new())]);
        assert!(parse_memory(&memory_text(&named)).is_ok_and(|read| read == named));
        for broken in ["", "kolom = 3", "[kolom]\nnama = \"Nama\"", "[kolom]\nopd = 4", "[kolom]\n[x]\n", "{"]
        {
            assert_eq!(parse_memory(broken).err().map(|found| found.code), Some("TW0845"), "{broken}");
        }
    }

    #[test]
    fn named_columns_win_and_the_rest_stays_open() {
        let heading = heading(&["Unit Kerja", "Hukuman", "Status"]);
        let named = Named::from([(Field::Office, "unit kerja".to_owned()), (Field::Stage, String::new())]);
        let needed = [Field::Office, Field::Penalty, Field::Stage];
        let chosen = choose(&heading, &named, &needed).unwrap_or_else(|_| unreachable!());
        assert_eq!(chosen.columns, BTreeMap::from([(Field::Office, Some(0)), (Field::Stage, None)]));
        assert_eq!(chosen.open, [(Field::Penalty, Some(1))]);
        let wrong = Named::from([(Field::Office, "Unit Kerj".to_owned())]);
        assert!(choose(&heading, &wrong, &needed).is_err());
    }
}
