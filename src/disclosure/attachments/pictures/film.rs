//! MPEG-4 (ISO/IEC 14496-12): nested boxes. The tables of a film hold offsets into the file, so nothing may
//! move: a box that is not needed becomes a `free` box of the same length, filled with zeros.

use super::{Unclean, check_size, length, split, split_at};

/// The boxes that are needed in the file, the film, a track, its medium and a fragment.
const FILE: &[&[u8; 4]] = &[b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp", b"ssix", b"prft"];
const FILM: &[&[u8; 4]] = &[b"mvhd", b"trak", b"mvex", b"iods"];
const TRACK: &[&[u8; 4]] = &[b"tkhd", b"mdia", b"edts", b"tref"];
const MEDIUM: &[&[u8; 4]] = &[b"mdhd", b"hdlr", b"minf", b"elng"];
const FRAGMENT: &[&[u8; 4]] = &[b"mfhd", b"traf"];
/// The allowed kinds of tracks: pictures, sound, captions.
const TRACKS: [&[u8; 4]; 6] = [b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp"];

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Unclean> {
    let mut out = bytes.to_vec();
    let mut has_film = false;
    boxes(bytes, |name, _, _| has_film |= name == b"moov")?;
    if !has_film {
        return Err(Unclean::Broken);
    }
    clean_within(bytes, 0, FILE, &mut out)?;
    Ok(out)
}

/// Cleans the boxes in `bytes`, which are at `start` in `out`.
fn clean_within(bytes: &[u8], start: usize, needed: &[&[u8; 4]], out: &mut [u8]) -> Result<(), Unclean> {
    let mut result = Ok(());
    boxes(bytes, |name, head, whole| {
        let body = start + head.end..start + whole.end;
        if !needed.contains(&name) {
            out[start + head.start + 4..start + head.start + 8].copy_from_slice(b"free");
            out[body].fill(0);
            return;
        }
        let inside = &bytes[head.end..whole.end];
        let within = match name {
            b"moov" => FILM,
            b"trak" => TRACK,
            b"mdia" => MEDIUM,
            b"moof" => FRAGMENT,
            b"hdlr" => {
                // Version and flags, a reserved number, then the kind of track.
                if !inside.get(8..12).is_some_and(|kind| TRACKS.iter().any(|known| kind == *known)) {
                    result = Err(Unclean::DataTrack);
                }
                return;
            }
            b"mvhd" | b"tkhd" | b"mdhd" => {
                if name == b"tkhd"
                    && let Some((width, height)) = size(inside)
                    && let Err(unclean) = check_size(width, height)
                {
                    result = Err(unclean);
                    return;
                }
                // Version and flags, then the times of creation and modification, in four or eight bytes
                // each.
                let times = if inside.first() == Some(&1) { 4..20 } else { 4..12 };
                if let Some(times) = out[body].get_mut(times) {
                    times.fill(0);
                }
                return;
            }
            _ => return,
        };
        if result.is_ok() {
            result = clean_within(inside, body.start, within, out);
        }
    })?;
    result
}

/// The size in the header of a track: two 16.16 fixed-point numbers. Only their integer part is read.
fn size(head: &[u8]) -> Option<(u32, u32)> {
    let at = if head.first() == Some(&1) { 88 } else { 76 };
    let (sides, _) = head.get(at..)?.split_first_chunk::<8>()?;
    let [width, height] = [[sides[0], sides[1]], [sides[4], sides[5]]].map(u16::from_be_bytes);
    Some((u32::from(width), u32::from(height)))
}

type Span = std::ops::Range<usize>;

/// Calls `tell` for each box with its name, the range of its header and the range of the whole box.
fn boxes<'b>(bytes: &'b [u8], mut tell: impl FnMut(&'b [u8; 4], Span, Span)) -> Result<(), Unclean> {
    let mut at = 0;
    while at < bytes.len() {
        let (size, rest) = split::<4>(&bytes[at..])?;
        let (name, rest) = split::<4>(rest)?;
        let (head, size) = match u32::from_be_bytes(*size) {
            // The box extends to the end of the file.
            0 => (8, bytes.len() - at),
            1 => {
                let (size, _) = split::<8>(rest)?;
                (16, usize::try_from(u64::from_be_bytes(*size)).map_err(|_| Unclean::Broken)?)
            }
            size => (8, length(size)),
        };
        if size < head {
            return Err(Unclean::Broken);
        }
        split_at(&bytes[at..], size)?;
        tell(name, at..at + head, at..at + size);
        at += size;
    }
    Ok(())
}
