//! The fonts of the document: the embedded ones, and those of the office in
//! front of them. Nothing is taken from the system.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontVariant, FontWeight};
use typst::utils::LazyHash;

/// Every embedded font: its file name, and its bytes.
pub const EMBEDDED: &[(&str, &[u8])] = &[
    ("LiberationSans-Regular.ttf", include_bytes!("../fonts/liberation-sans/LiberationSans-Regular.ttf")),
    ("LiberationSans-Bold.ttf", include_bytes!("../fonts/liberation-sans/LiberationSans-Bold.ttf")),
    ("LiberationSans-Italic.ttf", include_bytes!("../fonts/liberation-sans/LiberationSans-Italic.ttf")),
    ("LiberationSans-BoldItalic.ttf", include_bytes!("../fonts/liberation-sans/LiberationSans-BoldItalic.ttf")),
    ("texgyrebonum-regular.otf", include_bytes!("../fonts/tex-gyre-bonum/texgyrebonum-regular.otf")),
    ("texgyrebonum-bold.otf", include_bytes!("../fonts/tex-gyre-bonum/texgyrebonum-bold.otf")),
    ("texgyrebonum-italic.otf", include_bytes!("../fonts/tex-gyre-bonum/texgyrebonum-italic.otf")),
    ("texgyrebonum-bolditalic.otf", include_bytes!("../fonts/tex-gyre-bonum/texgyrebonum-bolditalic.otf")),
    ("texgyrebonum-math.otf", include_bytes!("../fonts/tex-gyre-bonum/texgyrebonum-math.otf")),
];

/// Fonts in order of preference.
pub struct Fonts {
    pub book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// How many of them came from the folder of the office.
    own: usize,
}

impl Fonts {
    /// The embedded fonts, behind those found in a folder.
    ///
    /// # Errors
    /// When the folder cannot be read, holds no font, or a font is damaged.
    pub fn load(folder: Option<&Path>) -> anyhow::Result<Self> {
        let mut fonts = match folder {
            Some(folder) => in_folder(folder)?,
            None => Vec::new(),
        };
        let own = fonts.len();
        fonts.extend(EMBEDDED.iter().flat_map(|(_, bytes)| Font::iter(Bytes::new(*bytes))));
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Ok(Self { book, fonts, own })
    }

    /// The font at an index of the book.
    pub fn get(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// The upright regular font of a family.
    pub fn regular(&self, family: &str) -> Option<&Font> {
        self.face(family, FontVariant::default())
    }

    /// The upright bold font of a family, or what comes next to it.
    pub fn bold(&self, family: &str) -> Option<&Font> {
        self.face(family, FontVariant { weight: FontWeight::BOLD, ..FontVariant::default() })
    }

    fn face(&self, family: &str, variant: FontVariant) -> Option<&Font> {
        self.fonts.get(self.book.select(&family.to_lowercase(), variant)?)
    }

    /// The families that can be named, without the one for formulas.
    pub fn families(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.book.families().map(|(name, _)| name).collect();
        names.retain(|name| !name.ends_with("Math"));
        names
    }

    /// The bytes of the fonts that a document in `family` needs and that are
    /// not embedded in every Typst: text styles, and the font for formulas.
    pub fn files(&self, family: &str) -> Vec<(String, Vec<u8>)> {
        let family = family.to_lowercase();
        let needed = |info: &FontInfo| info.family.to_lowercase() == family || info.family.ends_with("Math");
        let name = |index: usize| match index.checked_sub(self.own) {
            Some(embedded) => EMBEDDED[embedded].0.to_owned(),
            None => format!("kantor-{index}.ttf"),
        };
        let chosen = self.fonts.iter().enumerate().filter(|(_, font)| needed(font.info()));
        chosen.map(|(index, font)| (name(index), font.data().to_vec())).collect()
    }
}

/// The fonts in a folder, in the order of their file names.
fn in_folder(folder: &Path) -> anyhow::Result<Vec<Font>> {
    let shown = folder.display();
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("folder jenis huruf `{shown}` tidak dapat dibuka"))? {
        let path = entry.with_context(|| format!("folder jenis huruf `{shown}` tidak dapat dibaca"))?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        if path.is_file() && matches!(ending.as_str(), "ttf" | "otf" | "ttc" | "otc") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut fonts = Vec::new();
    for path in &paths {
        let bytes =
            fs::read(path).with_context(|| format!("berkas jenis huruf `{}` tidak dapat dibaca", path.display()))?;
        let before = fonts.len();
        fonts.extend(Font::iter(Bytes::new(bytes)));
        if fonts.len() == before {
            bail!("berkas jenis huruf `{}` rusak atau bukan jenis huruf TrueType/OpenType", path.display());
        }
    }
    if fonts.is_empty() {
        bail!("tidak ada jenis huruf .ttf atau .otf di folder `{shown}`");
    }
    Ok(fonts)
}
