//! Connections: taken, given a time to come to the point, and let go in order.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

/// How long a client may take to say what it wants, counted from when it could begin. A connection that rests for
/// longer between two requests is closed as well; browsers and programs open another one.
const TO_THE_POINT: Duration = Duration::from_secs(10);
/// Between two attempts to take a connection while this machine has no room for another.
const AGAIN: Duration = Duration::from_secs(1);

/// Answers every connection by `routes` until `stopping` says so, and then ends when the last answer has been given.
pub(crate) async fn answer(listener: TcpListener, routes: Router, mut stopping: watch::Receiver<bool>) {
    // Nothing is sent: each connection holds an end for as long as it is open.
    let (open, mut all_closed) = mpsc::channel::<()>(1);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(TO_THE_POINT);
    loop {
        let (stream, peer) = tokio::select! {
            taken = take(&listener) => taken,
            () = told(&mut stopping) => break,
        };
        let routes = TowerToHyperService::new(routes.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            routes.call(request)
        });
        let connection = http
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let (mut stopping, open) = (stopping.clone(), open.clone());
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = told(&mut stopping) => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, %peer, "a connection ended before its time");
            }
            drop(open);
        });
    }
    drop(listener);
    drop(open);
    all_closed.recv().await;
}

/// Waits until the server is told to stop.
async fn told(stopping: &mut watch::Receiver<bool>) {
    // Without anybody who could tell, it has stopped.
    drop(stopping.wait_for(|stopping| *stopping).await);
}

/// The next connection.
async fn take(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Otherwise the end of an answer may wait 40 ms for the other side to confirm its begin.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "answers may be late");
                }
                return (stream, peer);
            }
            Err(error) if is_of_the_client(&error) => {
                tracing::debug!(%error, "a client went away before it was taken");
            }
            // Too many open files: what is open goes on, and room comes when some of it ends.
            Err(error) => {
                tracing::warn!(%error, "no connection can be taken for now");
                sleep(AGAIN).await;
            }
        }
    }
}

fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
