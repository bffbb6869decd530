//! The content types: what is the same for every record of a type, one row a type.

use super::Kind;
use crate::locale::Label;
use crate::reading::Key;

/// What is the same for every record of a type: where its records lie, what they are called, where they
/// are listed.
///
/// A row of the table of types starts with [`listed`](Self::listed) or [`unlisted`](Self::unlisted), the usual
/// case, and names what is unusual.
#[derive(Clone, Copy, Debug)]
pub struct KindFacts {
    /// The folder below `content/`.
    pub folder: &'static str,
    /// The name of the type in addresses, templates, `data-kind` and `terawang new`.
    pub name: &'static str,
    /// What a list of its records is called.
    pub label: Label,
    /// The route of its list, without language.
    pub list_route: Option<&'static str>,
    /// The template of its list.
    pub list_template: &'static str,
    /// How its list is ordered and cut.
    pub list_order: ListOrder,
    /// Whether it grows with time: lists by year at the year's folder, and a feed.
    pub is_dated: bool,
    /// Whether `terawang new` puts its files into a folder of their year.
    pub in_year_folders: bool,
    /// Whether it stands in a menu that the portal did not write itself.
    pub in_menu: bool,
    /// Whether the home page shows its latest records.
    pub latest_at_home: bool,
    /// Whether its records hold figures, which have data files.
    pub has_figures: bool,
    /// Whether its texts stay out of the cache and of messages.
    pub is_confidential: bool,
    /// What `terawang new` writes, with the keys that are used most.
    pub skeleton: Skeleton,
}

/// How the list of a type is ordered and cut into pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOrder {
    /// The latest first, in pages.
    Latest,
    /// As staff order them, all on one page: who wants to report sees every channel at once.
    ByPlace,
}

/// The text of a new file.
#[derive(Clone, Copy, Debug)]
pub struct Skeleton {
    /// The text, with `{judul}`, `{tanggal}` and `{tahun}` to be filled in.
    pub text: &'static str,
    /// The extension of the file.
    pub extension: &'static str,
}

/// The template of lists that show nothing but a card for each record.
pub const LIST_OF_CARDS: &str = "daftar";

/// The last key of every skeleton.
const DRAFT: &str = "draf = true";

impl KindFacts {
    /// A type with a list: folder, name and template are one word.
    pub const fn listed(
        folder: &'static str,
        label: Label,
        list_route: &'static str,
        skeleton: Skeleton,
    ) -> Self {
        Self { list_route: Some(list_route), in_menu: true, ..Self::unlisted(folder, label, skeleton) }
    }

    /// A type without a list.
    pub const fn unlisted(folder: &'static str, label: Label, skeleton: Skeleton) -> Self {
        Self {
            folder,
            name: folder,
            label,
            list_route: None,
            list_template: LIST_OF_CARDS,
            list_order: ListOrder::Latest,
            is_dated: false,
            in_year_folders: false,
            in_menu: false,
            latest_at_home: false,
            has_figures: false,
            is_confidential: false,
            skeleton,
        }
    }
}

impl Kind {
    /// What is the same for every record of the type.
    pub const fn facts(self) -> &'static KindFacts {
        &Self::TABLE[self as usize]
    }

    /// The folder below `content/`.
    pub const fn folder(self) -> &'static str {
        self.facts().folder
    }

    /// The name of the type in addresses, templates and `data-kind`.
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// The route of its list without language; pages and the home page have none.
    pub const fn list_route(self) -> Option<&'static str> {
        self.facts().list_route
    }

    /// What a list of its records is called.
    pub const fn label(self) -> Label {
        self.facts().label
    }

    /// Whether lists of it have pages by year and by kind, and a feed: types that grow with time.
    pub const fn is_dated(self) -> bool {
        self.facts().is_dated
    }

    /// The type of the record with an id, if its folder is known.
    ///
    /// A folder inside another one's folder (`pengaduan/saluran`) goes before it.
    pub fn of_id(id: &str) -> Option<Kind> {
        if id == Kind::Home.folder() {
            return Some(Kind::Home);
        }
        let below = |folder: &str| {
            id.strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|rest| !rest.is_empty())
        };
        Kind::ALL
            .into_iter()
            .filter(|kind| *kind != Kind::Home && below(kind.folder()))
            .max_by_key(|kind| kind.folder().len())
    }

    /// What `terawang new` writes: the skeleton, and a line for each key of the type that it does not name.
    ///
    /// `{judul}`, `{tanggal}` and `{tahun}` are to be filled in.
    pub fn new_file(self) -> String {
        let skeleton = self.facts().skeleton.text;
        let is_named = |key: &Key| {
            skeleton.lines().any(|line| {
                let line = line.trim_start_matches(['#', ' ', '[']);
                line.strip_prefix(key.name).is_some_and(|rest| rest.starts_with([' ', ']']))
            })
        };
        let others: String = self
            .keys()
            .iter()
            .filter(|key| !is_named(key))
            .map(|key| format!("{:<32}# {}\n", format!("# {} = ", key.name), key.meaning))
            .collect();
        skeleton.replacen(DRAFT, &format!("{others}{DRAFT}"), 1)
    }

    /// The types that staff write files of: all but the first, the home page, which is one file.
    pub const WRITTEN: &'static [Kind] = Kind::ALL.split_at(1).1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_write_files_of_every_type_but_the_home_page() {
        assert_eq!(Kind::WRITTEN.len() + 1, Kind::ALL.len());
        assert!(!Kind::WRITTEN.contains(&Kind::Home));
    }
}
