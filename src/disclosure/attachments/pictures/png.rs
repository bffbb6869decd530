//! PNG (ISO/IEC 15948): chunks, each with a name and a checksum.

use super::{Unclean, check_size, exif, length, split, split_at};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The chunks that drawing needs: image data, colours, frames.
const NEEDED: [&[u8; 4]; 17] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD",
    b"pHYs", b"cICP", b"mDCV", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Unclean> {
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or(Unclean::Broken)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(SIGNATURE);
    let mut is_first = true;
    loop {
        let whole = rest;
        let (size, behind) = split::<4>(rest)?;
        let size = length(u32::from_be_bytes(*size));
        let (name, behind) = split::<4>(behind)?;
        let (body, behind) = split_at(behind, size)?;
        let (_, behind) = split::<4>(behind)?;
        if is_first != (name == b"IHDR") || !name.iter().all(u8::is_ascii_alphabetic) {
            return Err(Unclean::Broken);
        }
        is_first = false;
        rest = behind;
        // The offset of the size. In a frame, it follows the sequence number.
        let size_at = match name {
            b"IHDR" => Some(0),
            b"fcTL" => Some(4),
            _ => None,
        };
        if let Some((sides, _)) = size_at.and_then(|at| body.get(at..)?.split_first_chunk::<8>()) {
            let [width, height] = [&sides[..4], &sides[4..]].map(big_endian);
            check_size(width, height)?;
        }
        if NEEDED.contains(&name) {
            out.extend(&whole[..size + 12]);
        } else if name == b"eXIf" {
            if let Some(tiff) = exif::only_orientation(body) {
                write(&mut out, b"eXIf", &tiff);
            }
        } else if name[0].is_ascii_uppercase() {
            // An unknown critical chunk.
            return Err(Unclean::Broken);
        }
        if name == b"IEND" {
            return Ok(out);
        }
    }
}

fn big_endian(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn write(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend(u32::try_from(body.len()).unwrap_or(0).to_be_bytes());
    out.extend(name);
    out.extend(body);
    out.extend(check_sum(&[name, body].concat()).to_be_bytes());
}

/// CRC-32, without a table: it is only computed for one small chunk.
fn check_sum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}
