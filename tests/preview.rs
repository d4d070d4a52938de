//! The preview from outside: who gets an answer, which port it takes, and how
//! it ends. What people see of it is tested in `tests/browser`.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::time::Duration;

use crate::edition::{self, names};

const SLOW: Duration = Duration::from_secs(60);

/// A preview that runs.
struct Preview {
    child: Child,
    said: BufReader<ChildStderr>,
    first_line: String,
    port: u16,
    secret: String,
}

impl Preview {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_iki"))
            .args(["preview", "--no-open"])
            .args(arguments)
            .current_dir(folder)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut first_line = String::new();
        said.read_line(&mut first_line).unwrap();
        let mut line = first_line.clone();
        while !line.contains("http://") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "{first_line}");
        }
        let (_, address) = line.trim().split_once("http://127.0.0.1:").unwrap();
        let mut parts = address.split('/');
        let port = parts.next().unwrap().parse().unwrap();
        let secret = parts.next().unwrap().to_owned();
        Self { child, said, first_line, port, secret }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(SLOW)).unwrap();
        stream
    }

    /// The answer to a request in which `SECRET` and `PORT` are filled in.
    fn ask(&self, request: &str) -> String {
        let request = request.replace("SECRET", &self.secret).replace("PORT", &self.port.to_string());
        let mut stream = self.connect();
        stream.write_all(request.replace('\n', "\r\n").as_bytes()).unwrap();
        let mut answer = Vec::new();
        // A server that does not like a request may hang up.
        _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\nHost: 127.0.0.1:PORT\nConnection: close\n\n"))
    }

    fn end(mut self, signal: &str) -> (ExitStatus, String) {
        Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        let status = self.child.wait().unwrap();
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).unwrap();
        (status, rest)
    }
}

#[track_caller]
fn assert_status(answer: &str, expected: u16) {
    let status = answer.split(' ').nth(1).unwrap_or("nothing");
    assert_eq!(status, expected.to_string(), "{answer}");
}

#[test]
fn pages_are_for_those_who_know_the_address() {
    let edition = edition::small();
    let preview = Preview::start(edition.path(), &["--port", "0"]);
    let page = preview.get("/SECRET/");
    assert_status(&page, 200);
    assert!(page.contains("content-security-policy: default-src 'none'"), "{page}");
    assert!(page.contains("<title>Pratinjau"), "{page}");
    for path in ["/SECRET/skrip.js", "/SECRET/gaya.css", "/SECRET/ikon.svg", "/SECRET/pdf", "/SECRET/pdf?jabatan=staf"]
    {
        assert_status(&preview.get(path), 200);
    }
    for path in ["/", "/0123456789abcdef0123456789abcdef/", "/SECRET", "//SECRET/", "/SECRET/../SECRET/"] {
        assert_status(&preview.get(path), 404);
    }
    preview.end("-INT");
}

#[test]
fn no_file_is_served_but_pieces_of_the_page() {
    let edition = edition::small();
    fs::write(edition.path().join("rahasia.svg"), "rahasia").unwrap();
    let preview = Preview::start(edition.path(), &["--port", "0"]);
    for path in [
        "/SECRET/naskah.yaml",
        "/SECRET/isi/naskah.yaml",
        "/SECRET/isi/rahasia.svg",
        "/SECRET/isi/../../naskah.yaml",
        "/SECRET/isi/..%2fnaskah.yaml",
        "/SECRET/isi/..%2F..%2F..%2F..%2Fetc%2Fpasswd",
        "/SECRET/isi/%2e%2e/%2e%2e/etc/passwd",
        "/SECRET/isi/..%5c..%5cnaskah.yaml",
        "/SECRET/isi/%252e%252e%252fnaskah.yaml",
        "/SECRET/isi/%2fetc%2fpasswd",
        "/SECRET/peristiwa?jabatan=../naskah",
        "/SECRET/pdf?jabatan=..%2fnaskah",
        "/etc/passwd",
    ] {
        assert_status(&preview.get(path), 404);
    }
    preview.end("-INT");
}

#[test]
fn requests_that_pages_from_elsewhere_make_are_refused() {
    let edition = edition::small();
    let preview = Preview::start(edition.path(), &["--port", "0"]);
    for headers in [
        "Host: jahat.example:PORT",
        "Host: 127.0.0.1.jahat.example:PORT",
        "Host: 127.0.0.1:1",
        "Host: 127.0.0.1",
        "Host: 127.0.0.1:PORT\nHost: jahat.example",
        "Host: 127.0.0.1:PORT\nOrigin: http://jahat.example",
        "Host: 127.0.0.1:PORT\nOrigin: https://127.0.0.1:PORT",
        "Host: 127.0.0.1:PORT\nOrigin: http://127.0.0.1:1",
        "Host: 127.0.0.1:PORT\nOrigin: null",
        "Host: 127.0.0.1:PORT\nSec-Fetch-Site: cross-site",
        "X-Host: 127.0.0.1:PORT",
    ] {
        assert_status(&preview.ask(&format!("GET /SECRET/ HTTP/1.1\n{headers}\nConnection: close\n\n")), 403);
    }
    for headers in
        ["Host: localhost:PORT", "Host: 127.0.0.1:PORT\nOrigin: http://127.0.0.1:PORT\nSec-Fetch-Site: same-origin"]
    {
        assert_status(&preview.ask(&format!("GET /SECRET/ HTTP/1.1\n{headers}\nConnection: close\n\n")), 200);
    }
    for method in ["POST", "PUT", "DELETE"] {
        let request = format!("{method} /SECRET/ HTTP/1.1\nHost: 127.0.0.1:PORT\nConnection: close\n\n");
        assert_status(&preview.ask(&request), 405);
    }
    preview.end("-INT");
}

#[test]
fn broken_requests_do_no_harm() {
    let edition = edition::small();
    let preview = Preview::start(edition.path(), &["--port", "0"]);
    let long = "a".repeat(100_000);
    for request in [
        "\0\0\0\0\n\n",
        "GET\n\n",
        "GET / HTTP/9.9\n\n",
        &format!("GET /{long} HTTP/1.1\nHost: 127.0.0.1:PORT\n\n"),
        &format!("GET /SECRET/ HTTP/1.1\nHost: 127.0.0.1:PORT\nX-A: {long}\n\n"),
    ] {
        let answer = preview.ask(request);
        assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    }
    assert_status(&preview.get("/SECRET/"), 200);
    preview.end("-INT");
}

#[test]
fn too_many_connections_are_closed_and_room_comes_back() {
    let edition = edition::small();
    let preview = Preview::start(edition.path(), &["--port", "0"]);
    let idle: Vec<TcpStream> = (0..200).map(|_| preview.connect()).collect();
    let mut last = idle.last().unwrap();
    assert!(matches!(last.read(&mut [0]), Ok(0) | Err(_)), "the last connection was closed");
    drop(idle);
    let mut answers = std::iter::repeat_with(|| preview.get("/SECRET/")).take(1000);
    assert!(answers.any(|answer| answer.starts_with("HTTP/1.1 200")));
    preview.end("-INT");
}

#[test]
fn a_port_that_is_taken_is_left_alone() {
    let edition = edition::small();
    let taken = (30_000..40_000).find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok()).unwrap();
    let port = taken.local_addr().unwrap().port();
    let preview = Preview::start(edition.path(), &["--port", &port.to_string()]);
    assert!(preview.port > port);
    assert_eq!(preview.first_line, format!("porta {port} sedang dipakai; porta {} digunakan\n", preview.port));
    preview.end("-INT");
}

#[test]
fn it_ends_cleanly_when_it_is_asked_to() {
    for signal in ["-INT", "-TERM"] {
        let edition = edition::small();
        let preview = Preview::start(edition.path(), &["--port", "0"]);
        let mut tab = preview.connect();
        let request = format!("GET /{}/peristiwa HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.secret, preview.port);
        tab.write_all(request.as_bytes()).unwrap();
        let mut start = [0; 15];
        tab.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        let (status, said) = preview.end(signal);
        assert_eq!(status.code(), Some(0));
        assert!(said.ends_with("pratinjau dihentikan\n"), "{said}");
        assert_eq!(names(edition.path()), ["jabatan", "lambang.svg", "naskah.yaml"]);
    }
}

#[test]
fn it_opens_with_the_position_that_is_named() {
    let edition = edition::small();
    for (arguments, expected) in [(&[][..], "#/kepala"), (&["staf"], "#/staf"), (&[".", "staf"], "#/staf")] {
        let preview = Preview::start(edition.path(), &[&["--port", "0"], arguments].concat());
        assert!(preview.first_line.trim().ends_with(expected), "{}", preview.first_line);
        preview.end("-INT");
    }
    for (arguments, code, expected) in [
        (&["staff"][..], 2, "tidak ada jabatan `staff`; mungkin maksudnya `staf`\n"),
        (&["tidak/ada"], 3, "folder `tidak/ada` tidak ada\n"),
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_iki"))
            .args(["preview", "--no-open"])
            .args(arguments)
            .current_dir(edition.path())
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(code));
        assert!(String::from_utf8_lossy(&run.stderr).ends_with(expected), "{}", String::from_utf8_lossy(&run.stderr));
    }
}
