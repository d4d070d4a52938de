//! A PDF as a reading program sees it: the structure tree with its texts, what
//! is no part of it, bookmarks, page labels, attached files and metadata.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

/// A PDF that was read.
pub(crate) struct Pdf {
    document: Document,
    pub(crate) pages: Vec<Page>,
}

/// What is written on a page.
pub(crate) struct Page {
    id: ObjectId,
    /// Width and height in pt.
    pub(crate) size: (f32, f32),
    /// The texts of the structure tree, by the numbers it knows them by.
    marked: BTreeMap<i64, String>,
    /// Every other text: what a reading program leaves out.
    pub(crate) artifacts: Vec<String>,
}

/// A node of the structure tree.
#[derive(Debug)]
pub(crate) struct Element {
    /// `H1`, `TH`, `Formula` …
    pub(crate) role: String,
    pub(crate) alt: Option<String>,
    pub(crate) row_span: i64,
    kids: Vec<Kid>,
}

#[derive(Debug)]
enum Kid {
    Element(Element),
    Text(String),
}

/// An entry of the outline.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Bookmark {
    /// How many entries it stands below.
    pub(crate) depth: usize,
    pub(crate) title: String,
    /// The index of the page that it opens.
    pub(crate) page: usize,
}

impl Pdf {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).unwrap();
        let pages = document.get_pages().into_values().map(|id| page(&document, id)).collect();
        Self { document, pages }
    }

    /// The structure tree, from its `Document` down.
    pub(crate) fn structure(&self) -> Element {
        let root = self.dictionary(self.catalog(), b"StructTreeRoot");
        let kids = self.array(root.get(b"K").unwrap());
        self.element(self.entries(&kids[0]), None)
    }

    fn element(&self, node: &Dictionary, page: Option<ObjectId>) -> Element {
        let page = node.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let kids = node.get(b"K").map(|kids| self.array(kids)).unwrap_or_default();
        Element {
            role: name(node, b"S"),
            alt: self.text(node, b"Alt"),
            row_span: node.get(b"A").map_or(1, |attributes| self.row_span(attributes)),
            kids: kids.iter().map(|kid| self.kid(kid, page)).collect(),
        }
    }

    fn kid(&self, kid: &Object, page: Option<ObjectId>) -> Kid {
        match self.document.dereference(kid).unwrap().1 {
            Object::Integer(mark) => Kid::Text(self.marked(page.unwrap(), *mark)),
            Object::Dictionary(node) if node.has(b"MCID") => {
                let page = node.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                Kid::Text(self.marked(page.unwrap(), node.get(b"MCID").unwrap().as_i64().unwrap()))
            }
            // An annotation, such as a link.
            Object::Dictionary(node) if node.has(b"Obj") => Kid::Text(String::new()),
            Object::Dictionary(node) => Kid::Element(self.element(node, page)),
            other => panic!("{other:?} in the structure tree"),
        }
    }

    fn marked(&self, page: ObjectId, mark: i64) -> String {
        self.pages.iter().find(|known| known.id == page).unwrap().marked[&mark].clone()
    }

    fn row_span(&self, attributes: &Object) -> i64 {
        let attributes = self.array(attributes);
        let span = attributes.iter().find_map(|object| self.entries(object).get(b"RowSpan").ok());
        span.map_or(1, |span| span.as_i64().unwrap())
    }

    /// The outline from top to bottom.
    pub(crate) fn bookmarks(&self) -> Vec<Bookmark> {
        let mut bookmarks = Vec::new();
        self.bookmarks_below(self.dictionary(self.catalog(), b"Outlines"), 0, &mut bookmarks);
        bookmarks
    }

    fn bookmarks_below(&self, above: &Dictionary, depth: usize, bookmarks: &mut Vec<Bookmark>) {
        let mut next = above.get(b"First").ok();
        while let Some(entry) = next.map(|entry| self.entries(entry)) {
            let target = self.array(entry.get(b"Dest").unwrap())[0].as_reference().unwrap();
            let page = self.pages.iter().position(|page| page.id == target).unwrap();
            bookmarks.push(Bookmark { depth, title: self.text(entry, b"Title").unwrap(), page });
            self.bookmarks_below(entry, depth + 1, bookmarks);
            next = entry.get(b"Next").ok();
        }
    }

    /// What a viewer shows as the numbers of the pages; only Arabic ones.
    pub(crate) fn page_labels(&self) -> Vec<String> {
        let labels = self.array(self.dictionary(self.catalog(), b"PageLabels").get(b"Nums").unwrap());
        let mut ranges = BTreeMap::new();
        for range in labels.chunks_exact(2) {
            let label = self.entries(&range[1]);
            assert_eq!(name(label, b"S"), "D");
            ranges.insert(range[0].as_i64().unwrap(), label.get(b"St").map_or(1, |first| first.as_i64().unwrap()));
        }
        let label = |page: i64| {
            let (start, first) = ranges.range(..=page).next_back().unwrap();
            (first + page - start).to_string()
        };
        (0..).map(label).take(self.pages.len()).collect()
    }

    /// The attached files by name.
    pub(crate) fn attachments(&self) -> BTreeMap<String, Vec<u8>> {
        let names = self.dictionary(self.dictionary(self.catalog(), b"Names"), b"EmbeddedFiles");
        let mut files = BTreeMap::new();
        for file in self.array(names.get(b"Names").unwrap()).chunks_exact(2) {
            let file = self.entries(&file[1]);
            files.insert(self.text(file, b"UF").unwrap(), self.content(self.dictionary(file, b"EF"), b"F"));
        }
        files
    }

    /// The language of the document.
    pub(crate) fn language(&self) -> Option<String> {
        self.text(self.catalog(), b"Lang")
    }

    /// An entry of the information dictionary, such as `Title`.
    pub(crate) fn info(&self, key: &str) -> Option<String> {
        self.text(self.dictionary(&self.document.trailer, b"Info"), key.as_bytes())
    }

    /// The metadata as XML.
    pub(crate) fn xmp(&self) -> String {
        String::from_utf8(self.content(self.catalog(), b"Metadata")).unwrap()
    }

    fn catalog(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    fn dictionary<'a>(&'a self, from: &'a Dictionary, key: &[u8]) -> &'a Dictionary {
        self.entries(from.get(key).unwrap())
    }

    fn entries<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.document.dereference(object).unwrap().1.as_dict().unwrap()
    }

    fn content(&self, from: &Dictionary, key: &[u8]) -> Vec<u8> {
        from.get_deref(key, &self.document).unwrap().as_stream().unwrap().get_plain_content().unwrap()
    }

    /// What an array holds; anything else is an array of one.
    fn array(&self, object: &Object) -> Vec<Object> {
        match self.document.dereference(object).unwrap().1 {
            Object::Array(objects) => objects.clone(),
            _ => vec![object.clone()],
        }
    }

    fn text(&self, from: &Dictionary, key: &[u8]) -> Option<String> {
        let text = from.get_deref(key, &self.document).ok()?;
        Some(lopdf::decode_text_string(text).unwrap())
    }
}

impl Page {
    /// What a reading program finds on the page.
    pub(crate) fn text(&self) -> String {
        self.marked.values().map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

impl Element {
    /// The element and all below it, in reading order.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let below = self.kids.iter().flat_map(|kid| match kid {
            Kid::Element(element) => element.all(),
            Kid::Text(_) => Vec::new(),
        });
        std::iter::once(self).chain(below).collect()
    }

    /// The elements of a role in reading order.
    pub(crate) fn with_role(&self, role: &str) -> Vec<&Self> {
        self.all().into_iter().filter(|element| element.role == role).collect()
    }

    /// The text in reading order, each stretch of glyphs in a line of its own.
    pub(crate) fn text(&self) -> String {
        let text = |kid: &Kid| match kid {
            Kid::Element(element) => element.text(),
            Kid::Text(text) => text.clone(),
        };
        self.kids.iter().map(text).collect::<Vec<_>>().join("\n")
    }
}

fn page(document: &Document, id: ObjectId) -> Page {
    let dictionary = document.get_dictionary(id).unwrap();
    let corner = |index: usize| dictionary.get(b"MediaBox").unwrap().as_array().unwrap()[index].as_float().unwrap();
    let size = (corner(2) - corner(0), corner(3) - corner(1));
    let fonts = document.get_page_fonts(id).unwrap().into_iter();
    let mut reader = Reader {
        fonts: fonts.map(|(name, font)| (name, font.get_font_encoding(document).unwrap())).collect(),
        font: Vec::new(),
        open: Vec::new(),
        page: Page { id, size, marked: BTreeMap::new(), artifacts: Vec::new() },
    };
    for operation in Content::decode(&document.get_page_content(id)).unwrap().operations {
        reader.operate(&operation);
    }
    reader.page.artifacts.retain(|text| !text.is_empty());
    reader.page
}

/// Reads the operations of a page.
struct Reader<'a> {
    fonts: BTreeMap<Vec<u8>, Encoding<'a>>,
    font: Vec<u8>,
    open: Vec<Sequence>,
    page: Page,
}

/// A marked sequence that is still open.
struct Sequence {
    mark: Option<i64>,
    /// Stands for the glyphs.
    actual: Option<String>,
}

impl Reader<'_> {
    fn operate(&mut self, operation: &Operation) {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BMC" | "BDC" => self.open(operands.get(1).and_then(|properties| properties.as_dict().ok())),
            "EMC" => {
                if let Some(actual) = self.open.last_mut().unwrap().actual.take() {
                    self.show(&actual);
                }
                self.open.pop();
            }
            "Tf" => self.font = operands[0].as_name().unwrap().to_vec(),
            "Tj" => self.show(&self.decoded(&operands[0])),
            "TJ" => {
                let parts = operands[0].as_array().unwrap().iter().filter(|part| part.as_str().is_ok());
                self.show(&parts.map(|part| self.decoded(part)).collect::<String>());
            }
            "'" | "\"" | "Do" => panic!("this reader knows no `{}`", operation.operator),
            _ => {}
        }
    }

    fn open(&mut self, properties: Option<&Dictionary>) {
        let property = |key| properties.and_then(|properties| properties.get(key).ok());
        let mark = property(b"MCID".as_slice()).map(|mark| mark.as_i64().unwrap());
        let actual = property(b"ActualText").map(|text| lopdf::decode_text_string(text).unwrap());
        self.open.push(Sequence { mark, actual });
        match self.mark() {
            Some(mark) => _ = self.page.marked.entry(mark).or_default(),
            None => self.page.artifacts.push(String::new()),
        }
    }

    fn show(&mut self, text: &str) {
        if self.open.iter().any(|sequence| sequence.actual.is_some()) {
            return;
        }
        match self.mark() {
            Some(mark) => self.page.marked.get_mut(&mark).unwrap().push_str(text),
            None => self.page.artifacts.last_mut().expect("every text is marked").push_str(text),
        }
    }

    fn mark(&self) -> Option<i64> {
        self.open.iter().rev().find_map(|sequence| sequence.mark)
    }

    fn decoded(&self, text: &Object) -> String {
        Document::decode_text(&self.fonts[&self.font], text.as_str().unwrap()).unwrap()
    }
}

fn name(from: &Dictionary, key: &[u8]) -> String {
    String::from_utf8(from.get(key).unwrap().as_name().unwrap().to_vec()).unwrap()
}
