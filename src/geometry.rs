//! What is known of widths and heights before the layout.
//!
//! Lengths of the page are in pt, widths of places for text in sizes of the
//! font that is used there; the constants are those of `design.typ`. Widths
//! come from the font, heights from counting lines, a little too high rather
//! than too low. Heights decide only where care is needed, which rows may break
//! and which stay together, and no text is cut where one is wrong: a cell is given
//! at most a least height.

use crate::advances::Advances;
use crate::fonts::Fonts;
use crate::model::{Bentuk, Formulasi, Hitungan, Jabatan, Kantor, Kolom, Naskah, Pengesahan, Sebutan, Teks};
use crate::text;

const MM: f64 = 72.0 / 25.4;
/// Parts of the text width that the four columns take.
const COLUMNS: [f64; 4] = [0.225, 0.225, 0.37, 0.18];
/// Left and right, or above and below, the text of a cell.
const INSET: f64 = 10.0;
/// Room for the labels of JABATAN, TUGAS and FUNGSI, and from there to their texts.
const LABEL: f64 = 27.0 * MM;
const BESIDE_LABEL: f64 = 5.0 * MM;
/// From a label to its colon, in sizes of the font.
const LABEL_GAP: f64 = 0.5;
/// From the number of a list to its text, in sizes of the font.
const NUMBER: f64 = 2.3;
/// Between lines in text and in tables, in sizes of the font.
const LEADING: f64 = 0.3;
const TABLE_LEADING: f64 = 0.2;
/// Size of the text in tables, in sizes of the font.
const TABLE: f64 = 0.91;
/// Size of the title, in sizes of the font.
const TITLE: f64 = 1.1;
/// Before a factor, and with the room that keeps its longest word whole.
const BEFORE_FACTOR: f64 = 4.0;
const FACTOR_GAP: f64 = BEFORE_FACTOR + 0.5;
/// The rule of a fraction with the room around it and in its parts.
const RULE: f64 = 20.0;
/// The emblem with the rules of the letterhead, and what it takes of the width,
/// at the other side as well.
const EMBLEM: f64 = 115.0;
const BESIDE_EMBLEM: f64 = 44.0 * MM;
/// Sizes of the lines of the letterhead.
const GOVERNMENT: f64 = 12.0;
const OFFICE: f64 = 16.0;
const ADDRESS: f64 = 9.5;
/// Room above the signature and for it.
const ROOM_TO_SIGN: f64 = 38.0 * MM;
/// Heights are counted this much too high.
const CAUTION: f64 = 1.03;

/// The measures of one edition.
pub struct Geometry {
    /// The letters of the text, and those of captions and names.
    pub regular: Advances,
    pub bold: Advances,
    /// Size of the text.
    size: f64,
    /// Width and height of the text on a page.
    width: f64,
    pub height: f64,
    /// Whether the paper is as wide as it is high.
    pub is_square: bool,
    /// Width of the labels, in pt.
    pub label: f64,
    /// Whether a label needs more than one line, so that all of them stand above
    /// their texts, and the height that they take there.
    pub has_long_label: bool,
    labels: f64,
    /// Heights of the letterhead, the title of a sheet and the signature.
    letterhead: f64,
    title: f64,
    signature: f64,
}

impl Geometry {
    pub fn new(naskah: &Naskah, fonts: &Fonts) -> Self {
        let family = &naskah.huruf.nama.value;
        let regular = fonts.regular(family).expect("the font was checked");
        let tepi = naskah.ruang_tepi;
        let mut geometry = Self {
            regular: Advances::new(regular),
            bold: Advances::new(fonts.bold(family).unwrap_or(regular)),
            size: naskah.huruf.ukuran,
            width: (naskah.kertas.lebar - tepi.kiri - tepi.kanan) * MM,
            height: (naskah.kertas.tinggi - tepi.atas - tepi.bawah) * MM,
            is_square: (naskah.kertas.lebar - naskah.kertas.tinggi).abs() < 0.5,
            label: LABEL,
            has_long_label: false,
            labels: 0.0,
            letterhead: 0.0,
            title: 0.0,
            signature: 0.0,
        };
        let labels = labels(&naskah.sebutan);
        let widest = geometry.widest(&labels);
        geometry.has_long_label = widest > geometry.width / 2.0 || labels.iter().any(|label| label.contains('\n'));
        if geometry.has_long_label {
            geometry.labels = labels.iter().map(|label| geometry.label_above(label)).sum();
        } else {
            geometry.label = widest;
        }
        // Its text is in the middle of the page.
        let shift = (tepi.kiri - tepi.kanan).max(0.0) * MM;
        geometry.letterhead = geometry.letterhead_of(&naskah.kantor, geometry.width - BESIDE_EMBLEM - shift);
        geometry.title = geometry.title_of(&naskah.judul);
        geometry.signature = geometry.signature_of(&naskah.pengesahan);
        geometry
    }

    /// Widths of the four columns.
    pub fn columns(&self) -> [f64; 4] {
        COLUMNS.map(|part| part * self.width)
    }

    /// Width of the text in a column.
    pub fn cell(&self, column: usize) -> f64 {
        (self.columns()[column] - INSET) / self.table_size()
    }

    /// Width of a goal in the first column.
    pub fn goal(&self, numbered: bool) -> f64 {
        self.cell(0) - if numbered { NUMBER } else { 0.0 }
    }

    /// Width of the text beside a label.
    fn body(&self) -> f64 {
        (self.width - self.label - BESIDE_LABEL) / self.size
    }

    /// Width of the text of a list beside a label.
    fn item(&self) -> f64 {
        self.body() - NUMBER
    }

    /// Width left for the parts of a fraction beside its factor.
    pub fn fraction(&self, faktor: Option<&Teks>) -> f64 {
        self.cell(2) - (self.factor(faktor) + 4.0) / self.table_size()
    }

    /// Width of a factor with the gap before it, in pt: on one line, or if that
    /// would leave too little for the fraction, as wide as its longest word needs.
    pub fn factor(&self, faktor: Option<&Teks>) -> f64 {
        let Some(faktor) = faktor else { return 0.0 };
        let column = self.columns()[2];
        let word = self.regular.longest_word(&text::plain(&faktor.value)) * self.table_size() + FACTOR_GAP;
        self.factor_line(faktor).min(word.max(column / 3.0)).min(column * 2.0 / 3.0)
    }

    /// Whether a factor goes over several lines.
    pub fn wraps_factor(&self, faktor: &Teks) -> bool {
        faktor.value.contains('\n') || self.factor(Some(faktor)) < self.factor_line(faktor)
    }

    fn factor_line(&self, faktor: &Teks) -> f64 {
        let lines = text::plain(&faktor.value);
        let longest = lines.lines().map(|line| self.regular.width(line)).fold(0.0, f64::max);
        longest * self.table_size() + FACTOR_GAP
    }

    /// Height of a factor over several lines.
    fn factor_height(&self, faktor: &Teks) -> f64 {
        let width = (self.factor(Some(faktor)) - BEFORE_FACTOR) / self.table_size();
        self.cell_height(faktor, width) - INSET
    }

    /// Whether a sheet is sure to fit on one page.
    pub fn fits_one_page(&self, jabatan: &Jabatan, has_kop: bool, is_last: bool) -> bool {
        let kop = if has_kop { self.letterhead } else { 0.0 };
        let line = |teks: &Teks, width| self.text_height(teks, width, self.size, LEADING) + 0.7 * self.size;
        let body = line(&jabatan.nama, self.body()) + line(&jabatan.tugas, self.body()) + self.labels;
        let item = |teks| self.text_height(teks, self.item(), self.size, LEADING) + 0.45 * self.size;
        let list: f64 = jabatan.fungsi.iter().map(item).sum();
        let captions = self.captions(&jabatan.kolom);
        let table: f64 = jabatan
            .kinerja
            .iter()
            .map(|kinerja| {
                let rows = kinerja.indikator.iter().map(|indikator| {
                    let rows: f64 = indikator.formulasi.iter().map(|row| self.row(row)).sum();
                    rows.max(self.cell_height(&indikator.nama, self.cell(1)))
                });
                rows.sum::<f64>().max(self.goals(&kinerja.sasaran))
            })
            .sum();
        let signature = if is_last { self.signature } else { 0.0 };
        kop + self.title + (body + list + captions + table) * CAUTION + signature <= self.height
    }

    /// Height of the captions of a table, with the room above it.
    fn captions(&self, kolom: &Kolom) -> f64 {
        let captions = [&kolom.sasaran, &kolom.indikator, &kolom.formulasi, &kolom.sumber_data];
        let lines = captions.into_iter().enumerate();
        let lines = lines.map(|(column, teks)| self.bold.lines_of(&teks.value, self.cell(column)));
        height(lines.max().unwrap_or(0), self.table_size(), TABLE_LEADING) + INSET + self.size
    }

    /// Height of a page below the captions of a table.
    pub fn below_captions(&self, kolom: &Kolom) -> f64 {
        self.height - self.captions(kolom)
    }

    /// Height of a cell with two lines.
    pub fn two_lines(&self) -> f64 {
        self.table_size() * (2.0 + TABLE_LEADING) + INSET
    }

    /// Height of a row, as far as its formula and source of data need it.
    pub fn row(&self, row: &Formulasi) -> f64 {
        let formula = match &row.hitungan {
            Hitungan::Uraian(teks) => self.cell_height(teks, self.cell(2)),
            Hitungan::Rasio { pembilang, penyebut, faktor } => self.ratio(pembilang, penyebut, faktor.as_ref()) + INSET,
        };
        formula.max(self.cell_height(&row.sumber_data, self.cell(3)))
    }

    /// Height of a fraction with its factor, whose middle is beside the rule.
    pub fn ratio(&self, pembilang: &Teks, penyebut: &Teks, faktor: Option<&Teks>) -> f64 {
        let width = self.fraction(faktor);
        let wrapped = faktor.filter(|faktor| self.wraps_factor(faktor));
        let half = wrapped.map_or(0.0, |faktor| self.factor_height(faktor) / 2.0);
        let part = |teks: &Teks| (self.cell_height(teks, width) - INSET + RULE / 2.0).max(half);
        part(pembilang) + part(penyebut)
    }

    /// Height of a cell with goals.
    fn goals(&self, sasaran: &[Teks]) -> f64 {
        sasaran.iter().map(|teks| self.cell_height(teks, self.goal(true))).sum()
    }

    /// Height of a cell with one text.
    pub fn cell_height(&self, teks: &Teks, width: f64) -> f64 {
        self.text_height(teks, width, self.table_size(), TABLE_LEADING) + INSET
    }

    /// Height of what follows the last sheet.
    pub fn signature(&self) -> f64 {
        self.signature
    }

    /// Height of the title with the room below it.
    fn title_of(&self, judul: &Teks) -> f64 {
        let size = TITLE * self.size;
        height(self.bold.lines_of(&judul.value, self.width / size), size, LEADING) + 2.4 * self.size
    }

    /// Width of the widest label, in pt.
    fn widest(&self, labels: &[String]) -> f64 {
        let widths = labels.iter().map(|label| (self.bold.width(label) + LABEL_GAP) * self.size);
        widths.fold(LABEL, f64::max)
    }

    /// Height of a label with its colon and the room below it.
    fn label_above(&self, label: &str) -> f64 {
        let lines = self.bold.lines_of(&format!("{label}:"), self.width / self.size);
        height(lines, self.size, LEADING) + 0.7 * self.size
    }

    fn letterhead_of(&self, kantor: &Kantor, width: f64) -> f64 {
        let line = |teks: &Teks, size: f64| self.capitals_height(teks, width / size, size) + 0.3 * size;
        let address = [&kantor.telepon, &kantor.faksimile, &kantor.laman, &kantor.pos_el].into_iter().flatten();
        let address = address.chain([&kantor.alamat, &kantor.kota]).map(|teks| line(teks, ADDRESS));
        EMBLEM.max(line(&kantor.pemerintah, GOVERNMENT) + line(&kantor.nama, OFFICE) + address.sum::<f64>() + 20.0 * MM)
    }

    fn signature_of(&self, pengesahan: &Pengesahan) -> f64 {
        let width = self.width / 2.0 / self.size;
        let lines = pengesahan.texts().map(|teks| self.capitals_height(teks, width, self.size) + 0.3 * self.size);
        let delegated = if pengesahan.bentuk == Bentuk::UntukBeliau { 1.3 * self.size } else { 0.0 };
        ROOM_TO_SIGN + lines.sum::<f64>() + delegated
    }

    /// Height of a text in bold capitals, the widest letters.
    fn capitals_height(&self, teks: &Teks, width: f64, size: f64) -> f64 {
        height(self.bold.lines_of(&teks.value.to_uppercase(), width), size, LEADING)
    }

    fn text_height(&self, teks: &Teks, width: f64, size: f64, leading: f64) -> f64 {
        height(self.regular.lines_of(&teks.value, width), size, leading)
    }

    /// Width and height of the text on a page of a picture, in pt; a turned page
    /// lies on its side, with its margins.
    pub fn page(&self, is_turned: bool) -> (f64, f64) {
        if is_turned { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// Height of the lines above a picture and of one below it, with the room
    /// between, in pt.
    pub fn title(&self, lines: &[String], width: f64) -> f64 {
        let count: usize = lines.iter().map(|line| self.bold.lines_of(line, width / self.size)).sum();
        ((count + 2) as f64 * (1.0 + LEADING) + 2.0) * self.size
    }

    fn table_size(&self) -> f64 {
        TABLE * self.size
    }
}

fn labels(sebutan: &Sebutan) -> [String; 3] {
    [&sebutan.jabatan, &sebutan.tugas, &sebutan.fungsi].map(|teks| text::plain(&teks.value))
}

/// Height of lines in a size, with some of it between two.
fn height(lines: usize, size: f64, leading: f64) -> f64 {
    (lines as f64 * (1.0 + leading) - leading) * size
}
