//! `iki preview`: one position in the browser, as it will be printed, a blink
//! after a file was saved.
//!
//! ```text
//! watch ─ Changed ─────▶ worker ─▶ edition (content::read, checks::run)
//! server ─ Show, Save ─▶   │       view (layout::pages, output::svg, places)
//!                          ├─▶ shelf: pictures and maps of pages, by hash ─▶ server ─▶ browser
//!                          └─▶ states as JSON, as they come ───────────────▶ server ─▶ browser
//! ```
//!
//! The layout is that of `iki build`, so the print cannot differ. The worker is
//! a thread that computes; only the server is asynchronous.

mod edition;
mod request;
mod server;
mod view;
mod watch;
mod worker;

use std::panic;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use self::server::{Address, Room};
use self::watch::Watchers;
use self::worker::Worker;
use crate::cli::Preview;
use crate::diagnostic::Misuse;
use crate::model::{JabatanId, Naskah};
use crate::part::Part;
use crate::{content, journal, report};

/// Where the content of a preview comes from.
struct Paths {
    folder: PathBuf,
    templates: Option<PathBuf>,
    font_dir: Option<PathBuf>,
}

/// Serves the preview until it is interrupted.
///
/// # Errors
/// [`Misuse`]; or what is wrong with files, folders or ports.
pub fn run(args: &Preview) -> anyhow::Result<()> {
    let (folder, jabatan) = target(args);
    let folder = journal::edition(Some(folder))?;
    let paths = Paths { folder, templates: args.templates.clone(), font_dir: args.font_dir.clone() };
    let (requests, inbox) = mpsc::channel();
    let watchers = Watchers::start(&paths, &requests)?;
    let worker = Worker::new(paths, watchers)?;
    let first = first(jabatan, worker.naskah())?;
    let room = Room { requests, shelf: worker.shelf() };
    let (alive, ended) = oneshot::channel::<()>();
    let thread = thread::spawn(move || {
        let _alive = alive;
        worker.run(&inbox);
    });
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    if runtime.block_on(until_stopped(args, first.as_ref(), room, ended))? == Stopped::ByFault
        && let Err(cause) = thread.join()
    {
        panic::resume_unwind(cause);
    }
    report::note("pratinjau dihentikan");
    Ok(())
}

/// The folder and the position that the arguments name. A single word that is
/// no folder names a position of the edition around this folder.
fn target(args: &Preview) -> (&Path, Option<JabatanId>) {
    let here = Path::new(".");
    match (&args.folder, &args.jabatan) {
        (Some(word), None) if !word.exists() => match word.to_str().and_then(JabatanId::new) {
            Some(id) if content::find(here).is_ok() => (here, Some(id)),
            _ => (word, None),
        },
        (folder, jabatan) => (folder.as_deref().unwrap_or(here), jabatan.clone()),
    }
}

/// The position that the browser opens with: the one that was asked for, or the
/// head of the office.
fn first(asked: Option<JabatanId>, naskah: Option<&Naskah>) -> Result<Option<JabatanId>, Misuse> {
    let Some(naskah) = naskah else { return Ok(asked) };
    if let Some(id) = &asked {
        Part::sheet(id, naskah)?;
    }
    Ok(asked.or_else(|| Some(naskah.jabatan.first()?.id.clone())))
}

/// Why a preview has stopped.
#[derive(Debug, Eq, PartialEq)]
enum Stopped {
    ByUser,
    ByFault,
}

async fn until_stopped(
    args: &Preview,
    first: Option<&JabatanId>,
    room: Room,
    ended: oneshot::Receiver<()>,
) -> anyhow::Result<Stopped> {
    // Whoever has read the address may end it.
    let (mut interrupted, mut terminated) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (listener, address) = Address::listen(args.port).await?;
    let url = address.url() + &first.map(|id| format!("#/{}", id.as_str())).unwrap_or_default();
    let is_other = ![0, address.port()].contains(&args.port);
    report::previewing(&url, is_other.then_some((args.port, address.port())));
    if !args.no_open && opener::open_browser(&url).is_err() {
        report::note("peramban tidak dapat dibuka; buka sendiri alamat di atas");
    }
    tokio::select! {
        () = server::serve(listener, &address, room) => Ok(Stopped::ByUser),
        _ = interrupted.recv() => Ok(Stopped::ByUser),
        _ = terminated.recv() => Ok(Stopped::ByUser),
        _ = ended => Ok(Stopped::ByFault),
    }
}
