//! Asks a person at the terminal.

use std::io::{BufRead, IsTerminal as _, Write};

/// A conversation: answers come in a line each, questions go out.
pub(super) struct Ask<'a> {
    input: Box<dyn BufRead + 'a>,
    output: Box<dyn Write + 'a>,
}

impl<'a> Ask<'a> {
    /// A conversation at the terminal; `None` where nobody sits there.
    pub(super) fn terminal() -> Option<Self> {
        let is_there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        is_there.then(|| Self::new(std::io::stdin().lock(), std::io::stderr()))
    }

    pub(super) fn new(input: impl BufRead + 'a, output: impl Write + 'a) -> Self {
        Self { input: Box::new(input), output: Box::new(output) }
    }

    /// Says something without waiting for an answer.
    pub(super) fn tell(&mut self, text: &str) {
        let _ = writeln!(self.output, "{text}");
    }

    /// Asks until `read` understands the answer; `None` where no answer comes any more.
    pub(super) fn until<T>(&mut self, question: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        loop {
            write!(self.output, "{question}: ").and_then(|()| self.output.flush()).ok()?;
            let mut line = String::new();
            if self.input.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(answer) = read(line.trim()) {
                return Some(answer);
            }
        }
    }
}
