//! What is wrong with a command line, in Indonesian.

use std::error::Error as _;
use std::path::Path;

use clap::error::{ContextKind, ErrorKind};

use crate::diagnostic::Misuse;

/// Endings of files that are neither text nor PDF.
const OTHER_ENDINGS: [&str; 10] = ["doc", "docx", "odt", "rtf", "png", "svg", "jpg", "jpeg", "typ", "zip"];

/// What stands behind `-o` when all is well.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub(crate) enum Output {
    Pdf,
    /// Words, or JSON.
    Text,
    /// Several files.
    Folder,
}

impl Output {
    /// # Errors
    /// When a path is named as something else.
    pub(crate) fn refuse_other(self, path: Option<&Path>) -> Result<(), Misuse> {
        let Some(path) = path else { return Ok(()) };
        let is_folder = path.as_os_str().as_encoded_bytes().ends_with(b"/");
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_other = OTHER_ENDINGS.contains(&ending.as_str());
        let shown = path.display();
        Err(Misuse(match self {
            Self::Pdf | Self::Text if is_folder => {
                let name = if self == Self::Pdf { "hasil.pdf" } else { "hasil.txt" };
                format!("`{shown}` sebuah folder, padahal hasilnya satu berkas; tulis juga namanya: -o {shown}{name}")
            }
            Self::Pdf if is_other || ending == "txt" => {
                format!("hasilnya PDF, bukan .{ending}; akhiri nama setelah -o dengan .pdf")
            }
            Self::Text if ending == "pdf" => {
                "hasilnya teks, bukan .pdf; tambahkan --format pdf, atau akhiri nama setelah -o dengan .txt".to_owned()
            }
            Self::Text if is_other => {
                format!("hasilnya teks, bukan .{ending}; akhiri nama setelah -o dengan .txt")
            }
            Self::Folder if is_other || ["pdf", "txt"].contains(&ending.as_str()) => {
                let name = path.with_extension("");
                let name = name.display();
                format!(
                    "hasilnya beberapa berkas dalam satu folder, bukan satu .{ending}; tulis nama folder: -o {name}"
                )
            }
            _ => return Ok(()),
        }))
    }
}

/// What is wrong, and what was perhaps meant.
pub(crate) fn told(error: &clap::Error) -> String {
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    let near = near.map(|kind| context(error, kind)).concat();
    let near = if near.is_empty() { near } else { format!("; mungkin maksudnya `{near}`") };
    format!("{}{near}", wrong_use(error))
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    error.get(kind).map(ToString::to_string).unwrap_or_default()
}

fn wrong_use(error: &clap::Error) -> String {
    let argument = context(error, ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => format!("pilihan `{argument}` tidak dikenal"),
        ErrorKind::UnknownArgument => format!("argumen `{argument}` tidak dikenal"),
        ErrorKind::InvalidSubcommand => {
            format!("perintah `{}` tidak dikenal", context(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => wrong_value(error, &argument),
        ErrorKind::TooManyValues => format!("`{argument}` tidak memerlukan isi"),
        ErrorKind::MissingRequiredArgument => format!("perintah ini juga memerlukan `{argument}`"),
        ErrorKind::ArgumentConflict => match context(error, ContextKind::PriorArg) {
            other if other.is_empty() => format!("`{argument}` tidak dapat dipakai bersama pilihan lain"),
            other if other == argument => format!("`{argument}` hanya boleh disebut sekali"),
            other => format!("`{argument}` tidak dapat dipakai bersama `{other}`"),
        },
        _ => "susunan perintah tidak dikenal".to_owned(),
    }
}

fn wrong_value(error: &clap::Error, argument: &str) -> String {
    let value = context(error, ContextKind::InvalidValue);
    match context(error, ContextKind::ValidValue).as_str() {
        _ if value.is_empty() => format!("`{argument}` memerlukan isi"),
        "" => {
            let reason = error.source().map(|reason| format!(": {reason}")).unwrap_or_default();
            format!("`{value}` tidak dapat dipakai untuk `{argument}`{reason}")
        }
        valid => format!("`{value}` tidak dapat dipakai untuk `{argument}`; pilih: {valid}"),
    }
}
