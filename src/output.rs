//! A document becomes the bytes of files.

use rayon::prelude::*;
use typst_layout::Page;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::earlier;
use crate::fonts::Fonts;
use crate::markup::Markup;

/// Resolution of PNG pages in dots per pt: 144 dpi.
const PNG_SCALE: f64 = 2.0;
/// How the names of pages begin.
pub(crate) const PAGE: &str = "halaman-";

/// The document as PDF/A-3a and PDF/UA-1.
///
/// # Errors
/// When the document cannot be both; there is no lesser form.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_3a]).expect("both are based on PDF 1.7");
    let options = PdfOptions { standards, ..PdfOptions::default() };
    typst_pdf::pdf(&document.pages, &options).map_err(|errors| document.problems(&errors))
}

/// Every page as SVG: file name and text.
pub fn svg(document: &Document) -> Vec<(String, Vec<u8>)> {
    let pages: Vec<Vec<u8>> = document.pages.pages().par_iter().map(page_svg).collect();
    named(pages.into_iter(), "svg")
}

/// One page as SVG.
pub fn page_svg(page: &Page) -> Vec<u8> {
    typst_svg::svg(page, &SvgOptions::default()).into_bytes()
}

/// Every page as PNG at 144 dpi: file name and bytes.
pub fn png(document: &Document) -> Vec<(String, Vec<u8>)> {
    let options = RenderOptions { pixel_per_pt: PNG_SCALE.into(), ..RenderOptions::default() };
    let page = |page| typst_render::render(page, &options).encode_png().expect("memory takes any PNG");
    named(document.pages.pages().iter().map(page), "png")
}

fn named(pages: impl ExactSizeIterator<Item = Vec<u8>>, ending: &str) -> Vec<(String, Vec<u8>)> {
    let digits = pages.len().to_string().len().max(2);
    pages.enumerate().map(|(index, bytes)| (format!("{PAGE}{:0digits$}.{ending}", index + 1), bytes)).collect()
}

/// The Typst project of a document, sealed: path and bytes of each file, with the
/// fonts that it needs.
pub fn project(markup: &Markup, fonts: &Fonts, family: &str) -> Vec<(String, Vec<u8>)> {
    let files = markup.files.iter().map(|(path, file)| (path.clone(), file.text.clone().into_bytes()));
    let assets = markup.assets.iter().map(|(path, bytes)| (path.clone(), bytes.clone()));
    let fonts = fonts.files(family).into_iter().map(|(name, bytes)| (format!("fonts/{name}"), bytes));
    let all = files.chain(assets).chain(fonts);
    earlier::sealed(all.map(|(path, bytes)| (path.trim_start_matches('/').to_owned(), bytes)).collect())
}
