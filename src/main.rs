//! The edge of the process: parse, run, exit code.

use std::env;
use std::panic;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use clap::Parser;
use iki::cli::{self, Cli, Command};
use iki::{report, threads};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return report::misuse(&error, &cli::command_named(env::args_os().nth(1))),
    };
    let place = note_panics();
    let run = || {
        threads::limit()?;
        if matches!(cli.command, Command::Build(_)) {
            threads::make_room();
        }
        iki::run(&cli)
    };
    match panic::catch_unwind(run) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => report::failure(&error),
        Err(cause) => report::own_fault(cause.as_ref(), place.get()),
    }
}

/// Where the first panic is. It is told as a fault of the program, once, and not by
/// the library.
fn note_panics() -> Arc<OnceLock<String>> {
    let place = Arc::new(OnceLock::new());
    let noted = Arc::clone(&place);
    panic::set_hook(Box::new(move |about| {
        _ = about.location().map(|location| noted.set(location.to_string()));
    }));
    place
}
