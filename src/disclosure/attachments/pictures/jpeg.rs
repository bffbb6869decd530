//! JPEG (ITU-T T.81): a sequence of segments, with the image data after those that begin a scan.

use super::{Unclean, check_size, exif, split, split_at};

const START: [u8; 2] = [0xff, 0xd8];
const JFIF: &[u8] = b"JFIF\0";
const COLOUR_PROFILE: &[u8] = b"ICC_PROFILE\0";
const ADOBE: &[u8] = b"Adobe";
/// The length of a JFIF segment without its thumbnail.
const JFIF_BYTES: usize = 14;

/// The role of a segment.
enum Segment<'b> {
    /// Needed to draw it.
    Needed {
        marker: u8,
        body: &'b [u8],
        scan: &'b [u8],
    },
    /// Metadata.
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
                    // A frame header: precision, then height and width.
                    (0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf, [_, h1, h2, w1, w2, ..]) => {
                        width = u32::from(u16::from_be_bytes([*w1, *w2]));
                        check_size(width, u32::from(u16::from_be_bytes([*h1, *h2])))?;
                    }
                    // The height, if the frame header leaves it undefined.
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
        // JFIF comes first, if there is one.
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

fn next(bytes: &[u8]) -> Result<(Segment<'_>, &[u8]), Unclean> {
    let (&[0xff], mut rest) = split::<1>(bytes)? else { return Err(Unclean::Broken) };
    let marker = loop {
        let (&[byte], behind) = split::<1>(rest)?;
        rest = behind;
        // Any number of fill bytes 0xff may precede a marker.
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

/// The image data after a scan header, up to the next marker that does not belong to it.
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
    // The last two bytes of the JFIF header are the size of the thumbnail: none.
    let jfif: Option<Vec<u8>> = (marker == 0xe0).then(|| [&body[..JFIF_BYTES - 2], &[0, 0]].concat());
    let body = jfif.as_deref().unwrap_or(body);
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    out.extend([0xff, marker]);
    out.extend(length.to_be_bytes());
    out.extend(body);
    out.extend(scan);
}
