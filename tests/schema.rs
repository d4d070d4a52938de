//! The JSON Schemas in `schema/` are those of the types, and fit the content.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::edition;

#[test]
fn schemas_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let schemas = [
        ("naskah.json", iki::schema::naskah()),
        ("jabatan.json", iki::schema::jabatan()),
        ("rencana.json", iki::schema::rencana()),
    ];
    for (name, expected) in schemas {
        let path = folder.join(name);
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &expected).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, expected, "{name} is stale: BLESS=1 cargo test --release");
    }
}

#[test]
fn schemas_accept_the_published_edition() {
    let naskah = validator(&iki::schema::naskah());
    let jabatan = validator(&iki::schema::jabatan());
    let folder = edition::published();
    assert_valid(&naskah, &folder.join("naskah.yaml"));
    let mut files = 0;
    for entry in fs::read_dir(folder.join("jabatan")).unwrap() {
        assert_valid(&jabatan, &entry.unwrap().path());
        files += 1;
    }
    assert_eq!(files, 16);
}

#[test]
fn the_schema_of_plans_knows_every_operation() {
    let rencana = validator(&iki::schema::rencana());
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/diskominfo");
    assert_valid(&rencana, &content.join("rencana-2022.yaml"));
    for (step, is_good) in [
        ("{ganti-nama: a, menjadi: B, id: b, unit: B}", true),
        ("{alih-fungsional: a, menjadi: B}", true),
        ("{pindah: a, ke: b, sesudah: c}", true),
        ("{urutkan: a, menjadi: [b, c]}", true),
        ("{hapus: a, penerus: b}", true),
        ("{gabung: [a, b], menjadi: C}", true),
        ("{pecah: a, menjadi: [B, C], id: [b, c]}", true),
        ("{pulihkan: naskah.yaml, kini: a, menjadi: b}", true),
        ("{ganti-nama: a}", false),
        ("{ganti-nama: a, menjadi: ''}", false),
        ("{ganti-nama: A, menjadi: B}", false),
        ("{gabung: [a], menjadi: C}", false),
        ("{naikkan: a}", false),
    ] {
        assert_eq!(rencana.is_valid(&json(&format!("langkah: [{step}]"))), is_good, "{step}");
    }
}

#[test]
fn schemas_refuse_what_the_reader_refuses() {
    let jabatan = validator(&iki::schema::jabatan());
    let good = fs::read_to_string(edition::folder().join("edisi/jabatan/kepala.yaml")).unwrap();
    for (written, wrong) in [
        ("tugas:", "tugaz:"),
        ("penyebut:", "penyebutt:"),
        ("- Perumusan kebijakan; dan", "- butir: Perumusan"),
        ("sasaran: Meningkatnya layanan", "sasaran:"),
    ] {
        let bad = good.replace(written, wrong);
        assert_ne!(bad, good);
        assert!(!jabatan.is_valid(&json(&bad)), "{wrong}");
    }
}

#[test]
fn schemas_know_the_limits_of_the_reader() {
    let naskah = validator(&iki::schema::naskah());
    let good = fs::read_to_string(edition::folder().join("edisi/naskah.yaml")).unwrap();
    let with = |more: &str| format!("{good}{more}\n");
    for fitting in ["ruang_tepi: {atas: 5}", "ruang_tepi: {kiri: 40}", "kertas: {lebar: 165, tinggi: 1000}"] {
        assert!(naskah.is_valid(&json(&with(fitting))), "{fitting}");
    }
    for wrong in ["ruang_tepi: {atas: 4.9}", "ruang_tepi: {kiri: 41}", "kertas: {lebar: 164, tinggi: 1000}"] {
        assert!(!naskah.is_valid(&json(&with(wrong))), "{wrong}");
    }
    assert!(!naskah.is_valid(&json(&good.replace("\"12345\"", "\"1234\""))));
}

fn validator(schema: &str) -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap()
}

#[track_caller]
fn assert_valid(validator: &jsonschema::Validator, path: &Path) {
    let value = json(&fs::read_to_string(path).unwrap());
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
}

fn json(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).unwrap()
}
