//! Streams attachments, whole or in part: a film is sought in, and never read into memory.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::disclosure::attachments::FileSource;

/// What is read at once: fewer system calls than pages of memory, and small beside a page of the portal.
const CHUNK_BYTES: usize = 64 * 1024;
/// Chunks that may wait for a slow browser.
const CHUNKS_AHEAD: usize = 4;

/// Answers with a file, or with the part of it that the request asks for.
///
/// # Errors
/// What the system says where the file cannot be opened; it may have gone since the plan was laid.
pub(super) async fn file(
    source: FileSource,
    media_type: &'static str,
    request: &HeaderMap,
    with_body: bool,
) -> io::Result<Response> {
    let (file, length) =
        tokio::task::spawn_blocking(move || open(&source)).await.map_err(io::Error::other)??;
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // Only what `GET` would send has parts.
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
            return Ok(response);
        }
    };
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(part.end - part.start));
    if with_body {
        *response.body_mut() = stream(file, part);
    }
    Ok(response)
}

/// A file on the disk, or bytes in memory.
trait Source: io::Read + io::Seek + Send {}
impl<T: io::Read + io::Seek + Send> Source for T {}

fn open(source: &FileSource) -> io::Result<(Box<dyn Source>, u64)> {
    let Some(path) = source.as_it_is() else {
        let bytes = source.bytes()?;
        let length = bytes.len() as u64;
        return Ok((Box::new(io::Cursor::new(bytes)), length));
    };
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::from(io::ErrorKind::NotFound));
    }
    Ok((Box::new(file), metadata.len()))
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Reads in a thread of its own and stops when the browser goes away.
fn stream(mut file: Box<dyn Source>, part: Range<u64>) -> Body {
    let (chunks, receiver) = mpsc::channel::<io::Result<Bytes>>(CHUNKS_AHEAD);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = file.seek(SeekFrom::Start(part.start)) {
            let _ = chunks.blocking_send(Err(error));
            return;
        }
        let mut rest = file.take(part.end - part.start);
        loop {
            let mut chunk = Vec::with_capacity(CHUNK_BYTES);
            let read = match rest.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut chunk) {
                Ok(0) => return,
                Ok(_) => Ok(Bytes::from(chunk)),
                Err(error) => Err(error),
            };
            let is_last = read.is_err();
            if chunks.blocking_send(read).is_err() || is_last {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(receiver))
}

/// What part of a file a request asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<u64>),
    /// A part that the file does not have.
    Nothing,
}

/// Reads `Range` (RFC 9110, 14.2). A range in another form, several at once, or one with a condition,
/// which nothing here could meet, asks for the whole file.
fn wanted(request: &HeaderMap, length: u64) -> Wanted {
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
fn range_of(written: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (unit, range) = written.trim().split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    let number = |text: &str| match text {
        "" => Some(None),
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(Some(text.parse().unwrap_or(u64::MAX)))
        }
        _ => None,
    };
    if unit.eq_ignore_ascii_case("bytes") { Some((number(first)?, number(last)?)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &'static str, length: u64) -> Wanted {
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
