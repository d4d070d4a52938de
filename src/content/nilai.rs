//! Values of a fixed form: names, choices, numbers, years and days.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::keys::{Reader, decimal_comma};
use super::tempelan;
use super::yaml::Node;
use crate::diagnostic::Diagnostic;
use crate::model::{JabatanId, Naskah};
use crate::source::Spanned;
use crate::text;

impl Reader<'_> {
    /// A word of a fixed form, which is never in the quotes of a word processor.
    pub(super) fn istilah(&mut self, node: Node) -> Option<Spanned<String>> {
        let word = self.kata(node)?;
        match word.value.chars().next().filter(|&c| tempelan::is_quote(c)) {
            Some(c) => self.note(tempelan::strange(c, word.span)),
            None => Some(word),
        }
    }

    /// The name of a position.
    pub(super) fn id(&mut self, node: Node) -> Option<Spanned<JabatanId>> {
        let word = self.istilah(node)?;
        match JabatanId::new(&word.value) {
            Some(value) => Some(Spanned { value, span: word.span }),
            None => self.note(id_salah(&word)),
        }
    }

    /// One of a few words.
    pub(super) fn salah_satu<T: Copy>(&mut self, node: Node, choices: &[(&str, T)]) -> Option<T> {
        let word = self.istilah(node)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == word.value) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        self.note(
            Diagnostic::galat("pilihan-salah", format!("`{}` bukan pilihan di sini", word.value), word.span)
                .help(format!("tulis {}", text::any_of(&names))),
        )
    }

    /// `true` or `false`.
    pub(super) fn ya_tidak(&mut self, node: Node) -> Option<bool> {
        self.salah_satu(node, &[("true", true), ("false", false)])
    }

    /// A number between two others.
    pub(super) fn angka(&mut self, node: Node, limits: RangeInclusive<f64>) -> Option<f64> {
        let word = self.istilah(node)?;
        let plain = word.value.chars().all(|c| c.is_ascii_digit() || c == '.');
        match word.value.parse::<f64>() {
            Ok(number) if plain && limits.contains(&number) => Some(number),
            _ if is_decimal(&word.value) => self.note(decimal_comma(&word.value, word.span)),
            _ => self.note(
                Diagnostic::galat(
                    "angka-salah",
                    format!("`{}` bukan angka yang dapat dipakai di sini", word.value),
                    word.span,
                )
                .help(format!(
                    "tulis angka dari {} sampai {} tanpa satuan; pecahan memakai titik",
                    limits.start(),
                    limits.end()
                )),
            ),
        }
    }

    /// A year of four digits.
    pub(super) fn tahun(&mut self, node: Node) -> Option<Spanned<i32>> {
        let word = self.istilah(node)?;
        let four_digits = word.value.len() == 4 && word.value.bytes().all(|b| b.is_ascii_digit());
        match word.value.parse() {
            Ok(year) if four_digits && Naskah::TAHUN.contains(&year) => Some(Spanned { value: year, span: word.span }),
            _ => self.note(Diagnostic::galat("tahun-salah", format!("`{}` bukan tahun", word.value), word.span).help(
                format!(
                    "tulis empat angka, dari {} sampai {}, misalnya 2021",
                    Naskah::TAHUN.start(),
                    Naskah::TAHUN.end()
                ),
            )),
        }
    }

    /// A day, written `2021-05-07`.
    pub(super) fn tanggal(&mut self, node: Node) -> Option<Spanned<NaiveDate>> {
        let word = self.istilah(node)?;
        let shape = word.value.len() == 10 && word.value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        match NaiveDate::parse_from_str(&word.value, "%Y-%m-%d") {
            Ok(day) if shape && Naskah::TAHUN.contains(&day.year()) => Some(Spanned { value: day, span: word.span }),
            _ => self.note(
                Diagnostic::galat("tanggal-salah", format!("`{}` bukan tanggal", word.value), word.span)
                    .help("tulis TAHUN-BULAN-HARI dengan angka dan hari yang memang ada, misalnya 2021-05-07"),
            ),
        }
    }
}

/// A number with a comma before its decimals.
fn is_decimal(word: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    word.split_once(',').is_some_and(|(whole, decimals)| is_digits(whole) && is_digits(decimals))
}

/// A name that no file of a position can have.
pub(super) fn id_salah(name: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` tidak dapat menjadi nama berkas jabatan", name.value);
    Diagnostic::galat("id-salah", message, name.span)
        .help("pakai huruf kecil, angka, dan tanda hubung, misalnya `kasi-kehumasan`; paling panjang 80 huruf")
}
