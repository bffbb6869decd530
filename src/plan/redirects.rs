//! Redirects of `site.toml` must lead to a page, and not to another redirect.
//!
//! Two redirects that lead to each other send a browser in a circle. A chain works, but each step costs
//! readers a page load, and search engines give up after a few.

use std::collections::HashMap;

use super::jobs::{Jobs, known_as};
use super::messages as rule;
use super::{Work, joined};
use crate::config::{Config, RedirectKeys};
use crate::diagnostics::Findings;

/// The end of a redirect.
#[derive(Clone, Copy)]
enum End<'c> {
    /// At this address, which is not redirected by `site.toml`.
    At(&'c str),
    /// The redirect leads into a circle.
    Circle,
}

/// Checks the redirects of `site.toml`. A circle is reported once, at the redirect that closes it.
///
/// A redirect of a record leads to the page of the record, so it can only be the second step of a chain.
pub(super) fn check(config: &Config, jobs: &Jobs) -> Findings {
    let all: Vec<Redirect<'_>> = config.redirects.iter().map(|keys| Redirect::of(config, keys)).collect();
    let mut by_address: HashMap<String, usize> = HashMap::new();
    for (at, redirect) in all.iter().enumerate() {
        // Two redirects for one address are reported when jobs get their addresses.
        by_address.entry(known_as(redirect.from).into_owned()).or_insert(at);
    }
    let next: Vec<Option<usize>> =
        all.iter().map(|redirect| by_address.get(known_as(redirect.to).as_ref()).copied()).collect();
    let mut findings = Findings::default();
    let ends = ends(&all, &next, |circle| {
        let mut path: Vec<&str> = circle.iter().map(|at| all[*at].from).collect();
        let last = circle.last().map_or(&all[0], |at| &all[*at]);
        path.push(last.to);
        findings.push(rule::redirect_circle(&path.join(" → ")).at(&config.file, last.keys.to.range.clone()));
    });
    let prefix = config.prefix(config.main_language());
    for ((redirect, next), end) in all.iter().zip(&next).zip(ends) {
        let end = match end {
            End::At(address) => address,
            // The circle is already reported, and what leads into it will be found after it is fixed.
            End::Circle => continue,
        };
        // The last step may be a redirect of a record.
        let page = match jobs.get(&joined(prefix, end)).map(|job| &job.work) {
            Some(Work::Redirect(to)) => config.route(to),
            _ => end,
        };
        if next.is_some() || page != end {
            let found = rule::redirect_chain(redirect.to, page);
            findings.push(found.at(&config.file, redirect.keys.to.range.clone()));
        }
    }
    findings
}

/// A redirect, with addresses without language.
struct Redirect<'c> {
    from: &'c str,
    to: &'c str,
    keys: &'c RedirectKeys,
}

impl<'c> Redirect<'c> {
    fn of(config: &Config, keys: &'c RedirectKeys) -> Self {
        Self { from: config.route(&keys.from.0), to: config.route(&keys.to.0), keys }
    }
}

/// The end of each redirect; `next` is the redirect that it leads to. Each circle is reported as its
/// redirects, from the first one found.
fn ends<'c>(
    all: &[Redirect<'c>],
    next: &[Option<usize>],
    mut tell_circle: impl FnMut(&[usize]),
) -> Vec<End<'c>> {
    let mut ends: Vec<Option<End<'c>>> = vec![None; all.len()];
    // The position on the current path, for redirects on it.
    let mut places: Vec<Option<usize>> = vec![None; all.len()];
    for start in 0..all.len() {
        let mut way: Vec<usize> = Vec::new();
        let mut at = start;
        let end = loop {
            if let Some(end) = ends[at] {
                break end;
            }
            if let Some(first) = places[at] {
                tell_circle(&way[first..]);
                break End::Circle;
            }
            places[at] = Some(way.len());
            way.push(at);
            match next[at] {
                Some(next) => at = next,
                None => break End::At(all[at].to),
            }
        };
        for at in way {
            (ends[at], places[at]) = (Some(end), None);
        }
    }
    ends.into_iter().map(|end| end.unwrap_or(End::Circle)).collect()
}
