//! JPEG (ITU-T T.81): a row of segments, and the picture behind those that begin a scan.

use super::{Unclean, check_size, exif, split, split_at};

const START: [u8; 2] = [0xff, 0xd8];
const JFIF: &[u8] = b"JFIF\0";
const COLOUR_PROFILE: &[u8] = b"ICC_PROFILE\0";
const ADOBE: &[u8] = b"Adobe";
/// The bytes of a JFIF segment without its small picture.
const JFIF_BYTES: usize = 14;

/// What a segment is to the picture.
enum Segment<'b> {
    /// Needed to draw it.
    Needed {
        marker: u8,
        body: &'b [u8],
        scan: &'b [u8],
    },
    /// Notes on it.
    Notes(&'b [u8]),
    End,
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Unclean> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(START);
    let (start, mut rest) = split::<2>(bytes)?;
    if *start != START {
        return Err(Unclean::Broken);
    }
    let mut orientation = None;
    let mut parts = Vec::new();
    let mut has_scan = false;
    let mut width = 0;
    loop {
        let (segment, behind) = next(rest)?;
        rest = behind;
        match segment {
            Segment::Needed { marker, body, scan } => {
                has_scan |= !scan.is_empty();
                match (marker, body) {
                    // The head of a frame: precision, then height and width.
                    (0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf, [_, h1, h2, w1, w2, ..]) => {
                        width = u32::from(u16::from_be_bytes([*w1, *w2]));
                        check_size(width, u32::from(u16::from_be_bytes([*h1, *h2])))?;
                    }
                    // The height, where the head of the frame leaves it open.
                    (0xdc, [h1, h2, ..]) => check_size(width, u32::from(u16::from_be_bytes([*h1, *h2])))?,
                    _ => {}
                }
                parts.push((marker, body, scan));
            }
            Segment::Notes(body) => orientation = orientation.or_else(|| exif::only_orientation(body)),
            Segment::End => break,
        }
    }
    if !has_scan {
        return Err(Unclean::Broken);
    }
    if let Some(tiff) = orientation
        // JFIF comes first, where there is one.
        && let at = usize::from(parts.first().is_some_and(|(marker, ..)| *marker == 0xe0))
    {
        let (before, after) = parts.split_at(at);
        before.iter().for_each(|part| write(&mut out, *part));
        write(&mut out, (0xe1, &[exif::MARK, &tiff].concat(), &[]));
        after.iter().for_each(|part| write(&mut out, *part));
    } else {
        parts.iter().for_each(|part| write(&mut out, *part));
    }
    out.extend([0xff, 0xd9]);
    Ok(out)
}

/// The notes of a picture, as far as it can be read.
pub(in super::super) fn metadata(bytes: &[u8]) -> Vec<&[u8]> {
    let mut notes = Vec::new();
    let mut rest = bytes.strip_prefix(&START).unwrap_or(&[]);
    while let Ok((segment, behind)) = next(rest) {
        rest = behind;
        match segment {
            Segment::Notes(body) => notes.push(body),
            Segment::Needed { .. } => {}
            Segment::End => {
                // What lies behind the end is shown by nobody.
                notes.push(rest);
                break;
            }
        }
    }
    notes
}

fn next(bytes: &[u8]) -> Result<(Segment<'_>, &[u8]), Unclean> {
    let (&[0xff], mut rest) = split::<1>(bytes)? else { return Err(Unclean::Broken) };
    let marker = loop {
        let (&[byte], behind) = split::<1>(rest)?;
        rest = behind;
        // Any number of 0xff may stand before a marker.
        if byte != 0xff {
            break byte;
        }
    };
    match marker {
        0xd9 => Ok((Segment::End, rest)),
        // Tables, frames, scans.
        0xc0..=0xcf | 0xda..=0xdf => {
            let (body, rest) = body(rest)?;
            let (scan, rest) = if marker == 0xda { scan(rest) } else { (&[][..], rest) };
            Ok((Segment::Needed { marker, body, scan }, rest))
        }
        0xe0..=0xef | 0xfe => {
            let (body, rest) = body(rest)?;
            let is_needed = match marker {
                0xe0 => body.starts_with(JFIF) && body.len() >= JFIF_BYTES,
                0xe2 => body.starts_with(COLOUR_PROFILE),
                0xee => body.starts_with(ADOBE),
                _ => false,
            };
            let segment = match marker {
                _ if is_needed => Segment::Needed { marker, body, scan: &[] },
                _ => Segment::Notes(body),
            };
            Ok((segment, rest))
        }
        _ => Err(Unclean::Broken),
    }
}

fn body(bytes: &[u8]) -> Result<(&[u8], &[u8]), Unclean> {
    let (length, rest) = split::<2>(bytes)?;
    // The length counts itself.
    let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2).ok_or(Unclean::Broken)?;
    split_at(rest, length)
}

/// The coded picture behind the head of a scan: up to the next marker that is none of its own.
fn scan(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while let Some(step) = memchr::memchr(0xff, &bytes[at..]) {
        at += step;
        match bytes.get(at + 1) {
            Some(0x00 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            _ => return bytes.split_at(at),
        }
    }
    (bytes, &[])
}

fn write(out: &mut Vec<u8>, (marker, body, scan): (u8, &[u8], &[u8])) {
    // Without the small picture, the last two bytes of JFIF's head are its size: none.
    let jfif: Option<Vec<u8>> = (marker == 0xe0).then(|| [&body[..JFIF_BYTES - 2], &[0, 0]].concat());
    let body = jfif.as_deref().unwrap_or(body);
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    out.extend([0xff, marker]);
    out.extend(length.to_be_bytes());
    out.extend(body);
    out.extend(scan);
}
