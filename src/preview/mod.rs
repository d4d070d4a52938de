//! `iki preview`: one position in the browser, as it will be printed, a blink
//! after a file was saved.
//!
//! ```text
//! watch ─▶ worker ─ content::read ─▶ layout::pages ─▶ view ─▶ server ─▶ page in the browser
//! ```
//!
//! The layout is that of `iki build`, so the print cannot differ.

mod edition;
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

use self::server::Address;
use self::worker::Worker;
use crate::cli::Preview;
use crate::model::JabatanId;
use crate::{build, content, report};

/// Where the content of a preview comes from.
struct Paths {
    folder: PathBuf,
    templates: Option<PathBuf>,
    font_dir: Option<PathBuf>,
}

/// Serves the preview until it is interrupted.
///
/// # Errors
/// [`crate::diagnostic::Misuse`]; or what is wrong with files, folders or ports.
pub fn run(args: &Preview) -> anyhow::Result<()> {
    let (folder, jabatan) = target(args);
    let folder = content::find(folder)?;
    let paths = Paths { folder, templates: args.templates.clone(), font_dir: args.font_dir.clone() };
    let (requests, inbox) = mpsc::channel();
    let watchers = watch::start(&paths, &requests)?;
    let worker = Worker::new(paths)?;
    let first = match (jabatan, worker.naskah()) {
        (Some(id), Some(naskah)) => build::known(&id, naskah).map(|()| Some(id))?,
        (jabatan, naskah) => jabatan.or_else(|| Some(naskah?.jabatan.first()?.id.clone())),
    };
    let shelf = worker.shelf();
    let (alive, ended) = oneshot::channel::<()>();
    let thread = thread::spawn(move || {
        let _alive = alive;
        worker.run(&inbox);
    });
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        let (listener, address) = Address::listen(args.port).await?;
        let url = address.url() + &first.map(|id| format!("#/{}", id.as_str())).unwrap_or_default();
        report::previewing(&url, (address.port() != args.port && args.port != 0).then_some(args.port));
        if !args.no_open && opener::open_browser(&url).is_err() {
            report::note("peramban tidak dapat dibuka; buka sendiri alamat di atas");
        }
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::select! {
            () = server::serve(listener, &address, requests, shelf) => Ok(true),
            _ = tokio::signal::ctrl_c() => Ok(true),
            _ = terminated.recv() => Ok(true),
            _ = ended => Ok(false),
        }
    });
    let is_stopped: anyhow::Result<bool> = result;
    if !is_stopped? && let Err(cause) = thread.join() {
        panic::resume_unwind(cause);
    }
    drop(watchers);
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
