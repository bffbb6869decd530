//! Opens and reads the files of a portal.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

/// Opens a regular file for reading.
///
/// Between listing and opening, the file may be replaced. A symbolic link is not followed, because it could
/// leave the portal. A pipe does not block. Both give `InvalidInput`.
pub fn open(on_disk: &Path) -> io::Result<File> {
    let not_regular = || io::Error::new(io::ErrorKind::InvalidInput, "not a regular file");
    let file =
        options().open(on_disk).map_err(|cause| if is_loop(&cause) { not_regular() } else { cause })?;
    let found = file.metadata()?;
    if found.is_file() {
        Ok(file)
    } else if found.is_dir() {
        Err(is_a_folder())
    } else {
        Err(not_regular())
    }
}

#[cfg(unix)]
fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;

    let mut options = OpenOptions::new();
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    options.read(true).custom_flags(flags.bits().cast_signed());
    options
}

/// Whether links form a loop, or a link was found where none is followed. Unix reports both in the same way.
#[cfg(unix)]
pub(super) fn is_loop(cause: &io::Error) -> bool {
    cause.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(unix)]
fn is_a_folder() -> io::Error {
    rustix::io::Errno::ISDIR.into()
}

#[cfg(not(unix))]
fn options() -> OpenOptions {
    use std::os::windows::fs::OpenOptionsExt as _;

    /// Opens the link itself, which is not a regular file.
    const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(FILE_FLAG_OPEN_REPARSE_POINT);
    options
}

#[cfg(not(unix))]
pub(super) fn is_loop(_cause: &io::Error) -> bool {
    false
}

#[cfg(not(unix))]
fn is_a_folder() -> io::Error {
    io::ErrorKind::IsADirectory.into()
}

/// Reads a file of at most `limit` bytes; `FileTooLarge` if it is longer.
///
/// `size` is its length when it was listed. Most files still have it, and are read in one step.
pub fn read(on_disk: &Path, size: u64, limit: u64) -> io::Result<Vec<u8>> {
    let mut file = open(on_disk)?;
    let size = usize::try_from(size.min(limit)).unwrap_or(0);
    // One byte more than expected, so that a longer file can be told from one of this size.
    let mut bytes = vec![0; size + 1];
    let read = loop {
        match file.read(&mut bytes) {
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    bytes.truncate(read);
    if read != size {
        let rest = limit.saturating_add(1).saturating_sub(read as u64);
        file.take(rest).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_read_whole_whatever_its_size_was() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "abc").unwrap();
        for size in [0, 1, 3, 9] {
            assert_eq!(read(&file, size, 3).unwrap(), b"abc");
        }
        assert_eq!(read(&file, 2, 2).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read(&file, 3, u64::MAX).unwrap(), b"abc");
    }

    #[test]
    fn a_folder_is_no_file() {
        assert!(open(tempfile::tempdir().unwrap().path()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed_and_a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a"), "abc").unwrap();
        std::os::unix::fs::symlink(at("a"), at("link")).unwrap();
        std::os::unix::fs::symlink(at("loop"), at("loop")).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, at("pipe"), rustix::fs::Mode::RUSR).unwrap();
        for name in ["link", "loop", "pipe"] {
            assert_eq!(open(&at(name)).unwrap_err().kind(), io::ErrorKind::InvalidInput, "{name}");
        }
    }
}
