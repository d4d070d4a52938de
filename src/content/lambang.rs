//! The emblem: a picture that can be drawn, and that holds all it needs.
//!
//! It is decoded here as Typst will decode it, so that a damaged file is
//! reported where the content names it and not somewhere in a template.

use std::sync::Mutex;

use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage};
use usvg::{Group, ImageHrefResolver, Node, Options, Tree};

use crate::diagnostic::Diagnostic;
use crate::source::Spanned;

/// The largest emblem, in bytes.
pub(super) const MAX_BYTES: u64 = 8 * 1024 * 1024;
/// The most pixels that a picture may have, or an SVG may ask for.
const MAX_PIXELS: f64 = 25_000_000.0;

const KINDS: Fault = ("bukan gambar SVG atau PNG", "simpan lambang sebagai .svg (tanpa kompresi) atau .png");
const DAMAGED: &str = "simpan ulang lambang dari program gambarnya sebagai SVG biasa (plain SVG) atau PNG";
const SMALLER: &str = "perkecil gambar; paling banyak 25 juta titik";
const SIMPLER: &str = "sederhanakan gambar, atau simpan lambang sebagai PNG; paling banyak 25 juta titik";

/// What is wrong with an emblem, and what to do.
type Fault<T = &'static str> = (T, &'static str);

/// The bytes of an emblem that can be drawn.
pub(super) fn checked(berkas: &Spanned<String>, bytes: Vec<u8>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let name = &berkas.value;
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let fault = match ending.to_lowercase().as_str() {
        "png" => png(&bytes),
        "svg" => svg(&bytes),
        _ => Some(owned(KINDS)),
    };
    match fault {
        None => Ok(bytes),
        Some((what, help)) => {
            Err(Box::new(Diagnostic::galat("lambang-salah", format!("`{name}` {what}"), berkas.span).help(help)))
        }
    }
}

/// What a preview shows in the place of an emblem that cannot be drawn.
pub(super) fn stand_in() -> Vec<u8> {
    include_bytes!("lambang-tidak-ada.svg").to_vec()
}

fn owned((what, help): Fault) -> Fault<String> {
    (what.to_owned(), help)
}

fn png(bytes: &[u8]) -> Option<Fault<String>> {
    let Some((width, height)) = png_size(bytes) else {
        return Some(owned(("bukan gambar PNG", "simpan ulang lambang sebagai PNG atau SVG")));
    };
    if f64::from(width) * f64::from(height) > MAX_PIXELS {
        return Some((format!("terlalu besar: {width} × {height} titik"), SMALLER));
    }
    let image = RasterImage::plain(Bytes::new(bytes.to_vec()), ExchangeFormat::Png);
    image.is_err().then(|| owned(("rusak: isi gambar PNG ini tidak terbaca", DAMAGED)))
}

/// Width and height in the header of a PNG.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?.get(8..16)?;
    let number = |at: usize| Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?));
    Some((number(0)?, number(4)?))
}

fn svg(bytes: &[u8]) -> Option<Fault<String>> {
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| text.contains("<svg")) else {
        return Some(owned(KINDS));
    };
    if text.contains("<foreignObject") {
        return Some(owned(("berisi `foreignObject`, yang tidak dapat dicetak", DAMAGED)));
    }
    let linked = Mutex::new(None);
    let resolve_string = Box::new(|href: &str, _: &Options| {
        linked.lock().expect("nothing panics while it is held").get_or_insert_with(|| href.to_owned());
        None
    });
    let resolver = ImageHrefResolver { resolve_data: ImageHrefResolver::default_data_resolver(), resolve_string };
    let tree = Tree::from_str(text, &Options { image_href_resolver: resolver, ..Options::default() });
    if let Some(href) = linked.into_inner().expect("nothing panicked while it was held") {
        let help = "sematkan (embed) gambar itu di dalam berkas SVG, atau simpan lambang sebagai PNG";
        return Some((format!("memakai gambar dari luar: `{href}`"), help));
    }
    match tree {
        Err(error) => Some((damage(&error), DAMAGED)),
        Ok(tree) => too_large(&tree),
    }
}

fn too_large(tree: &Tree) -> Option<Fault<String>> {
    // Lines and areas have no pixels, however large the drawing is.
    let is_large = pixels(tree.root()) > MAX_PIXELS;
    is_large.then(|| owned(("berisi efek atau gambar yang terlalu besar", SIMPLER)))
}

fn damage(error: &usvg::Error) -> String {
    match error {
        usvg::Error::InvalidSize => "tidak mempunyai ukuran: `width`, `height`, atau `viewBox` nol".to_owned(),
        usvg::Error::ElementsLimitReached => "terlalu rumit untuk digambar".to_owned(),
        usvg::Error::ParsingFailed(error) => format!("rusak di baris {}", error.pos().row),
        usvg::Error::NotAnUtf8Str | usvg::Error::MalformedGZip => "rusak".to_owned(),
    }
}

/// What the filters and pictures below a group cover.
fn pixels(group: &Group) -> f64 {
    let (across, down) = group.abs_transform().get_scale();
    let scale = f64::from(across) * f64::from(down);
    let regions = group.filters().iter().map(|filter| filter.rect());
    let own: f64 = regions.map(|rect| f64::from(rect.width()) * f64::from(rect.height()) * scale).sum();
    let below = group.children().iter().map(|node| {
        let mut inner = match node {
            Node::Group(group) => pixels(group),
            Node::Image(image) => f64::from(image.size().width()) * f64::from(image.size().height()),
            Node::Path(_) | Node::Text(_) => 0.0,
        };
        node.subroots(|group| inner += pixels(group));
        inner
    });
    own + below.sum::<f64>()
}
