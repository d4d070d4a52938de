//! The edge of the process: parse, run, exit code.

use std::env;
use std::hint::black_box;
use std::panic;
use std::process::ExitCode;

use clap::Parser;
use iki::cli::{self, Cli};
use iki::report;

/// The stock of every thread, in bytes.
const STOCK: usize = 16 << 20;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return report::misuse(&error, &cli::command_named(env::args_os().nth(1))),
    };
    stock_threads();
    // A panic is told as a fault of the program, once, and not by the library.
    panic::set_hook(Box::new(|_| {}));
    match panic::catch_unwind(|| iki::run(&cli)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => report::failure(&error),
        Err(cause) => report::own_fault(cause.as_ref()),
    }
}

/// Gives every thread a stock of addresses. The allocator of glibc extends that
/// of a thread by a few pages at a time, two thousand times in a build, and each
/// time the other threads wait. A block that is taken and given back leaves its
/// room to those that follow; nothing touches it, so that it costs no memory.
fn stock_threads() {
    let take_and_give_back = |size| drop(black_box(Vec::<u8>::with_capacity(size)));
    // Until a larger block was given back, one of this size has a place of its own.
    take_and_give_back(STOCK + STOCK / 2);
    rayon::ThreadPoolBuilder::new()
        .start_handler(move |_| take_and_give_back(STOCK))
        .build_global()
        .expect("no thread was used before");
}
