//! What an editor is told about the content files.
//!
//! The JSON Schemas come from the types of the model; here is only what those
//! types cannot say by themselves, because the YAML is shorter to write than
//! the model is to read.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::model::{Bentuk, Indikator, Jabatan, Kertas, Naskah, Penomoran};
use crate::plan::{Operasi, Plan};
use crate::source::Spanned;

/// The schema of `naskah.yaml`, as text.
pub fn naskah() -> String {
    text::<Naskah>()
}

/// The schema of the files in `jabatan/`, as text.
pub fn jabatan() -> String {
    text::<Jabatan>()
}

/// The schema of a plan for `iki change`, as text.
pub fn rencana() -> String {
    text::<Plan>()
}

fn text<T: JsonSchema>() -> String {
    let generator = SchemaSettings::draft07().with_transform(WithoutNull).into_generator();
    let schema = generator.into_root_schema_for::<T>();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}

/// An optional key may be left out, but not left empty.
#[derive(Debug, Clone)]
struct WithoutNull;

impl Transform for WithoutNull {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
        for property in properties.values_mut().filter_map(Value::as_object_mut) {
            if let Some(Value::Array(types)) = property.get_mut("type") {
                types.retain(|name| name != "null");
            }
            if let Some(Value::Array(choices)) = property.get_mut("anyOf") {
                choices.retain(|choice| choice.get("type") != Some(&Value::from("null")));
            }
        }
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl JsonSchema for Bentuk {
    fn schema_name() -> Cow<'static, str> {
        "Bentuk".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        one_of("Bentuk penandatanganan.", Self::TERTULIS)
    }
}

impl JsonSchema for Penomoran {
    fn schema_name() -> Cow<'static, str> {
        "Penomoran".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        one_of("Penomoran daftar.", Self::TERTULIS)
    }
}

fn one_of<T>(description: &str, choices: &[(&str, T)]) -> Schema {
    let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
    json_schema!({ "description": description, "type": "string", "enum": words })
}

impl JsonSchema for Kertas {
    fn schema_name() -> Cow<'static, str> {
        "Kertas".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let side = |range: RangeInclusive<f64>, description| {
            let (least, most) = (range.start(), range.end());
            json_schema!({ "type": "number", "minimum": least, "maximum": most, "description": description })
        };
        json_schema!({
            "anyOf": [
                { "type": "string", "enum": ["F4", "A4"] },
                {
                    "type": "object",
                    "properties": {
                        "lebar": side(Self::LEBAR, "Lebar kertas dalam milimeter."),
                        "tinggi": side(Self::TINGGI, "Tinggi kertas dalam milimeter."),
                    },
                    "required": ["lebar", "tinggi"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

impl JsonSchema for Indikator {
    fn schema_name() -> Cow<'static, str> {
        "Indikator".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let sumber_data = json_schema!({
            "type": "string",
            "description": "Sumber data. Boleh ditulis sekali untuk semua formulasi indikator ini.",
        });
        let rasio = json_schema!({
            "type": "object",
            "properties": {
                "pembilang": { "type": "string", "description": "Bagian atas pecahan." },
                "penyebut": { "type": "string", "description": "Bagian bawah pecahan." },
                "faktor": { "type": "string", "description": "Pengali di belakang pecahan, misalnya × 100 %." },
                "sumber_data": sumber_data,
            },
            "required": ["pembilang", "penyebut"],
            "additionalProperties": false,
        });
        let uraian = json_schema!({
            "type": "object",
            "properties": {
                "uraian": { "type": "string", "description": "Cara menghitung dengan kata-kata." },
                "sumber_data": sumber_data,
            },
            "required": ["uraian"],
            "additionalProperties": false,
        });
        json_schema!({
            "type": "object",
            "properties": {
                "nama": { "type": "string", "description": "Indikator kinerja utama." },
                "formulasi": {
                    "description": "Cara menghitung: sebuah teks, sebuah rasio (pembilang, penyebut, faktor), atau daftar keduanya.",
                    "anyOf": [
                        { "type": "string" },
                        rasio,
                        uraian,
                        { "type": "array", "minItems": 1, "items": { "anyOf": [{ "type": "string" }, rasio, uraian] } },
                    ],
                },
                "sumber_data": sumber_data,
            },
            "required": ["nama", "formulasi"],
            "additionalProperties": false,
        })
    }
}

impl JsonSchema for Operasi {
    fn schema_name() -> Cow<'static, str> {
        "Langkah".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let text = |description: &str| json_schema!({ "type": "string", "minLength": 1, "description": description });
        let list = |items: &Schema, least: usize, description: &str| json_schema!({ "type": "array", "items": items, "minItems": least, "description": description });
        let id = || json_schema!({ "type": "string", "pattern": "^[a-z0-9-]{1,80}$" });
        let post = |description: &str| {
            let mut schema = id();
            schema.insert("description".to_owned(), description.into());
            schema
        };
        let step = |properties: Value, required: &[&str]| {
            json_schema!({
                "type": "object",
                "properties": properties,
                "required": required,
                "additionalProperties": false,
            })
        };
        let renamed = |operation: &str, description: &str| {
            let properties = json!({
                operation: post(description),
                "menjadi": text("Nama jabatan yang baru."),
                "id": post("Nama berkasnya yang baru, tanpa .yaml. Bawaan: menurut nama jabatan."),
                "unit": text("Sebutan unitnya yang baru. Bawaan: menurut nama jabatan."),
            });
            step(properties, &[operation, "menjadi"])
        };
        let moved = json!({
            "pindah": post("Jabatan yang dipindahkan beserta bawahannya."),
            "ke": post("Atasan yang baru."),
            "sesudah": post("Bawahan yang mendahuluinya. Bawaan: bawahan terakhir."),
        });
        let reordered = json!({
            "urutkan": post("Atasan yang bawahannya diurutkan."),
            "menjadi": list(&id(), 1, "Semua bawahannya dalam urutan yang baru."),
        });
        let closed = json!({
            "hapus": post("Jabatan yang dihapus; tanpa bawahan."),
            "penerus": post("Jabatan yang disebut sebagai gantinya."),
        });
        let merged = json!({
            "gabung": list(&id(), 2, "Jabatan-jabatan yang digabung, di tempat yang pertama."),
            "menjadi": text("Nama jabatan gabungan."),
            "id": post("Nama berkasnya, tanpa .yaml. Bawaan: menurut nama jabatan."),
        });
        let split = json!({
            "pecah": post("Jabatan yang dipecah."),
            "menjadi": list(&json_schema!({ "type": "string" }), 2, "Nama setiap jabatan baru."),
            "id": list(&id(), 2, "Nama berkas setiap jabatan baru. Bawaan: menurut namanya."),
        });
        let restored = json!({
            "pulihkan": text("Berkas yang dikembalikan; ditulis oleh `iki change` sendiri."),
            "kini": { "type": "string", "description": "Isinya sekarang." },
            "menjadi": { "type": "string", "description": "Isinya sebelum perubahan." },
        });
        json_schema!({
            "description": "Satu langkah, diawali nama operasinya.",
            "anyOf": [
                renamed("ganti-nama", "Jabatan yang berganti nama."),
                renamed("alih-fungsional", "Jabatan struktural yang menjadi jabatan fungsional."),
                step(moved, &["pindah", "ke"]),
                step(reordered, &["urutkan", "menjadi"]),
                step(closed, &["hapus"]),
                step(merged, &["gabung", "menjadi"]),
                step(split, &["pecah", "menjadi"]),
                step(restored, &["pulihkan"]),
            ],
        })
    }
}
