//! The messages of this module, from `messages.toml`.

include!(concat!(env!("OUT_DIR"), "/messages/serve.rs"));
