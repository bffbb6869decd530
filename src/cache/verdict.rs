//! What is known of a portal as a whole: that nothing was wrong with it, file by file as it lay there.

use serde::{Deserialize, Serialize};

use super::{Digest, Moment, Stamp};

/// A portal in which nothing was found, neither an error nor a warning.
#[derive(Serialize, Deserialize)]
pub struct Verdict {
    /// The digest of the day, the audience, and what else decides how files are read.
    pub options: Digest,
    /// When the files were read.
    pub read_at: Moment,
    /// Every file that was read, in the order of the walk.
    pub files: Vec<(String, Stamp)>,
    /// What was published of it, if it was published.
    pub published: Option<Published>,
}

/// How an output lay there after a build.
#[derive(Serialize, Deserialize)]
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
    pub fn holds_for(&self, options: &Digest, files: &[(String, Stamp)]) -> bool {
        self.options == *options
            && self.files.len() == files.len()
            && self.files.iter().zip(files).all(|((path, stamp), (path_now, stamp_now))| {
                path == path_now && stamp == stamp_now && stamp.is_settled(self.read_at)
            })
    }
}
