//! What is known of widths and heights before the layout.
//!
//! Lengths are in pt. Widths of words come from the font; heights are
//! estimates, a little too large rather than too small, and decide only where
//! care is needed: words that must be broken, rows that may be, sheets that
//! may not fit on one page.

use typst::layout::Abs;
use typst::text::{Font, FontVariant, FontVariations};

use crate::model::{Formulasi, Hitungan, Jabatan, Naskah, Teks};
use crate::text;

const MM: f64 = 72.0 / 25.4;
/// Parts of the text width that the four columns take.
const COLUMNS: [f64; 4] = [0.215, 0.225, 0.38, 0.18];
/// Left and right of a cell, as in `design.typ`.
const INSET: f64 = 10.0;
/// From line to line, in sizes of the font, as in `design.typ`.
const PITCH: f64 = 1.3;
/// Advance of a character that is not looked up, in sizes of the font.
const UNKNOWN: f64 = 1.0;
/// Letters in bold are up to this much wider.
const BOLD: f64 = 1.15;

/// The measures of one edition.
pub struct Geometry {
    /// Advances of the characters up to U+00FF, in sizes of the font.
    advances: [f64; 256],
    /// Size of the text.
    pub size: f64,
    /// Size of the text in tables, as in `design.typ`.
    pub table_size: f64,
    /// Width and height of the text on a page.
    pub width: f64,
    pub height: f64,
}

impl Geometry {
    pub fn new(naskah: &Naskah, font: &Font) -> Self {
        let tepi = naskah.ruang_tepi;
        Self {
            advances: advances(font),
            size: naskah.huruf.ukuran,
            table_size: naskah.huruf.ukuran * 0.91,
            width: (naskah.kertas.lebar - tepi.kiri - tepi.kanan) * MM,
            height: (naskah.kertas.tinggi - tepi.atas - tepi.bawah) * MM,
        }
    }

    /// Widths of the four columns.
    pub fn columns(&self) -> [f64; 4] {
        COLUMNS.map(|part| part * self.width)
    }

    /// Width of the text in a column.
    pub fn cell(&self, column: usize) -> f64 {
        self.columns()[column] - INSET
    }

    /// Width left for the parts of a fraction beside its factor.
    pub fn fraction(&self, faktor: Option<&Teks>) -> f64 {
        self.cell(2) - self.factor(faktor) - 4.0
    }

    /// Width of a factor with the gap before it.
    pub fn factor(&self, faktor: Option<&Teks>) -> f64 {
        faktor.map_or(0.0, |teks| self.text_width(&text::plain(&teks.value), self.table_size) + 5.0)
    }

    /// Width of a text on one line.
    pub fn text_width(&self, text: &str, size: f64) -> f64 {
        text.chars().map(|c| self.advance(c)).sum::<f64>() * size
    }

    /// Takes a word that is wider than `width` apart; a word that fits stays.
    pub fn pieces<'t>(&self, word: &'t str, width: f64, size: f64) -> Vec<&'t str> {
        let width = width / BOLD;
        if self.text_width(word, size) <= width {
            return vec![word];
        }
        word.char_indices().map(|(at, c)| &word[at..at + c.len_utf8()]).collect()
    }

    /// Whether everything of a sheet is sure to fit on one page, below
    /// `above` pt that are taken by other things.
    pub fn fits_one_page(&self, jabatan: &Jabatan, above: f64) -> bool {
        let head = self.size * 4.0 * PITCH;
        let body = self.width - 32.0 * MM;
        let preamble: f64 = std::iter::once(&jabatan.tugas)
            .chain(std::iter::once(&jabatan.nama))
            .chain(&jabatan.fungsi)
            .map(|teks| self.text_height(teks, body - 20.0, self.size) + 0.5 * self.size)
            .sum();
        let table: f64 = jabatan.kinerja.iter().map(|kinerja| {
            let rows: f64 = kinerja
                .indikator
                .iter()
                .map(|indikator| {
                    let rows: f64 = indikator.formulasi.iter().map(|row| self.row_height(row)).sum();
                    rows.max(self.text_height(&indikator.nama, self.cell(1), self.table_size) + INSET)
                })
                .sum();
            let sasaran: f64 = kinerja.sasaran.iter().map(|teks| self.text_height(teks, self.cell(0) - 20.0, self.table_size)).sum();
            rows.max(sasaran + INSET)
        }).sum();
        above + head + preamble + table + 4.0 * self.table_size * PITCH <= self.height
    }

    /// Whether a row is so high that it has to break.
    pub fn must_break(&self, row: &Formulasi) -> bool {
        self.row_height(row) > 0.5 * self.height
    }

    fn row_height(&self, row: &Formulasi) -> f64 {
        let size = self.table_size;
        let formula = match &row.hitungan {
            Hitungan::Uraian(teks) => self.text_height(teks, self.cell(2), size),
            Hitungan::Rasio { pembilang, penyebut, faktor } => {
                let width = self.fraction(faktor.as_ref());
                self.text_height(pembilang, width, size) + self.text_height(penyebut, width, size) + 1.5 * size
            }
        };
        formula.max(self.text_height(&row.sumber_data, self.cell(3), size)) + INSET
    }

    fn text_height(&self, teks: &Teks, width: f64, size: f64) -> f64 {
        let lines: f64 = teks.value.lines().map(|line| (self.text_width(line, size) * BOLD / width).ceil().max(1.0)).sum();
        lines * size * PITCH
    }

    fn advance(&self, c: char) -> f64 {
        self.advances.get(c as usize).copied().unwrap_or(UNKNOWN)
    }
}

/// Advances of the first 256 characters, in sizes of the font.
fn advances(font: &Font) -> [f64; 256] {
    let instance = font.clone().instantiate(FontVariant::default(), Abs::pt(1.0), &FontVariations::default());
    std::array::from_fn(|code| {
        let glyph = char::from_u32(code as u32).and_then(|c| instance.ttf().glyph_index(c));
        glyph.and_then(|glyph| instance.x_advance(glyph.0)).map_or(UNKNOWN, |em| em.get())
    })
}
