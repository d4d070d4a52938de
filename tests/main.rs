//! All integration tests, in one binary because Typst is slow to link.
//!
//! `BLESS=1 cargo test --release` rewrites expected files; read the difference
//! before committing it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod aturan;
mod change;
mod check;
mod commands;
mod contoh;
mod diff;
mod edition;
mod kasus;
mod lampiran;
mod new;
mod official;
mod pages;
mod pdf;
mod preview;
mod properties;
mod readme;
mod redline;
mod rencana;
mod schema;
