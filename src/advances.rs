//! How wide the letters of a font are, to count lines before the layout.

use typst::layout::Abs;
use typst::text::{Font, FontVariant, FontVariations};

use crate::marks;
use crate::text;

/// Widths of the letters of a font, in sizes of it.
pub struct Advances([f64; 256]);

impl Advances {
    /// Of a character that is not looked up.
    const UNKNOWN: f64 = 1.0;

    /// Of the characters up to U+00FF.
    pub fn new(font: &Font) -> Self {
        let instance = font.clone().instantiate(FontVariant::default(), Abs::pt(1.0), &FontVariations::default());
        Self(std::array::from_fn(|code| {
            let glyph = char::from_u32(code as u32).and_then(|c| instance.ttf().glyph_index(c));
            glyph.and_then(|glyph| instance.x_advance(glyph.0)).map_or(Self::UNKNOWN, |em| em.get())
        }))
    }

    /// How many lines a text needs in a width in sizes of its font.
    pub fn lines_of(&self, text: &str, width: f64) -> usize {
        text.split('\n').map(|line| self.lines(line, width)).sum()
    }

    /// Width of the longest word of a text, in sizes of its font.
    pub fn longest_word(&self, text: &str) -> f64 {
        let words = text.lines().flat_map(text::pieces);
        words.map(|word| self.width(word.trim_end())).fold(0.0, f64::max)
    }

    /// How many lines a text needs.
    fn lines(&self, text: &str, width: f64) -> usize {
        let mut lines = 1.0;
        let mut used = 0.0;
        for word in text::pieces(text) {
            let whole = self.width(word);
            let seen = self.width(word.trim_end());
            if used + seen > width && used > 0.0 {
                lines += 1.0;
                used = 0.0;
            }
            used += whole;
            if seen > width {
                // Where a word breaks there is room left, but not for another letter.
                let room = (width - Self::UNKNOWN).max(width / 2.0);
                let broken = (seen / room).floor();
                lines += broken;
                // One that is parted near its middle leaves half of it.
                used = (used - broken * room).max(seen / 2.0);
            }
        }
        lines as usize
    }

    /// Width of a text on one line, in sizes of its font.
    pub fn width(&self, text: &str) -> f64 {
        let letters = text.chars().filter(|c| !marks::is_mark(*c));
        letters.map(|c| self.0.get(c as usize).unwrap_or(&Self::UNKNOWN)).sum()
    }
}
