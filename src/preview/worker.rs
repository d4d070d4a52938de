//! The one thread that reads and lays out. The newest content wins: whatever
//! happened meanwhile, the last state is what is shown.

use std::collections::BTreeMap;
use std::mem;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use tokio::sync::{oneshot, watch};

use super::Paths;
use super::edition::Edition;
use super::view::View;
use crate::diagnostic::{Diagnostic, Severity, any_galat};
use crate::fonts::Fonts;
use crate::layout::Job;
use crate::markup::Part;
use crate::model::Naskah;
use crate::{build, report};

/// After a change nothing may happen for this long before files are read, so
/// that a file that is saved in several steps is read once.
const QUIET: Duration = Duration::from_millis(10);
/// Where something happens all the time, files are read after this long.
const PATIENCE: Duration = Duration::from_millis(300);
/// How many changes ago Typst may have needed what it keeps.
const MEMORY: usize = 10;

/// The way to the worker.
pub(super) type Requests = Sender<Request>;

/// What is asked of the worker.
pub(super) enum Request {
    /// Files may have changed.
    Changed,
    /// A tab wants to see a part, and what becomes of it.
    Show(Part, oneshot::Sender<watch::Receiver<Arc<str>>>),
    /// A part as `iki build` makes it, or why not.
    Save(Part, oneshot::Sender<Result<Saved, String>>),
}

/// A PDF, and the name of its file.
pub(super) struct Saved {
    pub(super) name: String,
    pub(super) pdf: Vec<u8>,
}

/// What the pages of all tabs consist of, by name; also what they consisted of
/// before the last change, as tabs may just be fetching it.
#[derive(Default)]
pub(super) struct Shelf(RwLock<[BTreeMap<String, Bytes>; 2]>);

impl Shelf {
    pub(super) fn get(&self, name: &str) -> Option<Bytes> {
        let generations = self.0.read().expect("nobody panics with it");
        generations.iter().find_map(|assets| assets.get(name)).cloned()
    }

    fn put(&self, assets: BTreeMap<String, Bytes>) {
        let mut generations = self.0.write().expect("nobody panics with it");
        generations[1] = mem::replace(&mut generations[0], assets);
    }
}

/// The edition as it was last read, and what tabs show of it.
pub(super) struct Worker {
    paths: Paths,
    fonts: Fonts,
    edition: Edition,
    tabs: BTreeMap<Part, Tab>,
    shelf: Arc<Shelf>,
}

/// What every tab with the same part shows.
struct Tab {
    view: View,
    sender: watch::Sender<Arc<str>>,
}

impl Worker {
    /// Reads the edition for the first time.
    pub(super) fn new(paths: Paths) -> anyhow::Result<Self> {
        let fonts = Fonts::load(paths.font_dir.as_deref())?;
        let mut edition = Edition::read(&paths)?;
        let found = edition.check(&fonts);
        edition.problems.extend(found);
        Ok(Self { paths, fonts, edition, tabs: BTreeMap::new(), shelf: Arc::default() })
    }

    pub(super) fn shelf(&self) -> Arc<Shelf> {
        self.shelf.clone()
    }

    pub(super) fn naskah(&self) -> Option<&Naskah> {
        self.edition.content.naskah.as_ref()
    }

    /// Works until nobody can ask any more.
    pub(super) fn run(mut self, inbox: &Receiver<Request>) {
        while let Ok(first) = inbox.recv() {
            let mut asked = vec![first];
            asked.extend(inbox.try_iter());
            if asked.iter().any(|request| matches!(request, Request::Changed)) {
                settle(inbox, &mut asked);
            }
            self.work(asked);
        }
    }

    fn work(&mut self, asked: Vec<Request>) {
        self.tabs.retain(|_, tab| tab.sender.receiver_count() > 0);
        let (mut shown, mut saved) = (Vec::new(), Vec::new());
        let mut is_changed = false;
        for request in asked {
            match request {
                Request::Changed => is_changed = true,
                Request::Show(part, reply) => shown.push((part, reply)),
                Request::Save(part, reply) => saved.push((part, reply)),
            }
        }
        // What is saved is what the files say now.
        if is_changed || !saved.is_empty() {
            self.read();
        }
        for (part, _) in &shown {
            if !self.tabs.contains_key(part) {
                let view = View::new(part.clone(), &self.edition, &self.fonts);
                self.tabs.insert(part.clone(), Tab { view, sender: watch::Sender::default() });
            }
        }
        self.publish();
        for (part, reply) in shown {
            // A tab that was closed meanwhile waits for no answer.
            _ = reply.send(self.tabs[&part].sender.subscribe());
        }
        for (part, reply) in saved {
            _ = reply.send(self.save(&part));
        }
        typst::comemo::evict(MEMORY);
    }

    /// Reads and lays out everything anew. What cannot be read leaves what was
    /// there, and says so.
    fn read(&mut self) {
        let read =
            Fonts::load(self.paths.font_dir.as_deref()).and_then(|fonts| Ok((fonts, Edition::read(&self.paths)?)));
        match read {
            Ok((fonts, edition)) => (self.fonts, self.edition) = (fonts, edition.after(&mut self.edition)),
            Err(failure) => return self.edition.fail(&failure),
        }
        let Self { edition, fonts, tabs, .. } = self;
        let mut views: Vec<&mut View> = tabs.values_mut().map(|tab| &mut tab.view).collect();
        let lay_out = || views.iter_mut().for_each(|view| view.lay_out(edition, fonts));
        let (found, ()) = rayon::join(|| edition.check(fonts), lay_out);
        self.edition.problems.extend(found);
    }

    /// Tells every tab what it shows now, if that is something new.
    fn publish(&mut self) {
        self.shelf.put(self.tabs.values().flat_map(|tab| tab.view.assets()).collect());
        for tab in self.tabs.values() {
            let state = tab.view.state(&self.edition);
            tab.sender.send_if_modified(|shown| {
                let is_new = **shown != *state;
                *shown = Arc::from(state);
                is_new
            });
        }
    }

    fn save(&self, part: &Part) -> Result<Saved, String> {
        let Edition { content, templates, problems, failure, .. } = &self.edition;
        if let Some(failure) = failure {
            return Err(failure.clone());
        }
        let refused = |problems: &[Diagnostic]| {
            let galat = problems.iter().filter(|problem| problem.severity == Severity::Galat);
            format!("belum dapat disimpan, karena masih ada {}", report::counts(galat))
        };
        let naskah = build::printable(content, &self.fonts).filter(|_| !any_galat(problems));
        let naskah = naskah.ok_or_else(|| refused(problems))?;
        let pdf = build::pdf(Job { naskah, part, content, templates }, &self.fonts).map_err(|found| refused(&found))?;
        Ok(Saved { name: format!("{}.pdf", build::name(naskah, part)), pdf })
    }
}

/// Waits until nothing has happened for a while.
fn settle(inbox: &Receiver<Request>, asked: &mut Vec<Request>) {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        match inbox.recv_timeout(QUIET) {
            Ok(request) => asked.push(request),
            Err(_) => return,
        }
    }
}
