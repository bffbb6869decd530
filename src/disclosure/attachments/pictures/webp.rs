//! WebP (RFC 9649): chunks in a RIFF file. In an extended file, the first chunk has flags for the others.

use super::{Unclean, check_size, exif, length, split, split_at};

/// Flags of the first chunk.
const HAS_XMP: u8 = 1 << 2;
const HAS_EXIF: u8 = 1 << 3;
/// The length of the header of a frame, before its chunks.
const FRAME_HEAD: usize = 16;

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Unclean> {
    let (riff, rest) = split::<4>(bytes)?;
    let (size, rest) = split::<4>(rest)?;
    let (mut chunks, _) = split_at(rest, length(u32::from_le_bytes(*size)))?;
    let (name, behind) = split::<4>(chunks)?;
    chunks = behind;
    if (riff, name) != (b"RIFF", b"WEBP") {
        return Err(Unclean::Broken);
    }
    let mut out = Vec::with_capacity(bytes.len());
    let (mut extras, mut orientation, mut has_picture) = (None, None, false);
    while !chunks.is_empty() {
        let (name, body, behind) = next(chunks)?;
        chunks = behind;
        if let Some((width, height)) = sides(name, body) {
            check_size(width, height)?;
        }
        match name {
            b"VP8X" if extras.is_none() && out.is_empty() && !body.is_empty() => {
                extras = Some(out.len());
                write(&mut out, name, body);
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ICCP" => {
                has_picture |= name.starts_with(b"VP8");
                write(&mut out, name, body);
            }
            b"ANMF" => {
                has_picture = true;
                write(&mut out, name, &frame(body)?);
            }
            b"EXIF" => orientation = orientation.or_else(|| exif::only_orientation(body)),
            _ => {}
        }
    }
    if !has_picture {
        return Err(Unclean::Broken);
    }
    if let Some(at) = extras
        && let Some(flags) = out.get_mut(at + 8)
    {
        *flags &= !(HAS_XMP | HAS_EXIF);
        if let Some(tiff) = &orientation {
            *flags |= HAS_EXIF;
            write(&mut out, b"EXIF", tiff);
        }
    }
    let size = u32::try_from(out.len() + 4).map_err(|_| Unclean::Broken)?;
    Ok([&b"RIFF"[..], &size.to_le_bytes(), b"WEBP", &out].concat())
}

/// Removes from a frame the chunks that drawing does not need.
fn frame(body: &[u8]) -> Result<Vec<u8>, Unclean> {
    let (head, mut chunks) = split_at(body, FRAME_HEAD)?;
    let mut out = head.to_vec();
    while !chunks.is_empty() {
        let (name, body, behind) = next(chunks)?;
        chunks = behind;
        if let Some((width, height)) = sides(name, body) {
            check_size(width, height)?;
        }
        if matches!(name, b"ALPH" | b"VP8 " | b"VP8L") {
            write(&mut out, name, body);
        }
    }
    Ok(out)
}

/// The size in a chunk: of the canvas, of a frame, or of the image data.
fn sides(name: &[u8; 4], body: &[u8]) -> Option<(u32, u32)> {
    let number = |at: std::ops::Range<usize>| {
        let bytes = body.get(at)?.iter().rev();
        Some(bytes.fold(0, |number, byte| number << 8 | u32::from(*byte)))
    };
    // The size in the image data is 14 bits per side.
    const SIDE: u32 = 0x3fff;
    match name {
        b"VP8X" => Some((number(4..7)? + 1, number(7..10)? + 1)),
        b"ANMF" => Some((number(6..9)? + 1, number(9..12)? + 1)),
        b"VP8 " => Some((number(6..8)? & SIDE, number(8..10)? & SIDE)),
        b"VP8L" => {
            let sides = number(1..5)?;
            Some(((sides & SIDE) + 1, (sides >> 14 & SIDE) + 1))
        }
        _ => None,
    }
}

type Chunk<'b> = (&'b [u8; 4], &'b [u8], &'b [u8]);

fn next(chunks: &[u8]) -> Result<Chunk<'_>, Unclean> {
    let (name, rest) = split::<4>(chunks)?;
    let (size, rest) = split::<4>(rest)?;
    let size = length(u32::from_le_bytes(*size));
    let (body, rest) = split_at(rest, size)?;
    // A chunk of odd length is padded with one byte.
    Ok((name, body, rest.get(size % 2..).unwrap_or(&[])))
}

fn write(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend(name);
    out.extend(u32::try_from(body.len()).unwrap_or(0).to_le_bytes());
    out.extend(body);
    out.extend(&[0][..body.len() % 2]);
}
