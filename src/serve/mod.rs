//! The preview: answers requests from the plan that a build works through, and reloads the browser.
//!
//! It stands beside `publish`: the portal is read by the same [`Edition`](crate::pipeline::Edition), so what may not
//! be published is not shown here either, and a page is the same [`Site::render`](crate::render::Site::render), made
//! when it is asked for. The site is never rendered whole.
//!
//! - `preview` holds what is shown now, and replaces it after a save.
//! - `watch` waits until files have changed and rested.
//! - `respond` turns a request into an answer; `files` streams attachments, `media` names their types.
//! - `events` tells the browser what was found, and when to load a page again; `klien.js` listens there.

mod events;
mod files;
mod media;
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

use crate::diagnostics::catalogue::serve as rule;
use crate::diagnostics::{Diagnostic, Findings};
use crate::locale::Lang;
use crate::pipeline::ReadOptions;
use crate::source::Changes;
use preview::Preview;

/// How many ports after the one asked for are tried before the system is asked for any: more previews
/// than this nobody has open at once.
const MORE_PORTS: u16 = 20;
/// How long answers under way may take after Ctrl-C: a page is done by then, a paused film never is.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// What a preview is started with.
pub struct Settings {
    /// The portal's folder.
    pub root: PathBuf,
    /// The language of messages, in the browser as in the terminal.
    pub lang: Lang,
    /// The port to listen at; 0 for any.
    pub port: u16,
    /// Whether to look at files again and again, where the system tells nothing of changes.
    pub poll: bool,
    /// When the preview was started.
    pub started: SystemTime,
    /// How the portal is to be read; asked again at each reload, for a preview may run past midnight.
    pub read_options: Box<dyn Fn() -> ReadOptions + Send + Sync>,
    /// Told what there is to say in the terminal.
    pub tell: Box<dyn Fn(Word<'_>) + Send + Sync>,
}

/// What a preview says in the terminal.
pub enum Word<'a> {
    /// The portal can be seen at this address.
    Address(&'a str),
    /// Something to know that is no fault of the portal.
    Notice(Diagnostic),
    /// The system cannot tell of changes, with its reason; files are looked at again and again instead.
    Polling(&'a str),
    /// The portal was read again, and this was found.
    Findings(&'a Findings),
    /// A page that was asked for could not be rendered.
    PageFailed(&'a Diagnostic),
    /// The program failed while it read the portal; the old portal is still shown.
    Defect,
}

/// Runs a preview until Ctrl-C.
///
/// # Errors
/// What the system says where no port can be had or the network fails.
pub fn run(settings: Settings) -> io::Result<()> {
    let asked = settings.port;
    let listener = listen(asked)?;
    let port = listener.local_addr()?.port();
    if asked != 0 && port != asked {
        (settings.tell)(Word::Notice(rule::port_taken(asked, port)));
    }
    // Watched before it is read: what is saved in between is seen twice rather than never.
    let (watch, trouble) = watch::Watch::begin(&settings.root, settings.poll);
    if let Some(trouble) = trouble {
        (settings.tell)(Word::Polling(&trouble));
    }
    let preview = Arc::new(Preview::new(settings));
    preview.reload(&Changes::All);
    let address = format!("http://127.0.0.1:{port}{}/", preview.base_path());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(serve(listener, Arc::clone(&preview), watch, &address));
    // Threads that still send a file to a browser that has stopped reading are left behind.
    runtime.shutdown_background();
    ended
}

/// Opens the port asked for, else one of the next, else any.
///
/// Only this computer can reach it: drafts are shown here.
fn listen(asked: u16) -> io::Result<TcpListener> {
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for port in (asked..=asked.saturating_add(MORE_PORTS)).chain([0]) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                return Ok(listener);
            }
            // Windows keeps whole ranges of ports back and calls that a lack of rights.
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

/// Ends when somebody presses Ctrl-C, or the system asks the program to end.
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
