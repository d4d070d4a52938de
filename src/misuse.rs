//! What is wrong with a command line, in Indonesian.

use std::error::Error as _;

use clap::error::{ContextKind, ErrorKind};

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
