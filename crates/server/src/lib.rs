//! Serves a station over HTTP and WebSocket, the built UI included.
//!
//! Only to this machine: [`serve`] answers loopback peers that name a loopback host, and gives out what the station
//! knows only to those that signed in by a one-time link or carry the access token.

mod access;
mod answer;
mod ask;
mod connections;
mod guard;
mod hex;
mod live;
mod metrics;
mod openapi;
mod problem;
mod routes;
mod running;
mod touch;
mod ui;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use station::Station;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

pub use access::Access;
pub use running::{Closed, Running, Undone, data_of_service};

use crate::openapi::Document;
use crate::problem::{NOT_ALLOWED, Refusal};
use crate::running::Noted;
use crate::touch::Holds;

/// In whose name orders are carried out: whoever is signed in on this machine.
const AUTHOR: &str = "local operator";
/// The largest body that is read, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// The largest configuration or list of changes that is read, in bytes: tens of thousands of probes.
const MAX_DOCUMENT: usize = 16 * MAX_BODY;
/// How long requests may take to end once the server was told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// What every route works with.
#[derive(Clone)]
struct App {
    station: Station,
    access: Arc<Access>,
    holds: Arc<Holds>,
    document: Arc<Document>,
    at: SocketAddr,
    stopping: watch::Receiver<bool>,
}

/// Answers on `listener` until `stop` is ready, then lets requests under way come to their end, for five seconds at
/// most. The station runs on. Meanwhile the data directory of `access` tells where, see [`Running::find`].
///
/// # Errors
/// The address of the listener cannot be read, or not be noted in the data directory.
pub async fn serve(
    listener: TcpListener,
    station: Station,
    access: Arc<Access>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let at = listener.local_addr()?;
    let _noted = Noted::down(access.data(), at)?;
    let (stopped, stopping) = watch::channel(false);
    let (routes, document) = routes::all();
    let app = App {
        station,
        access,
        holds: Arc::default(),
        document: Arc::new(document),
        at,
        stopping,
    };
    let serving = connections::answer(listener, guarded(routes, app), stopped.subscribe());
    let patience = async {
        stop.await;
        stopped.send_replace(true);
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        () = serving => {}
        () = patience => {}
    }
    Ok(())
}

fn guarded(routes: Router<App>, app: App) -> Router {
    routes
        .method_not_allowed_fallback(async || {
            Refusal::new(
                NOT_ALLOWED,
                "This address exists, but not with this method; /api lists what there is.",
            )
        })
        .fallback(ui::file)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(answer::tag))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(CatchPanicLayer::custom(problem::after_panic))
        .layer(middleware::from_fn(ask::to_the_end))
        .layer(middleware::from_fn_with_state(app.clone(), guard::admit))
        .layer(middleware::from_fn(routes::refuse_plainly))
        .layer(middleware::map_response(guard::headers))
        .with_state(app)
}
