//! The edge of the process: parse, run, exit code.

use std::env;
use std::hint::black_box;
use std::panic;
use std::process::ExitCode;

use clap::Parser;
use iki::cli::{self, Cli, Command};
use iki::report;

/// Room in the heap of every thread, in bytes.
const ROOM: usize = 16 << 20;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return report::misuse(&error, &cli::command_named(env::args_os().nth(1))),
    };
    // A panic is told as a fault of the program, once, and not by the library.
    panic::set_hook(Box::new(|_| {}));
    let run = || {
        if matches!(cli.command, Command::Build(_)) {
            make_room();
        }
        iki::run(&cli)
    };
    match panic::catch_unwind(run) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => report::failure(&error),
        Err(cause) => report::own_fault(cause.as_ref()),
    }
}

/// Makes room in the heap of every thread. glibc grows such a heap by a few pages
/// at a time, two thousand times in a build, and each time the other threads
/// wait. A block that is taken and given back leaves its room to those that
/// follow; nothing touches it, so that it costs no memory. From then on glibc
/// gives less back to the system, which is of no matter to a short process.
fn make_room() {
    let take_and_give_back = |size| {
        let mut block = Vec::<u8>::new();
        // Where memory is limited, it goes without.
        _ = block.try_reserve_exact(size);
        drop(black_box(block));
    };
    // Where there are many threads, memory may be too small for it.
    if rayon::current_num_threads() <= 8 {
        // Until a larger block was given back, one of this size has a place of its own.
        take_and_give_back(ROOM + ROOM / 2);
        rayon::broadcast(|_| take_and_give_back(ROOM));
    }
}
