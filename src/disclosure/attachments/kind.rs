//! Detects the kind of an attachment by its bytes, never by its name alone.

use super::pictures::Format;
use crate::locale::Text;

/// The number of leading bytes that suffice to detect the kind.
pub(super) const ENOUGH: usize = PDF_HEADER_WITHIN;
/// The header of a PDF is within the first 1,024 bytes (ISO 32000-1, annex H, 3.4.1): scanners and web programs put a
/// line end before it.
const PDF_HEADER_WITHIN: usize = 1024;

/// A kind of file that may be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A document; a child process reads it.
    Pdf,
    /// A picture or film; metadata is removed.
    Picture(Format),
    /// Text; read like any text of the portal.
    Text,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Pdf,
        Self::Picture(Format::Jpeg),
        Self::Picture(Format::Png),
        Self::Picture(Format::Webp),
        Self::Picture(Format::Mp4),
        Self::Text,
    ];

    /// The kind that the first bytes of a file show. Text has no signature, so it is checked last.
    pub(super) fn of_bytes(start: &[u8]) -> Option<Self> {
        let is = |prefix: &[u8]| start.starts_with(prefix);
        if is(b"%PDF-") {
            Some(Self::Pdf)
        } else if is(b"\xff\xd8\xff") {
            Some(Self::Picture(Format::Jpeg))
        } else if is(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Picture(Format::Png))
        } else if is(b"RIFF") && start.get(8..12) == Some(b"WEBP") {
            Some(Self::Picture(Format::Webp))
        } else if start.get(4..8) == Some(b"ftyp") && !start.get(8..12).is_some_and(is_other_brand) {
            Some(Self::Picture(Format::Mp4))
        } else {
            None
        }
    }

    /// Whether the header of a PDF is among the first bytes, but not at the beginning. Other files may contain the
    /// same letters, so this counts only for a file that is named as a PDF.
    pub(super) fn has_late_pdf_header(start: &[u8]) -> bool {
        start.windows(5).any(|window| window == b"%PDF-")
    }

    /// The kind that the extension of a name shows.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let ending = ending(name);
        Self::ALL.into_iter().find(|kind| kind.endings().contains(&ending.as_str()))
    }

    /// The extensions of such files; the first is the usual one.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Picture(Format::Jpeg) => &["jpg", "jpeg"],
            Self::Picture(Format::Png) => &["png"],
            Self::Picture(Format::Webp) => &["webp"],
            Self::Picture(Format::Mp4) => &["mp4", "m4v", "m4a"],
            Self::Text => &["txt", "vtt"],
        }
    }

    /// The common name of the kind.
    pub fn label(self) -> Text {
        match self {
            Self::Pdf => Text::new("PDF", "PDF"),
            Self::Picture(Format::Jpeg) => Text::new("JPEG", "JPEG"),
            Self::Picture(Format::Png) => Text::new("PNG", "PNG"),
            Self::Picture(Format::Webp) => Text::new("WebP", "WebP"),
            Self::Picture(Format::Mp4) => Text::new("MP4", "MP4"),
            Self::Text => Text::new("teks UTF-8", "UTF-8 text"),
        }
    }
}

/// Whether a brand belongs to pictures and films that use the same boxes as MP4.
fn is_other_brand(brand: &[u8]) -> bool {
    const OTHERS: [&[u8]; 9] =
        [b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"qt  ", b"crx "];
    OTHERS.contains(&brand)
}

/// A refused kind of file, as precise as the remedy in the message needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// A letter or slides in an office format.
    Office,
    /// A spreadsheet.
    Sheet,
    /// A folder packed into one file.
    Archive,
    /// A picture in another format.
    Picture,
    /// A refused kind of file, as precise as the hint of the message needs.
    Film,
    /// Anything else.
    Unknown,
}

impl Other {
    /// An archive.
    pub(super) fn of_name(name: &str) -> Self {
        match ending(name).as_str() {
            "doc" | "docx" | "docm" | "dot" | "dotx" | "odt" | "ott" | "rtf" | "wps" | "pages" | "ppt"
            | "pptx" | "pptm" | "pps" | "ppsx" | "odp" | "key" => Self::Office,
            "xls" | "xlsx" | "xlsm" | "xlsb" | "ods" | "numbers" => Self::Sheet,
            "zip" | "rar" | "7z" | "tar" | "gz" | "tgz" | "bz2" | "xz" => Self::Archive,
            "gif" | "bmp" | "tif" | "tiff" | "heic" | "heif" | "avif" | "svg" | "psd" | "ai" | "cdr"
            | "eps" => Self::Picture,
            "mov" | "avi" | "mkv" | "webm" | "wmv" | "flv" | "3gp" | "mpg" | "mpeg" | "ogv" | "mp3"
            | "wav" | "ogg" | "oga" | "opus" | "aac" | "wma" | "amr" => Self::Film,
            _ => Self::Unknown,
        }
    }
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}
