//! E-mail addresses, and the contacts that are public because an office has declared them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex_automata::meta;

use super::numbers::Page;
use super::officials::Officials;
use super::patterns::{group, local, match_at};
use super::{Detector, Found};
use crate::cache::{Digest, Digester};

/// Hosts of private mail. A channel that links to one does not make its addresses official.
const FREE_MAIL: [&str; 24] = [
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.co.id",
    "ymail.com",
    "rocketmail.com",
    "hotmail.com",
    "hotmail.co.id",
    "outlook.com",
    "outlook.co.id",
    "live.com",
    "msn.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "zoho.com",
    "mail.com",
    "gmx.com",
    "yandex.com",
    "tutanota.com",
    "plasa.com",
    "telkom.net",
];

/// The domain of the government. Addresses of its offices are public.
const GOVERNMENT: &str = "go.id";

/// The contacts that an office has declared as its own: telephone numbers, addresses, and the hosts of its
/// channels.
#[derive(Clone, Debug, Default)]
pub struct Official {
    phones: BTreeSet<String>,
    addresses: BTreeSet<String>,
    hosts: BTreeSet<String>,
    /// Those who act for it.
    pub(super) officials: Officials,
}

impl Official {
    /// Declares an official, by name.
    pub fn official(&mut self, name: &str) {
        self.officials.declare(name);
    }

    /// Declares one or more telephone numbers: `(0362) 12345 / 12346`, `0812-3456-7890`.
    pub fn phone(&mut self, written: &str) {
        for one in written.split(['/', ',', ';']).chain([written]) {
            let digits: String = digits_of(one);
            if digits.len() >= 3 {
                self.phones.insert(telephone_key(&digits));
            }
        }
    }

    /// Declares an e-mail address.
    pub fn email(&mut self, written: &str) {
        for one in written.split([',', ';', ' ']) {
            let one = one.trim().trim_start_matches("mailto:").to_ascii_lowercase();
            if one.contains('@') {
                self.addresses.insert(one);
            }
        }
    }

    /// Declares a link: its host, and the telephone number in a link to a messenger.
    pub fn link(&mut self, url: &str) {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.split(':').next().unwrap_or("").to_ascii_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host);
        if matches!(host, "wa.me" | "api.whatsapp.com" | "whatsapp.com") {
            self.phone(path.split(['?', '&']).find(|part| digits_of(part).len() > 8).unwrap_or(""));
        } else if host.contains('.') && !FREE_MAIL.contains(&host) {
            self.hosts.insert(host.to_owned());
        }
    }

    /// The digest of all declared contacts and officials.
    pub(super) fn fingerprint(&self) -> Digest {
        let mut digester = Digester::default();
        for list in [&self.phones, &self.addresses, &self.hosts, self.officials.names()] {
            digester.feed(&list.len().to_le_bytes());
            list.iter().for_each(|one| {
                digester.feed(one.as_bytes());
            });
        }
        digester.finish()
    }

    /// Whether a number, in the form that [`telephone_key`] returns, is declared.
    pub(super) fn has_phone(&self, key: &str) -> bool {
        self.phones.contains(key)
    }

    fn has_email(&self, address: &str) -> bool {
        let host = address.rsplit_once('@').map_or("", |(_, host)| host);
        let below =
            |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|sub| sub.ends_with('.'));
        below(GOVERNMENT)
            || self.addresses.contains(address)
            || self.hosts.iter().any(|declared| below(declared))
    }
}

fn digits_of(written: &str) -> String {
    let normal = super::normal::Normal::of(written, 0..written.len());
    normal.text().chars().filter(char::is_ascii_digit).collect()
}

/// A telephone number in the form used for comparison: digits with the country code, `6281234567890`.
pub(super) fn telephone_key(digits: &str) -> String {
    if let Some(national) = digits.strip_prefix("0062").or_else(|| digits.strip_prefix("62")) {
        format!("62{}", national.strip_prefix('0').unwrap_or(national))
    } else if let Some(national) = digits.strip_prefix('0') {
        format!("62{national}")
    } else if digits.starts_with('8') {
        format!("62{digits}")
    } else {
        digits.to_owned()
    }
}

/// An e-mail address.
static ADDRESS: LazyLock<meta::Regex> = LazyLock::new(|| {
    local(
        r"(?x)
        ([A-Za-z0-9][A-Za-z0-9._%+'-]{0,63})
        (?: @ | \ @\ ? | @\  | \s?[\[({]\s?(?i:at)\s?[\])}]\s? )
        ((?: [A-Za-z0-9-]{1,63} (?: \. | \s?[\[({]\s?(?i:dot|titik)\s?[\])}]\s? ) ){1,5} [A-Za-z]{2,24})",
    )
});

/// The maximum number of characters in the local part of an address.
const LONGEST_LOCAL: usize = 64;

/// Text in the form of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Address {
    local: Range<usize>,
    host: Range<usize>,
}

/// The addresses in a text. The pattern is only tried at an `@` or an "at" in brackets.
fn addresses(text: &str) -> Vec<Address> {
    let bytes = text.as_bytes();
    let signs = memchr::memchr_iter(b'@', bytes);
    let brackets = memchr::memchr3_iter(b'(', b'[', b'{', bytes).filter(|at| {
        let inside = bytes[at + 1..].trim_ascii_start();
        inside.get(..2).is_some_and(|word| word.eq_ignore_ascii_case(b"at"))
    });
    let mut signs: Vec<usize> = signs.chain(brackets).collect();
    signs.sort_unstable();
    let (mut found, mut from): (Vec<Address>, usize) = (Vec::new(), 0);
    for sign in signs {
        let is_spaced = sign > from && matches!(bytes[sign - 1], b' ' | b'\t'..=b'\r');
        let before = bytes.get(from..sign - usize::from(is_spaced)).unwrap_or_default();
        let in_local = |byte: &&u8| byte.is_ascii_alphanumeric() || b"._%+'-".contains(byte);
        let longest = before.iter().rev().take(LONGEST_LOCAL).take_while(in_local).count();
        let end = from + before.len();
        let Some(start) = (end - longest..end).find(|at| bytes[*at].is_ascii_alphanumeric()) else {
            continue;
        };
        if let Some(address) = match_at(&ADDRESS, text, start) {
            from = group(&address, 2).end;
            found.push(Address { local: group(&address, 1), host: group(&address, 2) });
        }
    }
    found
}

/// Extensions of file names that look like a top-level domain: `logo@2x.png`.
const FILE_ENDS: [&str; 9] = ["png", "jpg", "jpeg", "webp", "gif", "svg", "avif", "pdf", "js"];

/// Finds e-mail addresses that do not belong to an office.
pub(super) fn find(page: &Page<'_>, official: &Official, found: &mut Vec<Found>) {
    for Address { local, host } in addresses(page.text()) {
        let whole = local.start..host.end;
        let between = &page.text()[local.end..host.start];
        let (local, host) = (&page.text()[local], &page.text()[host]);
        let mut name = host.to_ascii_lowercase();
        for dot in ["dot", "titik"] {
            name = name.replace(dot, if host.contains(['[', '(', '{']) { "." } else { dot });
        }
        let host: String =
            name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
        let end = host.rsplit('.').next().unwrap_or("");
        // "rapat @ aula.contoh" is a place. With spaces, only a host of private mail makes it an address.
        let loose = between.contains(' ') && !FREE_MAIL.contains(&host.as_str());
        if FILE_ENDS.contains(&end) || loose && !between.contains(['[', '(', '{']) || local == "git" {
            continue;
        }
        let address = format!("{}@{host}", local.trim_end_matches(['.', '_', '-']).to_ascii_lowercase());
        if !official.has_email(&address) {
            found.push(Found { detector: Detector::Email, range: whole, normal: address });
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::patterns::matches;
    use super::*;

    /// Fails if the addresses found at signs differ from those found anywhere in a text.
    pub(in crate::disclosure::text) fn compare(text: &str) {
        let everywhere = matches(&ADDRESS, text, std::iter::once(0..text.len()), 2);
        let everywhere =
            everywhere.iter().map(|found| Address { local: group(found, 1), host: group(found, 2) });
        assert_eq!(addresses(text), everywhere.collect::<Vec<_>>(), "{text:?}");
    }
}
