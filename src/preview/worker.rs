//! The one thread that reads and lays out. The newest content wins: whatever
//! happened meanwhile, the last state is what is shown.

use std::collections::BTreeMap;
use std::mem;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use rayon::prelude::*;
use tokio::sync::watch;

use super::Paths;
use super::edition::{Edition, Read};
use super::request::{Request, Saved};
use super::view::View;
use super::watch::Watchers;
use crate::diagnostic::{Diagnostic, Severity, any_galat};
use crate::fonts::Fonts;
use crate::layout;
use crate::markup::Job;
use crate::model::Naskah;
use crate::part::Part;
use crate::{output, report};

/// After a change nothing may happen for this long before files are read, so
/// that a file that is saved in several steps is read once.
const QUIET: Duration = Duration::from_millis(6);
/// Where something happens all the time, files are read after this long.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often is looked whether a folder was made anew: nobody reports that if all
/// files in it are as they were.
const LOOK: Duration = Duration::from_millis(500);
/// What no change has needed for this many changes, Typst forgets.
const MEMORY: usize = 2;

/// What the pages of all tabs consist of, by name; also what they consisted of
/// before, as tabs may just be fetching it.
#[derive(Default)]
pub(super) struct Shelf(RwLock<[BTreeMap<String, Bytes>; 2]>);

impl Shelf {
    pub(super) fn get(&self, name: &str) -> Option<Bytes> {
        let generations = self.0.read().expect("nobody panics with it");
        generations.iter().find_map(|pieces| pieces.get(name)).cloned()
    }

    fn put(&self, pieces: BTreeMap<String, Bytes>) {
        let mut generations = self.0.write().expect("nobody panics with it");
        if !pieces.keys().eq(generations[0].keys()) {
            generations[1] = mem::replace(&mut generations[0], pieces);
        }
    }
}

/// The edition as it was last read, and what tabs show of it.
pub(super) struct Worker {
    paths: Paths,
    watchers: Watchers,
    fonts: Fonts,
    edition: Edition,
    channels: BTreeMap<Part, Channel>,
    shelf: Arc<Shelf>,
}

/// What all tabs with one part show.
struct Channel {
    view: View,
    sender: watch::Sender<Arc<str>>,
}

impl Worker {
    /// Reads the edition for the first time.
    pub(super) fn new(paths: Paths, watchers: Watchers) -> anyhow::Result<Self> {
        let fonts = Fonts::load(paths.font_dir.as_deref())?;
        let mut edition = Edition::read(&paths)?;
        edition.found = edition.check(&fonts);
        Ok(Self { paths, watchers, fonts, edition, channels: BTreeMap::new(), shelf: Arc::default() })
    }

    pub(super) fn shelf(&self) -> Arc<Shelf> {
        self.shelf.clone()
    }

    pub(super) fn naskah(&self) -> Option<&Naskah> {
        self.edition.naskah()
    }

    /// Works until nobody can ask any more.
    pub(super) fn run(mut self, inbox: &Receiver<Request>) {
        loop {
            let first = match inbox.recv_timeout(LOOK) {
                Ok(first) => first,
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) if self.watchers.follow() => Request::Changed,
                Err(RecvTimeoutError::Timeout) => continue,
            };
            let mut asked = vec![first];
            asked.extend(inbox.try_iter());
            if asked.iter().any(|request| matches!(request, Request::Changed)) {
                settle(inbox, &mut asked);
            }
            self.work(asked);
        }
    }

    fn work(&mut self, asked: Vec<Request>) {
        self.channels.retain(|_, channel| channel.sender.receiver_count() > 0);
        // What is saved is what the files say now.
        if asked.iter().any(|request| !matches!(request, Request::Show(..))) {
            self.change();
        }
        for request in asked {
            match request {
                Request::Changed => {}
                // A tab that was closed meanwhile waits for no answer.
                Request::Show(part, reply) => _ = reply.send(self.show(&part)),
                Request::Save(part, reply) => _ = reply.send(self.save(&part)),
            }
        }
    }

    /// Reads and lays out everything anew. What cannot be read leaves what was
    /// there, and says so. Single sheets do not wait for the whole document.
    fn change(&mut self) {
        loop {
            if let Err(failure) = self.read() {
                self.edition.fail(&failure);
            }
            if !self.watchers.follow() {
                break;
            }
        }
        let is_sheet = |part: &Part| *part != Part::Whole;
        let Self { edition, fonts, channels, .. } = self;
        let mut sheets: Vec<&mut Channel> =
            channels.iter_mut().filter(|(part, _)| is_sheet(part)).map(|(_, channel)| channel).collect();
        let lay_out = || sheets.par_iter_mut().for_each(|channel| channel.view.lay_out(edition, fonts));
        let (found, ()) = rayon::join(|| edition.check(fonts), lay_out);
        edition.found = found;
        self.publish(is_sheet);
        let Self { edition, fonts, channels, .. } = self;
        if let Some(channel) = channels.get_mut(&Part::Whole) {
            channel.view.lay_out(edition, fonts);
            self.publish(|part| *part == Part::Whole);
        }
        typst::comemo::evict(MEMORY);
    }

    fn read(&mut self) -> anyhow::Result<()> {
        if self.paths.font_dir.is_some() {
            self.fonts = Fonts::load(self.paths.font_dir.as_deref())?;
        }
        self.edition = Edition::read(&self.paths)?.after(&self.edition);
        Ok(())
    }

    /// Tells tabs what they show now, if that is something new.
    fn publish(&self, is_meant: impl Fn(&Part) -> bool) {
        self.shelf.put(self.channels.values().flat_map(|channel| channel.view.pieces()).collect());
        for (_, channel) in self.channels.iter().filter(|(part, _)| is_meant(part)) {
            let state = channel.view.state(&self.edition);
            channel.sender.send_if_modified(|shown| {
                let is_new = **shown != *state;
                *shown = Arc::from(state);
                is_new
            });
        }
    }

    fn show(&mut self, part: &Part) -> watch::Receiver<Arc<str>> {
        let Self { edition, fonts, channels, .. } = self;
        if !channels.contains_key(part) {
            let view = View::new(part.clone(), edition, fonts);
            channels.insert(part.clone(), Channel { view, sender: watch::Sender::default() });
            self.publish(|other| other == part);
        }
        self.channels[part].sender.subscribe()
    }

    fn save(&self, part: &Part) -> Result<Saved, String> {
        let Read { content, templates } = &*self.edition.now;
        let refused = |why: &str| format!("PDF belum dapat disimpan karena {why}.");
        let galat = |problems: &[Diagnostic]| {
            let galat = problems.iter().filter(|problem| problem.severity == Severity::Galat);
            refused(&format!("masih ada {}", report::counts(galat)))
        };
        if let Some(failure) = &self.edition.failure {
            return Err(refused(failure));
        }
        let problems = &self.edition.found;
        let naskah = layout::printable(content, &self.fonts).filter(|_| !any_galat(problems));
        let naskah = naskah.ok_or_else(|| galat(problems))?;
        if let Part::Sheet(id) = part {
            Part::sheet(id, naskah).map_err(|misuse| refused(&misuse.to_string()))?;
        }
        let job = Job { naskah, part, content, templates, summary: None, lampiran: &[] };
        let laid = layout::pages(job, &self.fonts).map_err(|problems| galat(&problems))?;
        if any_galat(&laid.problems) {
            return Err(galat(&laid.problems));
        }
        let pdf = output::pdf(&laid.document).map_err(|problems| galat(&problems))?;
        Ok(Saved { name: format!("{}.pdf", part.file_name(naskah)), pdf })
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
