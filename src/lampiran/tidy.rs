//! A tree becomes a tidy drawing: lengths in pt, the origin at the top left.
//!
//! Subtrees stand as close as their outlines allow and superiors in the middle
//! above them, as Reingold and Tilford draw trees ("Tidier drawings of trees",
//! 1981), here for boxes of different heights (van der Ploeg, "Drawing
//! non-layered tidy trees in linear time", 2014). The mean of the placements
//! from the left and from the right gives mirrored trees mirrored drawings.
//! Subordinates without subordinates of their own hang below each other at a
//! rail, as charts of organisations have them. No line crosses another: what is
//! below a box, and the way to it, belongs to the outline.

/// From the left edge of a box to those that hang below it.
pub(super) const INDENT: f64 = 12.0;
/// Between neighbours.
const GAP: f64 = 9.0;
/// From a box to those in a row below it.
pub(super) const DROP: f64 = 15.0;
/// Between boxes that hang below each other.
const STACK_GAP: f64 = 5.0;

/// A box of the tree.
#[derive(Default)]
pub(super) struct Node {
    /// Indices of those below, in order.
    pub(super) children: Vec<usize>,
    /// Whether it stands beside the line from its superior.
    pub(super) is_staff: bool,
    /// Whether the line from its superior is broken.
    pub(super) is_broken: bool,
    /// How wide it is at least, and how high where it does not hang.
    pub(super) width: f64,
    pub(super) height: f64,
}

/// How a tree is drawn.
pub(super) struct Style<'a> {
    /// The height that a box needs in a width.
    pub(super) height: &'a dyn Fn(usize, f64) -> f64,
    /// How high boxes may hang below each other, at the root and elsewhere; with
    /// none, all stand in a row.
    pub(super) hanging: [f64; 2],
}

/// Where a box is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) node: usize,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// A straight line between two points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) from: (f64, f64),
    pub(crate) to: (f64, f64),
    pub(crate) is_broken: bool,
}

/// A drawn tree.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) boxes: Vec<Placed>,
    pub(super) lines: Vec<Line>,
    /// What nothing else may cover; the first is the topmost.
    outline: Vec<Rect>,
    /// Where the line from above arrives.
    anchor: f64,
    is_broken: bool,
}

#[derive(Debug, Clone, Copy)]
struct Rect {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// Draws a tree; the first node is its root.
pub(super) fn draw(nodes: &[Node], style: &Style) -> Drawing {
    let mut drawing = Pen { nodes, style }.below(0, style.hanging[0]);
    let (left, _) = drawing.extent(|rect| (rect.left, rect.right));
    drawing.shift(-left, 0.0);
    drawing
}

struct Pen<'a> {
    nodes: &'a [Node],
    style: &'a Style<'a>,
}

impl Pen<'_> {
    fn below(&self, node: usize, hanging: f64) -> Drawing {
        let (staff, line): (Vec<usize>, Vec<usize>) =
            self.nodes[node].children.iter().partition(|&&child| self.nodes[child].is_staff);
        let is_stack = staff.is_empty() && line.iter().all(|&child| self.is_leaf(child));
        if let (true, [only]) = (is_stack, &self.columns(&line, hanging)[..]) {
            return self.hung(node, self.hanging(only));
        }
        let staff = staff.into_iter().map(|node| self.below(node, self.style.hanging[1])).collect();
        spread(self.alone(node), staff, self.parts(&line, hanging))
    }

    fn is_leaf(&self, node: usize) -> bool {
        self.nodes[node].children.is_empty()
    }

    /// What stands in the row below a box: branches, and boxes that hang together.
    fn parts(&self, children: &[usize], hanging: f64) -> Vec<Drawing> {
        let mut parts = Vec::new();
        for run in children.chunk_by(|&a, &b| self.is_leaf(a) && self.is_leaf(b)) {
            if !self.is_leaf(run[0]) {
                parts.push(self.below(run[0], self.style.hanging[1]));
                continue;
            }
            for column in self.columns(run, hanging) {
                parts.push(if let [single] = column { self.alone(*single) } else { self.hanging(column) });
            }
        }
        parts
    }

    /// Neighbours in columns that are no higher than they may.
    fn columns<'c>(&self, mut run: &'c [usize], hanging: f64) -> Vec<&'c [usize]> {
        let mut columns = Vec::new();
        while !run.is_empty() {
            let mut height = 0.0;
            let fits = |node: &&usize| {
                height += (self.style.height)(**node, self.nodes[**node].width - INDENT) + STACK_GAP;
                height <= hanging
            };
            let count = run.iter().take_while(fits).count().max(1);
            columns.push(&run[..count]);
            run = &run[count..];
        }
        columns
    }

    fn alone(&self, node: usize) -> Drawing {
        let Node { width, height, is_broken, .. } = self.nodes[node];
        Drawing {
            boxes: vec![Placed { node, x: 0.0, y: 0.0, width, height }],
            outline: vec![Rect { left: 0.0, right: width, top: 0.0, bottom: height }],
            anchor: width / 2.0,
            is_broken,
            ..Drawing::default()
        }
    }

    /// Boxes at a rail, which starts at the top.
    fn hanging(&self, column: &[usize]) -> Drawing {
        let rail = INDENT / 2.0;
        let mut drawing = Drawing { anchor: rail, ..Drawing::default() };
        let right = column.iter().map(|&node| self.nodes[node].width).fold(0.0, f64::max);
        let width = right - INDENT;
        let mut bottom = 0.0;
        let mut middle = 0.0;
        for &node in column {
            let height = (self.style.height)(node, width);
            let is_broken = self.nodes[node].is_broken;
            let y = bottom + STACK_GAP;
            drawing.boxes.push(Placed { node, x: INDENT, y, width, height });
            bottom = y + height;
            middle = y + height / 2.0;
            drawing.lines.push(Line { from: (rail, middle), to: (INDENT, middle), is_broken });
        }
        drawing.lines.push(Line { from: (rail, 0.0), to: (rail, middle), is_broken: false });
        drawing.outline.push(Rect { left: 0.0, right, top: 0.0, bottom });
        drawing
    }

    /// A box with a stack below it, as wide as that.
    fn hung(&self, node: usize, mut stack: Drawing) -> Drawing {
        let mut own = self.alone(node);
        let (first, all) = (&mut own.boxes[0], &mut own.outline[0]);
        let right = stack.outline[0].right;
        if right > first.width {
            (first.width, all.right, own.anchor) = (right, right, right / 2.0);
            first.height = first.height.min((self.style.height)(node, right));
        }
        stack.shift(0.0, first.height);
        all.bottom = stack.outline[0].bottom;
        own.boxes.extend(stack.boxes);
        own.lines.extend(stack.lines);
        own
    }
}

/// A box above its subordinates, with its staff at the right of the line to them.
fn spread(mut own: Drawing, staff: Vec<Drawing>, parts: Vec<Drawing>) -> Drawing {
    let top = own.boxes[0].height;
    let places = places(&parts);
    let anchors: Vec<f64> = parts.iter().zip(&places).map(|(part, x)| x + part.anchor).collect();
    let ends = anchors.first().zip(anchors.last());
    let middle = ends.map_or(own.anchor, |(first, last)| f64::midpoint(*first, *last));
    own.shift(middle - own.anchor, 0.0);
    own.anchor = middle;
    let (mut stem, mut bottom) = (top, top);
    for mut beside in staff {
        let first = beside.boxes[0];
        let (left, _) = beside.extent(|rect| (rect.left, rect.right));
        let (_, low) = beside.extent(|rect| (rect.top, rect.bottom));
        beside.shift(middle + GAP - left, bottom + DROP);
        let height = bottom + DROP + first.height / 2.0;
        let is_broken = beside.is_broken;
        own.lines.push(Line { from: (middle, height), to: (beside.boxes[0].x, height), is_broken });
        stem = height;
        bottom += DROP + low;
        own.take(beside, top);
    }
    let (bar, row) = (bottom + DROP / 2.0, bottom + DROP);
    let stem = if parts.is_empty() { stem } else { bar };
    if stem > top {
        own.lines.push(Line { from: (middle, top), to: (middle, stem), is_broken: false });
    }
    let Some((&first, &last)) = ends else { return own };
    own.lines.push(Line { from: (first, bar), to: (last, bar), is_broken: false });
    for ((mut part, x), anchor) in parts.into_iter().zip(places).zip(anchors) {
        own.lines.push(Line { from: (anchor, bar), to: (anchor, row), is_broken: part.is_broken });
        part.shift(x, row);
        own.take(part, bottom);
    }
    own
}

/// Where neighbours stand: the mean of as far left and as far right as they can.
fn places(parts: &[Drawing]) -> Vec<f64> {
    let apart = |left: &Drawing, right: &Drawing| {
        let pairs = left.outline.iter().flat_map(|a| right.outline.iter().map(move |b| (a, b)));
        let beside = pairs.filter(|(a, b)| a.top < b.bottom + GAP && b.top < a.bottom + GAP);
        beside.map(|(a, b)| a.right + GAP - b.left).fold(0.0, f64::max)
    };
    let mut from_left: Vec<f64> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let x = parts[..index].iter().zip(&from_left).map(|(other, x)| x + apart(other, part)).fold(0.0, f64::max);
        from_left.push(x);
    }
    let last = from_left.last().copied().unwrap_or_default();
    let mut from_right = from_left.clone();
    for (index, part) in parts.iter().enumerate().rev().skip(1) {
        let others = parts[index + 1..].iter().zip(&from_right[index + 1..]);
        from_right[index] = others.map(|(other, x)| x - apart(part, other)).fold(last, f64::min);
    }
    from_left.into_iter().zip(from_right).map(|(left, right)| f64::midpoint(left, right)).collect()
}

impl Drawing {
    /// Width and height.
    pub(super) fn size(&self) -> (f64, f64) {
        let ((left, right), (top, bottom)) =
            (self.extent(|rect| (rect.left, rect.right)), self.extent(|rect| (rect.top, rect.bottom)));
        (right - left, bottom - top)
    }

    fn extent(&self, side: impl Fn(&Rect) -> (f64, f64)) -> (f64, f64) {
        let sides = self.outline.iter().map(side);
        sides.fold((f64::MAX, f64::MIN), |(low, high), (start, end)| (low.min(start), high.max(end)))
    }

    fn shift(&mut self, dx: f64, dy: f64) {
        for placed in &mut self.boxes {
            (placed.x, placed.y) = (placed.x + dx, placed.y + dy);
        }
        for end in self.lines.iter_mut().flat_map(|line| [&mut line.from, &mut line.to]) {
            *end = (end.0 + dx, end.1 + dy);
        }
        for rect in &mut self.outline {
            (rect.left, rect.right) = (rect.left + dx, rect.right + dx);
            (rect.top, rect.bottom) = (rect.top + dy, rect.bottom + dy);
        }
        self.anchor += dx;
    }

    /// Takes a branch in; the way to it starts at a height.
    fn take(&mut self, mut branch: Self, from: f64) {
        branch.outline[0].top = from;
        self.boxes.extend(branch.boxes);
        self.lines.extend(branch.lines);
        self.outline.extend(branch.outline);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Trees of up to 60 boxes of any height, with staff below the root, drawn in
    /// any style.
    fn drawings() -> impl Strategy<Value = Drawing> {
        let node = (any::<prop::sample::Index>(), 8.0..80.0, 60.0..200.0, any::<bool>());
        let style = [prop::sample::select(vec![0.0, 50.0, 200.0]), prop::sample::select(vec![0.0, 100.0, 1000.0])];
        (prop::collection::vec(node, 1..60), style).prop_map(|(given, hanging)| {
            let mut nodes: Vec<Node> = Vec::new();
            for (index, (above, height, width, is_staff)) in given.into_iter().enumerate() {
                let above = (index > 0).then(|| above.index(index));
                nodes.push(Node { height, width, is_staff: is_staff && above == Some(0), ..Node::default() });
                if let Some(above) = above {
                    nodes[above].children.push(index);
                }
            }
            let heights: Vec<f64> = nodes.iter().map(|node| node.height).collect();
            draw(&nodes, &Style { height: &|node, _| heights[node], hanging })
        })
    }

    fn spans(line: &Line) -> [(f64, f64); 2] {
        let ((x1, y1), (x2, y2)) = (line.from, line.to);
        [(x1.min(x2), x1.max(x2)), (y1.min(y2), y1.max(y2))]
    }

    fn is_inside(at: f64, (low, high): (f64, f64)) -> bool {
        at > low + 0.01 && at < high - 0.01
    }

    fn share(a: (f64, f64), b: (f64, f64)) -> bool {
        a.0 < b.1 - 0.01 && b.0 < a.1 - 0.01
    }

    proptest! {
        #[test]
        fn no_box_covers_another_and_no_line_crosses_anything(drawing in drawings()) {
            let sides = |placed: &Placed| {
                [(placed.x, placed.x + placed.width), (placed.y, placed.y + placed.height)]
            };
            for (index, a) in drawing.boxes.iter().enumerate() {
                for b in &drawing.boxes[..index] {
                    let ([a_wide, a_high], [b_wide, b_high]) = (sides(a), sides(b));
                    prop_assert!(!(share(a_wide, b_wide) && share(a_high, b_high)), "{a:?} covers {b:?}");
                }
                for line in &drawing.lines {
                    let ([wide, high], [x, y]) = (sides(a), spans(line));
                    let crosses = (share(x, wide) || is_inside(x.0, wide)) && (share(y, high) || is_inside(y.0, high));
                    prop_assert!(!crosses, "{line:?} crosses {a:?}");
                }
            }
            for a in &drawing.lines {
                for b in &drawing.lines {
                    let ([ax, ay], [bx, by]) = (spans(a), spans(b));
                    let crosses = is_inside(bx.0, ax) && bx.0 == bx.1 && is_inside(ay.0, by) && ay.0 == ay.1;
                    // The line to the row goes on from the one above the bar.
                    let goes_on = drawing.lines.iter().any(|line| line.from.0 == bx.0 && (line.from.1 - ay.0).abs() < 0.01);
                    prop_assert!(!crosses || goes_on, "{a:?} crosses {b:?}");
                }
            }
        }

        #[test]
        fn every_box_is_drawn_below_its_own(drawing in drawings()) {
            let mut nodes: Vec<usize> = drawing.boxes.iter().map(|placed| placed.node).collect();
            nodes.sort_unstable();
            prop_assert_eq!(nodes, (0..drawing.boxes.len()).collect::<Vec<_>>());
            prop_assert!(drawing.boxes.iter().all(|placed| placed.x >= -0.01));
        }
    }

    #[test]
    fn a_superior_stands_in_the_middle_of_its_row() {
        let node =
            |children: &[usize]| Node { children: children.to_vec(), width: 60.0, height: 20.0, ..Node::default() };
        let nodes = [node(&[1, 2, 3]), node(&[]), node(&[]), node(&[])];
        let drawing = draw(&nodes, &Style { height: &|_, _| 20.0, hanging: [0.0, 0.0] });
        let places: Vec<f64> = drawing.boxes.iter().map(|placed| placed.x).collect();
        assert_eq!(places, [60.0 + GAP, 0.0, 60.0 + GAP, 2.0 * (60.0 + GAP)]);
    }
}
