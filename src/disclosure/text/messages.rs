//! The messages of this module, from `messages.toml`, by finding.

include!(concat!(env!("OUT_DIR"), "/messages/disclosure_text.rs"));

use jiff::civil::Date;

use super::Detector;
use crate::diagnostics::Diagnostic;
use crate::disclosure::attachments::Part;

/// A finding in a text. `place` is the place that `terawang allow` takes, if it may be printed.
pub(super) fn personal(detector: Detector, place: Option<&str>, until: Date) -> Diagnostic {
    use Detector::*;
    let what = detector.label();
    let found = match detector {
        Nip | Nik | NikLike | Npwp => personal_number(what),
        Phone | Email => personal_contact(what),
        Plate | BankAccount | Coordinates => personal_property(what),
        Initials | Name | SinglePost | Roster => points_at_person(what),
    };
    found.better_hint(hint(detector, place, until))
}

/// A finding in an attachment, which has no lines to point to.
pub(super) fn personal_in_attachment(
    detector: Detector,
    part: Part,
    earlier: bool,
    place: Option<&str>,
    until: Date,
) -> Diagnostic {
    use Detector::*;
    let within = within(part);
    let within = if earlier { of_an_earlier_version(within) } else { within };
    let what = detector.label();
    let found = match detector {
        Nip | Nik | NikLike | Npwp => personal_number_in_attachment(within, what),
        Phone | Email => personal_contact_in_attachment(within, what),
        Plate | BankAccount | Coordinates => personal_property_in_attachment(within, what),
        Initials | Name | SinglePost | Roster => points_at_person_in_attachment(within, what),
    };
    found.better_hint(hint(detector, place, until))
}

/// A part of an attachment, in words.
pub(super) fn within(part: Part) -> crate::locale::Text {
    match part {
        Part::Page(number) => on_page(number),
        Part::Words => in_its_text(),
        Part::Properties => in_its_properties(),
        Part::Hidden => in_a_hidden_part(),
    }
}

/// The hint for what may be excepted: what else can be done, and the command that records an exception.
fn hint(detector: Detector, place: Option<&str>, until: Date) -> Option<crate::locale::Text> {
    use Detector::*;
    // A path with a blank is typed in quotation marks.
    let place = place?;
    let place = if place.contains([' ', '\'', '(', ')', '&', ';', '$']) {
        format!("\"{place}\"")
    } else {
        place.to_owned()
    };
    Some(match detector {
        Nip | Nik => return None,
        NikLike | Npwp => record_exception(&place, until),
        Phone | Email => allow_contact(&place, until),
        Plate | BankAccount | Coordinates => allow_property(&place, until),
        Initials | Name | SinglePost | Roster => allow_name(&place, until),
    })
}
