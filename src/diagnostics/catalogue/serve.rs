//! Rules of the `serve` stage: the preview on the writer's own computer (TW0703).

use crate::diagnostics::Diagnostic;
use crate::locale::Text;

/// The preview's port cannot be had; the preview runs at another.
pub fn port_taken(asked: u16, used: u16) -> Diagnostic {
    Diagnostic::warning(
        "TW0703",
        Text::new(
            format!("port {asked} sedang dipakai; pratinjau ini memakai port {used}"),
            format!("port {asked} is taken; this preview uses port {used}"),
        ),
    )
    .hint(
        "bila pratinjau lain masih berjalan di jendela terminal lain, hentikan di sana dengan Ctrl+C",
        "if an earlier preview still runs in another terminal window, stop it there with Ctrl+C",
    )
}
