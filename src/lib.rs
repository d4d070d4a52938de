pub mod build;
pub mod checks;
pub mod cli;
pub mod content;
pub mod diagnostic;
pub mod document;
pub mod fonts;
pub mod frames;
pub mod geometry;
pub mod layout;
pub mod markup;
pub mod model;
pub mod output;
pub mod report;
pub mod schema;
pub mod source;
pub mod table;
pub mod templates;
pub mod text;
pub mod world;

use cli::{Cli, Command};

/// Runs one command.
pub fn run(cli: &Cli) -> anyhow::Result<()> {
    match &cli.command {
        Command::Build(args) => build::run(args),
    }
}
