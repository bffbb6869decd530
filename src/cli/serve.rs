//! `terawang serve`.
use super::options::Options;
use clap::ArgMatches;
/// Runs the command.
pub(super) fn run(_options: &Options, _matches: &ArgMatches) -> u8 {
    super::USE
}
