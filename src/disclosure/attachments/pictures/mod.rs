//! Removes metadata from pictures and films: place, time, camera, author, comments, previews, bytes after the
//! end. The image and sound data stay the same, byte for byte.
//!
//! Each format has a list of the parts that drawing needs. All other parts are removed.

mod exif;
mod film;
mod jpeg;
mod png;
mod webp;

#[cfg(test)]
mod tests;

/// A format that is cleaned before it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG, including animated PNG.
    Png,
    /// WebP.
    Webp,
    /// MPEG-4 film or sound.
    Mp4,
}

/// Why a file cannot be cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclean {
    /// It is truncated or does not follow its format.
    Broken,
    /// Decoded, it would take more memory than a phone has.
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// A film has a track that is neither picture, sound nor captions. Such a track can hold the place of
    /// recording.
    DataTrack,
}

/// The bytes to publish instead of `bytes`. They are equal if there is nothing to remove.
pub fn clean(format: Format, bytes: &[u8]) -> Result<Vec<u8>, Unclean> {
    match format {
        Format::Jpeg => jpeg::clean(bytes),
        Format::Png => png::clean(bytes),
        Format::Webp => webp::clean(bytes),
        Format::Mp4 => film::clean(bytes),
    }
}

/// The maximum number of pixels: 8,192 × 8,192. Decoded, they take 256 MiB; compressed, a few kilobytes can
/// hold them.
pub const MOST_PIXELS: u64 = 1 << 26;
/// The maximum length of a side, in pixels. Graphics software often supports less.
pub const LONGEST_SIDE: u32 = 20_000;

/// Refuses a picture that is too large when it is decoded.
fn check_size(width: u32, height: u32) -> Result<(), Unclean> {
    let fits = width.max(height) <= LONGEST_SIDE && u64::from(width) * u64::from(height) <= MOST_PIXELS;
    if fits { Ok(()) } else { Err(Unclean::TooManyPixels { width, height }) }
}

/// The first `N` bytes of `bytes`, and the rest.
fn split<const N: usize>(bytes: &[u8]) -> Result<(&[u8; N], &[u8]), Unclean> {
    bytes.split_first_chunk().ok_or(Unclean::Broken)
}

/// The first `length` bytes of `bytes`, and the rest.
fn split_at(bytes: &[u8], length: usize) -> Result<(&[u8], &[u8]), Unclean> {
    bytes.split_at_checked(length).ok_or(Unclean::Broken)
}

/// Converts a length in a file to `usize`.
fn length(number: u32) -> usize {
    number as usize
}
