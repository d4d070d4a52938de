//! Abbreviations of posts and units, as offices write them.

/// The words that an abbreviation in lower case stands for: "kasi" for "kepala
/// seksi".
pub(crate) fn kepanjangan(word: &str) -> Option<&'static [&'static str]> {
    Some(match word {
        "ka" => &["kepala"],
        "kabag" => &["kepala", "bagian"],
        "kabid" => &["kepala", "bidang"],
        "kadis" => &["kepala", "dinas"],
        "kasi" | "kasie" => &["kepala", "seksi"],
        "kasubbag" | "kasubag" => &["kepala", "subbagian"],
        "kasubbid" | "kasubid" => &["kepala", "subbidang"],
        "subbag" | "subag" => &["subbagian"],
        _ => return None,
    })
}
