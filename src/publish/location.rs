//! Where the output lies, and whether that place is fit to be written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::messages as say;
use super::path::{MANIFEST, PROBE};
use crate::diagnostics::Diagnostic;

/// Folders of the portal that hold sources; an output among them would be read as content.
const SOURCE_FOLDERS: [&str; 3] = ["content", "themes", "rilis"];

/// The output folder and the staging folder beside it, by their real paths.
pub(super) struct Location {
    /// The output, all links resolved, so that nobody can turn it elsewhere during the build.
    pub(super) output: PathBuf,
    /// The folder in which the site is prepared: on the same file system, so renames stay atomic.
    pub(super) staging: PathBuf,
    /// The output as the user wrote it, with `/`.
    pub(super) shown: String,
}

/// What lies at the output before the build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// Nothing.
    Absent,
    /// An empty folder.
    Empty,
    /// A folder with our mark.
    Marked,
}

impl Location {
    /// Finds the real paths and refuses places where a site must not be written.
    pub(super) fn find(output: &Path, root: &Path) -> Result<Self, Diagnostic> {
        let shown = shown(output);
        let real = real(output).map_err(|cause| match cause.kind() {
            io::ErrorKind::InvalidInput => say::not_a_folder(&shown),
            _ => say::io(&shown, &cause),
        })?;
        let root = fs::canonicalize(root).map_err(|cause| say::io(&self::shown(root), &cause))?;
        if root.starts_with(&real) {
            return Err(say::contains_root(&shown));
        }
        for folder in SOURCE_FOLDERS {
            let sources = root.join(folder);
            let linked = fs::canonicalize(&sources).unwrap_or_else(|_| sources.clone());
            if real.starts_with(&sources) || real.starts_with(&linked) {
                return Err(say::inside_sources(&shown, folder));
            }
        }
        let Some(name) = real.file_name() else { return Err(say::not_a_folder(&shown)) };
        let mut beside = name.to_owned();
        beside.push(".terawang");
        let location = Self { staging: real.with_file_name(beside), output: real, shown };
        if root.starts_with(&location.staging) {
            let reason = say::folder_of_portal();
            return Err(say::no_staging(&location.staging_shown(), &reason));
        }
        location.ground()?;
        Ok(location)
    }

    /// What lies at the output now; an error if it is not ours to write.
    pub(super) fn ground(&self) -> Result<Ground, Diagnostic> {
        let fail = |cause: io::Error| say::io(&self.shown, &cause);
        match fs::symlink_metadata(&self.output) {
            Ok(found) if !found.is_dir() => return Err(say::not_a_folder(&self.shown)),
            Ok(_) => {}
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Ground::Absent),
            Err(cause) => return Err(fail(cause)),
        }
        if fs::symlink_metadata(self.output.join(".git")).is_ok() {
            return Err(say::git_work_tree(&self.shown));
        }
        match fs::symlink_metadata(self.output.join(MANIFEST)) {
            Ok(found) if found.is_file() => return Ok(Ground::Marked),
            Ok(found) if found.is_symlink() => return Err(say::link_in_the_way(&self.shown_path(MANIFEST))),
            Ok(_) => return Err(say::unmarked(&self.shown)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(fail(cause)),
        }
        match fs::read_dir(&self.output).map_err(fail)?.next() {
            None => Ok(Ground::Empty),
            Some(Ok(_)) => Err(say::unmarked(&self.shown)),
            Some(Err(cause)) => Err(fail(cause)),
        }
    }

    /// Refuses an output on another file system than the folder beside it, where renames fail.
    pub(super) fn refuse_mount_point(&self, ground: Ground) -> Result<(), Diagnostic> {
        if ground != Ground::Absent && self.is_mount_point() {
            return Err(say::mount_point(&self.shown));
        }
        Ok(())
    }

    /// Renames an empty file from the staging folder into the output, and removes it again: what
    /// fails here would fail after the commit point.
    pub(super) fn prove_rename(&self) -> Result<(), Diagnostic> {
        let (from, to) = (self.staging.join(PROBE), self.output.join(PROBE));
        fs::write(&from, [])
            .and_then(|()| fs::rename(&from, &to))
            .and_then(|()| fs::remove_file(&to))
            .map_err(|cause| self.rename_failed(&cause))
    }

    /// Words for a failed rename of, or into, the output.
    pub(super) fn rename_failed(&self, cause: &io::Error) -> Diagnostic {
        match cause.kind() {
            io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy if cfg!(unix) => {
                say::mount_point(&self.shown)
            }
            _ => say::io(&self.shown, cause),
        }
    }

    #[cfg(unix)]
    fn is_mount_point(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
        let above = self.output.parent().and_then(device);
        above.is_some() && above != device(&self.output)
    }

    /// The standard library tells no volume here; the rename that is tried first finds it out.
    #[cfg(not(unix))]
    fn is_mount_point(&self) -> bool {
        false
    }

    /// The path on disk of a path in the output; `""` is the output itself.
    pub(super) fn on_disk(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.output.clone() } else { self.output.join(path) }
    }

    /// A path in the output as messages show it; `""` is the output itself.
    pub(super) fn shown_path(&self, path: &str) -> String {
        let output = self.shown.trim_end_matches('/');
        if path.is_empty() { output.to_owned() } else { format!("{output}/{path}") }
    }

    /// The staging folder as messages show it.
    pub(super) fn staging_shown(&self) -> String {
        let name = self.staging.file_name().unwrap_or_default().to_string_lossy();
        let above = Path::new(&self.shown).parent().map(shown).filter(|above| !above.is_empty());
        above.map_or_else(|| name.to_string(), |above| format!("{}/{name}", above.trim_end_matches('/')))
    }
}

/// A path of the system as messages show it.
pub(super) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) { text.trim_start_matches(r"\\?\").replace('\\', "/") } else { text }
}

/// The path with all links resolved; the last parts need not exist yet.
///
/// `InvalidInput`: a link to nothing, or no name that a folder could bear.
fn real(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
        other => return other,
    }
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // `x/..` with no `x` names nothing that could be made.
    let (Some(above), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
    Ok(real(above)?.join(name))
}
