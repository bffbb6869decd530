//! Sends attachments, whole or in part: a browser seeks in a film.
//!
//! They are sent from memory, after their hash was compared with that of the file that the gate inspected. So
//! a file that is replaced while the preview runs is not sent before it has been inspected.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::diagnostics::Diagnostic;
use crate::disclosure::attachments::FileSource;
use crate::source::MAX_ATTACHMENT_BYTES;

/// The maximum number of bytes kept in memory: two of the largest files. A browser requests a film part by
/// part.
const MOST_HELD: u64 = 2 * MAX_ATTACHMENT_BYTES;

/// The files that were requested last, by SHA-256; the latest is last.
#[derive(Default)]
pub(super) struct Held(Mutex<VecDeque<(String, Bytes)>>);

impl Held {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Fails if they are not in memory, and the file cannot be read or has changed since it was inspected.
    pub(super) fn bytes(&self, source: &FileSource) -> Result<Bytes, Diagnostic> {
        if let Some(bytes) = self.take(source.sha256()) {
            self.hold(source.sha256(), &bytes);
            return Ok(bytes);
        }
        let bytes = Bytes::from(source.bytes()?);
        self.hold(source.sha256(), &bytes);
        Ok(bytes)
    }

    fn take(&self, sha256: &str) -> Option<Bytes> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = held.iter().position(|(known, _)| known == sha256)?;
        held.remove(at).map(|(_, bytes)| bytes)
    }

    fn hold(&self, sha256: &str, bytes: &Bytes) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Two requests may have read the same file.
        held.retain(|(known, _)| known != sha256);
        held.push_back((sha256.to_owned(), bytes.clone()));
        while held.iter().map(|(_, bytes)| bytes.len() as u64).sum::<u64>() > MOST_HELD {
            held.pop_front();
        }
    }
}

/// Answers with a file, or with the requested part of it.
pub(super) fn answer(
    bytes: &Bytes,
    media_type: &'static str,
    request: &HeaderMap,
    with_body: bool,
) -> Response {
    let length = bytes.len();
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // Ranges apply only to `GET`.
    let wanted = if with_body { wanted(request, length) } else { Wanted::Whole };
    let part = match wanted {
        Wanted::Whole => 0..length,
        Wanted::Part(part) => {
            let shown = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            insert(headers, header::CONTENT_RANGE, &shown);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            part
        }
        Wanted::Nothing => {
            insert(headers, header::CONTENT_RANGE, &format!("bytes */{length}"));
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(0));
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            return response;
        }
    };
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(part.len()));
    if with_body {
        *response.body_mut() = Body::from(bytes.slice(part));
    }
    response
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The part of a file that a request asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<usize>),
    /// A part outside the file.
    Nothing,
}

/// Parses `Range` (RFC 9110, 14.2). Other forms, several ranges, and conditional ranges are answered with the
/// whole file.
fn wanted(request: &HeaderMap, length: usize) -> Wanted {
    if request.contains_key(header::IF_RANGE) {
        return Wanted::Whole;
    }
    let written = request.get(header::RANGE).and_then(|value| value.to_str().ok());
    let Some((first, last)) = written.and_then(range_of) else { return Wanted::Whole };
    let part = match (first, last) {
        (Some(first), last) => first..last.map_or(length, |last| last.saturating_add(1)).min(length),
        (None, Some(suffix)) => length.saturating_sub(suffix)..length,
        (None, None) => return Wanted::Whole,
    };
    match (first, last) {
        (Some(first), Some(last)) if last < first => Wanted::Whole,
        _ if part.is_empty() => Wanted::Nothing,
        _ => Wanted::Part(part),
    }
}

/// The two numbers of `bytes=1-2`, `bytes=1-` and `bytes=-2`.
fn range_of(written: &str) -> Option<(Option<usize>, Option<usize>)> {
    let (unit, range) = written.trim().split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    let number = |text: &str| match text {
        "" => Some(None),
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(Some(text.parse().unwrap_or(usize::MAX)))
        }
        _ => None,
    };
    if unit.eq_ignore_ascii_case("bytes") { Some((number(first)?, number(last)?)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &'static str, length: usize) -> Wanted {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static(range));
        wanted(&headers, length)
    }

    #[test]
    fn a_range_is_cut_to_the_file() {
        assert_eq!(asked("bytes=0-", 10), Wanted::Part(0..10));
        assert_eq!(asked("bytes=2-4", 10), Wanted::Part(2..5));
        assert_eq!(asked("bytes=8-99999999999999999999999", 10), Wanted::Part(8..10));
        assert_eq!(asked("bytes=-3", 10), Wanted::Part(7..10));
        assert_eq!(asked("bytes=-30", 10), Wanted::Part(0..10));
    }

    #[test]
    fn a_range_past_the_end_is_refused() {
        assert_eq!(asked("bytes=10-", 10), Wanted::Nothing);
        assert_eq!(asked("bytes=-0", 10), Wanted::Nothing);
        assert_eq!(asked("bytes=0-", 0), Wanted::Nothing);
    }

    #[test]
    fn what_is_no_single_range_asks_for_the_whole() {
        for range in ["bytes=0-1,3-4", "bytes=5-2", "bytes=-", "bytes=+1-2", "lines=1-2", "x"] {
            assert_eq!(asked(range, 10), Wanted::Whole, "{range}");
        }
    }
}
