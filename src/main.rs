//! The edge of the process: parse, run, exit code.

use std::env;
use std::panic;
use std::process::ExitCode;

use clap::Parser;
use iki::cli::{self, Cli};
use iki::report;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return report::misuse(&error, &cli::command_named(env::args_os().nth(1))),
    };
    // A panic is told as a fault of the program, once, and not by the library.
    panic::set_hook(Box::new(|_| {}));
    match panic::catch_unwind(|| iki::run(&cli)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => report::failure(&error),
        Err(cause) => report::own_fault(cause.as_ref()),
    }
}
