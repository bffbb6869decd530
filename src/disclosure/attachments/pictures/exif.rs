//! Exif: metadata of a picture, as a TIFF. Only the orientation matters for drawing.

/// The tag of the orientation.
const ORIENTATION: u16 = 0x0112;
/// The prefix of the TIFF in JPEG, and sometimes in WebP.
pub(super) const MARK: &[u8] = b"Exif\0\0";
/// The orientation of a picture that is shown as it is stored.
const UPRIGHT: u16 = 1;

/// A new Exif block that holds only the orientation, if the picture must be turned to be shown.
pub(super) fn only_orientation(exif: &[u8]) -> Option<Vec<u8>> {
    let orientation = Table::read(exif)?.value(ORIENTATION)?;
    if orientation == UPRIGHT || orientation > 8 {
        return None;
    }
    let mut tiff = Vec::with_capacity(26);
    // Big-endian; one table with one entry of type SHORT; no further table.
    tiff.extend(b"MM\0\x2a\0\0\0\x08\0\x01");
    tiff.extend(ORIENTATION.to_be_bytes());
    tiff.extend(b"\0\x03\0\0\0\x01");
    tiff.extend(orientation.to_be_bytes());
    tiff.extend([0; 6]);
    Some(tiff)
}

/// The first table of a TIFF.
struct Table<'t> {
    tiff: &'t [u8],
    at: usize,
    is_little: bool,
}

impl<'t> Table<'t> {
    fn read(exif: &'t [u8]) -> Option<Self> {
        let tiff = exif.strip_prefix(MARK).unwrap_or(exif);
        let is_little = match tiff.get(..4)? {
            b"II\x2a\0" => true,
            b"MM\0\x2a" => false,
            _ => return None,
        };
        let place: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
        let at = if is_little { u32::from_le_bytes(place) } else { u32::from_be_bytes(place) };
        Some(Self { tiff, at: at as usize, is_little })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes: [u8; 2] = self.tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    /// The offset of the entry for a tag.
    fn entry(&self, tag: u16) -> Option<usize> {
        const ENTRY_BYTES: usize = 12;
        let entries = usize::from(self.short(self.at)?);
        (0..entries)
            .map(|entry| self.at + 2 + entry * ENTRY_BYTES)
            .find(|entry| self.short(*entry) == Some(tag))
    }

    /// The value of a tag, read as SHORT.
    fn value(&self, tag: u16) -> Option<u16> {
        self.short(self.entry(tag)? + 8)
    }
}
