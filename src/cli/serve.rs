//! `terawang serve`: shows the portal in a browser and updates it after every change.

use clap::{ArgMatches, Command};

use super::flags::{self, Flag};
use super::options::Options;
use super::{FINE, build, report, values};
use crate::collections::Audience;
use crate::diagnostics::Findings;
use crate::locale::Lang;
use crate::pipeline::ReadOptions;
use crate::serve::{self, Settings, Word};

const PORT: Flag<u16> = Flag::new("port");
const POLL: Flag<bool> = Flag::new("poll");

/// The default port.
const DEFAULT_PORT: u16 = 8787;

pub(super) fn command(lang: Lang) -> Command {
    let port = lang.pick("Porta (bawaan: 8787)", "Port (default: 8787)");
    let poll = lang.pick(
        "Periksa berkas berkala, untuk folder jaringan",
        "Check files periodically, for network folders",
    );
    Command::new("serve")
        .about(
            lang.pick(
                "Lihat situsnya di peramban sambil menyunting",
                "See the site in a browser while editing",
            ),
        )
        .args([
            PORT.arg("PORT", values::number(lang, 0..=u16::MAX), port),
            POLL.switch(poll),
            flags::drafts(lang),
        ])
        .args(flags::edition(lang))
}

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let first = match build::read_options(options, matches) {
        Ok(first) => first,
        Err(said) => return report::fail(&said, options.lang),
    };
    if !options.root.is_dir() {
        let root = options.root.display();
        return report::fail(
            &options.say(format!("folder {root} tidak ada"), format!("there is no folder {root}")),
            options.lang,
        );
    }
    let port = PORT.of(matches).unwrap_or(DEFAULT_PORT);
    let poll = POLL.is_set(matches);
    let Options { lang, format, color, quiet, .. } = *options;
    let root = options.root.clone();
    let (options, matches) = (Options { root, lang, format, color, quiet }, matches.clone());
    // If the roster has been removed or the clock is invalid, the first options stay in use.
    let again = Options { root: options.root.clone(), lang, format, color, quiet };
    let read_options = move || {
        let now = build::read_options(&again, &matches).unwrap_or_else(|_| first.clone());
        // Keep the reader, so that unchanged PDFs are not read again.
        let audience = if now.audience.sees_drafts() { now.audience } else { Audience::Staff };
        ReadOptions { reader: first.reader.clone(), audience, ..now }
    };
    let settings = Settings {
        root: options.root.clone(),
        lang,
        port,
        poll,
        started: std::time::SystemTime::now(),
        read_options: Box::new(read_options),
        tell: Box::new(move |word| tell(&options, word)),
    };
    match serve::run(settings) {
        Ok(()) => FINE,
        Err(error) => report::fail(
            &lang.pick(
                format!("pratinjau tidak dapat dijalankan: {error}"),
                format!("the preview cannot run: {error}"),
            ),
            lang,
        ),
    }
}

fn tell(options: &Options, word: Word<'_>) {
    match word {
        Word::Address(address) => report::say(
            options,
            &options.say(
                format!("pratinjau: {address} (Ctrl+C untuk berhenti)"),
                format!("preview: {address} (Ctrl+C to stop)"),
            ),
        ),
        Word::Notice(notice) => report::print(options, &[notice].into_iter().collect()),
        Word::Polling(reason) => report::say(
            options,
            &options.say(
                format!("sistem tidak dapat mengabarkan perubahan ({reason}); berkas diperiksa berkala"),
                format!("the system cannot tell of changes ({reason}); files are looked at again and again"),
            ),
        ),
        Word::Findings(findings) if findings.is_empty() => {
            report::say(options, options.say("tidak ada yang keliru", "nothing is wrong"));
        }
        Word::Findings(findings) => report::print(options, findings),
        Word::PageFailed(found) => {
            let findings: Findings = [found.clone()].into_iter().collect();
            report::print(options, &findings);
        }
        Word::Defect => {
            report::fail(
                options.say(
                    "ini cacat pada terawang, bukan pada isi Anda; mohon laporkan pesan di atas",
                    "this is a defect of terawang, not of your content; please report the message above",
                ),
                options.lang,
            );
        }
    }
}
