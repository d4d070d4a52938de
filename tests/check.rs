//! `iki check`: what it finds in the published edition, and how it says it.
