//! The table of a position, row by row, as it will be placed.
//!
//! A row carries the cells that begin in it, what may be continued on further
//! pages, and which rows stay together on one page.

use crate::geometry::Geometry;
use crate::marks::{self, Mark};
use crate::model::{Formulasi, Jabatan, Teks};

/// The part of a page that rows which stay together may fill.
const MOST: f64 = 0.8;

/// The rows of one table.
pub struct Table<'a> {
    pub rows: Vec<Row<'a>>,
    /// Whether some rows are bound to each other.
    pub bound: bool,
    /// Whether what follows the table is bound to its last rows.
    pub holds_signature: bool,
}

/// One row.
pub struct Row<'a> {
    /// The goals that begin here.
    pub sasaran: Option<Spanning<'a>>,
    /// The indicator that begins here.
    pub indikator: Option<Spanning<'a>>,
    pub formulasi: &'a Formulasi,
    /// The keys of the cells that end here and may be continued.
    pub ends: Vec<String>,
    /// Whether the row may not break.
    pub whole: bool,
    /// The least height of its last cell, in pt: that of a text beside it that no
    /// other row could be held to; or 0.
    pub height: f64,
    pub binding: Binding,
}

/// A cell over several rows.
pub struct Spanning<'a> {
    pub texts: Vec<&'a Teks>,
    /// The number of the first text, if they are numbered.
    pub number: Option<usize>,
    pub rows: usize,
    /// Names the cell in the document.
    pub key: String,
    /// Whether it may be continued on a new page.
    pub continued: bool,
}

/// What holds a row to the ones around it.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub enum Binding {
    /// Nothing.
    Free,
    /// This row and the following ones, so many in all, with what follows the
    /// table counted as a row.
    Starts(usize),
    /// A row above.
    Held,
}

impl<'a> Table<'a> {
    /// The rows of a position; `one_page` if its sheet is sure to fit on one
    /// page, `is_last` if the signature follows.
    pub fn new(jabatan: &'a Jabatan, geometry: &Geometry, one_page: bool, is_last: bool) -> Self {
        let mut rows = rows(jabatan, one_page, geometry);
        let bound = !one_page;
        if bound {
            let most = geometry.below_captions(&jabatan.kolom);
            bind(&mut rows, geometry, is_last.then_some(most));
            mark_continued(&mut rows);
        }
        let reach = |(at, row): (usize, &Row)| matches!(row.binding, Binding::Starts(count) if at + count > rows.len());
        let holds_signature = rows.iter().enumerate().any(reach);
        Self { rows, bound, holds_signature }
    }
}

fn rows<'a>(jabatan: &'a Jabatan, one_page: bool, geometry: &Geometry) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut number = 1;
    for (goal, kinerja) in jabatan.kinerja.iter().enumerate() {
        let id = jabatan.id.as_str();
        let count = kinerja.indikator.iter().map(|indikator| indikator.formulasi.len()).sum();
        let mut sasaran = Some(Spanning {
            texts: kinerja.sasaran.iter().collect(),
            number: jabatan.penomoran_sasaran.then_some(number),
            rows: count,
            key: format!("{id}/{goal}"),
            continued: false,
        });
        number += kinerja.sasaran.iter().filter(|teks| !marks::is_all(Mark::Gone, &teks.value)).count();
        for (index, indikator) in kinerja.indikator.iter().enumerate() {
            let mut cell = Some(Spanning {
                texts: vec![&indikator.nama],
                number: None,
                rows: indikator.formulasi.len(),
                key: format!("{id}/{goal}/{index}"),
                continued: false,
            });
            for formulasi in &indikator.formulasi {
                let whole = !one_page && geometry.row(formulasi) <= MOST * geometry.height;
                let (sasaran, indikator) = (sasaran.take(), cell.take());
                let (ends, height, binding) = (Vec::new(), 0.0, Binding::Free);
                rows.push(Row { sasaran, indikator, formulasi, ends, whole, height, binding });
            }
        }
    }
    rows
}

/// Finds the cells that may go on to a further page: those over several rows, and
/// those in a row that may break.
fn mark_continued(rows: &mut [Row]) {
    for at in 0..rows.len() {
        let is_whole = rows[at].whole;
        let row = &mut rows[at];
        let cells = [&mut row.sasaran, &mut row.indikator].into_iter().flatten();
        let mut ends = Vec::new();
        for cell in cells.filter(|cell| cell.rows > 1 || !is_whole) {
            cell.continued = true;
            ends.push((at + cell.rows - 1, cell.key.clone()));
        }
        ends.into_iter().for_each(|(last, key)| rows[last].ends.push(key));
    }
}

/// Rows to be held together, and the height of the text that needs them, in pt.
struct Bond {
    start: usize,
    end: usize,
    needed: f64,
    /// Behind the rows of its cell.
    last: usize,
}

/// Binds the first rows of every goal and indicator until their text fits
/// beside them, and the last rows to the signature, if it follows; then a page has
/// room for rows and signature up to `most`, in pt.
fn bind(rows: &mut [Row], geometry: &Geometry, most: Option<f64>) {
    let own: Vec<f64> = rows.iter().map(|row| height(row, geometry)).collect();
    let bond = |(start, cell, width): (usize, &Spanning, f64)| {
        let needed = cell.texts.iter().map(|teks| geometry.cell_height(teks, width)).sum();
        let last = start + cell.rows;
        Bond { start, end: start + rows_for(needed, &own[start..last]), needed, last }
    };
    // A goal stands beside whole indicators, which come first.
    let bonds: Vec<Bond> = indicators(rows, geometry).chain(goals(rows, geometry)).map(bond).collect();
    let heights = stretched(&own, bonds.iter());
    // A text that begins above some rows may have its first row as high as it needs.
    let heights_from = |from: usize| {
        let stays = |bond: &&Bond| bond.start >= from || bond.needed >= MOST * geometry.height;
        stretched(&own, bonds.iter().filter(stays))
    };
    for (row, height) in rows.iter_mut().zip(&heights) {
        row.whole &= *height <= MOST * geometry.height;
    }
    let replaced = replaced(rows);
    let signed = most.and_then(|most| signed(&own, heights_from, geometry, most));
    if let (Some(_), None, Some(last)) = (most, signed, rows.last_mut()) {
        // Some lines of it will have to come with the signature.
        last.whole = false;
    }
    let all = bonds.iter().map(|bond| (bond.start, bond.end)).chain(replaced.iter().copied()).chain(signed);
    for whole in merged(all.collect()) {
        if hold(rows, whole, &heights, geometry, MOST * geometry.height) {
            continue;
        }
        // The signature matters more than texts that begin above it, and than the
        // hole that is left where it was.
        let is_within = |(start, end): (usize, usize)| whole.0 <= start && end <= whole.1;
        let last = signed.zip(most).filter(|(signed, _)| is_within(*signed));
        let last = last.filter(|(signed, most)| hold(rows, *signed, &heights_from(signed.0), geometry, *most));
        let free = last.map_or(whole.1, |(signed, _)| signed.0);
        for &pair in replaced.iter().filter(|pair| is_within(**pair) && pair.1 <= free) {
            hold(rows, pair, &heights, geometry, MOST * geometry.height);
        }
        // A text that goes beyond its first row needs that to be higher.
        let is_too_high = |bond: &&Bond| heights[bond.start] < bond.needed && bond.needed < MOST * geometry.height;
        let loose = bonds.iter().filter(|bond| is_within((bond.start, bond.end)) && bond.start < free);
        for bond in loose.filter(is_too_high) {
            rows[bond.start].height = rows[bond.start].height.max(bond.needed);
        }
    }
}

/// The cells of goals with the rows they begin in, and the width of their texts.
fn goals<'r, 'a>(rows: &'r [Row<'a>], geometry: &Geometry) -> impl Iterator<Item = (usize, &'r Spanning<'a>, f64)> {
    let cell = |(start, row): (usize, &'r Row<'a>)| row.sasaran.as_ref().map(|cell| (start, cell));
    rows.iter().enumerate().filter_map(cell).map(|(start, cell)| (start, cell, geometry.goal(cell.number.is_some())))
}

/// The cells of indicators, likewise.
fn indicators<'r, 'a>(
    rows: &'r [Row<'a>],
    geometry: &Geometry,
) -> impl Iterator<Item = (usize, &'r Spanning<'a>, f64)> {
    let cell = |(start, row): (usize, &'r Row<'a>)| row.indikator.as_ref().map(|cell| (start, cell));
    rows.iter().enumerate().filter_map(cell).map(|(start, cell)| (start, cell, geometry.cell(1)))
}

/// Height of a row, as far as what stands only in it needs it.
fn height(row: &Row, geometry: &Geometry) -> f64 {
    let own = row.indikator.as_ref().filter(|cell| cell.rows == 1);
    let indicator = own.map_or(0.0, |cell| geometry.cell_height(cell.texts[0], geometry.cell(1)));
    indicator.max(geometry.row(row.formulasi))
}

/// The rows that say what was before and what is now, where no cell can say both.
fn replaced(rows: &[Row]) -> Vec<(usize, usize)> {
    let is_all = |row: &Row, mark| marks::is_all(mark, &row.formulasi.sumber_data.value);
    let is_it =
        |&at: &usize| rows[at].indikator.is_none() && is_all(&rows[at - 1], Mark::Gone) && is_all(&rows[at], Mark::New);
    (1..rows.len()).filter(is_it).map(|at| (at - 1, at + 1)).collect()
}

/// The last rows, with the signature: one of two lines, or two rows; whatever a
/// page has room for.
fn signed(
    own: &[f64],
    heights_from: impl Fn(usize) -> Vec<f64>,
    geometry: &Geometry,
    most: f64,
) -> Option<(usize, usize)> {
    let height = |start: usize| heights_from(start)[start..].iter().sum::<f64>() + geometry.signature();
    let (two, one) = (own.len().saturating_sub(2), own.len() - 1);
    let first = if own[one] < geometry.two_lines() { two } else { one };
    let start = [first, one].into_iter().find(|&start| height(start) < most);
    start.map(|start| (start, own.len() + 1))
}

/// Heights of rows with what texts need beyond their rows: Typst gives it to the last
/// of them.
fn stretched<'b>(own: &[f64], bonds: impl Iterator<Item = &'b Bond>) -> Vec<f64> {
    let mut heights = own.to_vec();
    for bond in bonds {
        let beside = &mut heights[bond.start..bond.last];
        let missing = (bond.needed - beside.iter().sum::<f64>()).max(0.0);
        beside[bond.last - bond.start - 1] += missing;
    }
    heights
}

/// Holds some rows together if they are lower than `most`, in pt; says whether they
/// are.
fn hold(rows: &mut [Row], (start, end): (usize, usize), heights: &[f64], geometry: &Geometry, most: f64) -> bool {
    let shown = end.min(rows.len());
    let signature = if end > shown { geometry.signature() } else { 0.0 };
    let height = heights[start..shown].iter().sum::<f64>() + signature;
    let fits = height < most && rows[start..shown].iter().all(|row| row.whole);
    if fits && end - start > 1 {
        rows[start].binding = Binding::Starts(end - start);
        rows[start + 1..shown].iter_mut().for_each(|row| row.binding = Binding::Held);
    }
    fits
}

/// How many of the rows a text of some height needs beside it.
fn rows_for(needed: f64, heights: &[f64]) -> usize {
    let mut height = 0.0;
    let enough = heights.iter().position(|row| {
        height += row;
        height >= needed
    });
    enough.map_or(heights.len(), |index| index + 1)
}

/// Joins the ranges that overlap.
fn merged(mut bonds: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    bonds.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in bonds {
        match merged.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}
