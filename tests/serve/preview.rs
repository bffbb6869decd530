//! The program, and a minimal browser.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The timeout of every step, generous for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running preview; it ends with the test.
pub(crate) struct Preview {
    child: Child,
    said: Receiver<String>,
    /// `127.0.0.1:40123`.
    pub(crate) host: String,
    /// The output before the address.
    pub(crate) opening: Vec<String>,
}

impl Preview {
    /// Starts a preview on any free port.
    pub(crate) fn start(root: &Path) -> Self {
        Self::start_with(root, &["--port", "0"])
    }

    /// Starts a preview with other options, and waits for its address.
    pub(crate) fn start_with(root: &Path, options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_terawang"))
            .args(["serve", "--clock", "2024-10-15", "--root"])
            .arg(root)
            .args(options)
            .env("LC_ALL", "id_ID.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, said) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut preview = Self { child, said, host: String::new(), opening: Vec::new() };
        while preview.host.is_empty() {
            let line = preview.said.recv_timeout(PATIENCE).unwrap();
            match line.split_once("http://") {
                Some((_, address)) => {
                    preview.host = address.split('/').next().unwrap().to_owned();
                    preview.opening.push(line);
                }
                None => preview.opening.push(line),
            }
        }
        preview
    }

    pub(crate) fn port(&self) -> u16 {
        self.host.rsplit(':').next().unwrap().parse().unwrap()
    }

    /// Waits until the terminal output contains a text.
    pub(crate) fn wait_to_hear(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if self.said.recv_timeout(PATIENCE).unwrap().contains(text) {
                return;
            }
        }
        unreachable!("nobody said {text:?}");
    }

    /// Gets a page.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// Sends a request; a given header replaces the browser's own.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = self.send(method, path, headers);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Answer::read(&bytes)
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut all = BTreeMap::from([("Host", self.host.as_str()), ("Connection", "close")]);
        all.extend(headers.iter().copied());
        let mut request = format!("{method} {path} HTTP/1.1\r\n");
        for (name, value) in all {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// Requests a page until its text contains `text`.
    pub(crate) fn wait_for(&self, path: &str, text: &str) -> Answer {
        self.wait_until(path, |answer| answer.text().contains(text))
    }

    /// Requests a page until the answer meets the condition.
    pub(crate) fn wait_until(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.get(path);
            if wanted(&answer) {
                return answer;
            }
            assert!(Instant::now() < deadline, "{path} stayed {}: {}", answer.status, answer.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Listens to the events of a page.
    pub(crate) fn listen(&self, page: &str) -> Events {
        let stream = self.send("GET", &format!("/__terawang/events?page={}", page.replace('/', "%2F")), &[]);
        Events { lines: BufReader::new(stream) }
    }

    /// Ends the preview with Ctrl-C, and returns the exit code.
    #[cfg(unix)]
    pub(crate) fn interrupt(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The response to a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let head = bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
        let mut lines = text.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Self { status, headers, body: bytes[head + 4..].to_vec() }
    }

    /// The value of a header; empty if it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The events of one page.
pub(crate) struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next report as raw text.
    pub(crate) fn next_text(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream of events ended");
            if let Some(report) = line.strip_prefix("data: ") {
                return report.trim_end().to_owned();
            }
        }
    }

    /// The next report.
    pub(crate) fn next(&mut self) -> Value {
        serde_json::from_str(&self.next_text()).unwrap()
    }

    /// Waits for a report that meets the condition. One save may cause two reports.
    pub(crate) fn wait_until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let report = self.next();
            if wanted(&report) {
                return report;
            }
            assert!(Instant::now() < deadline, "the last report was {report}");
        }
    }
}
