//! File permissions on Unix: who may read the published files, and whether we may write. Other systems need
//! none of this.

#[cfg(unix)]
use std::fs;
use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// Published files are readable for the web server, whatever the permissions of the source.
#[cfg(unix)]
pub(super) const FILE_MODE: u32 = 0o644;
#[cfg(unix)]
const FOLDER_MODE: u32 = 0o755;

/// The permissions for new files and folders, and our user.
#[cfg(unix)]
pub(super) struct Rights {
    /// Whether the umask makes new files unreadable for the web server.
    hidden: bool,
    /// The user that owns new files.
    user: u32,
}

#[cfg(unix)]
impl Rights {
    /// Determines them from a folder that this process has just created.
    pub(super) fn learn(made: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { hidden: made.mode() & FOLDER_MODE != FOLDER_MODE, user: made.uid() }
    }

    /// Sets the permissions of a new file, if the umask removed any. Usually this needs no system call.
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

    /// Whether owner and mode show that the folder is writable. If not, a write has to be tried.
    pub(super) fn surely_writable(&self, folder: &Metadata) -> bool {
        use std::os::unix::fs::MetadataExt;
        const WRITE_AND_ENTER: u32 = 0o300;
        self.user == 0 || (self.user == folder.uid() && folder.mode() & WRITE_AND_ENTER == WRITE_AND_ENTER)
    }
}

/// On other systems, new files inherit the permissions of their folder.
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
