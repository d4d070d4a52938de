//! A position: its file, and its place in the tree.

use super::skeleton;
use crate::change::not_line_by_line;
use crate::cli::Jabatan;
use crate::content::{self, Content, Files};
use crate::diagnostic::{Misuse, Problems, any_galat};
use crate::journal;
use crate::model::{JabatanId, Naskah};
use crate::part::Part;
use crate::source::{Sources, newline};
use crate::tree::{Branch, Tree};
use crate::{fix, report, text};

/// Puts a position below its superior, as the last one there.
pub(super) fn run(args: &Jabatan) -> anyhow::Result<()> {
    let folder = journal::edition(args.folder.as_deref())?;
    let content = journal::read(&folder)?;
    let Content { sources, problems, .. } = &content;
    let Some(naskah) = content.naskah.as_ref().filter(|_| !any_galat(problems)) else {
        report::problems(problems, sources);
        return Err(Problems.into());
    };
    let id = &args.id;
    if naskah.jabatan.iter().any(|jabatan| jabatan.id == *id) {
        return Err(Misuse(format!("jabatan `{}` sudah ada", id.as_str())).into());
    }
    Part::sheet(&args.atasan, naskah)?;
    let superior = naskah.jabatan.iter().find(|jabatan| jabatan.id == args.atasan);
    let superior = superior.map(|jabatan| text::plain(&jabatan.nama.value)).unwrap_or_default();
    let Some(tree) = grown(naskah, sources, &args.atasan, id) else {
        report::problems(&[not_line_by_line(naskah)], sources);
        return Err(Problems.into());
    };
    let sheet = skeleton::jabatan(&folder, &args.nama, &superior).replace('\n', newline(&tree));
    let changed = Files::from([(id.file(), Some(sheet)), (content::NASKAH.to_owned(), Some(tree))]);
    let after = content::read_changed(&folder, &changed)?;
    if any_galat(&after.problems) {
        report::problems(&after.problems, &after.sources);
        return Err(Problems.into());
    }
    journal::change(&folder, &content.texts(), &changed)?;
    let file = folder.join(id.file());
    let file = file.strip_prefix("./").unwrap_or(&file).display();
    report::answer(&format!("{file}: di bawah {superior}; isi bagian yang dalam kurung siku\n"))
}

/// The text of `naskah.yaml` with one more position in its tree.
fn grown(naskah: &Naskah, sources: &Sources, superior: &JabatanId, id: &JabatanId) -> Option<String> {
    let mut tree = Tree::read(naskah, sources)?;
    let above = tree.position(superior)?;
    let branch = Branch::new(id.clone(), tree.branches[above].depth + 1);
    let place = tree.below(above).end;
    tree.branches.insert(place, branch);
    let edit = tree.edit();
    Some(fix::spliced(&sources.get(edit.span.source).text, vec![&edit]))
}
