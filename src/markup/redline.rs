//! What a redline says in words: the summary, and remarks above its sheets.

use minijinja::context;
use minijinja::value::Value;

use super::Setter;
use crate::diff::redline::{Branch, Row, Summary};
use crate::marks::{self, Mark};
use crate::model::{Jabatan, JabatanId, Naskah};
use crate::source::{Span, Spanned};
use crate::text;

impl Setter<'_> {
    pub(super) fn redline(&self, summary: &Summary, attached: Vec<Value>) -> Value {
        let Naskah { judul, kantor, .. } = self.naskah;
        let ([old, new], [before, after]) = (summary.years, summary.sizes);
        let years = if old == new { format!("{old}") } else { format!("{old} menjadi {new}") };
        let title = format!("Perubahan {} {} {years}", text::plain(&judul.value), text::plain(&kantor.nama.value));
        let counts = summary.counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, fate)| format!("{count} {fate}")).collect();
        let around = |(place, teks): &(String, _)| context! { bagian => place.as_str(), isi => self.place(teks) };
        let partial = if summary.is_partial { " Hanya lembar jabatan yang diminta yang dicetak." } else { "" };
        context! {
            sampul => false,
            judul => self.place(judul),
            kantor => context! { nama => self.capitals(&kantor.nama), daerah => self.capitals(&kantor.daerah) },
            tahun => if old == new { format!("TAHUN {old}") } else { format!("TAHUN {old} MENJADI TAHUN {new}") },
            sebutan => if old == new { ["Lama".to_owned(), "Baru".to_owned()] } else { summary.years.map(|year| format!("Tahun {year}")) },
            jumlah => format!("Dahulu {before} jabatan, kini {after}: {}.{partial}", text::all_of(&counts)),
            susunan => summary.structure.iter().map(|row| self.structure_row(row)).collect::<Vec<_>>(),
            luar => summary.around.iter().map(around).collect::<Vec<_>>(),
            ..self.frame(title, attached)
        }
    }

    fn structure_row(&self, row: &Row) -> Value {
        let branch = |branch: &Branch| {
            // A name in the summary is only repeated.
            let teks = Spanned { value: branch.nama.clone(), span: Span::file(self.naskah.tahun.span.source) };
            context! { tingkat => branch.level, nama => self.place(&teks) }
        };
        context! {
            lama => row.old.as_ref().map(branch),
            baru => row.new.as_ref().map(branch),
            nasib => row.fate.as_str(),
            kunci => row.sheet.as_ref().map(sheet_key),
        }
    }

    /// What is said above a sheet, and how its functions are numbered; 0 stands
    /// for one that is gone.
    pub(super) fn remarks(&self, summary: &Summary, jabatan: &Jabatan) -> Value {
        let mut last = 0;
        let numbers: Vec<usize> = jabatan
            .fungsi
            .iter()
            .map(|butir| {
                let is_gone = marks::is_all(Mark::Gone, &butir.value);
                last += usize::from(!is_gone);
                if is_gone { 0 } else { last }
            })
            .collect();
        let remarks = &summary.remarks[&jabatan.id];
        context! { kunci => sheet_key(&jabatan.id), catatan => remarks, nomor => numbers }
    }
}

/// Names a sheet in the document.
fn sheet_key(id: &JabatanId) -> String {
    format!("lembar/{}", id.as_str())
}
