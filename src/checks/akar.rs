//! The root of an Indonesian word, good enough to see that two words are kin.
//!
//! Affixes are cut off by their spelling, without a dictionary: *penyediaan*,
//! *disediakan* and *tersedia* all give `edia`. The nasal of *meN-* and *peN-*
//! swallows a first k, p, t or s (*sedia*, *penyediaan*), so that letter is cut
//! off everywhere. Now and then two strangers meet in one root; for the rules
//! that means one finding fewer, not one that is wrong.

/// Roots that begin or end like an affix.
const IRREGULAR: &[(&str, &str)] = &[("pemelihara", "lihara"), ("pemerintah", "rintah")];
const POSSESSIVE: [&str; 4] = ["nya", "lah", "kah", "pun"];
const PREFIXES: [&str; 14] =
    ["meng", "meny", "mem", "men", "me", "peng", "peny", "pem", "pen", "per", "pe", "ber", "ter", "di"];
/// What is left of a word must be a word.
const SHORTEST: usize = 4;

/// The root of a word in lower case.
pub(super) fn akar(word: &str) -> String {
    let mut stem = word;
    for ending in POSSESSIVE {
        stem = without_suffix(stem, ending);
    }
    let is_verb = ["me", "di", "ter", "ber"].iter().any(|prefix| stem.starts_with(prefix));
    let cut = if is_verb { without_suffix(stem, "kan") } else { stem };
    let cut = if is_verb && cut == stem { without_suffix(stem, "i") } else { cut };
    let noun = without_suffix(stem, "an");
    // *ke-* is a prefix only together with *-an*.
    stem = match noun.strip_prefix("ke").filter(|rest| noun != stem && rest.len() >= SHORTEST) {
        Some(rest) => rest,
        None if cut == stem => noun,
        None => cut,
    };
    for _ in 0..3 {
        if let Some((_, root)) = IRREGULAR.iter().find(|(word, _)| *word == stem) {
            return (*root).to_owned();
        }
        let shorter =
            PREFIXES.iter().find_map(|prefix| stem.strip_prefix(prefix).filter(|rest| rest.len() >= SHORTEST));
        let Some(shorter) = shorter else { break };
        stem = shorter;
    }
    let swallowed = stem.starts_with(['k', 'p', 't', 's', 'n', 'm']) && stem.len() > SHORTEST;
    // "fasilitas" and "fasilitasi" are one word here.
    let stem = if stem.len() > 7 { stem.strip_suffix('i').unwrap_or(stem) } else { stem };
    stem[usize::from(swallowed)..].to_owned()
}

fn without_suffix<'a>(word: &'a str, suffix: &str) -> &'a str {
    word.strip_suffix(suffix).filter(|rest| rest.len() >= SHORTEST).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn kin(words: &str) {
        let roots: Vec<String> = words.split(' ').map(akar).collect();
        assert!(roots.iter().all(|root| *root == roots[0]), "{words}: {roots:?}");
    }

    #[test]
    fn kin_have_one_root() {
        kin("penyediaan disediakan tersedia sedia");
        kin("pengelolaan dikelola mengelola kelola");
        kin("pemeliharaan dipelihara terpelihara");
        kin("penyelenggaraan menyelenggarakan diselenggarakan");
        kin("mengoordinasikan mengkoordinasikan koordinasi");
        kin("fasilitasi terfasilitasi fasilitas");
        kin("diseminasi didiseminasikan");
        kin("keterbukaan terbuka");
        kin("pelayanan layanan terlayani dilayani");
        kin("pengawasan diawasi mengawasi");
        kin("kepegawaian pegawai");
        kin("meningkatnya peningkatan");
        kin("pemerintah pemerintahan");
        kin("pemantauan dipantau");
        kin("dipublikasikan publikasi");
    }

    #[test]
    fn strangers_have_not() {
        assert_ne!(akar("pendidikan"), akar("pegawai"));
        assert_ne!(akar("laporan"), akar("layanan"));
        assert_ne!(akar("sarana"), akar("administrasi"));
    }
}
