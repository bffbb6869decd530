//! The preview: answers requests from the same plan as a build, and reloads the browser.
//!
//! The portal is read by the same [`Edition`](crate::pipeline::Edition) as in a
//! build, so the preview shows nothing that must not be published. Pages come from the same
//! [`Site::render`](crate::render::Site::render), on request. The whole site is never rendered.
//!
//! - `preview` holds the current state and replaces it after a save.
//! - `watch` waits until files have changed and settled.
//! - `respond` answers requests; `files` sends attachments, `media` knows media types.
//! - `events` sends findings and new editions to the browser; `client.js` receives them.

mod events;
mod files;
mod media;
mod messages;
mod preview;
mod respond;
mod watch;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use tokio::sync::oneshot;

use crate::diagnostics::{Diagnostic, Findings};
use crate::locale::Lang;
use crate::pipeline::ReadOptions;
use crate::source::Changes;
use messages as rule;
use preview::Preview;

/// The number of further ports that are tried before the system chooses one. Nobody runs more previews at
/// once.
const MORE_PORTS: u16 = 20;
/// How long unfinished responses may take after Ctrl-C. A page is sent by then; a paused film would never be.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// The settings of a preview.
pub struct Settings {
    /// The portal's folder.
    pub root: PathBuf,
    /// The language of messages, in the browser and in the terminal.
    pub lang: Lang,
    /// The port to listen on; 0 for any.
    pub port: u16,
    /// Whether to poll files, for systems that do not report changes.
    pub poll: bool,
    /// When the preview was started.
    pub started: SystemTime,
    /// Returns the options for reading the portal. Called at each reload, because a preview may run past
    /// midnight.
    pub read_options: Box<dyn Fn() -> ReadOptions + Send + Sync>,
    /// Called for every message to the terminal.
    pub tell: Box<dyn Fn(Word<'_>) + Send + Sync>,
}

/// A message to the terminal.
pub enum Word<'a> {
    /// The address of the portal in the preview.
    Address(&'a str),
    /// A notice that is not a problem of the portal.
    Notice(Diagnostic),
    /// The system cannot report changes, for this reason. Files are polled instead.
    Polling(&'a str),
    /// The findings of a reload.
    Findings(&'a Findings),
    /// A requested page could not be rendered.
    PageFailed(&'a Diagnostic),
    /// The program panicked while it read the portal. The old edition is still shown.
    Defect,
}

/// Runs a preview until Ctrl-C.
///
/// # Errors
/// If no port is free or the network fails.
pub fn run(settings: Settings) -> io::Result<()> {
    let asked = settings.port;
    let listener = listen(asked)?;
    let port = listener.local_addr()?.port();
    if asked != 0 && port != asked {
        (settings.tell)(Word::Notice(rule::port_taken(asked, port)));
    }
    // Watching starts before reading, so that no change is missed. A change in between is seen twice.
    let (watch, trouble) = watch::Watch::begin(&settings.root, settings.poll);
    if let Some(trouble) = trouble {
        (settings.tell)(Word::Polling(&trouble));
    }
    let preview = Arc::new(Preview::new(settings));
    preview.reload(&Changes::All);
    let address = format!("http://127.0.0.1:{port}{}/", preview.base_path());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(serve(listener, Arc::clone(&preview), watch, &address));
    // Threads that still send to a browser are abandoned.
    runtime.shutdown_background();
    ended
}

/// Opens the requested port, or one of the next ones, or any.
///
/// Only this computer can connect, because drafts are shown.
fn listen(asked: u16) -> io::Result<TcpListener> {
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for port in (asked..=asked.saturating_add(MORE_PORTS)).chain([0]) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                return Ok(listener);
            }
            // Windows reserves whole ranges of ports and reports them as a lack of permission.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) =>
            {
                last = error;
            }
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

async fn serve(
    listener: TcpListener,
    preview: Arc<Preview>,
    mut watch: watch::Watch,
    address: &str,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let reloading = Arc::clone(&preview);
    std::thread::Builder::new().name("watch".to_owned()).spawn(move || {
        loop {
            let (changes, trouble) = watch.wait();
            if let Some(trouble) = trouble {
                reloading.tell(Word::Polling(&trouble));
            }
            reloading.reload(&changes);
        }
    })?;
    let router = Router::new().fallback(respond::answer).with_state(Arc::clone(&preview));
    let (stopping, stopped) = oneshot::channel();
    let closing = Arc::clone(&preview);
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        asked_to_stop().await;
        closing.close();
        let _ = stopping.send(());
    });
    preview.tell(Word::Address(address));
    tokio::select! {
        ended = server.into_future() => ended,
        () = async { let _ = stopped.await; tokio::time::sleep(LAST_ANSWERS).await } => Ok(()),
    }
}

/// Returns on Ctrl-C or when the system asks the program to end.
async fn asked_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminated = async {
            match signal(SignalKind::terminate()) {
                Ok(mut terminate) => {
                    terminate.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { () = interrupted => {}, () = terminated => {} }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
