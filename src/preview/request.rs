//! What watchers and tabs ask of the worker.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use tokio::sync::{oneshot, watch};

use crate::part::Part;

/// The way to the worker.
pub(super) type Requests = Sender<Request>;

/// What is asked of the worker.
pub(super) enum Request {
    /// Files may have changed.
    Changed,
    /// A tab wants to see a part, and what becomes of it.
    Show(Part, oneshot::Sender<watch::Receiver<Arc<str>>>),
    /// A part as `iki build` makes it, or why not, as a sentence.
    Save(Part, oneshot::Sender<Result<Saved, String>>),
}

/// A PDF, and the name of its file.
pub(super) struct Saved {
    pub(super) name: String,
    pub(super) pdf: Vec<u8>,
}
