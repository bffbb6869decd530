//! The metadata in a JPEG picture (ITU-T T.81): what a camera or a program added to the image.

/// The prefix of the TIFF structure in an Exif segment.
const EXIF: &[u8] = b"Exif\0\0";
/// The Exif tag of the place where a picture was taken.
const GPS: u16 = 0x8825;
/// The length of a JFIF segment without a thumbnail.
const JFIF_BYTES: usize = 14;

/// The metadata of a picture, as far as it can be read: comments, application segments that drawing does not
/// need, and bytes after the end.
pub(super) fn notes(jpeg: &[u8]) -> Vec<&[u8]> {
    let mut notes = Vec::new();
    let Some(mut rest) = jpeg.strip_prefix(b"\xff\xd8") else { return notes };
    while let Some((marker, behind)) = marker(rest) {
        if marker == 0xd9 {
            notes.push(behind);
            break;
        }
        let Some((body, behind)) = segment(behind) else { break };
        rest = match marker {
            0xda => scan(behind),
            0xc0..=0xcf | 0xdb..=0xdf => behind,
            0xe0..=0xef | 0xfe => {
                let is_needed = match marker {
                    0xe0 => body.starts_with(b"JFIF\0") && body.len() >= JFIF_BYTES,
                    0xe2 => body.starts_with(b"ICC_PROFILE\0"),
                    0xee => body.starts_with(b"Adobe"),
                    _ => false,
                };
                if !is_needed {
                    notes.push(body);
                }
                behind
            }
            _ => break,
        };
    }
    notes
}

/// A marker and the rest of the input. Any number of fill bytes 0xff may precede it.
fn marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = bytes.strip_prefix(b"\xff")?;
    while let Some(behind) = rest.strip_prefix(b"\xff") {
        rest = behind;
    }
    rest.split_first().map(|(marker, behind)| (*marker, behind))
}

/// The body of a segment and the rest of the input.
fn segment(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    // The length counts its own two bytes.
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)).checked_sub(2)?)
}

/// The rest of the input after the image data of a scan. It begins with the next marker that does not belong
/// to the data.
fn scan(bytes: &[u8]) -> &[u8] {
    let mut at = 0;
    while let Some(step) = memchr::memchr(0xff, &bytes[at..]) {
        at += step;
        match bytes.get(at + 1) {
            Some(0x00 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            _ => return &bytes[at..],
        }
    }
    &[]
}

/// Whether metadata contains the place where the picture was taken, as Exif or as XMP.
pub(super) fn tells_place(note: &[u8]) -> bool {
    has_gps(note.strip_prefix(EXIF).unwrap_or(note)).unwrap_or(false)
        || memchr::memmem::find(note, b"exif:GPS").is_some()
}

/// Whether the first table of a TIFF structure contains the tag [`GPS`].
fn has_gps(tiff: &[u8]) -> Option<bool> {
    /// The length of an entry of the table. The first two bytes are its tag.
    const ENTRY: usize = 12;
    let is_little = match tiff.get(..4)? {
        b"II\x2a\0" => true,
        b"MM\0\x2a" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let place: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let table = if is_little { u32::from_le_bytes(place) } else { u32::from_be_bytes(place) } as usize;
    let entries = usize::from(short(table)?);
    Some((0..entries).any(|entry| short(table + 2 + entry * ENTRY) == Some(GPS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exif(is_little: bool, tag: u16) -> Vec<u8> {
        let short = |n: u16| if is_little { n.to_le_bytes() } else { n.to_be_bytes() };
        let long = |n: u32| if is_little { n.to_le_bytes() } else { n.to_be_bytes() };
        let start = if is_little { b"II\x2a\0" } else { b"MM\0\x2a" };
        let entry = [&short(tag)[..], &short(4), &long(1), &long(26)].concat();
        [EXIF, &start[..], &long(8), &short(1), &entry, &long(0)].concat()
    }

    fn with_segments(segments: &[(u8, &[u8])], scan: &[u8], behind: &[u8]) -> Vec<u8> {
        let mut out = b"\xff\xd8".to_vec();
        for (marker, body) in segments {
            out.extend([0xff, *marker]);
            out.extend((body.len() as u16 + 2).to_be_bytes());
            out.extend(*body);
        }
        [&out[..], scan, b"\xff\xd9", behind].concat()
    }

    #[test]
    fn notes_are_found_and_what_drawing_needs_is_not_taken_for_one() {
        let place = exif(true, GPS);
        let segments: [(u8, &[u8]); 6] = [
            (0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
            (0xe1, &place),
            (0xe2, b"ICC_PROFILE\0..."),
            (0xee, b"Adobe..."),
            (0xfe, b"a comment"),
            (0xda, b"head of the scan"),
        ];
        let jpeg = with_segments(&segments, b"\x01\xff\0\xff\xd0\x02", b"behind");
        assert_eq!(notes(&jpeg), [&place[..], b"a comment", b"behind"]);
        for cut in 0..jpeg.len() {
            assert!(notes(&jpeg[..cut]).len() <= 3, "{cut}");
        }
        assert!(notes(b"GIF89a").is_empty());
    }

    #[test]
    fn a_place_is_found_in_exif_and_in_xmp() {
        for is_little in [false, true] {
            assert!(tells_place(&exif(is_little, GPS)));
            assert!(!tells_place(&exif(is_little, 0x0112)));
            let whole = exif(is_little, GPS);
            assert!((0..whole.len() - 14).all(|cut| !tells_place(&whole[..cut])));
        }
        assert!(tells_place(b"<rdf:Description exif:GPSLatitude='0,0N'/>"));
        assert!(!tells_place(b"Exif\0\0II\x2a\0\xff\xff\xff\xff"));
    }
}
