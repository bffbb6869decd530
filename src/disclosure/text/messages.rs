//! The messages of this module, from `messages.toml`, by finding.

include!(concat!(env!("OUT_DIR"), "/messages/disclosure_text.rs"));

use super::Detector;
use crate::diagnostics::Diagnostic;
use crate::disclosure::attachments::Part;

/// A finding in a text.
pub(super) fn personal(detector: Detector) -> Diagnostic {
    use Detector::*;
    let what = detector.label();
    let found = match detector {
        Nip | Nik | Npwp => personal_number(what),
        Phone | Email => personal_contact(what),
        Plate | BankAccount | Coordinates => personal_property(what),
        Initials | Name | SinglePost | Roster => points_at_person(what),
    };
    found.better_hint(hint(detector))
}

/// A finding in an attachment, which has no lines to point to.
pub(super) fn personal_in_attachment(detector: Detector, part: Part, earlier: bool) -> Diagnostic {
    use Detector::*;
    let place = match part {
        Part::Page(number) => on_page(number),
        Part::Words => in_its_text(),
        Part::Properties => in_its_properties(),
        Part::Hidden => in_a_hidden_part(),
    };
    let place = if earlier { of_an_earlier_version(place) } else { place };
    let what = detector.label();
    let found = match detector {
        Nip | Nik | Npwp => personal_number_in_attachment(place, what),
        Phone | Email => personal_contact_in_attachment(place, what),
        Plate | BankAccount | Coordinates => personal_property_in_attachment(place, what),
        Initials | Name | SinglePost | Roster => points_at_person_in_attachment(place, what),
    };
    found.better_hint(hint(detector))
}

/// The hint for a number that may be excepted.
fn hint(detector: Detector) -> Option<crate::locale::Text> {
    (detector == Detector::Npwp).then(record_exception)
}
