//! The signature at the end.

use minijinja::context;
use minijinja::value::Value;

use super::Setter;
use crate::model::{Bentuk, Teks};
use crate::source::{Span, Spanned};
use crate::text;

impl Setter<'_> {
    /// The block at the end.
    pub(super) fn signature(&self) -> Value {
        let signed = &self.naskah.pengesahan;
        let place = |teks| self.place(teks);
        context! {
            tempat => self.place(&signed.tempat),
            tanggal => self.written(text::date(signed.tanggal.value), signed.tanggal.span),
            jabatan => self.posts(),
            nama => place(&signed.nama),
            gelar => signed.gelar.as_ref().map(place),
            pangkat => signed.pangkat.as_ref().map(place),
            golongan => signed.golongan.as_ref().map(place),
            nip => signed.nip.as_ref().map(|nip| self.written(text::nip(&nip.value), nip.span)),
        }
    }

    /// The lines of the posts (local rules of naskah dinas: `Plt.`, `Plh.` and
    /// `Pj.` stand before the post, the own post follows; `a.n.` and `u.b.` name
    /// the post that gave the power first; `u.b.` has a line of its own; a comma
    /// only after the last line).
    fn posts(&self) -> Vec<Value> {
        let signed = &self.naskah.pengesahan;
        let mut lines: Vec<(String, Span)> = Vec::new();
        let mut add = |before: &str, posts: &[Teks]| {
            for (index, post) in posts.iter().enumerate() {
                let before = if index == 0 { before } else { "" };
                lines.push((format!("{before}{}", post.value.to_uppercase()), post.span));
            }
        };
        match signed.bentuk {
            Bentuk::Definitif => add("", &signed.jabatan),
            Bentuk::PelaksanaTugas => add("Plt. ", &signed.jabatan),
            Bentuk::PelaksanaHarian => add("Plh. ", &signed.jabatan),
            Bentuk::Penjabat => add("Pj. ", &signed.jabatan),
            Bentuk::AtasNama => {
                add("a.n. ", &signed.atas_nama);
                add("", &signed.jabatan);
            }
            Bentuk::UntukBeliau => {
                add("a.n. ", &signed.atas_nama);
                add("", &signed.melalui);
                add("u.b.\n", &signed.jabatan);
            }
        }
        add("", &signed.jabatan_definitif);
        if let Some((last, _)) = lines.last_mut().filter(|_| signed.koma) {
            last.push(',');
        }
        lines.into_iter().map(|(value, span)| self.place(&Spanned { value, span })).collect()
    }
}
