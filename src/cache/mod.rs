//! What earlier runs found out, so that this one need not.
//!
//! A cache and nothing else: to delete or damage it costs time, never correctness. It lies in `.terawang/cache/` of
//! the portal, outside everything that is published, and holds nothing that `content/` does not hold; of files in
//! `content/sanksi/` it holds no text.
//!
//! - [`Sources`] knows of each content file the hash of its text by its stamp, and by that hash what its body holds
//!   and that the text gate found nothing in it; and of each record, by the hashes of its files, what was read of
//!   them. That the gate found nothing counts only for the same text, path, program and declared contacts; a run
//!   with a private roster neither asks nor tells.
//! - [`Pages`] knows of each page a fingerprint of everything that it is made of, of some what they could be made
//!   of, and how its file lay in the output. Where these are the same, the page is neither rendered nor written.
//! - [`Verdict`] knows that nothing was found in a whole portal, file by file.
//!
//! Every file begins with a hash of itself and the program's mark; what is torn or another program's is as good as
//! none. The values are encoded by postcard, which writes no names: nothing here may skip a field
//! (`skip_serializing_if`). Nothing here knows a stage; the stages ask, and do the same without an answer.

mod digest;
mod pages;
mod sources;
mod stamp;
mod store;
mod verdict;

pub use digest::{Digest, Digester, digest};
pub use pages::{KnownPage, PageAnchors, Pages};
pub use sources::{KnownFile, Sources};
pub use stamp::{Moment, Stamp, moment};
pub use store::Cache;
pub use verdict::{Published, Verdict};
