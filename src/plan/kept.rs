//! The last plan of a process. A new plan is made only if something that it depends on has changed, which is
//! rare while somebody writes.

use std::sync::Arc;

use jiff::civil::Date;

use super::lists::channel_place;
use super::{Plan, lay};
use crate::collections::{Facts, ListOrder, Role};
use crate::diagnostics::{Checked, Findings};
use crate::disclosure::{Published, PublishedView};
use crate::figures::Figures;
use crate::locale::{Formatter, Lang};
use crate::markdown::Target;

/// The last plan without findings, and its inputs.
#[derive(Default)]
pub struct KeptPlan {
    laid: Option<Laid>,
}

struct Laid {
    plan: Arc<Plan>,
    view: Arc<PublishedView>,
    figures: Vec<(String, String)>,
    assets: Vec<String>,
}

impl KeptPlan {
    /// Makes the plan of a site, or returns the last one if it would be the same. `assets` are the names of
    /// the theme's files.
    ///
    /// Two outputs for one address are an error at the second file.
    pub fn lay<'a>(
        &mut self,
        view: &Arc<PublishedView>,
        figures: &Figures,
        assets: impl Iterator<Item = &'a str>,
        formatters: &[&Formatter],
    ) -> Checked<Arc<Plan>> {
        let assets: Vec<&str> = assets.collect();
        if let Some(laid) = self.laid.as_mut().filter(|laid| laid.is_for(view, figures, &assets)) {
            // Most of its records are also in the next view.
            laid.view = Arc::clone(view);
            return Checked { value: Arc::clone(&laid.plan), findings: Findings::default() };
        }
        let Checked { value: plan, findings } = lay(view, figures, &assets, formatters);
        let plan = Arc::new(plan);
        self.laid = findings.is_empty().then(|| Laid {
            plan: Arc::clone(&plan),
            view: Arc::clone(view),
            figures: names(figures).map(|(record, name)| (record.to_owned(), name.to_owned())).collect(),
            assets: assets.into_iter().map(str::to_owned).collect(),
        });
        Checked { value: plan, findings }
    }
}

impl Laid {
    /// Whether [`lay`] would return the same plan.
    fn is_for(&self, view: &PublishedView, figures: &Figures, assets: &[&str]) -> bool {
        let (old, new) = (self.view.records(), view.records());
        self.view.clock() == view.clock()
            && self.view.config().file.text() == view.config().file.text()
            && self.assets == assets
            && self.figures.iter().map(|(record, name)| (record.as_str(), name.as_str())).eq(names(figures))
            && old.len() == new.len()
            && old.iter().zip(new).all(|(old, new)| is_planned_alike(old, new, view.clock()))
    }
}

/// The parts of figures that the plan depends on: their records and names.
fn names(figures: &Figures) -> impl Iterator<Item = (&str, &str)> {
    figures.all().iter().map(|figure| (figure.record.as_str(), figure.name))
}

/// Whether the plan of a day is the same with either record.
fn is_planned_alike(old: &Published, new: &Published, day: Date) -> bool {
    let files = |record: &'_ Published| record.attachments().len();
    old.is_live() == new.is_live()
        && files(old) == files(new)
        && old.attachments().iter().zip(new.attachments()).all(|(old, new)| {
            (&old.name, &old.route, &old.public.source) == (&new.name, &new.route, &new.public.source)
        })
        && (old.is_same_reading(new) || has_same_face(old, new, day))
}

/// The same for a record that was read again.
fn has_same_face(old: &Published, new: &Published, day: Date) -> bool {
    let listing = |facts: Facts<'_>| (facts.date, facts.facet.map(|(key, _)| key));
    let titles = |record: &Published| Lang::ALL.map(|lang| record.title(lang).text.clone());
    (old.id(), old.kind(), old.route()) == (new.id(), new.kind(), new.route())
        && listing(old.listed_by()) == listing(new.listed_by())
        && old.listed_under().eq(new.listed_under())
        && old.has_conduct() == new.has_conduct()
        && old.redirects().map(|(url, _)| url).eq(new.redirects().map(|(url, _)| url))
        && references(old) == references(new)
        && links(old).eq(links(new))
        && (new.kind().facts().list_order == ListOrder::Latest
            || channel_place(old, day) == channel_place(new, day) && titles(old) == titles(new))
}

fn references(record: &Published) -> Vec<(&str, Role)> {
    record.references().into_iter().map(|reference| (reference.target.id.as_str(), reference.role)).collect()
}

fn links(record: &Published) -> impl Iterator<Item = &Target> {
    record.bodies().flat_map(|(body, ..)| &body.links).map(|link| &link.target)
}
