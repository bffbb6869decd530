//! Finds other counts with the same publication: the proof that nobody who reads only the publication can
//! object to it.

use cell_suppression::{Limits, Rule, prove, two_way};

use super::super::attack::attack;
use super::super::folder::Folder;
use super::super::promise::Promise;
use super::super::{linked, records};
use super::mutations::{Case, axis, owned};

impl Case {
    /// Finds other counts with the same shown cells, with a proof that the same hidden cells protect them
    /// from everybody, including the persons who are counted.
    pub(super) fn who_publishes_the_same(&self, hidden: &[bool]) -> Option<Case> {
        let counts = self.counts_that_keep_the_promise(hidden)?;
        let (mut tables, index) =
            two_way(&axis(&self.offices), &axis(&owned(self.categories)), &counts).unwrap();
        tables.population.clone_from(&self.tables.population);
        let rule = Rule { own_record: true, ..self.rule };
        let protected = prove(&tables, rule, hidden, Limits::default()).ok()?;
        Some(Case {
            tables,
            index,
            protected,
            rule,
            offices: self.offices.clone(),
            categories: self.categories,
        })
    }

    /// Reads the table that the audit accepts from only the files: counts by office and category.
    fn counts_that_keep_the_promise(&self, hidden: &[bool]) -> Option<Vec<Vec<u64>>> {
        let folder = Folder::of_texts(&self.files(hidden));
        let records = records(&folder, &[]);
        let (_, record) = records.first_key_value()?;
        let figures: Vec<_> = record.figures.iter().map(|figure| &figure.table).collect();
        let systems = linked::link(&figures);
        let system = systems.iter().find(|system| system.hides())?;
        let Some(Promise::Kept(kept)) = attack(system, self.rule.threshold, self.rule.zeros_shown).promise
        else {
            return None;
        };
        let count = |office: &str, category: &str| {
            let is_it = |cell: &linked::Cell| {
                cell.key.get("opd").is_some_and(|own| own == office)
                    && cell.key.get("kategori").is_some_and(|own| own == category)
            };
            system.cells.iter().position(is_it).map(|at| kept[at])
        };
        let row =
            |office: &str| self.categories.iter().map(|(category, _)| count(office, category)).collect();
        self.offices.iter().map(|(office, _)| row(office)).collect()
    }
}
