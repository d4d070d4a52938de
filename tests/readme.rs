//! Every command of the README does what it says.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::edition;

#[test]
fn every_command_of_the_readme_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let commands: Vec<Vec<&str>> = readme.lines().filter_map(iki_arguments).collect();
    assert!(commands.len() >= 8, "{commands:?}");
    let folder = tempfile::tempdir().unwrap();
    for name in ["templates", "fonts"] {
        std::os::unix::fs::symlink(root.join(name), folder.path().join(name)).unwrap();
    }
    // The next edition is made beside this one.
    let office = folder.path().join("content/diskominfo");
    fs::create_dir_all(&office).unwrap();
    for year in ["2021", "2022"] {
        let edition = root.join("content/diskominfo").join(year);
        fs::rename(edition::copy(&edition).keep(), office.join(year)).unwrap();
    }
    // The plan that the README shows.
    let plan =
        readme.split("```yaml\n").find_map(|part| part.split("```").next().filter(|yaml| yaml.contains("langkah:")));
    fs::write(folder.path().join("rencana.yaml"), plan.unwrap()).unwrap();
    for mut arguments in commands {
        if arguments[0] == "preview" {
            arguments.extend(["--no-open", "--port", "0"]);
            assert_previews(&arguments, folder.path());
            continue;
        }
        let output = Command::new(env!("CARGO_BIN_EXE_iki")).args(&arguments).current_dir(&folder).output().unwrap();
        let is_good = output.status.success() || arguments[0] == "diff" && output.status.code() == Some(1);
        assert!(is_good, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let made = "iki-dinas-komunikasi-dan-informatika-2021.pdf";
    assert!(readme.contains(made) && folder.path().join(made).is_file());
    for name in ["iki-sekretaris-2021.pdf", "perubahan-dinas-komunikasi-dan-informatika-2021-2022.pdf"] {
        assert!(folder.path().join(name).is_file(), "{name}");
    }
}

/// A preview says where it is, and goes on until it is stopped.
fn assert_previews(arguments: &[&str], folder: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iki"));
    let mut preview = command.args(arguments).current_dir(folder).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(preview.stderr.take().unwrap()).read_line(&mut said).unwrap();
    assert!(said.starts_with("pratinjau: http://127.0.0.1:"), "{arguments:?}: {said}");
    assert_eq!(preview.try_wait().unwrap(), None);
    preview.kill().unwrap();
    preview.wait().unwrap();
}

/// The arguments of a line that calls the program, without its comment.
fn iki_arguments(line: &str) -> Option<Vec<&str>> {
    let line = line.split(" #").next()?;
    let call = line.strip_prefix("iki ").or_else(|| line.strip_prefix("cargo run --release -- "))?;
    // What is in quotes is one word.
    let mut words = Vec::new();
    for (index, part) in call.split('"').enumerate() {
        if index % 2 == 0 { words.extend(part.split_whitespace()) } else { words.push(part) }
    }
    Some(words)
}

#[test]
fn the_readme_names_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let linked = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let quoted =
        readme.split('`').skip(1).step_by(2).filter(|text| text.contains('/') && !text.contains([' ', '<', '*']));
    let named: Vec<&str> = linked.chain(quoted).filter(|name| !name.starts_with("http")).collect();
    assert!(named.len() > 5, "{named:?}");
    for name in named {
        assert!(root.join(name).exists(), "{name}");
    }
}
