//! Tells the worker that files may have changed.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::Paths;
use super::request::{Request, Requests};

/// How often folders are looked through besides: drives in a network, and
/// folders that were moved away and back, report nothing.
const POLL: Duration = Duration::from_secs(2);

/// Watches the folders of an edition, of its templates and fonts, with all that
/// is in them, as long as it lives.
pub(super) struct Watchers {
    reported: RecommendedWatcher,
    _polled: PollWatcher,
    /// Each folder, and which one it is that the system reports on.
    folders: Vec<(PathBuf, Option<Identity>)>,
}

/// Device and inode: a folder that was made anew is another one.
type Identity = (u64, u64);

impl Watchers {
    pub(super) fn start(paths: &Paths, requests: &Requests) -> anyhow::Result<Self> {
        // Times of files may count in seconds, so their contents are compared.
        let config = Config::default().with_poll_interval(POLL).with_compare_contents(true).with_follow_symlinks(false);
        let mut polled = PollWatcher::new(teller(requests), config)?;
        let Paths { folder, templates, font_dir } = paths;
        let mut folders = Vec::new();
        for folder in [Some(folder), templates.as_ref(), font_dir.as_ref()].into_iter().flatten() {
            let failed = || format!("perubahan di folder `{}` tidak dapat dipantau", folder.display());
            polled.watch(folder, RecursiveMode::Recursive).with_context(failed)?;
            folders.push((folder.clone(), None));
        }
        let mut watchers = Self { reported: notify::recommended_watcher(teller(requests))?, _polled: polled, folders };
        watchers.follow();
        Ok(watchers)
    }

    /// Watches folders that were removed and made anew.
    pub(super) fn follow(&mut self) {
        for (folder, watched) in &mut self.folders {
            let now = fs::metadata(&*folder).ok().map(|about| (about.dev(), about.ino()));
            if now != *watched {
                // Without reports, looking through the folder is enough.
                _ = self.reported.unwatch(folder);
                _ = self.reported.watch(folder, RecursiveMode::Recursive);
                *watched = now;
            }
        }
    }
}

fn teller(requests: &Requests) -> impl Fn(notify::Result<Event>) + Send + 'static {
    let requests = requests.clone();
    move |event| {
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            // Nobody listens any more at the end.
            _ = requests.send(Request::Changed);
        }
    }
}
