//! Takes out of pictures and films what is not shown: place, time, camera, author, remarks, previews,
//! whatever lies behind their end. What is shown stays as it is, byte for byte.
//!
//! Each format has a list of the parts that drawing needs; all others go.

pub(super) mod exif;
mod film;
pub(super) mod jpeg;
mod png;
mod webp;

#[cfg(test)]
mod tests;

/// A format that is cleaned before it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG, also animated.
    Png,
    /// WebP.
    Webp,
    /// MPEG-4 film or sound.
    Mp4,
}

/// Why a file cannot be cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclean {
    /// It is cut short or not made as its format asks.
    Broken,
    /// Opened, it would fill the memory of a reader's telephone.
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// A film with a track that is neither picture, sound nor captions: where it was taken, for one.
    DataTrack,
}

/// The bytes to publish instead of `bytes`; the same ones if there is nothing to take out.
pub fn clean(format: Format, bytes: &[u8]) -> Result<Vec<u8>, Unclean> {
    match format {
        Format::Jpeg => jpeg::clean(bytes),
        Format::Png => png::clean(bytes),
        Format::Webp => webp::clean(bytes),
        Format::Mp4 => film::clean(bytes),
    }
}

/// The most pixels of a picture: 8,192 × 8,192. Opened, they take 256 MiB; packed, they can be a few kilobytes.
pub const MOST_PIXELS: u64 = 1 << 26;
/// The longest side of a picture, in pixels; what draws it on screen is made for fewer.
pub const LONGEST_SIDE: u32 = 20_000;

/// Refuses a picture that is too large once it is opened.
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

/// A length in a file, as one in memory.
fn length(number: u32) -> usize {
    number as usize
}
