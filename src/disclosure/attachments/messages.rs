//! The messages of this module, from `messages.toml`, by finding.

include!(concat!(env!("OUT_DIR"), "/messages/disclosure_attachments.rs"));

use super::kind::Other;
use super::pictures::{LONGEST_SIDE, MOST_PIXELS, Unclean};
use super::reader::Unread;
use crate::diagnostics::{Diagnostic, codes};
use crate::locale::Text;
use pdf_disclosure::Refused;

/// The code of a file that changed since it was checked.
pub(crate) const CHANGED: &str = codes::TW0854;

/// A kind of file that is not published.
pub(super) fn refused_kind(other: Other) -> Diagnostic {
    not_allowed().better_hint(match other {
        Other::Office => Some(print_office_file()),
        Other::Sheet => Some(print_sheet()),
        Other::Archive => Some(attach_what_is_inside()),
        Other::Picture => Some(save_picture()),
        Other::Film => Some(save_film()),
        Other::Unknown => None,
    })
}

/// Something that no published PDF may hold.
pub(super) fn refused(refused: Refused) -> Diagnostic {
    match refused {
        Refused::Broken => broken_pdf(),
        Refused::Encrypted => encrypted(),
        Refused::EmbeddedFile => embedded_file(),
        Refused::Action => action(),
        Refused::Media => media(),
        Refused::Xfa => xfa(),
        Refused::PrivateData => private_data(),
        Refused::PlaceOfPicture => place_of_picture(),
        Refused::Leftovers => leftovers(),
        Refused::TooManyRevisions => too_many_revisions(),
        Refused::TooLarge => pdf_too_large(),
    }
}

/// A PDF that could not be read.
pub(super) fn unread(unread: Unread) -> Diagnostic {
    match unread {
        Unread::File | Unread::Changed => crate::source::messages::changed(),
        Unread::NoChild => no_reader(),
        Unread::Hung => reading_took_too_long(),
        Unread::Failed => reading_failed(),
    }
}

/// Pages with content other than text that nobody has checked by eye.
pub(super) fn no_text(pages: &[u32]) -> Diagnostic {
    /// More are counted, not listed.
    const SHOWN: usize = 8;
    if let [page] = pages {
        return page_without_text(*page);
    }
    let listed: Vec<String> = pages.iter().take(SHOWN).map(u32::to_string).collect();
    let listed = listed.join(", ");
    pages_without_text(match pages.len().saturating_sub(SHOWN) {
        0 => Text::new(listed.clone(), listed),
        more => and_more(&listed, more),
    })
}

/// A picture or film that cannot be cleaned.
pub(super) fn unclean(format: &Text, unclean: Unclean) -> Diagnostic {
    match unclean {
        Unclean::Broken => broken_media(format),
        Unclean::TooManyPixels { width, height } => {
            too_many_pixels(format, width, height, MOST_PIXELS, LONGEST_SIDE)
        }
        Unclean::DataTrack => data_track(),
    }
}
