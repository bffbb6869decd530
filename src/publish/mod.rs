//! Commits a rendered site to the output folder, whole or not at all.
