//! Who may read what is published, and whether we may write: questions of Unix, granted elsewhere.

#[cfg(unix)]
use std::fs;
use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// What a web server must be able to read, whatever rights the source had.
#[cfg(unix)]
pub(super) const FILE_MODE: u32 = 0o644;
#[cfg(unix)]
const FOLDER_MODE: u32 = 0o755;

/// The rights of new files and folders, and of this user.
#[cfg(unix)]
pub(super) struct Rights {
    /// Whether the umask hides new files from the web server.
    hidden: bool,
    /// The user that owns what this process makes.
    user: u32,
}

#[cfg(unix)]
impl Rights {
    /// Learns them from a folder that this process has just made.
    pub(super) fn learn(made: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { hidden: made.mode() & FOLDER_MODE != FOLDER_MODE, user: made.uid() }
    }

    /// Gives a new file its rights, where the umask took them; seldom a system call.
    pub(super) fn give_file(&self, file: &File) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        if self.hidden { file.set_permissions(fs::Permissions::from_mode(FILE_MODE)) } else { Ok(()) }
    }

    /// The same for a new folder.
    pub(super) fn give_folder(&self, folder: &Path) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        if self.hidden {
            fs::set_permissions(folder, fs::Permissions::from_mode(FOLDER_MODE))
        } else {
            Ok(())
        }
    }

    /// Whether owner and mode tell that we may write into this folder; otherwise it must be tried.
    pub(super) fn surely_writable(&self, folder: &Metadata) -> bool {
        use std::os::unix::fs::MetadataExt;
        const WRITE_AND_ENTER: u32 = 0o300;
        self.user == 0 || (self.user == folder.uid() && folder.mode() & WRITE_AND_ENTER == WRITE_AND_ENTER)
    }
}

/// Elsewhere new files have the rights of the folder that they are in.
#[cfg(not(unix))]
pub(super) struct Rights;

#[cfg(not(unix))]
impl Rights {
    pub(super) fn learn(_made: &Metadata) -> Self {
        Self
    }

    pub(super) fn give_file(&self, _file: &File) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn give_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn surely_writable(&self, _folder: &Metadata) -> bool {
        true
    }
}
