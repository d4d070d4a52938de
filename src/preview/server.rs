//! The only socket: the page, its pieces, and what happens, for browsers on
//! this computer that know the secret part of the address.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use axum::Router;
use axum::extract::{Path, Query, Request as HttpRequest, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{StatusCode, uri::Authority};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::request::{Request, Requests, Saved};
use super::worker::Shelf;
use crate::model::JabatanId;
use crate::part::Part;

/// How many ports are tried.
const PORTS: u16 = 50;
/// How many connections may be open; more are closed at once.
const CONNECTIONS: usize = 64;
/// How long a browser may take to say what it wants.
const HEADERS: Duration = Duration::from_secs(10);
/// The most bytes of a request.
const REQUEST: usize = 16 * 1024;
const SCRIPT: &str = "text/javascript; charset=utf-8";
/// What the page may load: pieces of its own, and nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// What a piece of a page may do when it is opened by itself: nothing but carry
/// its own look.
const POLICY_OF_PIECES: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// Where the preview is reached: a port of this computer, and a secret.
pub(super) struct Address {
    port: u16,
    secret: String,
}

impl Address {
    /// Takes a port, or the next free one, of this computer only.
    pub(super) async fn listen(port: u16) -> anyhow::Result<(TcpListener, Self)> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).context("sistem tidak memberi bilangan acak")?;
        let mut secret = String::new();
        bytes.iter().for_each(|byte| _ = write!(secret, "{byte:02x}"));
        for port in port..=port.saturating_add(PORTS) {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                bound => {
                    let listener = bound.with_context(|| format!("porta {port} tidak dapat dipakai"))?;
                    let port = listener.local_addr()?.port();
                    return Ok((listener, Self { port, secret }));
                }
            }
        }
        bail!("porta {port} dan {PORTS} porta sesudahnya sedang dipakai; sebutkan porta lain dengan --port")
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.secret)
    }
}

/// What all requests share.
pub(super) struct Room {
    pub(super) requests: Requests,
    pub(super) shelf: Arc<Shelf>,
}

/// Answers for ever.
pub(super) async fn serve(listener: TcpListener, address: &Address, room: Room) {
    let router = router(address, room);
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files: some will be closed.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Ok(permit) = connections.clone().try_acquire_owned() else { continue };
        let service = TowerToHyperService::new(router.clone());
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(REQUEST);
        tokio::spawn(async move {
            // A browser that goes away is no trouble of ours.
            _ = server.serve_connection(TokioIo::new(stream), service).await;
            drop(permit);
        });
    }
}

fn router(address: &Address, room: Room) -> Router {
    let Address { port, secret } = address;
    let fixed = |kind, text| get(move || async move { ([(header::CONTENT_TYPE, kind)], text) });
    let at = |path: &str| format!("/{secret}{path}");
    Router::new()
        .route(&at("/"), fixed("text/html; charset=utf-8", include_str!("halaman/halaman.html")))
        .route(&at("/gaya.css"), fixed("text/css; charset=utf-8", include_str!("halaman/gaya.css")))
        .route(&at("/ikon.svg"), fixed("image/svg+xml", include_str!("halaman/ikon.svg")))
        .route(&at("/skrip.js"), fixed(SCRIPT, include_str!("halaman/skrip.js")))
        .route(&at("/lembar.js"), fixed(SCRIPT, include_str!("halaman/lembar.js")))
        .route(&at("/daftar.js"), fixed(SCRIPT, include_str!("halaman/daftar.js")))
        .route(&at("/asal.js"), fixed(SCRIPT, include_str!("halaman/asal.js")))
        .route(&at("/dom.js"), fixed(SCRIPT, include_str!("halaman/dom.js")))
        .route(&at("/isi/{name}"), get(piece))
        .route(&at("/peristiwa"), get(events))
        .route(&at("/pdf"), get(pdf))
        .with_state(Arc::new(room))
        .layer(middleware::from_fn_with_state(*port, guard))
}

/// Lets only requests in that pages of this server make, and tells browsers
/// what answers may be used for.
async fn guard(State(port): State<u16>, request: HttpRequest, next: Next) -> Response {
    let is_own = is_own(request.headers(), port);
    let mut response = match is_own {
        true => next.run(request).await,
        false => (StatusCode::FORBIDDEN, "ditolak: permintaan ini bukan dari halaman pratinjau").into_response(),
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::CACHE_CONTROL, "no-store");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    response
}

/// A page elsewhere that was given our address by a false name server sends its
/// own name as host; one that calls us from elsewhere sends its origin.
fn is_own(headers: &HeaderMap, port: u16) -> bool {
    let is_here = |authority: &str| {
        let authority: Option<Authority> = authority.parse().ok();
        authority.is_some_and(|it| matches!(it.host(), "127.0.0.1" | "localhost") && it.port_u16() == Some(port))
    };
    let text = |name: HeaderName| headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
    let hosts: Vec<&str> = text(header::HOST).collect();
    let origins = || text(header::ORIGIN).all(|origin| origin.strip_prefix("http://").is_some_and(is_here));
    let site = HeaderName::from_static("sec-fetch-site");
    let sites = || text(site).all(|site| matches!(site, "same-origin" | "none"));
    matches!(hosts[..], [host] if is_here(host)) && origins() && sites()
}

/// The part that a tab asks for.
#[derive(Deserialize)]
struct Asked {
    jabatan: Option<String>,
}

impl Asked {
    fn part(&self) -> Result<Part, StatusCode> {
        match &self.jabatan {
            None => Ok(Part::Whole),
            Some(id) => JabatanId::new(id).map(Part::Sheet).ok_or(StatusCode::NOT_FOUND),
        }
    }
}

async fn piece(State(room): State<Arc<Room>>, Path(name): Path<String>) -> Result<impl IntoResponse, StatusCode> {
    let bytes = room.shelf.get(&name).ok_or(StatusCode::NOT_FOUND)?;
    let kind = if name.ends_with(".svg") { "image/svg+xml" } else { "application/json" };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "private, max-age=86400, immutable"),
        (header::CONTENT_SECURITY_POLICY, POLICY_OF_PIECES),
    ];
    Ok((headers, bytes))
}

async fn events(
    State(room): State<Arc<Room>>,
    Query(asked): Query<Asked>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, StatusCode> {
    let part = asked.part()?;
    let states = ask(&room, |reply| Request::Show(part, reply)).await?;
    let events = WatchStream::new(states).map(|state| Ok(Event::default().data(&*state)));
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

async fn pdf(State(room): State<Arc<Room>>, Query(asked): Query<Asked>) -> Result<Response, StatusCode> {
    let part = asked.part()?;
    Ok(match ask(&room, |reply| Request::Save(part, reply)).await? {
        Ok(Saved { name, pdf }) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            let headers =
                [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
            (headers, pdf).into_response()
        }
        Err(refusal) => (StatusCode::CONFLICT, refusal).into_response(),
    })
}

async fn ask<T>(room: &Room, request: impl FnOnce(oneshot::Sender<T>) -> Request) -> Result<T, StatusCode> {
    let (reply, answer) = oneshot::channel();
    // Without a worker there is no answer.
    _ = room.requests.send(request(reply));
    answer.await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}
