//! Answers requests from the plan. A URL that is not in the plan is not served.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::preview::{Preview, Shown, ShownEdition};
use super::{events, files, media};
use crate::diagnostics::Diagnostic;
use crate::disclosure::attachments::messages as attachment_rule;
use crate::locale::Lang;
use crate::plan::output_path;
use crate::render::{Rendered, Site};

/// The page for unknown addresses.
pub(super) const NOT_FOUND: &str = "/404.html";
/// The prefix of the preview's own addresses, outside the portal.
const OWN: &str = "/__terawang/";
/// The script that connects a page to the preview.
const CLIENT: &str = include_str!("client.js");
/// Characters that must be encoded in the path of `Location`.
const NOT_IN_PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?');

/// The target of a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// An address of the plan.
    Job(String),
    /// A redirect to another path, decoded.
    Elsewhere(String),
    /// No target.
    Nowhere,
}

/// Answers one request.
pub(super) async fn answer(State(preview): State<Arc<Preview>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let mut response = if !is_for_this_computer(&request.uri, &request.headers) {
        plain(
            StatusCode::FORBIDDEN,
            preview.lang().pick("hanya untuk komputer ini", "for this computer only"),
        )
    } else if !matches!(request.method, Method::GET | Method::HEAD) {
        let mut refused =
            plain(StatusCode::METHOD_NOT_ALLOWED, preview.lang().pick("hanya baca", "read only"));
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        refused
    } else {
        let with_body = request.method == Method::GET;
        route(preview, &request.uri, &request.headers, with_body).await
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Whether the request names this computer. A page elsewhere could make its own host name resolve to this
/// computer (DNS rebinding) and then read drafts as its own origin.
fn is_for_this_computer(uri: &Uri, headers: &HeaderMap) -> bool {
    let is_ours = |host: &str| {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        matches!(name, "127.0.0.1" | "[::1]") || name.eq_ignore_ascii_case("localhost")
    };
    let mut named = headers.get_all(header::HOST).iter();
    let by_header =
        named.next().is_some_and(|host| host.to_str().is_ok_and(is_ours)) && named.next().is_none();
    by_header && uri.authority().is_none_or(|authority| is_ours(authority.as_str()))
}

async fn route(preview: Arc<Preview>, uri: &Uri, headers: &HeaderMap, with_body: bool) -> Response {
    let path = percent_decode_str(uri.path()).decode_utf8_lossy();
    if let Some(own) = path.strip_prefix(OWN) {
        return match own {
            "client.js" => typed(StatusCode::OK, media::media_type(own), CLIENT.into()),
            "events" if with_body => events::stream(preview, page_of(uri)),
            "events" => typed(StatusCode::OK, "text/event-stream", Bytes::new()),
            _ => plain(StatusCode::NOT_FOUND, preview.lang().pick("tidak ada", "not found")),
        };
    }
    let mut bell = preview.bell();
    loop {
        let shown = preview.shown();
        let Some(edition) = shown.edition.clone() else { return bare_page(&shown, preview.lang()) };
        let (url, status) = match find(&edition.site, &path) {
            Place::Job(url) => (url, StatusCode::OK),
            Place::Nowhere => (NOT_FOUND.to_owned(), StatusCode::NOT_FOUND),
            Place::Elsewhere(path) => return redirect(&path, uri.query()),
        };
        match make(&preview, &shown, &edition, &url).await {
            // The file was just saved. The next edition is being prepared.
            Made::Outdated
                if tokio::time::timeout(ON_ITS_WAY, bell.changed()).await.is_ok_and(|rang| rang.is_ok()) => {}
            // The same for an attachment, unless the last reload had errors: then no edition may be coming.
            Made::NoFile(_)
                if !shown.is_stale
                    && tokio::time::timeout(ON_ITS_WAY, bell.changed())
                        .await
                        .is_ok_and(|rang| rang.is_ok()) => {}
            made => {
                let made = match (made, preview.kept(&url)) {
                    (Made::Outdated, Some(page)) => {
                        Made::Bytes(with_client(&page, &client_tag(&shown, preview.lang())))
                    }
                    (made, _) => made,
                };
                return respond(made, (&shown, &url, status), headers, with_body, preview.lang());
            }
        }
    }
}

/// How long to wait for the next edition. The largest portal is read in less time.
const ON_ITS_WAY: Duration = Duration::from_secs(5);

/// Answers with the result of a job.
fn respond(
    made: Made,
    (shown, url, status): (&Shown, &str, StatusCode),
    headers: &HeaderMap,
    with_body: bool,
    lang: Lang,
) -> Response {
    match made {
        Made::Bytes(bytes) => typed(status, media::media_type(&output_path(url)), bytes),
        Made::File(bytes) => files::answer(&bytes, media::media_type(url), headers, with_body),
        Made::NoFile(found) => plain(StatusCode::SERVICE_UNAVAILABLE, found.message.get(lang)),
        Made::Nothing | Made::Outdated => bare_page(shown, lang),
        Made::Defect => plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            lang.pick("ini cacat pada terawang", "this is a defect of terawang"),
        ),
    }
}

/// The page that requests events, in the form that its browser sends: `page=%2Fedaran%2F`.
fn page_of(uri: &Uri) -> String {
    let query = uri.query().unwrap_or("");
    let page = query.split('&').find_map(|pair| pair.strip_prefix("page=")).unwrap_or("/");
    let path = percent_decode_str(page).decode_utf8_lossy();
    percent_decode_str(&path).decode_utf8_lossy().into_owned()
}

/// The target of a decoded path on a site.
pub(super) fn find(site: &Site, path: &str) -> Place {
    let base = site.view.config().base_path.as_str();
    let jobs = &site.plan.jobs;
    match path.strip_prefix(base) {
        Some(inner) if jobs.has(inner) => Place::Job(inner.to_owned()),
        Some(inner) if inner.is_empty() || jobs.has(format!("{inner}/")) => {
            Place::Elsewhere(format!("{path}/"))
        }
        None if path == "/" => Place::Elsewhere(format!("{base}/")),
        _ => Place::Nowhere,
    }
}

/// The result of a job.
enum Made {
    Bytes(Bytes),
    /// An attachment.
    File(Bytes),
    /// An attachment that cannot be read, or has changed since it was checked.
    NoFile(Diagnostic),
    /// The page could not be rendered and has no last good bytes.
    Nothing,
    /// The text of the page has changed since it was checked.
    Outdated,
    Defect,
}

/// Does one job. A page gets the client script; other bytes are sent as they are.
async fn make(preview: &Arc<Preview>, shown: &Shown, edition: &Arc<ShownEdition>, url: &str) -> Made {
    let client = client_tag(shown, preview.lang());
    let (preview, edition, url) = (Arc::clone(preview), Arc::clone(edition), url.to_owned());
    let work = move || {
        let Some(job) = edition.site.plan.jobs.get(&url) else { return Made::Nothing };
        let page = match edition.site.render(&url, job) {
            Ok(Rendered::File(source)) => {
                return preview.files.bytes(&source).map_or_else(Made::NoFile, Made::File);
            }
            Ok(Rendered::Bytes(bytes)) if !job.work.is_page() => return Made::Bytes(bytes.into()),
            Ok(Rendered::Bytes(bytes)) => {
                let page = Bytes::from(bytes);
                preview.keep(&url, &page);
                page
            }
            Err(failure) if failure.diagnostic.code == attachment_rule::CHANGED => return Made::Outdated,
            Err(failure) => {
                preview.failed(&edition, &url, failure.diagnostic);
                match preview.kept(&url) {
                    Some(page) => page,
                    None => return Made::Nothing,
                }
            }
        };
        Made::Bytes(with_client(&page, &client))
    };
    tokio::task::spawn_blocking(work).await.unwrap_or(Made::Defect)
}

/// The element that loads the client script.
fn client_tag(shown: &Shown, lang: Lang) -> String {
    let (edition, lang) = (shown.edition_mark(), lang.tag());
    format!(r#"<script src="{OWN}client.js" data-edition="{edition}" data-lang="{lang}" defer></script>"#)
}

/// Inserts the client before the end of the body, or at the end of the page if the theme does not close the
/// body.
fn with_client(page: &[u8], client: &str) -> Bytes {
    const END: &[u8] = b"</body";
    let at = page.windows(END.len()).rposition(|part| part.eq_ignore_ascii_case(END)).unwrap_or(page.len());
    [&page[..at], client.as_bytes(), b"\n", &page[at..]].concat().into()
}

/// The page that is shown when there is no edition. The client fills it with the findings.
fn bare_page(shown: &Shown, lang: Lang) -> Response {
    let title = lang.pick("Portal ini belum dapat ditampilkan", "This portal cannot be shown yet");
    let help = lang.pick(
        "Temuannya juga ada di terminal. Halaman ini dimuat lagi sendiri begitu semuanya diperbaiki.",
        "What was found is in the terminal, too. This page loads again by itself once all is mended.",
    );
    let client = client_tag(shown, lang).replace(" defer", " data-bare defer");
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         </head>\n<body style=\"margin: 1rem; font-family: system-ui, sans-serif\">\n<h1>{title}</h1>\n<p>{help}</p>\n{client}\n</body>\n</html>\n",
        lang.tag()
    );
    typed(StatusCode::SERVICE_UNAVAILABLE, media::media_type(NOT_FOUND), page.into())
}

fn redirect(path: &str, query: Option<&str>) -> Response {
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    let location = format!("{}{query}", utf8_percent_encode(path, NOT_IN_PATH));
    let mut response = plain(StatusCode::TEMPORARY_REDIRECT, "");
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

fn plain(status: StatusCode, text: &str) -> Response {
    typed(status, media::media_type(".txt"), text.to_owned().into())
}

fn typed(status: StatusCode, media_type: &'static str, bytes: Bytes) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ours(host: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        is_for_this_computer(&Uri::from_static("/"), &headers)
    }

    #[test]
    fn only_names_of_this_computer_are_answered() {
        for host in ["localhost", "LOCALHOST:80", "127.0.0.1:8787", "[::1]", "[::1]:8787"] {
            assert!(is_ours(host), "{host}");
        }
        for host in ["contoh.go.id", "localhost.contoh.go.id:8787", "127.0.0.1.contoh.id", "[::2]", "", ":80"]
        {
            assert!(!is_ours(host), "{host}");
        }
        assert!(!is_for_this_computer(&Uri::from_static("/"), &HeaderMap::new()));
        let mut headers = HeaderMap::new();
        headers.append(header::HOST, HeaderValue::from_static("localhost"));
        assert!(!is_for_this_computer(&Uri::from_static("http://contoh.go.id/"), &headers));
        headers.append(header::HOST, HeaderValue::from_static("contoh.go.id"));
        assert!(!is_for_this_computer(&Uri::from_static("/"), &headers));
    }

    #[test]
    fn the_client_stands_before_the_end_of_the_body() {
        assert_eq!(with_client(b"<p>a</BODY></html>", "K"), "<p>aK\n</BODY></html>");
        assert_eq!(with_client(b"<pre>&lt;/body</pre>", "K"), "<pre>&lt;/body</pre>K\n");
    }
}
