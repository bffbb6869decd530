//! `terawang serve` from the perspective of a browser: a portal in a folder, the program, requests and
//! events.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "serve/portal.rs"]
mod portal;
#[path = "serve/preview.rs"]
mod preview;

#[path = "serve/answers.rs"]
mod answers;
#[path = "serve/changes.rs"]
mod changes;
#[path = "serve/findings.rs"]
mod findings;
#[path = "serve/secrets.rs"]
mod secrets;
#[path = "serve/start.rs"]
mod start;
