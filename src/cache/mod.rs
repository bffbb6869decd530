//! What earlier runs found out, kept so that this one need not.
//!
//! A cache and nothing else: to delete it or to damage it costs time, never correctness. It lies in
//! `.terawang/` of the portal, outside everything that is published, and holds nothing that `content/` does
//! not hold; of files in `content/sanksi/` it holds no text.
//!
//! - [`Sources`] knows of each content file the hash of its bytes by its stamp, and by that hash what its body
//!   holds and that the text gate found nothing in it; and of each record, by the hashes of its files, what was
//!   read of them. The gate's word is kept only where it found *nothing*, and counts only for the
//!   same bytes, the same path, the same program and the same declared contacts; a run with a private roster
//!   neither asks nor tells.
//! - [`Pages`] knows of each page a fingerprint of everything that it is made of, of some what they could be
//!   made of, and how its file lay in the output. Where these are the same, the page is neither rendered nor
//!   written.
//! - [`Verdict`] knows that a whole portal, file by file, was found to be in order.
//!
//! Every file of the cache bears the program's mark and a hash of itself; another program's, or a torn one,
//! is as good as none. Nothing here knows a stage; the stages ask, and are the same without an answer.

mod codec;
mod digest;
mod pages;
mod shelf;
mod sources;
mod stamp;
mod store;
mod verdict;

pub use codec::{Keep, Reader, Writer};
pub use digest::{Digest, Digester, digest};
pub use pages::{KnownPage, PageAnchors, Pages};
pub use sources::{KnownFile, KnownSource, Sources};
pub use stamp::{Moment, Stamp, moment};
pub use store::Cache;
pub use verdict::{Published, Verdict};
