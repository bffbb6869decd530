//! What is known of a portal as a whole: that nothing was wrong with it, file by file as it lay there.

use super::codec::{Keep, Reader, Writer};
use super::{Digest, Moment, Stamp};

/// A portal of which nothing was to be said, neither an error nor a warning.
#[derive(PartialEq, Eq)]
pub struct Verdict {
    /// The day, the drafts, and what else decides how files are read.
    pub edition: Digest,
    /// When the files were read.
    pub read_at: Moment,
    /// Every file that was read, in the order of the walk.
    pub files: Vec<(String, Stamp)>,
    /// What was published of it: the output's real path, the manifest, and every other file.
    pub published: Option<Published>,
}

/// How an output lay there after a build.
#[derive(PartialEq, Eq)]
pub struct Published {
    /// Its real path.
    pub output: String,
    /// The manifest.
    pub manifest: Stamp,
    /// Every file but the manifest, by its path in the output.
    pub files: Vec<(String, Stamp)>,
}

impl Verdict {
    /// Whether it holds for files as they lie there now: all the same, and none written while it was read.
    pub fn holds_for(&self, edition: &Digest, files: &[(String, Stamp)]) -> bool {
        self.edition == *edition
            && self.files.len() == files.len()
            && self.files.iter().zip(files).all(|((path, stamp), (path_now, stamp_now))| {
                path == path_now && stamp == stamp_now && stamp.is_settled(self.read_at)
            })
    }

    pub(super) fn write(&self, to: &mut Writer) {
        to.digest(&self.edition);
        to.number(self.read_at);
        write_files(&self.files, to);
        to.flag(self.published.is_some());
        if let Some(published) = &self.published {
            to.text(&published.output);
            published.manifest.keep(to);
            write_files(&published.files, to);
        }
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let (edition, read_at) = (from.digest()?, from.number()?);
        let files = read_files(from)?;
        let published = if from.flag()? {
            Some(Published {
                output: from.text()?.to_owned(),
                manifest: Keep::kept(from)?,
                files: read_files(from)?,
            })
        } else {
            None
        };
        Some(Self { edition, read_at, files, published })
    }
}

fn write_files(files: &[(String, Stamp)], to: &mut Writer) {
    to.length(files.len());
    for (path, stamp) in files {
        to.text(path);
        stamp.keep(to);
    }
}

fn read_files(from: &mut Reader<'_>) -> Option<Vec<(String, Stamp)>> {
    from.list(|from| Some((from.text()?.to_owned(), Keep::kept(from)?)))
}
