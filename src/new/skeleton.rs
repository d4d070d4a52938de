//! Files to be filled in, with comments that explain each key.

use std::path::Path;

use minijinja::{Environment, context};

use crate::scalar;

const NASKAH: &str = include_str!("naskah.yaml.j2");
const JABATAN: &str = include_str!("jabatan.yaml.j2");
/// A drawing in the place of the emblem.
pub(super) const LAMBANG: &str = include_str!("lambang.svg");

/// The `naskah.yaml` of a folder.
pub(super) fn naskah(folder: &Path, tahun: i32) -> String {
    rendered(NASKAH, context! { skema => schema_line(folder, "naskah"), tahun })
}

/// The file of a position in a folder, with the names of its post and its superior.
pub(super) fn jabatan(folder: &Path, nama: &str, atasan: &str) -> String {
    let other = format!("Pelaksanaan tugas lain yang diberikan oleh {atasan}.");
    let skema = schema_line(&folder.join("jabatan"), "jabatan");
    rendered(JABATAN, context! { skema, nama => scalar::quoted(nama), tugas_lain => scalar::quoted(&other) })
}

fn rendered(skeleton: &str, values: minijinja::Value) -> String {
    Environment::new().render_str(skeleton, values).expect("the skeletons are sound")
}

/// The line by which an editor finds the schema, if one of the folders above has it.
fn schema_line(folder: &Path, name: &str) -> String {
    let has_schema = |above: &&Path| above.join(format!("schema/{name}.json")).is_file();
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let levels = whole.ancestors().enumerate().find(|(_, above)| has_schema(above)).map(|(levels, _)| levels);
    let line = |levels| format!("# yaml-language-server: $schema={}schema/{name}.json\n", "../".repeat(levels));
    levels.map(line).unwrap_or_default()
}
