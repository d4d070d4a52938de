//! Tells the worker that files may have changed.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

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
    requests: Requests,
    folders: Vec<PathBuf>,
    /// Which folders the system reports on.
    watched: Vec<Option<Identity>>,
    reported: Option<RecommendedWatcher>,
    _polled: PollWatcher,
}

/// Device, inode and birth: a folder that was made anew is another one.
type Identity = (u64, u64, Option<SystemTime>);

impl Watchers {
    pub(super) fn start(paths: &Paths, requests: &Requests) -> anyhow::Result<Self> {
        // Times of files may count in seconds, so their contents are compared.
        let config = Config::default().with_poll_interval(POLL).with_compare_contents(true).with_follow_symlinks(false);
        let mut polled = PollWatcher::new(teller(requests), config)?;
        let Paths { folder, templates, font_dir } = paths;
        let folders: Vec<PathBuf> =
            [Some(folder), templates.as_ref(), font_dir.as_ref()].into_iter().flatten().cloned().collect();
        for folder in &folders {
            let failed = || format!("perubahan di folder `{}` tidak dapat dipantau", folder.display());
            polled.watch(folder, RecursiveMode::Recursive).with_context(failed)?;
        }
        let requests = requests.clone();
        let mut watchers = Self { requests, folders, watched: Vec::new(), reported: None, _polled: polled };
        watchers.follow();
        Ok(watchers)
    }

    /// Watches folders that were removed and made anew. Whether there are any:
    /// what changed in them until now was not reported.
    pub(super) fn follow(&mut self) -> bool {
        let identity =
            |folder: &PathBuf| fs::metadata(folder).ok().map(|about| (about.dev(), about.ino(), about.created().ok()));
        let now: Vec<Option<Identity>> = self.folders.iter().map(identity).collect();
        if now == self.watched {
            return false;
        }
        self.watched = now;
        // Late reports on a folder that is gone would end the watch on its successor.
        self.reported = notify::recommended_watcher(teller(&self.requests)).ok();
        if let Some(reported) = &mut self.reported {
            for folder in &self.folders {
                // Without reports, looking through the folder is enough.
                _ = reported.watch(folder, RecursiveMode::Recursive);
            }
        }
        true
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
