//! What posts and their units are called.

/// A post and its unit, as they are called.
#[derive(Debug, Clone)]
pub(super) struct Names {
    pub(super) post: String,
    /// None where a post is no head of a unit.
    pub(super) unit: Option<String>,
}

/// What a post is called, and what its unit.
pub(super) fn names(post: &str) -> Names {
    let unit = unit(post);
    // Some positions bear the name of their unit.
    let is_unit = unit.as_deref() == Some(post);
    Names { post: if is_unit { format!("Kepala {post}") } else { post.to_owned() }, unit }
}

/// A post without "Kepala".
pub(super) fn unit_of(post: &str) -> String {
    post.strip_prefix("Kepala ").unwrap_or(post).to_owned()
}

/// The kind of a unit: its first word.
pub(super) fn kind(unit: &str) -> String {
    unit.split([' ', '.']).next().unwrap_or_default().to_lowercase()
}

/// The first words of units.
pub(super) const KINDS: [&str; 17] = [
    "bidang",
    "seksi",
    "subbagian",
    "bagian",
    "dinas",
    "badan",
    "subbidang",
    "sub",
    "upt",
    "uptd",
    "balai",
    "kantor",
    "cabang",
    "kelompok",
    "unit",
    "subseksi",
    "inspektorat",
];

/// The kinds that mean a unit even in lower case.
pub(super) const SURE_KINDS: [&str; 8] =
    ["seksi", "subbagian", "subseksi", "subkoordinasi", "dinas", "inspektorat", "upt", "uptd"];

/// The unit that a post leads.
pub(super) fn unit(post: &str) -> Option<String> {
    let rest = unit_of(post);
    let is_unit = KINDS.contains(&kind(&rest).as_str());
    if is_unit && !rest.contains("oordinator ") { Some(rest) } else { group(post) }
}

/// The group of a functional post: "Subkoordinasi X" of "… selaku Subkoordinator X".
fn group(post: &str) -> Option<String> {
    let role = post.split_once("selaku ").map_or(post, |(_, role)| role);
    let leads = ["sub", "koordinator"].iter().any(|start| role.to_lowercase().starts_with(start));
    (leads && role.contains("oordinator ")).then(|| role.replacen("oordinator ", "oordinasi ", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_and_units_are_named_after_each_other() {
        let of = |post| {
            let Names { post, unit } = names(post);
            (post, unit.unwrap_or_default())
        };
        assert_eq!(of("Kepala Seksi Kehumasan"), ("Kepala Seksi Kehumasan".into(), "Seksi Kehumasan".into()));
        assert_eq!(
            of("Bidang Informasi Publik"),
            ("Kepala Bidang Informasi Publik".into(), "Bidang Informasi Publik".into())
        );
        assert_eq!(of("Sekretaris Dinas X"), ("Sekretaris Dinas X".into(), String::new()));
    }
}
