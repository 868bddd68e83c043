//! What every test starts: a whole station behind a server, and ways to ask it.

use std::net::SocketAddr;
use std::sync::Arc;

use probes::{Clock, KINDS};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use serde_json::{Value, json};
use server::Access;
use station::{Config, Station};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A station, a server for it, and a client of that.
pub(crate) struct Running {
    pub(crate) at: SocketAddr,
    pub(crate) access: Arc<Access>,
    pub(crate) client: Client,
    pub(crate) station: Station,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) serving: JoinHandle<std::io::Result<()>>,
    _data: tempfile::TempDir,
}

impl Running {
    pub(crate) async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = Config {
            data: data.path().to_owned(),
        };
        let station = Station::start(config, KINDS, Clock::system()).await.unwrap();
        let access = Arc::new(Access::open(data.path()).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(server::serve(
            listener,
            station.clone(),
            Arc::clone(&access),
            async move {
                stopped.await.unwrap();
            },
        ));
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            at,
            access,
            client,
            station,
            stop,
            serving,
            _data: data,
        }
    }

    pub(crate) async fn end(self) {
        self.stop.send(()).unwrap();
        self.serving.await.unwrap().unwrap();
        self.station.stop().await;
    }

    /// A request of nobody.
    pub(crate) fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.at))
    }

    /// A request of a program that has the access token.
    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.anonymous(method, path).bearer_auth(self.access.token())
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path).send().await.unwrap()
    }

    pub(crate) async fn make(&self, path: &str, body: &Value) -> Value {
        let made = self.ask(Method::POST, path).json(body).send().await.unwrap();
        assert_eq!(made.status(), 201, "{path}");
        made.json().await.unwrap()
    }
}

/// The refusal that an answer is.
pub(crate) async fn problem(response: Response, status: u16) -> Value {
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["status"], status);
    assert!(problem["type"].as_str().unwrap().starts_with("/problems/"));
    assert!(!problem["detail"].as_str().unwrap().is_empty());
    problem
}

/// A probe that touches this machine only.
pub(crate) fn loopback(name: &str) -> Value {
    json!({ "name": name, "kind": "tcp", "target": "tcp://127.0.0.1:9", "every_ms": 1000 })
}
