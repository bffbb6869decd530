//! Finds the output folder and checks that it may be written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::messages as say;
use super::path::{MANIFEST, PROBE};
use super::staging::look_at;
use crate::diagnostics::Diagnostic;

/// The folders that hold sources. An output inside them would be read as content.
const SOURCE_FOLDERS: [&str; 3] = ["content", "themes", "rilis"];

/// The real paths of the output folder and of the staging folder beside it.
pub(super) struct Location {
    /// The output with all links resolved, so that changing a link during the build has no effect.
    pub(super) output: PathBuf,
    /// The staging folder. It is on the same file system as the output, so that renames are atomic.
    pub(super) staging: PathBuf,
    /// The output as the user wrote it, with `/`.
    pub(super) shown: String,
}

/// What is at the output path before the build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// Nothing.
    Absent,
    /// An empty folder.
    Empty,
    /// A folder with a manifest.
    Marked,
}

impl Location {
    /// Finds the real paths, and refuses places where no site must be written.
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
            let linked = match fs::canonicalize(&sources) {
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => sources.clone(),
                linked => linked.map_err(|cause| say::io(&self::shown(&sources), &cause))?,
            };
            if real.starts_with(&sources) || real.starts_with(&linked) {
                return Err(say::inside_sources(&shown, folder));
            }
        }
        let Some(name) = real.file_name() else { return Err(say::not_a_folder(&shown)) };
        let mut beside = name.to_owned();
        beside.push(".terawang");
        let location = Self { staging: real.with_file_name(beside), output: real, shown };
        if root.starts_with(&location.staging) {
            return Err(say::staging_in_the_way(&location.staging_shown(), say::folder_of_portal()));
        }
        location.ground()?;
        Ok(location)
    }

    /// What is at the output path now; an error if it must not be written.
    pub(super) fn ground(&self) -> Result<Ground, Diagnostic> {
        let fail = |cause: io::Error| say::io(&self.shown, &cause);
        match look_at(&self.output).map_err(fail)? {
            Some(found) if !found.is_dir() => return Err(say::not_a_folder(&self.shown)),
            Some(_) => {}
            None => return Ok(Ground::Absent),
        }
        if look_at(&self.output.join(".git")).map_err(fail)?.is_some() {
            return Err(say::git_work_tree(&self.shown));
        }
        match look_at(&self.output.join(MANIFEST)).map_err(fail)? {
            Some(found) if found.is_file() => return Ok(Ground::Marked),
            Some(found) if found.is_symlink() => {
                return Err(say::link_in_the_way(&self.shown_path(MANIFEST)));
            }
            Some(_) => return Err(say::unmarked(&self.shown)),
            None => {}
        }
        match fs::read_dir(&self.output).map_err(fail)?.next() {
            None => Ok(Ground::Empty),
            Some(Ok(_)) => Err(say::unmarked(&self.shown)),
            Some(Err(cause)) => Err(fail(cause)),
        }
    }

    /// Refuses an output on another file system than its parent folder: renames between them fail.
    pub(super) fn refuse_mount_point(&self, ground: Ground) -> Result<(), Diagnostic> {
        if ground != Ground::Absent && self.is_mount_point() {
            return Err(say::mount_point(&self.shown));
        }
        Ok(())
    }

    /// Renames an empty file from the staging folder into the output and removes it again. If renames fail,
    /// they must fail here, before the commit point.
    pub(super) fn prove_rename(&self) -> Result<(), Diagnostic> {
        let (from, to) = (self.staging.join(PROBE), self.output.join(PROBE));
        fs::write(&from, [])
            .and_then(|()| fs::rename(&from, &to))
            .and_then(|()| fs::remove_file(&to))
            .map_err(|cause| self.rename_failed(&cause))
    }

    /// The error for a failed rename of the output or into it.
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
        // If this cannot be determined, the trial rename finds it out.
        let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
        let above = self.output.parent().and_then(device);
        above.is_some() && above != device(&self.output)
    }

    /// The standard library does not report the volume here. The trial rename detects it.
    #[cfg(not(unix))]
    fn is_mount_point(&self) -> bool {
        false
    }

    /// The path on disk of a path in the output; `""` is the output itself.
    pub(super) fn on_disk(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.output.clone() } else { self.output.join(path) }
    }

    /// A path in the output as shown in messages; `""` is the output itself.
    pub(super) fn shown_path(&self, path: &str) -> String {
        let output = self.shown.trim_end_matches('/');
        if path.is_empty() { output.to_owned() } else { format!("{output}/{path}") }
    }

    /// The staging folder as shown in messages.
    pub(super) fn staging_shown(&self) -> String {
        let name = self.staging.file_name().unwrap_or_default().to_string_lossy();
        let above = Path::new(&self.shown).parent().map(shown).filter(|above| !above.is_empty());
        above.map_or_else(|| name.to_string(), |above| format!("{}/{name}", above.trim_end_matches('/')))
    }
}

/// A system path as shown in messages.
pub(super) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) { text.trim_start_matches(r"\\?\").replace('\\', "/") } else { text }
}

/// The path with all links resolved. Its last parts need not exist.
///
/// `InvalidInput` for a link to nothing, or a path that does not end in a folder name.
fn real(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
        other => return other,
    }
    if look_at(path)?.is_some() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // If `x` does not exist, `x/..` names nothing that could be created.
    let (Some(above), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
    Ok(real(above)?.join(name))
}
