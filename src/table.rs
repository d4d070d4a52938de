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
    pub binding: Binding,
}

/// A cell over several rows.
pub struct Spanning<'a> {
    pub texts: Vec<&'a Teks>,
    /// The number of the first text, if they are numbered.
    pub number: Option<usize>,
    pub rows: usize,
    /// Names the cell in the document, if it may be continued on a new page.
    pub key: Option<String>,
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
        }
        Self { rows, bound }
    }
}

fn rows<'a>(jabatan: &'a Jabatan, one_page: bool, geometry: &Geometry) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut number = 1;
    for (goal, kinerja) in jabatan.kinerja.iter().enumerate() {
        let name = |indicator: Option<usize>, rows: usize| {
            let key = match indicator {
                None => format!("{}/{goal}", jabatan.id.as_str()),
                Some(indicator) => format!("{}/{goal}/{indicator}", jabatan.id.as_str()),
            };
            (rows > 1 && !one_page).then_some(key)
        };
        let count = kinerja.indikator.iter().map(|indikator| indikator.formulasi.len()).sum();
        let mut sasaran = Some(Spanning {
            texts: kinerja.sasaran.iter().collect(),
            number: jabatan.penomoran_sasaran.then_some(number),
            rows: count,
            key: name(None, count),
        });
        number += kinerja.sasaran.iter().filter(|teks| !marks::is_all(Mark::Gone, &teks.value)).count();
        for (index, indikator) in kinerja.indikator.iter().enumerate() {
            let count = indikator.formulasi.len();
            let key = name(Some(index), count);
            let mut cell = Some(Spanning { texts: vec![&indikator.nama], number: None, rows: count, key: key.clone() });
            for formulasi in &indikator.formulasi {
                let whole = !one_page && geometry.row(formulasi) <= MOST * geometry.height;
                let (sasaran, indikator) = (sasaran.take(), cell.take());
                rows.push(Row { sasaran, indikator, formulasi, ends: Vec::new(), whole, binding: Binding::Free });
            }
            rows.last_mut().expect("an indicator has rows").ends.extend(key);
        }
        rows.last_mut().expect("a goal has indicators").ends.extend(name(None, count));
    }
    rows
}

/// Binds the first rows of every goal and indicator until their text fits
/// beside them, and the last rows to the signature, if it follows; then a page has
/// room for rows and signature up to `most`, in pt.
fn bind(rows: &mut [Row], geometry: &Geometry, most: Option<f64>) {
    let heights: Vec<f64> = rows.iter().map(|row| height(row, geometry)).collect();
    let mut bonds: Vec<(usize, usize)> = Vec::new();
    for (start, row) in rows.iter().enumerate() {
        let goals = row.sasaran.as_ref().map(|cell| {
            (
                cell.rows,
                cell.texts.iter().map(|teks| geometry.cell_height(teks, geometry.goal(cell.number.is_some()))).sum(),
            )
        });
        let indicator =
            row.indikator.as_ref().map(|cell| (cell.rows, geometry.cell_height(cell.texts[0], geometry.cell(1))));
        for (count, needed) in [goals, indicator].into_iter().flatten() {
            bonds.push((start, start + rows_for(needed, &heights[start..start + count])));
        }
    }
    let replaced = replaced(rows);
    bonds.extend(&replaced);
    let signed = most.and_then(|most| signed(rows, &heights, geometry, most));
    bonds.extend(signed);
    for bond in merged(bonds) {
        if hold(rows, bond, &heights, geometry, MOST * geometry.height) {
            continue;
        }
        // The signature matters more than texts that begin above it, and than the
        // hole that is left where it was.
        let is_within = |(start, end): (usize, usize)| bond.0 <= start && end <= bond.1;
        let last = signed.zip(most).filter(|(signed, _)| is_within(*signed));
        let last = last.filter(|(signed, most)| hold(rows, *signed, &heights, geometry, *most));
        let free = last.map_or(bond.1, |(signed, _)| signed.0);
        for &pair in replaced.iter().filter(|pair| is_within(**pair) && pair.1 <= free) {
            hold(rows, pair, &heights, geometry, MOST * geometry.height);
        }
    }
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
fn signed(rows: &mut [Row], heights: &[f64], geometry: &Geometry, most: f64) -> Option<(usize, usize)> {
    let height = |start: usize| heights[start..].iter().sum::<f64>() + geometry.signature();
    let (two, one) = (rows.len().saturating_sub(2), rows.len() - 1);
    let first = if heights[one] < geometry.two_lines() { two } else { one };
    let start = [first, one].into_iter().find(|&start| height(start) < most);
    if start.is_none() {
        // Some lines of it will have to come with the signature.
        rows[one].whole = false;
    }
    start.map(|start| (start, rows.len() + 1))
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
