//! Tells the worker that files may have changed.

use std::time::Duration;

use anyhow::Context;
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::Paths;
use super::worker::{Request, Requests};

/// How often folders are looked through besides: drives in a network, and
/// folders that were moved away and back, report nothing.
const POLL: Duration = Duration::from_secs(2);

/// Watches as long as it lives.
pub(super) struct Watchers {
    _reported: RecommendedWatcher,
    _polled: PollWatcher,
}

/// Watches the folders of an edition, of its templates and fonts, with all that
/// is in them.
pub(super) fn start(paths: &Paths, requests: &Requests) -> anyhow::Result<Watchers> {
    let tell = |requests: Requests| {
        move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
                // Nobody listens any more at the end.
                _ = requests.send(Request::Changed);
            }
        }
    };
    // Times of files count in seconds, so their contents are compared.
    let config = Config::default().with_poll_interval(POLL).with_compare_contents(true).with_follow_symlinks(false);
    let mut reported = notify::recommended_watcher(tell(requests.clone()))?;
    let mut polled = PollWatcher::new(tell(requests.clone()), config)?;
    let Paths { folder, templates, font_dir } = paths;
    for folder in [Some(folder), templates.as_ref(), font_dir.as_ref()].into_iter().flatten() {
        let failed = || format!("perubahan di folder `{}` tidak dapat dipantau", folder.display());
        // Without reports, looking through the folder is enough.
        _ = reported.watch(folder, RecursiveMode::Recursive);
        polled.watch(folder, RecursiveMode::Recursive).with_context(failed)?;
    }
    Ok(Watchers { _reported: reported, _polled: polled })
}
