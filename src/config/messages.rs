//! What this room says, from `messages.toml`.

include!(concat!(env!("OUT_DIR"), "/messages/config.rs"));
