//! `iki new`: a first edition, the next one, or a position.

mod jabatan;
mod kantor;
mod pendahulu;
mod skeleton;
mod tahun;
mod years;

use crate::cli::New;

/// Makes what the arguments ask for.
///
/// # Errors
/// [`Problems`], which were printed; [`Misuse`]; or what is wrong with files.
///
/// [`Misuse`]: crate::diagnostic::Misuse
/// [`Problems`]: crate::diagnostic::Problems
pub fn run(args: &New) -> anyhow::Result<()> {
    match args {
        New::Kantor(args) => kantor::run(args),
        New::Tahun(args) => tahun::run(args),
        New::Jabatan(args) => jabatan::run(args),
    }
}
