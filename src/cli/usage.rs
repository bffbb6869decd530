//! Reports what is wrong with a command line.

use std::error::Error as _;
use std::io::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::values::Remedy;
use super::{FINE, USE};
use crate::locale::Lang;
use crate::reading::nearest;

/// Reports in the language of the user what is wrong with a command line, and returns the exit code.
///
/// The English text is that of clap, which has no other language.
pub(super) fn tell(mut error: clap::Error, lang: Lang) -> u8 {
    forget_far_suggestion(&mut error);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            return FINE;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(anstream::stderr(), "{}", error.render().ansi());
            return USE;
        }
        _ => {}
    }
    let _ = match lang {
        Lang::En => error.print(),
        Lang::Id => write!(std::io::stderr(), "galat: {}\nsaran: {}\n", fault(&error), remedy(&error)),
    };
    USE
}

/// Removes a suggestion that is too far from the typed value. clap also suggests values that are similar by
/// chance, such as `saluran` for `surat`. A suggestion must be as close as in all other messages.
fn forget_far_suggestion(error: &mut clap::Error) {
    let texts = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let values = texts(ContextKind::InvalidValue);
    let near = texts(ContextKind::SuggestedValue);
    if values.first().is_some_and(|value| nearest(value, near.iter().map(String::as_str)).is_none()) {
        error.remove(ContextKind::SuggestedValue);
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    error.get(kind).map(ToString::to_string).filter(|text| !text.is_empty())
}

/// What is wrong, in Indonesian.
fn fault(error: &clap::Error) -> String {
    let shown = |kind| context(error, kind).unwrap_or_default();
    let argument = shown(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => format!("pilihan {argument} tidak dikenal"),
        ErrorKind::InvalidSubcommand => {
            format!("perintah {} tidak dikenal", shown(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("masih kurang: {argument}"),
        ErrorKind::MissingSubcommand => "perintahnya belum ditulis".to_owned(),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            match context(error, ContextKind::InvalidValue) {
                Some(value) => format!("nilai \"{value}\" tidak dapat dipakai untuk {argument}"),
                None => format!("{argument} perlu nilai"),
            }
        }
        ErrorKind::ArgumentConflict => format!("{argument} ditulis dua kali"),
        _ => error.to_string(),
    }
}

/// What to write instead, in Indonesian.
fn remedy(error: &clap::Error) -> String {
    if let Some(remedy) = error.source().and_then(|source| source.downcast_ref::<Remedy>()) {
        return remedy.to_string();
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| context(error, kind));
    match (near, context(error, ContextKind::ValidValue)) {
        (Some(near), _) => format!("maksud Anda {near}?"),
        (None, Some(choices)) => format!("pilih salah satu dari {choices}"),
        (None, None) => "`terawang --help` menunjukkan semua perintah dan pilihan".to_owned(),
    }
}
