//! An edition becomes Typst markup, and every text in it keeps its origin.
//!
//! The templates place values; the environment writes each `{{ value }}` as a
//! Typst literal and refuses what has none, so content is never code. Beside
//! the markup grows a map from its bytes to the places in the YAML.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use chrono::Datelike;
use minijinja::context;
use minijinja::value::Value;
use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::engine::{Engine, Placed, Rendered, literal};
use crate::geometry::Geometry;
use crate::model::{Bentuk, Hitungan, Jabatan, Kolom, LetakKop, Naskah, Penomoran, Status, Teks};
use crate::part::Part;
use crate::source::{SourceId, Sources, Span, Spanned};
use crate::table::{Binding, Row, Spanning, Table};
use crate::templates::Templates;
use crate::text;

/// A place where a long word may break. Typst overlooks a width of zero.
const BREAK: &str = "#h(0.001pt);";

/// The main file.
const MAIN: &str = "/naskah.typ";

/// The files of a Typst project.
pub struct Markup {
    /// Markup by path; `/naskah.typ` is the main file.
    pub files: BTreeMap<String, MarkupFile>,
    /// Everything else that the markup names, by path.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// Where a problem is shown that has no smaller place.
    pub main: Span,
    /// Every text that the files place.
    pub origins: Vec<Origin>,
    /// Every text of the content that has to be placed, with the file that has to
    /// place it.
    pub printed: Vec<(String, Span)>,
}

/// One file of markup.
pub struct MarkupFile {
    pub text: String,
    /// The template it comes from.
    pub template: SourceId,
    /// Whether it is the template itself, so that places in it are the same.
    pub verbatim: bool,
}

/// A range of markup that prints a text of the content.
pub struct Origin {
    /// The file of the markup, and the bytes in it.
    pub file: String,
    pub range: Range<usize>,
    pub span: Span,
    /// What is to be seen in the pages, without the marks of italics.
    pub printed: String,
    /// Whether it is to be seen at all.
    pub required: bool,
}

/// What pages that were looked over ask to be set otherwise.
#[derive(Debug, Default)]
pub struct Adjustments {
    /// Texts that did not fit in their place, with the longest words, or parts
    /// of words, of their lines: they may break anywhere. An empty word stands
    /// for all words.
    pub overflows: BTreeMap<Span, BTreeSet<String>>,
    /// How far the table of the last sheet is moved down, in pt, so that some
    /// of it comes with the signature.
    pub lowered: f64,
}

/// Sets an edition, or part of it, with the templates.
pub fn render(
    naskah: &Naskah,
    part: &Part,
    files: &[(String, SourceId)],
    sources: &Sources,
    templates: &Templates,
    geometry: &Geometry,
    adjustments: &Adjustments,
) -> Result<Markup, Box<Diagnostic>> {
    let setter = Setter { naskah, geometry, adjustments };
    let sheets: Vec<&Jabatan> = part.sheets(naskah).collect();
    let engine = Engine::new(sources, templates)?;
    let main = Span::file(templates.get(Templates::NASKAH).expect("the document is a template"));
    let mut markup = Markup {
        files: BTreeMap::new(),
        assets: BTreeMap::new(),
        main,
        origins: Vec::new(),
        printed: setter.printed(part, &sheets),
    };
    let set = |place| engine.run(Templates::JABATAN, setter.sheet(&sheets, place));
    let rendered: Vec<_> = (0..sheets.len()).into_par_iter().map(set).collect::<Result<_, _>>()?;
    for (sheet, rendered) in sheets.iter().zip(rendered) {
        markup.add(sheet_path(sheet), rendered);
    }
    let design = templates.get(Templates::DESIGN).expect("the design is a template");
    let text = sources.get(design).text.clone();
    markup.files.insert("/design.typ".to_owned(), MarkupFile { text, template: design, verbatim: true });
    let emblem = &naskah.kantor.lambang;
    markup.assets.insert(emblem_path(naskah), emblem.isi.clone());
    let mut attached = vec![attachment(&emblem_path(naskah), emblem_type(naskah), "Lambang daerah")];
    for (name, source) in files.iter().filter(|(name, _)| setter.is_shown(name, &sheets)) {
        let path = format!("/sumber/{name}");
        markup.assets.insert(path.clone(), sources.get(*source).text.clone().into_bytes());
        attached.push(attachment(&path, "application/yaml", &format!("Sumber naskah: {name}")));
    }
    let main = setter.document(part, &sheets, attached, &setter.title(part));
    markup.add(MAIN.to_owned(), engine.run(Templates::NASKAH, main)?);
    Ok(markup)
}

impl Markup {
    /// Takes in what a template has given.
    fn add(&mut self, file: String, rendered: Rendered) {
        let Rendered { text, placed, template } = rendered;
        for (range, Placed { span, printed, required, .. }) in placed {
            self.origins.push(Origin { file: file.clone(), range, span, printed, required });
        }
        self.files.insert(file, MarkupFile { text, template, verbatim: false });
    }
}

fn attachment(path: &str, kind: &str, description: &str) -> Value {
    context! { jalur => path, jenis => kind, keterangan => description }
}

fn sheet_path(jabatan: &Jabatan) -> String {
    format!("/jabatan/{}.typ", jabatan.id.as_str())
}

fn emblem_type(naskah: &Naskah) -> &'static str {
    if naskah.kantor.lambang.isi.starts_with(b"\x89PNG") { "image/png" } else { "image/svg+xml" }
}

fn emblem_path(naskah: &Naskah) -> String {
    if emblem_type(naskah) == "image/png" { "/lambang.png".to_owned() } else { "/lambang.svg".to_owned() }
}

/// Prepares the values that the templates place.
struct Setter<'a> {
    naskah: &'a Naskah,
    geometry: &'a Geometry,
    adjustments: &'a Adjustments,
}

impl<'a> Setter<'a> {
    /// Only the files that a document is made from are attached to it.
    fn is_shown(&self, name: &str, sheets: &[&Jabatan]) -> bool {
        let id = name.strip_prefix("jabatan/").and_then(|name| name.strip_suffix(".yaml"));
        id.is_none_or(|id| sheets.iter().any(|sheet| sheet.id.as_str() == id))
    }

    /// Every text that cover and sheets have to place.
    fn printed(&self, part: &Part, sheets: &[&Jabatan]) -> Vec<(String, Span)> {
        let kantor = &self.naskah.kantor;
        let office = || [&kantor.pemerintah, &kantor.nama, &kantor.alamat, &kantor.kota, &kantor.kode_pos];
        let phones = || [&kantor.telepon, &kantor.faksimile].into_iter().flatten();
        let mut printed = Vec::new();
        if matches!(part, Part::Whole) {
            let titles = [&self.naskah.judul, &self.naskah.sebutan_tahun, &kantor.daerah];
            let cover = titles.into_iter().chain(office()).chain(phones());
            let spans = cover.map(|teks| teks.span).chain([self.naskah.tahun.span]);
            printed.extend(spans.map(|span| (MAIN.to_owned(), span)));
        }
        for (place, sheet) in sheets.iter().enumerate() {
            let mut spans: Vec<Span> = sheet.texts().map(|teks| teks.span).collect();
            if self.has_kop(place) {
                let contacts = phones().chain([&kantor.laman, &kantor.pos_el].into_iter().flatten());
                spans.extend(office().into_iter().chain(contacts).map(|teks| teks.span));
            }
            if place + 1 == sheets.len() {
                spans.extend(self.naskah.pengesahan.spans());
            }
            printed.extend(spans.into_iter().map(|span| (sheet_path(sheet), span)));
        }
        printed
    }

    /// Whether the sheet at a place has the letterhead.
    fn has_kop(&self, place: usize) -> bool {
        match self.naskah.kop {
            LetakKop::LembarPertama => place == 0,
            LetakKop::SetiapLembar => true,
            LetakKop::Tanpa => false,
        }
    }

    fn title(&self, part: &Part) -> String {
        let kantor = &self.naskah.kantor;
        let whole = format!(
            "{} {} {} {}",
            text::plain(&self.naskah.judul.value),
            text::plain(&kantor.nama.value),
            text::plain(&kantor.daerah.value),
            self.naskah.tahun.value
        );
        match (part, part.sheets(self.naskah).next()) {
            (Part::Sheet(_), Some(only)) => format!("{} – {whole}", text::plain(&only.nama.value)),
            _ => whole,
        }
    }

    fn document(&self, part: &Part, sheets: &[&Jabatan], lampiran: Vec<Value>, title: &str) -> Value {
        let Naskah { kantor, kertas, ruang_tepi: tepi, huruf, pengesahan, .. } = self.naskah;
        let tanggal = pengesahan.tanggal.value;
        context! {
            dokumen => context! {
                judul => title,
                penulis => format!("{} {}", text::plain(&kantor.nama.value), text::plain(&kantor.daerah.value)),
                tahun => tanggal.year(),
                bulan => tanggal.month(),
                hari => tanggal.day(),
            },
            kertas => context! { lebar => kertas.lebar, tinggi => kertas.tinggi },
            tepi => context! { atas => tepi.atas, bawah => tepi.bawah, kiri => tepi.kiri, kanan => tepi.kanan },
            huruf => context! { nama => huruf.nama.value.as_str(), ukuran => huruf.ukuran },
            tanda_air => match self.naskah.status.value {
                Status::Konsep => Some("KONSEP"),
                Status::Contoh => Some("CONTOH"),
                Status::Final => None,
            },
            lampiran => lampiran,
            sampul => matches!(part, Part::Whole),
            lambang => self.emblem(),
            judul => self.place(&self.naskah.judul),
            sebutan_tahun => self.place(&self.naskah.sebutan_tahun),
            tahun => self.written(self.naskah.tahun.value.to_string(), self.naskah.tahun.span),
            kantor => context! {
                pemerintah => self.capitals(&kantor.pemerintah),
                nama => self.capitals(&kantor.nama),
                daerah => self.capitals(&kantor.daerah),
                alamat => self.place(&kantor.alamat),
                kota => self.city(text::letter_spaced),
                kode_pos => self.postal_code(text::letter_spaced),
            },
            kontak_sampul => self.contacts(&[("Telp. ", &kantor.telepon), ("Fax. ", &kantor.faksimile)]),
            lembar => sheets.iter().map(|sheet| sheet_path(sheet)).collect::<Vec<_>>(),
        }
    }

    fn sheet(&self, sheets: &[&Jabatan], place: usize) -> Value {
        let jabatan = sheets[place];
        let Naskah { kantor, sebutan, huruf, .. } = self.naskah;
        let geometry = self.geometry;
        let has_kop = self.has_kop(place);
        let is_last = place + 1 == sheets.len();
        let one_page = geometry.fits_one_page(jabatan, has_kop, is_last);
        let table = Table::new(jabatan, geometry, one_page, is_last);
        let Kolom { sasaran, indikator, formulasi, sumber_data } = &jabatan.kolom;
        let captions = [sasaran, indikator, formulasi, sumber_data].into_iter();
        context! {
            kop => has_kop.then(|| self.letterhead()),
            lambang => self.emblem(),
            kantor => context! {
                pemerintah => self.capitals(&kantor.pemerintah),
                nama => self.capitals(&kantor.nama),
            },
            huruf => context! { nama => huruf.nama.value.as_str() },
            judul => self.place(&self.naskah.judul),
            tingkat => self.level(sheets, jabatan),
            sebutan => context! {
                jabatan => self.place(&sebutan.jabatan),
                tugas => self.place(&sebutan.tugas),
                fungsi => self.place(&sebutan.fungsi),
                lanjutan => self.continuation(),
            },
            nama => self.place(&jabatan.nama),
            tugas => self.place(&jabatan.tugas),
            fungsi => jabatan.fungsi.iter().map(|butir| self.place(butir)).collect::<Vec<_>>(),
            penomoran => match self.naskah.penomoran {
                Penomoran::Angka => "1.",
                Penomoran::Huruf => "a.",
            },
            kolom => context! {
                lebar => geometry.columns().to_vec(),
                judul => captions.map(|teks| self.place(teks)).collect::<Vec<_>>(),
            },
            ikatan => table.bound,
            baris => table.rows.iter().map(|row| self.row(row, table.bound)).collect::<Vec<_>>(),
            pengesahan => is_last.then(|| self.signature()),
            turun => if is_last { self.adjustments.lowered } else { 0.0 },
        }
    }

    /// Levels of headings may not be skipped when sheets are left out.
    fn level(&self, sheets: &[&Jabatan], jabatan: &Jabatan) -> usize {
        let superiors = self.naskah.superiors(jabatan);
        superiors.filter(|above| sheets.iter().any(|sheet| sheet.id == above.id)).count() + 1
    }

    fn row(&self, row: &Row, bound: bool) -> Value {
        let geometry = self.geometry;
        let sasaran = row.sasaran.as_ref().map(|cell| self.spanning(cell));
        let indikator = row.indikator.as_ref().map(|cell| self.spanning(cell));
        let formula = match &row.formulasi.hitungan {
            Hitungan::Uraian(teks) => context! { rasio => false, uraian => self.place(teks) },
            Hitungan::Rasio { pembilang, penyebut, faktor } => {
                context! {
                    rasio => true,
                    pembilang => self.place(pembilang),
                    penyebut => self.place(penyebut),
                    faktor => faktor.as_ref().map(|teks| self.place(teks)),
                    lebar_faktor => geometry.factor(faktor.as_ref()),
                    alt => spoken(pembilang, penyebut, faktor.as_ref()),
                }
            }
        };
        context! {
            sasaran,
            indikator,
            sumber_data => self.place(&row.formulasi.sumber_data),
            akhir => row.ends.clone(),
            utuh => row.whole,
            lepas => bound && row.binding == Binding::Free,
            ikat => match row.binding {
                Binding::Starts(rows) => Some(rows),
                Binding::Free | Binding::Held => None,
            },
            ..formula
        }
    }

    fn spanning(&self, cell: &Spanning) -> Value {
        let texts: Vec<Value> = cell.texts.iter().map(|teks| self.place(teks)).collect();
        context! { jumlah => cell.rows, nomor => cell.number, kunci => cell.key.as_deref(), isi => texts }
    }

    fn letterhead(&self) -> Value {
        let kantor = &self.naskah.kantor;
        let mut lines = vec![vec![context! { awal => "", isi => self.place(&kantor.alamat) }]];
        lines.push(self.contacts(&[("Telepon ", &kantor.telepon), ("Faksimile ", &kantor.faksimile)]));
        lines.push(self.contacts(&[("Laman ", &kantor.laman), ("Pos-el ", &kantor.pos_el)]));
        lines.retain(|line| !line.is_empty());
        let tepi = self.naskah.ruang_tepi;
        context! {
            baris => lines,
            kota => self.city(str::to_owned),
            kode_pos => self.postal_code(str::to_owned),
            geser => tepi.kiri - tepi.kanan,
        }
    }

    /// What is given of a few contacts, each with the words before it.
    fn contacts(&self, contacts: &[(&str, &Option<Teks>)]) -> Vec<Value> {
        let given = contacts.iter().filter_map(|(before, teks)| Some((before, teks.as_ref()?)));
        given.map(|(before, teks)| context! { awal => *before, isi => self.place(teks) }).collect()
    }

    fn city(&self, spaced: impl Fn(&str) -> String) -> Value {
        let kota = &self.naskah.kantor.kota;
        self.written(spaced(&text::plain(&kota.value).to_uppercase()), kota.span)
    }

    fn postal_code(&self, spaced: impl Fn(&str) -> String) -> Value {
        let kode_pos = &self.naskah.kantor.kode_pos;
        self.written(spaced(&text::plain(&kode_pos.value)), kode_pos.span)
    }

    fn emblem(&self) -> Value {
        let alt = format!("Lambang {}", text::plain(&self.naskah.kantor.daerah.value));
        context! { jalur => emblem_path(self.naskah), alt }
    }

    /// The lines of the posts (local rules of naskah dinas: `Plt.`, `Plh.` and
    /// `Pj.` stand before the post, the own post follows; `a.n.` and `u.b.` name
    /// the post that gave the power first; `u.b.` has a line of its own; a comma
    /// only after the last line).
    fn posts(&self) -> Vec<Value> {
        let signed = &self.naskah.pengesahan;
        let mut lines: Vec<(String, Span)> = Vec::new();
        let mut add = |before: &str, posts: &[Teks]| {
            for (index, post) in posts.iter().enumerate() {
                let before = if index == 0 { before } else { "" };
                lines.push((format!("{before}{}", text::plain(&post.value).to_uppercase()), post.span));
            }
        };
        match signed.bentuk {
            Bentuk::Definitif => add("", &signed.jabatan),
            Bentuk::PelaksanaTugas => add("Plt. ", &signed.jabatan),
            Bentuk::PelaksanaHarian => add("Plh. ", &signed.jabatan),
            Bentuk::Penjabat => add("Pj. ", &signed.jabatan),
            Bentuk::AtasNama => {
                add("a.n. ", &signed.atas_nama);
                add("", &signed.jabatan);
            }
            Bentuk::UntukBeliau => {
                add("a.n. ", &signed.atas_nama);
                add("", &signed.melalui);
                add("u.b.\n", &signed.jabatan);
            }
        }
        add("", &signed.jabatan_definitif);
        if let Some((last, _)) = lines.last_mut().filter(|_| signed.koma) {
            last.push(',');
        }
        lines.into_iter().map(|(line, span)| self.written(line, span)).collect()
    }

    /// The block at the end.
    fn signature(&self) -> Value {
        let signed = &self.naskah.pengesahan;
        let plain = |teks: &Teks| self.written(text::plain(&teks.value), teks.span);
        context! {
            tempat => self.place(&signed.tempat),
            tanggal => self.written(text::date(signed.tanggal.value), signed.tanggal.span),
            jabatan => self.posts(),
            nama => plain(&signed.nama),
            gelar => signed.gelar.as_ref().map(plain),
            pangkat => signed.pangkat.as_ref().map(plain),
            golongan => signed.golongan.as_ref().map(plain),
            nip => signed.nip.as_ref().map(|nip| self.written(text::nip(&nip.value), nip.span)),
        }
    }

    /// A text as it stands in the content.
    fn place(&self, teks: &Teks) -> Value {
        let segments = text::segments(&teks.value);
        let printed = segments.iter().map(|segment| segment.text.as_str()).collect();
        let mut markup = String::from("[");
        for segment in &segments {
            let literals = self.literals(&segment.text, teks.span);
            if segment.italic {
                _ = write!(markup, "#emph[{literals}];");
            } else {
                markup.push_str(&literals);
            }
        }
        markup.push(']');
        Value::from_object(Placed { markup, span: teks.span, printed, required: true })
    }

    /// A text made from the content, with the place it mostly comes from.
    fn written(&self, line: String, span: Span) -> Value {
        let markup = format!("[{}]", self.literals(&line, span));
        Value::from_object(Placed { markup, span, printed: line, required: true })
    }

    /// The mark of continuation is seen only where something goes on.
    fn continuation(&self) -> Value {
        let lanjutan = &self.naskah.sebutan.lanjutan;
        let printed = text::plain(&lanjutan.value);
        let markup = format!("[{}]", self.literals(&printed, lanjutan.span));
        Value::from_object(Placed { markup, span: lanjutan.span, printed, required: false })
    }

    fn capitals(&self, teks: &Teks) -> Value {
        self.place(&Spanned { value: teks.value.to_uppercase(), span: teks.span })
    }

    /// A text as string literals, with places to break if it did not fit.
    fn literals(&self, text: &str, span: Span) -> String {
        let overflow = self.adjustments.overflows.get(&span);
        let mut markup = String::new();
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                markup.push_str("#linebreak();");
            }
            let Some(overflow) = overflow else {
                markup.push_str(&unbroken(line));
                continue;
            };
            for word in line.split_inclusive(' ') {
                markup.push_str(&breakable(word, overflow));
            }
        }
        markup
    }
}

/// A line, with boxes around what Typst would break and should not.
fn unbroken(line: &str) -> String {
    let mut markup = String::new();
    let mut loose = String::new();
    for piece in text::pieces(line) {
        let letters = piece.trim_end();
        if !letters.trim_end_matches('-').contains([' ', '-']) {
            loose.push_str(piece);
            continue;
        }
        if !loose.is_empty() {
            _ = write!(markup, "#{};", literal(&loose));
        }
        _ = write!(markup, "#box[#{};]", literal(letters));
        loose = piece[letters.len()..].to_owned();
    }
    if !loose.is_empty() {
        _ = write!(markup, "#{};", literal(&loose));
    }
    markup
}

/// A word that may break after it, and everywhere if it was too long.
fn breakable(word: &str, overflow: &BTreeSet<String>) -> String {
    let letters = word.trim_end();
    let is_part = |long: &String| letters.contains(long.as_str()) || letters.len() > 3 && long.contains(letters);
    if !overflow.iter().any(is_part) {
        return format!("#{};{BREAK}", literal(word));
    }
    let starts = word.char_indices().filter(|&(_, c)| !text::is_accent(c)).map(|(at, _)| at);
    let mut ends: Vec<usize> = starts.skip(1).collect();
    ends.push(word.len());
    let mut start = 0;
    let pieces = ends.into_iter().map(|end| &word[std::mem::replace(&mut start, end)..end]);
    pieces.map(|piece| format!("#{};{BREAK}", literal(piece))).collect()
}

/// A formula as it is read aloud.
fn spoken(pembilang: &Teks, penyebut: &Teks, faktor: Option<&Teks>) -> String {
    let mut words = format!("{} dibagi {}", text::plain(&pembilang.value), text::plain(&penyebut.value));
    if let Some(faktor) = faktor {
        let factor = text::plain(&faktor.value).replace('×', "dikali").replace('%', "persen");
        _ = write!(words, ", {factor}");
    }
    words
}
