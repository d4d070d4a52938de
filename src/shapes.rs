//! Ways to write a value in YAML that an editor is told of, and that no value of
//! the model has.

use std::collections::BTreeMap;

use schemars::JsonSchema;

/// One text, or a list of texts.
#[derive(JsonSchema)]
#[schemars(untagged, description = "Satu teks, atau daftar teks.")]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) enum SatuAtauBanyak {
    Satu(String),
    Banyak(Vec<String>),
}

/// Positions below one superior; a position without subordinates stays empty.
#[derive(JsonSchema)]
#[schemars(description = "Jabatan di bawah satu atasan; jabatan tanpa bawahan dibiarkan kosong setelah titik dua.")]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct Cabang(Option<BTreeMap<String, Cabang>>);
