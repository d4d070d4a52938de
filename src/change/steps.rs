//! The operations, each on an edition in memory.

use super::draft::{Done, Draft, Work};
use super::follow;
use super::names::{self, Names};
use super::sheet;
use crate::checks;
use crate::diagnostic::{Diagnostic, Edit};
use crate::journal;
use crate::model::{Jabatan, JabatanId, Teks};
use crate::plan::{NamaBaru, Operasi};
use crate::scalar;
use crate::source::{SourceId, Spanned};
use crate::text;
use crate::tree::Branch;

type Id = Spanned<JabatanId>;

/// Does one step.
pub(super) fn run(draft: &mut Draft, step: &Operasi) -> Done {
    match step {
        Operasi::GantiNama(new) => rename(draft, new).map(|_| ()),
        Operasi::AlihFungsional(new) => functional(draft, new),
        Operasi::Pindah { jabatan, ke, sesudah } => transfer(draft, jabatan, ke, sesudah.as_ref()),
        Operasi::Urutkan { atasan, urutan } => reorder(draft, atasan, urutan),
        Operasi::Hapus { jabatan, penerus } => close(draft, jabatan, penerus.as_ref()),
        Operasi::Gabung { jabatan, menjadi, id } => merge(draft, jabatan, menjadi, id.as_ref()),
        Operasi::Pecah { jabatan, menjadi, id } => split(draft, jabatan, menjadi, id),
        Operasi::Pulihkan { berkas, kini, menjadi } => restore(draft, berkas, kini.as_deref(), menjadi.clone()),
    }
}

/// Gives a position another name; its file, its place in the tree and every sentence
/// that names it follow. The new name of its file.
fn rename(draft: &mut Draft, new: &NamaBaru) -> Done<JabatanId> {
    let index = draft.find(&new.jabatan)?;
    let old = draft.jabatan(index).id.clone();
    let id = match &new.id {
        Some(id) => id.value.clone(),
        None => file_name(draft, index, &new.menjadi)?,
    };
    if id != old && draft.naskah.jabatan.iter().any(|jabatan| jabatan.id == id) {
        let place = new.id.as_ref().map_or(new.menjadi.span, |id| id.span);
        let problem = Diagnostic::galat("jabatan-ganda", format!("jabatan `{}` sudah ada", id.as_str()), place);
        return Err(problem.help("sebutkan nama berkas lain dengan `id: …`").into());
    }
    let is_taken = |jabatan: &Jabatan| jabatan.id != old && jabatan.nama.value == new.menjadi.value;
    if let Some(other) = draft.naskah.jabatan.iter().find(|jabatan| is_taken(jabatan)) {
        let message = format!("`{}` sudah bernama demikian", other.id.as_str());
        let problem = Diagnostic::galat("jabatan-ganda", message, new.menjadi.span);
        return Err(problem.help("pilih nama lain; untuk menyatukannya pakai `gabung`").into());
    }
    let mut names = names::names(&text::plain(&new.menjadi.value));
    names.unit = new.unit.as_ref().map(|unit| text::plain(&unit.value)).or(names.unit);
    let mut edits = followed(draft, index, &names, None);
    let own = &draft.jabatan(index).nama;
    edits.push(scalar::rewritten(own, &new.menjadi.value, draft.sources()));
    draft.note(&edits);
    if id == old {
        draft.edit(&edits)?;
        return Ok(id);
    }
    edits.extend(sheet::predecessors(draft, index, std::slice::from_ref(&old)));
    let mut tree = draft.tree()?;
    let place = tree.position(&old).expect("the tree was read from the edition");
    tree.branches[place].id = id.clone();
    edits.push(tree.edit());
    draft.rename(&edits, &old, &id)?;
    Ok(id)
}

/// The edits by which sentences follow; those that cannot are work.
fn followed(draft: &mut Draft, index: usize, names: &Names, only: Option<SourceId>) -> Vec<Edit> {
    let followed = follow::follow(&draft.naskah, draft.sources(), index, names, only);
    let is_here = |teks: &&Teks| only.is_none_or(|only| teks.span.source == only);
    let misnaming = checks::misnaming(&draft.naskah, index).into_iter().filter(is_here);
    let mut stuck: Vec<&Teks> = followed.stuck.into_iter().chain(misnaming).collect();
    stuck.sort_by_key(|teks| teks.span);
    stuck.dedup_by_key(|teks| teks.span);
    let what = format!("periksa nama jabatan; kini {}", names.post);
    let stuck: Vec<Work> = stuck.into_iter().map(|teks| draft.about(teks, &what)).collect();
    let edits = followed.edits;
    draft.leave(stuck);
    edits
}

/// The name of the file for a new name: the kind as the old one abbreviates it.
fn file_name(draft: &Draft, index: usize, menjadi: &Teks) -> Done<JabatanId> {
    let jabatan = draft.jabatan(index);
    let spelt = |post: &str| {
        names::unit_of(post).replacen("Sub. Bagian", "Subbagian", 1).replacen("Sub Bagian", "Subbagian", 1)
    };
    let (old, new) = (spelt(&text::plain(&jabatan.nama.value)), spelt(&text::plain(&menjadi.value)));
    let short = jabatan.id.as_str().split('-').next().unwrap_or_default();
    let is_kind = names::kind(&old) == names::kind(&new);
    if old == new || is_kind && short == "kepala" {
        return Ok(jabatan.id.clone());
    }
    let mut slug = match new.split_once(' ') {
        Some((_, rest)) if is_kind && short.starts_with('k') => format!("{short}-{}", text::slug(rest)),
        _ => text::slug(&text::plain(&menjadi.value)),
    };
    slug.truncate(80);
    let slug = slug.trim_end_matches('-');
    let problem = || {
        Diagnostic::galat("id-salah", "nama berkas tidak dapat dibuat dari nama ini", menjadi.span)
            .help("sebutkan dengan `id: …`")
    };
    Ok(JabatanId::new(slug).ok_or_else(problem)?)
}

/// A structural post becomes a functional one; the unit is a group of its own then.
fn functional(draft: &mut Draft, new: &NamaBaru) -> Done {
    refuse_head(draft, &new.jabatan, "tidak dapat dijadikan jabatan fungsional")?;
    rename(draft, new).map(|_| ())
}

/// The head of the office stays what it is, but for its name.
fn refuse_head(draft: &Draft, jabatan: &Id, what: &str) -> Done {
    if draft.find(jabatan)? > 0 {
        return Ok(());
    }
    let problem = Diagnostic::galat(
        "pimpinan-tetap",
        format!("`{}` adalah pimpinan, dan {what}", jabatan.value.as_str()),
        jabatan.span,
    );
    Err(problem.help("pimpinan hanya dapat berganti nama, dengan `ganti-nama`").into())
}

/// Moves a position, with all below it, below another superior; what the sheets of
/// both superiors say of its matters is work.
fn transfer(draft: &mut Draft, jabatan: &Id, ke: &Id, sesudah: Option<&Id>) -> Done {
    let index = draft.find(jabatan)?;
    let before = draft.jabatan(index).atasan.map(|above| draft.jabatan(above).id.clone());
    move_below(draft, jabatan, ke, sesudah)?;
    if let Some(before) = before.filter(|before| *before != ke.value) {
        let post = text::plain(&draft.jabatan(draft.find(jabatan)?).nama.value);
        let what = format!("periksa kalimat tentang urusan {post}, yang pindah");
        draft.leave([Work::new(&[&before, &ke.value], what)]);
    }
    Ok(())
}

/// Moves a position, with all below it, below another superior.
fn move_below(draft: &mut Draft, jabatan: &Id, ke: &Id, sesudah: Option<&Id>) -> Done {
    let (index, to) = (draft.find(jabatan)?, draft.find(ke)?);
    let mut tree = draft.tree()?;
    let moved = tree.below(index);
    if moved.contains(&to) {
        let message = format!("`{}` berada di bawah `{}` sendiri", ke.value.as_str(), jabatan.value.as_str());
        return Err(Diagnostic::galat("struktur-melingkar", message, ke.span).help("pilih atasan lain").into());
    }
    if let Some(sesudah) = sesudah
        && draft.jabatan(draft.find(sesudah)?).atasan != Some(to)
    {
        let message = format!("`{}` bukan bawahan `{}`", sesudah.value.as_str(), ke.value.as_str());
        let problem = Diagnostic::galat("bukan-bawahan", message, sesudah.span);
        return Err(problem.help("sebutkan salah satu bawahannya").into());
    }
    let edits = match draft.jabatan(index).atasan.filter(|&above| above != to) {
        // Its own sentences name its superior.
        Some(above) => {
            let old = names::names(&text::plain(&draft.jabatan(above).nama.value));
            let mut names = names::names(&text::plain(&draft.jabatan(to).nama.value));
            // Another kind of unit is not what its sentences mean.
            names.unit = names.unit.filter(|unit| old.unit.is_some_and(|old| names::kind(&old) == names::kind(unit)));
            let file = draft.jabatan(index).nama.span.source;
            followed(draft, above, &names, Some(file))
        }
        None => Vec::new(),
    };
    draft.note(&edits);
    let after = sesudah.map(|id| &id.value).filter(|id| **id != jabatan.value);
    let mut branches: Vec<Branch> = tree.branches.drain(moved).collect();
    let above = tree.position(&ke.value).expect("it is not among those that move");
    let depth = tree.branches[above].depth + 1;
    let shift = branches[0].depth;
    branches.iter_mut().for_each(|branch| branch.depth = branch.depth - shift + depth);
    let place = match after.and_then(|id| tree.position(id)) {
        Some(sibling) => tree.below(sibling).end,
        None => tree.below(above).end,
    };
    tree.branches.splice(place..place, branches);
    draft.edit(&[edits, vec![tree.edit()]].concat())
}

/// Gives the subordinates of a position another order.
fn reorder(draft: &mut Draft, atasan: &Id, urutan: &[Id]) -> Done {
    let above = draft.find(atasan)?;
    let children = draft.subordinates(above);
    for (place, id) in urutan.iter().enumerate() {
        draft.find(id)?;
        let is_twice = urutan[..place].iter().any(|other| other.value == id.value);
        if is_twice || !children.contains(&id.value) {
            let what = if is_twice { "disebut dua kali" } else { "bukan bawahannya" };
            let problem = Diagnostic::galat("bukan-bawahan", format!("`{}` {what}", id.value.as_str()), id.span);
            let names: Vec<&str> = children.iter().map(|id| id.as_str()).collect();
            return Err(problem.help(format!("sebutkan masing-masing sekali: {}", text::any_of(&names))).into());
        }
    }
    let is_left = |child: &&JabatanId| urutan.iter().all(|id| id.value != **child);
    let left: Vec<String> = children.iter().filter(is_left).map(|id| format!("`{}`", id.as_str())).collect();
    if !left.is_empty() {
        let message = format!("{} tidak disebut", text::all_of(&left));
        let problem = Diagnostic::galat("bukan-bawahan", message, atasan.span);
        return Err(problem.help("sebutkan semua bawahannya, masing-masing sekali").into());
    }
    let mut tree = draft.tree()?;
    let below = tree.below(above);
    let mut families: Vec<Vec<Branch>> = Vec::new();
    for branch in tree.branches.drain(below.start + 1..below.end) {
        match families.last_mut() {
            Some(family) if family[0].depth < branch.depth => family.push(branch),
            _ => families.push(vec![branch]),
        }
    }
    let place = |family: &Vec<Branch>| urutan.iter().position(|id| id.value == family[0].id);
    families.sort_by_key(place);
    tree.branches.splice(below.start + 1..below.start + 1, families.into_iter().flatten());
    draft.edit(&[tree.edit()])
}

/// Closes a position; who goes on with its matters is noted, and is work.
fn close(draft: &mut Draft, jabatan: &Id, penerus: Option<&Id>) -> Done {
    let index = draft.find(jabatan)?;
    let (post, history) = (text::plain(&draft.jabatan(index).nama.value), sheet::history(draft.jabatan(index)));
    let above = draft.jabatan(index).atasan.map(|above| draft.jabatan(above).id.clone());
    remove(draft, jabatan, penerus)?;
    if let Some(penerus) = penerus {
        let heir = draft.find(penerus)?;
        let history = [sheet::history(draft.jabatan(heir)), history].concat();
        let edits = sheet::predecessors(draft, heir, &history);
        draft.edit(&edits)?;
        let what = format!("tampung tugas, fungsi, dan indikator {post}, yang dihapus");
        draft.leave([Work::new(&[&penerus.value], what)]);
    }
    if let Some(above) = above {
        let what = format!("periksa kalimat tentang urusan {post}, yang dihapus");
        draft.leave([Work::new(&[&above], what)]);
    }
    Ok(())
}

/// Takes a position away.
fn remove(draft: &mut Draft, jabatan: &Id, penerus: Option<&Id>) -> Done {
    let index = draft.find(jabatan)?;
    if penerus.is_some_and(|penerus| penerus.value == jabatan.value) {
        let problem = Diagnostic::galat("tidak-dapat-dihapus", "penerusnya jabatan itu sendiri", jabatan.span);
        return Err(problem.help("sebutkan jabatan lain").into());
    }
    let mut tree = draft.tree()?;
    let below = tree.below(index);
    if below.len() > 1 || index == 0 {
        let what = if index == 0 { "adalah pimpinan" } else { "masih mempunyai bawahan" };
        let problem =
            Diagnostic::galat("tidak-dapat-dihapus", format!("`{}` {what}", jabatan.value.as_str()), jabatan.span);
        return Err(problem.help("pindahkan dahulu bawahannya; pimpinan diganti dengan `ganti-nama`").into());
    }
    let edits = match penerus {
        Some(penerus) => {
            let names = names::names(&text::plain(&draft.jabatan(draft.find(penerus)?).nama.value));
            followed(draft, index, &names, None)
        }
        None => Vec::new(),
    };
    let own = draft.jabatan(index).nama.span.source;
    let edits: Vec<Edit> = edits.into_iter().filter(|edit| edit.span.source != own).collect();
    draft.note(&edits);
    if penerus.is_none() {
        let post = text::plain(&draft.jabatan(index).nama.value);
        let what = format!("menyebut {post}, yang dihapus");
        let naming = follow::naming(&draft.naskah, index);
        let naming: Vec<Work> = naming.into_iter().map(|teks| draft.about(teks, &what)).collect();
        draft.leave(naming);
    }
    tree.branches.remove(index);
    draft.remove(&[edits, vec![tree.edit()]].concat(), &jabatan.value)
}

/// Makes one position of several; functions and tables stand one after the other.
fn merge(draft: &mut Draft, jabatan: &[Id], menjadi: &Teks, id: Option<&Id>) -> Done {
    let [first, others @ ..] = jabatan else { return Ok(()) };
    if others.is_empty() {
        let problem = Diagnostic::galat("gabung-satu", "`gabung` memerlukan dua jabatan atau lebih", first.span);
        return Err(problem.help("sebutkan sebagai daftar: `gabung: [satu, dua]`").into());
    }
    for (place, id) in jabatan.iter().enumerate() {
        let index = draft.find(id)?;
        let is_above = |other: &Id| draft.naskah.superiors(draft.jabatan(index)).any(|above| above.id == other.value);
        let is_twice = jabatan[..place].iter().any(|other| other.value == id.value);
        if is_twice || jabatan.iter().any(is_above) {
            let what = if is_twice { "disebut dua kali" } else { "adalah bawahan jabatan lain yang digabung" };
            let problem = Diagnostic::galat("gabung-satu", format!("`{}` {what}", id.value.as_str()), id.span);
            return Err(problem.help("sebutkan jabatan-jabatan yang setara, masing-masing sekali").into());
        }
    }
    let name = NamaBaru { jabatan: first.clone(), menjadi: menjadi.clone(), id: id.cloned(), unit: None };
    let kept = Spanned { value: rename(draft, &name)?, span: first.span };
    for other in others {
        let tugas = text::plain(&draft.jabatan(draft.find(other)?).tugas.value);
        let what = format!("satukan dengan tugas {}: {tugas}", other.value.as_str());
        draft.leave([Work::new(&[&kept.value], what)]);
        let (above, before) = (draft.jabatan(draft.find(&kept)?).atasan, draft.jabatan(draft.find(other)?).atasan);
        if let Some(above) = above.filter(|_| above != before) {
            // Its sentences name the superior.
            let value = draft.jabatan(above).id.clone();
            move_below(draft, other, &Spanned { value, span: other.span }, None)?;
        }
        let (into, from) = (draft.find(&kept)?, draft.find(other)?);
        let problem = || {
            Diagnostic::galat("tidak-dapat-digabung", "fungsi atau tabelnya tidak ditulis butir demi butir", other.span)
                .help("tulis setiap butir di baris sendiri, diawali `- `, di kedua berkas")
        };
        let edits = sheet::joined(draft, into, from).ok_or_else(problem)?;
        let history = sheet::history(draft.jabatan(from));
        let edits = [edits, sheet::predecessors(draft, into, &history)].concat();
        draft.edit(&edits)?;
        let subordinates = draft.subordinates(draft.find(other)?);
        for value in subordinates {
            move_below(draft, &Spanned { value, span: other.span }, &kept, None)?;
        }
        remove(draft, other, Some(&kept))?;
    }
    let what = "susun kembali fungsi, sasaran, indikator, judul kolom, dan pengecualian yang digabung".to_owned();
    draft.leave([Work::new(&[&kept.value], what)]);
    Ok(())
}

/// Makes several positions of one; each gets all of its duties, to be divided.
fn split(draft: &mut Draft, jabatan: &Id, menjadi: &[Teks], ids: &[Id]) -> Done {
    let [first, others @ ..] = menjadi else { return Ok(()) };
    if others.is_empty() || !ids.is_empty() && ids.len() != menjadi.len() {
        let problem = Diagnostic::galat("pecah-satu", "`pecah` memerlukan dua nama atau lebih", jabatan.span);
        return Err(problem.help("sebutkan dua nama pada `menjadi`; kalau ada `id`, satu untuk setiap nama").into());
    }
    refuse_head(draft, jabatan, "tidak dapat dipecah")?;
    let index = draft.find(jabatan)?;
    let history = sheet::history(draft.jabatan(index));
    let name = NamaBaru { jabatan: jabatan.clone(), menjadi: first.clone(), id: ids.first().cloned(), unit: None };
    let kept = Spanned { value: rename(draft, &name)?, span: jabatan.span };
    let index = draft.find(&kept)?;
    let naming = follow::naming(&draft.naskah, index);
    let what = "menyebut jabatan yang dipecah; periksa yang mana";
    let naming: Vec<Work> = naming.into_iter().map(|teks| draft.about(teks, what)).collect();
    let has_subordinates = !draft.subordinates(index).is_empty();
    let mut parts = vec![kept.value.clone()];
    for (number, nama) in others.iter().enumerate() {
        let index = draft.find(&kept)?;
        let id = match ids.get(number + 1) {
            Some(id) => id.value.clone(),
            None => file_name(draft, index, nama)?,
        };
        if draft.naskah.jabatan.iter().any(|jabatan| jabatan.id == id || jabatan.nama.value == nama.value) {
            let message = format!("jabatan `{}` atau nama itu sudah ada", id.as_str());
            let problem = Diagnostic::galat("jabatan-ganda", message, nama.span);
            return Err(problem.help("pilih nama lain, atau sebutkan `id` untuk setiap nama").into());
        }
        let text = sheet::copied(draft, index, nama, &history);
        let mut tree = draft.tree()?;
        let place = tree.below(index).end;
        let depth = tree.branches[index].depth;
        tree.branches.insert(place, Branch::new(id.clone(), depth));
        draft.add(&[tree.edit()], &id, text)?;
        parts.push(id);
    }
    let what = if has_subordinates { "tugas, fungsi, sasaran, dan bawahan" } else { "tugas, fungsi, dan sasaran" };
    let parts: Vec<&JabatanId> = parts.iter().collect();
    draft.leave([Work::new(&parts, format!("bagi {what} {}", jabatan.value.as_str()))]);
    draft.leave(naming);
    Ok(())
}

/// Gives a file back what it held.
fn restore(draft: &mut Draft, berkas: &Spanned<String>, kini: Option<&str>, menjadi: Option<String>) -> Done {
    if !journal::is_of_edition(&berkas.value) {
        let problem =
            Diagnostic::galat("berkas-asing-rencana", format!("`{}` bukan berkas naskah", berkas.value), berkas.span);
        return Err(problem.help("yang dapat dikembalikan: naskah.yaml dan berkas di folder jabatan").into());
    }
    if draft.text(&berkas.value) != kini {
        let message = format!("`{}` sudah berubah sejak rencana ini dibuat", berkas.value);
        let problem = Diagnostic::galat("berkas-berubah", message, berkas.span);
        return Err(problem
            .help("kembalikan berkas itu dengan tangan, atau batalkan perubahan setelahnya dahulu")
            .into());
    }
    draft.put(berkas.value.clone(), menjadi);
    Ok(())
}
