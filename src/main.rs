//! Dispatch and exit code, nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    terawang::cli::run(std::env::args_os())
}
