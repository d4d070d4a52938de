//! A picture becomes pages: as large as the paper allows, turned if that lets
//! the letters be larger, and over several pages where one is too small.

use std::collections::BTreeSet;

use super::tidy::{self, DROP, Drawing, INDENT, Line, Node, Placed, Style};
use super::{Baris, Gambar};
use crate::geometry::Geometry;

/// Sizes of the letters in pt, from the best to the least that is legible.
const SIZES: [f64; 7] = [10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0];
/// Widths of columns in pt; [`INDENT`] is a multiple of the step.
const NARROWEST: f64 = 66.0;
const WIDEST: f64 = 192.0;
const STEP: f64 = 6.0;
/// Width of the widest box in pt: one that would be too high in a column.
const WIDEST_BOX: f64 = 360.0;
/// How high a box may be before it is made wider, in heights of the page: the
/// first that lets everything fit is taken.
const HIGHEST: [f64; 5] = [1.0, 0.4, 0.3, 0.2, 0.15];
/// How high boxes may hang below each other, in parts of the room below the root:
/// those of the root, which stand in a row if they can, and the others.
const AT_ROOT: [f64; 4] = [0.0, 0.2, 0.5, 1.0];
const ELSEWHERE: [f64; 6] = [1.0, 0.7, 0.5, 0.35, 0.2, 0.0];
// The next ones are those of `kotak` and `gambar` in `design.typ`.

/// Room beside the text of a box, and above and below it, in pt.
const INSET: (f64, f64) = (3.5, 3.0);
/// Width of "bawahan: hlm. 1234", in sizes of the font.
const REFERENCE: f64 = 10.0;
/// Lines are counted in a width that is this much smaller.
const CAUTION: f64 = 0.995;
/// Between the lines of a text, in sizes of the font.
const LEADING: f64 = 0.15;
/// Between the texts of a box, and from the left edge to an indicator, in sizes
/// of the font.
const SPACING: f64 = 0.3;
const BULLET: f64 = 0.8;

/// One page of a picture; lengths in pt.
pub(crate) struct Halaman {
    /// Boxes that have what is below them here, and not on other pages.
    pub(crate) here: Vec<usize>,
    /// Whether the paper lies on its side.
    pub(crate) is_turned: bool,
    /// Size of the letters.
    pub(crate) ukuran: f64,
    pub(crate) lebar: f64,
    pub(crate) tinggi: f64,
    pub(crate) kotak: Vec<Placed>,
    pub(crate) garis: Vec<Line>,
    /// Boxes whose subordinates are on pages of their own.
    pub(crate) cut: BTreeSet<usize>,
}

/// What a page is to show.
struct View {
    root: usize,
    /// Those directly below the root.
    children: Vec<usize>,
    cut: BTreeSet<usize>,
}

/// Lays a picture out on pages with a title of a few lines.
pub(crate) fn pages(gambar: &Gambar, geometry: &Geometry, title: &[String]) -> Vec<Halaman> {
    let mut paging = Paging::new(gambar, geometry, title);
    paging.add(0);
    paging.pages
}

struct Paging<'a> {
    gambar: &'a Gambar<'a>,
    below: Vec<Vec<usize>>,
    /// Width and height of a page, upright and turned.
    rooms: Vec<(f64, f64)>,
    /// What the boxes need in letters of each size.
    measures: Vec<Measure>,
    /// Whether each box has room on a page with all that is below it; empty as
    /// long as nothing has to be cut.
    has_room: Vec<bool>,
    pages: Vec<Halaman>,
}

/// What the boxes need in letters of one size.
struct Measure {
    size: f64,
    /// Heights of each box in all widths.
    heights: Vec<Vec<f64>>,
    /// The narrowest column in which the words of each box have room.
    least: Vec<f64>,
    /// The least area that each box takes.
    areas: Vec<f64>,
}

impl<'a> Paging<'a> {
    fn new(gambar: &'a Gambar<'a>, geometry: &Geometry, title: &[String]) -> Self {
        let turns: &[bool] = if geometry.is_square { &[false] } else { &[false, true] };
        let room = |&is_turned: &bool| {
            let (width, height) = geometry.page(is_turned);
            (width, height - geometry.title(title, width))
        };
        Self {
            gambar,
            below: (0..gambar.kotak.len()).map(|index| gambar.below(index).collect()).collect(),
            rooms: turns.iter().map(room).collect(),
            measures: SIZES.iter().map(|&size| Measure::new(gambar, geometry, size)).collect(),
            has_room: Vec::new(),
            pages: Vec::new(),
        }
    }

    /// Adds the pages of what is below a box. What does not fit is cut off,
    /// branch by branch, and gets pages of its own behind.
    fn add(&mut self, root: usize) {
        let mut view = self.whole(root);
        while !self.fits(&view) {
            if self.has_room.is_empty() {
                self.has_room = self.rooms_of_branches();
            }
            let Some(branch) = self.branch_to_cut(&view) else { break };
            view.cut.extend(self.rank_of(branch));
        }
        let cut: Vec<usize> = self.visible(&view).into_iter().filter(|index| view.cut.contains(index)).collect();
        self.add_in_groups(view);
        let mut rest = cut.as_slice();
        while let Some(&first) = rest.first() {
            let group = self.group(rest);
            match &group.children[..] {
                [_, _, ..] => self.pages.push(self.page(&group, group.children.clone())),
                _ => self.add(first),
            }
            rest = &rest[group.children.len()..];
        }
    }

    /// A box with all that is below it.
    fn whole(&self, root: usize) -> View {
        View { root, children: self.below[root].clone(), cut: BTreeSet::new() }
    }

    fn rooms_of_branches(&self) -> Vec<bool> {
        let mut has_room = vec![true; self.below.len()];
        for root in (0..self.below.len()).rev() {
            has_room[root] = self.below[root].iter().all(|&child| has_room[child]) && self.fits(&self.whole(root));
        }
        has_room
    }

    /// As many branches as have room on a page, below the box that they share.
    fn group(&self, branches: &[usize]) -> View {
        let above = self.gambar.kotak[branches[0]].atasan;
        let beside = branches.iter().take_while(|branch| self.gambar.kotak[**branch].atasan == above).count();
        let view = |count: usize| View {
            root: above.expect("the first box is never cut off"),
            children: branches[..count].to_vec(),
            cut: BTreeSet::new(),
        };
        (2..=beside).map(view).take_while(|view| self.fits(view)).last().unwrap_or_else(|| view(1))
    }

    /// The largest branch that has room on a page; else the largest.
    fn branch_to_cut(&self, view: &View) -> Option<usize> {
        let branches = self.visible(view).into_iter().skip(1).filter(|index| !self.children(view, *index).is_empty());
        branches.max_by_key(|&root| {
            let branch = View { cut: view.cut.clone(), ..self.whole(root) };
            (self.has_room[root], self.visible(&branch).len())
        })
    }

    /// A branch, in a plain picture with those beside it: they are shown alike.
    fn rank_of(&self, branch: usize) -> impl Iterator<Item = usize> {
        let kotak = &self.gambar.kotak;
        let beside = kotak[branch].atasan.map_or(&[][..], |above| &self.below[above]);
        let is_like = move |index: &usize| {
            let is_branch = kotak[*index].is_staff == kotak[branch].is_staff && !self.below[*index].is_empty();
            *index == branch || self.gambar.is_plain && is_branch
        };
        beside.iter().copied().filter(is_like)
    }

    /// Adds a page, or several with some of the boxes below the root on each. What
    /// does not fit even alone is found when the pages are looked over.
    fn add_in_groups(&mut self, whole: View) {
        if whole.children.is_empty() || self.fits(&whole) {
            return self.pages.push(self.page(&whole, vec![whole.root]));
        }
        let View { root, children, cut } = whole;
        let mut rest = children.as_slice();
        let mut here = vec![root];
        while !rest.is_empty() {
            let view = |count: usize| View { root, children: rest[..count].to_vec(), cut: cut.clone() };
            let fitting = (1..=rest.len()).map(view).take_while(|view| self.fits(view)).last();
            let view = fitting.unwrap_or_else(|| view(1));
            rest = &rest[view.children.len()..];
            here.extend(view.children.iter().filter(|child| !cut.contains(child)));
            self.pages.push(self.page(&view, std::mem::take(&mut here)));
        }
    }

    /// A page with letters as large as can be.
    fn page(&self, view: &View, here: Vec<usize>) -> Halaman {
        let ways = AT_ROOT.iter().flat_map(|&at_root| self.measures.iter().map(move |measure| (at_root, measure)));
        let fit = |(at_root, measure)| self.fit(view, measure, at_root).map(|(turn, drawing)| (measure, turn, drawing));
        let (measure, turn, drawing) = ways.into_iter().find_map(fit).unwrap_or_else(|| {
            let (least, (_, height)) = (&self.measures[SIZES.len() - 1], self.rooms[0]);
            let visible = self.visible(view);
            let nodes = self.nodes(view, &visible, least, WIDEST, height);
            (least, 0, draw(view, &visible, &nodes, least, [0.0, height]))
        });
        let (lebar, tinggi) = drawing.size();
        Halaman {
            here,
            is_turned: turn == 1,
            ukuran: measure.size,
            lebar,
            tinggi,
            kotak: drawing.boxes,
            garis: drawing.lines,
            cut: view.cut.clone(),
        }
    }

    /// Whether a view has room on a page in the smallest letters.
    fn fits(&self, view: &View) -> bool {
        let smallest = &self.measures[SIZES.len() - 1];
        AT_ROOT.iter().any(|&at_root| self.fit(view, smallest, at_root).is_some())
    }

    /// The first drawing that has room on a page, with its turn.
    fn fit(&self, view: &View, measure: &Measure, at_root: f64) -> Option<(usize, Drawing)> {
        let visible = self.visible(view);
        let least = visible.iter().map(|&index| measure.least(view, index)).fold(NARROWEST, f64::max);
        let area: f64 = visible.iter().map(|&index| measure.areas[index]).sum();
        let rooms = self.rooms.iter().enumerate().filter(|(_, (width, height))| area <= width * height);
        for (turn, &(width, height)) in rooms {
            for &highest in if self.gambar.is_plain { &HIGHEST[..1] } else { &HIGHEST } {
                for column in columns().filter(|column| *column >= least) {
                    let nodes = self.nodes(view, &visible, measure, column, highest * height);
                    for elsewhere in ELSEWHERE {
                        // Nothing hangs beside the root.
                        let hanging = [at_root, elsewhere].map(|part| part * (height - nodes[0].height - DROP));
                        let drawing = draw(view, &visible, &nodes, measure, hanging);
                        let (needed, high) = drawing.size();
                        if needed > width {
                            // The less hangs, the wider it is.
                            break;
                        }
                        if high <= height {
                            return Some((turn, drawing));
                        }
                    }
                }
            }
        }
        None
    }

    /// The boxes of a view, by their place among the visible, in columns of a width;
    /// those that are too high there are wider.
    fn nodes(&self, view: &View, visible: &[usize], measure: &Measure, column: f64, highest: f64) -> Vec<Node> {
        let kotak = &self.gambar.kotak;
        // The boxes below one stand together, in the order of those above them.
        let mut next = 1;
        let node = |&index: &usize| {
            let height = |width| measure.height(view, index, width);
            let is_low = |width: &f64| height(*width - INDENT) <= highest;
            let wider = widths().filter(|width| *width >= column).find(is_low).unwrap_or(WIDEST_BOX);
            let first = next;
            next += self.children(view, index).len();
            Node {
                children: (first..next).collect(),
                is_staff: kotak[index].is_staff && index != view.root,
                is_broken: kotak[index].is_broken && index != view.root,
                width: wider,
                height: height(wider),
            }
        };
        let mut nodes: Vec<Node> = visible.iter().map(node).collect();
        if self.gambar.is_plain {
            level(&mut nodes);
        }
        nodes
    }

    fn children<'v>(&'v self, view: &'v View, index: usize) -> &'v [usize] {
        match index {
            root if root == view.root => &view.children,
            cut if view.cut.contains(&cut) => &[],
            _ => &self.below[index],
        }
    }

    /// What a view shows, superiors first.
    fn visible(&self, view: &View) -> Vec<usize> {
        let mut visible = vec![view.root];
        let mut next = 0;
        while let Some(&index) = visible.get(next) {
            visible.extend(self.children(view, index));
            next += 1;
        }
        visible
    }
}

/// Draws a view with what may hang below each other, at the root and elsewhere.
fn draw(view: &View, visible: &[usize], nodes: &[Node], measure: &Measure, hanging: [f64; 2]) -> Drawing {
    let height = |node: usize, width: f64| measure.height(view, visible[node], width);
    let mut drawing = tidy::draw(nodes, &Style { height: &height, hanging });
    drawing.boxes.iter_mut().for_each(|placed| placed.node = visible[placed.node]);
    drawing
}

/// Makes boxes of the same rank equally high, but for staff and those that hang.
fn level(nodes: &mut [Node]) {
    let mut rank = vec![0];
    while !rank.is_empty() {
        let in_row: Vec<usize> = rank.iter().copied().filter(|&node| !nodes[node].is_staff).collect();
        let highest = in_row.iter().map(|&node| nodes[node].height).fold(0.0, f64::max);
        in_row.iter().for_each(|&node| nodes[node].height = highest);
        rank = rank.iter().flat_map(|&node| nodes[node].children.clone()).collect();
    }
}

/// Widths of columns, the widest first.
fn columns() -> impl Iterator<Item = f64> {
    let mut columns: Vec<f64> = widths().filter(|width| *width <= WIDEST).collect();
    columns.reverse();
    columns.into_iter()
}

/// Widths of boxes.
fn widths() -> impl Iterator<Item = f64> {
    (0..).map(|step| NARROWEST + STEP * f64::from(step)).take_while(|width| *width <= WIDEST_BOX)
}

impl Measure {
    fn new(gambar: &Gambar, geometry: &Geometry, size: f64) -> Self {
        let text = |width: f64| (width - 2.0 * INSET.0) * CAUTION / size;
        let height = |baris: &[Baris], width: f64| {
            let rows = baris.iter().map(|row| row.height(geometry, text(width)));
            (rows.sum::<f64>() + SPACING * (baris.len() - 1) as f64) * size + 2.0 * INSET.1
        };
        // From the width of what hangs in the narrowest column.
        let hanging = |baris: &[Baris]| widths().map(|width| height(baris, width - INDENT)).collect();
        let least = |baris: &[Baris]| {
            let longest = baris.iter().map(|row| row.longest_word(geometry)).fold(0.0, f64::max);
            (longest * size + 2.0 * INSET.0 + INDENT).min(WIDEST)
        };
        let heights: Vec<Vec<f64>> = gambar.kotak.iter().map(|kotak| hanging(&kotak.baris)).collect();
        let area = |heights: &Vec<f64>| {
            let areas = heights.iter().zip(widths()).map(|(height, width)| height * (width - INDENT));
            areas.fold(f64::MAX, f64::min)
        };
        Self {
            size,
            areas: heights.iter().map(area).collect(),
            heights,
            least: gambar.kotak.iter().map(|kotak| least(&kotak.baris)).collect(),
        }
    }

    /// The narrowest column for a box; what refers to another page has one line.
    fn least(&self, view: &View, index: usize) -> f64 {
        let reference = if view.cut.contains(&index) { REFERENCE * self.size } else { 0.0 };
        self.least[index].max(reference + 2.0 * INSET.0 + INDENT)
    }

    /// Height of a box in a width.
    fn height(&self, view: &View, index: usize, width: f64) -> f64 {
        let step = (width + INDENT - NARROWEST) / STEP;
        let line = if view.cut.contains(&index) { self.size * (1.0 + SPACING) } else { 0.0 };
        let heights = &self.heights[index];
        heights[(step.round() as usize).min(heights.len() - 1)] + line
    }
}

impl Baris<'_> {
    /// Height in sizes of the font, in a width in the same.
    fn height(self, geometry: &Geometry, width: f64) -> f64 {
        let lines = match self {
            Self::Jabatan(teks) => geometry.bold.lines_of(&teks.value, width),
            Self::Sasaran(teks) => geometry.regular.lines_of(&teks.value, width),
            Self::Indikator(teks) => geometry.regular.lines_of(&teks.value, width - BULLET),
            Self::Catatan(catatan) => geometry.regular.lines_of(catatan, width),
        };
        lines as f64 * (1.0 + LEADING) - LEADING
    }

    /// Width of the longest word, in sizes of the font.
    fn longest_word(self, geometry: &Geometry) -> f64 {
        match self {
            Self::Jabatan(teks) => geometry.bold.longest_word(&teks.value),
            Self::Sasaran(teks) => geometry.regular.longest_word(&teks.value),
            Self::Indikator(teks) => geometry.regular.longest_word(&teks.value) + BULLET,
            Self::Catatan(catatan) => geometry.regular.longest_word(catatan),
        }
    }
}
