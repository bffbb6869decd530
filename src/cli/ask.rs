//! Asks a person at the terminal.

use std::io::{BufRead, IsTerminal as _, Write};

/// A dialogue: each answer is one line of the input.
pub(super) struct Ask<'a> {
    input: Box<dyn BufRead + 'a>,
    output: Box<dyn Write + 'a>,
}

impl<'a> Ask<'a> {
    /// A dialogue at the terminal; `None` if there is no terminal.
    pub(super) fn terminal() -> Option<Self> {
        let is_there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        is_there.then(|| Self::new(std::io::stdin().lock(), std::io::stderr()))
    }

    pub(super) fn new(input: impl BufRead + 'a, output: impl Write + 'a) -> Self {
        Self { input: Box::new(input), output: Box::new(output) }
    }

    /// Writes a text without waiting for an answer.
    pub(super) fn tell(&mut self, text: &str) {
        let _ = writeln!(self.output, "{text}");
    }

    /// Asks until `read` accepts the answer; `None` at the end of the input.
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
