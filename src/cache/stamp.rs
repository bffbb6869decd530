//! How a file lay on the disk: what changes whenever somebody writes it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Nanoseconds since 1970, by the clock of this machine.
pub type Moment = u64;

/// How a regular file lay on the disk.
///
/// On Unix the time of the last change of any kind is in it, which nobody can set back: a file that was
/// written since has another stamp, but for two writes within one tick of the clock ([`Stamp::is_settled`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    modified: Moment,
    changed: Moment,
    device: u64,
    inode: u64,
}

/// A file that was written as shortly before it was read may have been written again without a trace, for its
/// times are as coarse as this: FAT counts two seconds, other file systems tick with the system's clock.
const COARSE_TICK: Moment = 2_000_000_000;
const FINE_TICK: Moment = 50_000_000;
/// A time that is no multiple of this is none of a coarse file system.
const COARSE: Moment = 1_000_000;

impl Stamp {
    /// The stamp of a regular file, links followed.
    pub fn of(path: &Path) -> Option<Self> {
        Self::from(&std::fs::metadata(path).ok()?)
    }

    /// The stamp of a regular file; `None` for a link.
    pub fn of_itself(path: &Path) -> Option<Self> {
        Self::from(&std::fs::symlink_metadata(path).ok()?)
    }

    /// The stamp that is in the metadata of a regular file.
    pub fn from(found: &Metadata) -> Option<Self> {
        if !found.is_file() {
            return None;
        }
        let modified = moment(found.modified().ok()?);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let nanoseconds = u64::try_from(found.ctime_nsec()).ok()?;
            let changed = u64::try_from(found.ctime()).ok()?.saturating_mul(1_000_000_000) + nanoseconds;
            let (device, inode) = (found.dev(), found.ino());
            Some(Self { size: found.len(), modified, changed, device, inode })
        }
        #[cfg(not(unix))]
        Some(Self { size: found.len(), modified, changed: modified, device: 0, inode: 0 })
    }

    /// Whether the file had rested when it was read at `read_at`, so that a later write must show.
    pub fn is_settled(&self, read_at: Moment) -> bool {
        let is_fine = |time: Moment| !time.is_multiple_of(COARSE);
        let tick = if is_fine(self.modified) && is_fine(self.changed) { FINE_TICK } else { COARSE_TICK };
        self.modified.max(self.changed).saturating_add(tick) < read_at
    }
}

/// The moment of a time; times before 1970 count as 1970.
pub fn moment(time: SystemTime) -> Moment {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_just_written_is_not_believed() {
        const SECOND: Moment = 1_000_000_000;
        let stamp = |time: Moment| Stamp { modified: time, changed: time, ..Stamp::default() };
        let fine = 1000 * SECOND + 123_456_789;
        assert!(!stamp(fine).is_settled(fine));
        assert!(!stamp(fine).is_settled(fine + SECOND / 100));
        assert!(stamp(fine).is_settled(fine + SECOND / 10));
        // Whole milliseconds: the file system may count in seconds.
        let coarse = 1000 * SECOND;
        assert!(!stamp(coarse).is_settled(coarse + SECOND));
        assert!(stamp(coarse).is_settled(coarse + 3 * SECOND));
    }
}
