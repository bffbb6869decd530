//! E-mail addresses, and the contacts that are public because an office declared them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::numbers::Page;
use super::{Detector, Found, pattern};
use crate::cache::{Digest, Digester};

/// Hosts of private mail; a channel that links to one makes no address there official.
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

/// The domain of the government: addresses of its offices are public.
const GOVERNMENT: &str = "go.id";

/// What an office has declared to be its own: telephones, addresses and hosts of its channels.
#[derive(Clone, Debug, Default)]
pub struct Official {
    phones: BTreeSet<String>,
    addresses: BTreeSet<String>,
    hosts: BTreeSet<String>,
}

impl Official {
    /// Declares a telephone number, or several: `(0362) 12345 / 12346`, `0812-3456-7890`.
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

    /// Declares a link: its host, and the number that a link to a messenger carries.
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

    /// The digest of all that is declared.
    pub(super) fn fingerprint(&self) -> Digest {
        let mut digester = Digester::default();
        for list in [&self.phones, &self.addresses, &self.hosts] {
            digester.feed(&list.len().to_le_bytes());
            list.iter().for_each(|one| {
                digester.feed(one.as_bytes());
            });
        }
        digester.finish()
    }

    /// Whether a number, as [`telephone_key`] gives it, is declared.
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

/// A telephone number as it is compared: digits with the country's code, `6281234567890`.
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

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        ([A-Za-z0-9][A-Za-z0-9._%+'-]{0,63})
        (?: @ | \ @\ ? | @\  | \s?[\[({]\s?(?i:at)\s?[\])}]\s? )
        ((?: [A-Za-z0-9-]{1,63} (?: \. | \s?[\[({]\s?(?i:dot|titik)\s?[\])}]\s? ) ){1,5} [A-Za-z]{2,24})",
    )
});

/// Ends of file names, which look like the ends of hosts: `logo@2x.png`.
const FILE_ENDS: [&str; 9] = ["png", "jpg", "jpeg", "webp", "gif", "svg", "avif", "pdf", "js"];

/// Whether there is an `@`, or a bracket with "at" in it.
fn has_sign(page: &Page<'_>) -> bool {
    let bytes = page.lower.as_bytes();
    memchr::memchr(b'@', bytes).is_some()
        || memchr::memchr3_iter(b'(', b'[', b'{', bytes).any(|at| {
            let inside = bytes[at + 1..].trim_ascii_start();
            inside.starts_with(b"at") && !inside.get(2).is_some_and(u8::is_ascii_alphanumeric)
        })
}

/// Finds e-mail addresses that are nobody's office.
pub(super) fn find(page: &Page<'_>, official: &Official, found: &mut Vec<Found>) {
    // Prose is full of brackets and has no such sign.
    if !has_sign(page) {
        return;
    }
    for captures in ADDRESS.captures_iter(page.text()) {
        let (Some(whole), Some(local), Some(host)) = (captures.get(0), captures.get(1), captures.get(2))
        else {
            continue;
        };
        let mut name = host.as_str().to_ascii_lowercase();
        for dot in ["dot", "titik"] {
            name = name.replace(dot, if host.as_str().contains(['[', '(', '{']) { "." } else { dot });
        }
        let host: String =
            name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
        let end = host.rsplit('.').next().unwrap_or("");
        let between = &page.text()[local.end()..captures.get(2).map_or(whole.end(), |host| host.start())];
        // "rapat @ aula.contoh" is a place; only a host of private mail makes it an address.
        let loose = between.contains(' ') && !FREE_MAIL.contains(&host.as_str());
        if FILE_ENDS.contains(&end) || loose && !between.contains(['[', '(', '{']) || local.as_str() == "git"
        {
            continue;
        }
        let address =
            format!("{}@{host}", local.as_str().trim_end_matches(['.', '_', '-']).to_ascii_lowercase());
        if !official.has_email(&address) {
            found.push(Found { detector: Detector::Email, range: whole.range(), normal: address });
        }
    }
}
