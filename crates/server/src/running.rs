//! The station that already works on a data directory, as other programs of this machine reach it.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::{Client, Method, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wire::api::{Health, Problem};
use wire::touch::{self, Class, Held, Touch};

use crate::access;

/// File of the data directory that tells where the station listens.
const ADDRESS: &str = "address";
/// Where the service that the package installs keeps its data.
const SERVICE: &str = "/var/lib/flywatch";
/// How long the station may take to answer; large orders are saved within it on a slow disk.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long an answer is waited for that tells whether there is a station at all: after a kill, another program may
/// hold the port that the note names.
const PATIENCE_AT_FIRST: Duration = Duration::from_secs(2);

/// The running station of a data directory.
pub struct Running {
    at: SocketAddr,
    token: String,
    client: Client,
}

/// The station of a data directory lets in only certain users, and this is none of them.
#[derive(Debug, thiserror::Error)]
#[error(
    "the station of {} is closed to this user; have the user added to the group of that directory, then log in again",
    .0.display()
)]
pub struct Closed(PathBuf);

/// Where the service of this machine keeps its data, while it runs.
#[must_use]
pub fn data_of_service() -> Option<PathBuf> {
    let data = PathBuf::from(SERVICE);
    // A directory that is closed to this user is there all the same.
    let runs = data.join(ADDRESS).try_exists().unwrap_or(true);
    runs.then_some(data)
}

/// Why a running station did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Undone {
    /// It cannot be reached, or stopped answering.
    #[error("asking the station at {at}")]
    Silent {
        /// Where it listened.
        at: SocketAddr,
        /// What the network said.
        source: reqwest::Error,
    },
    /// It refused.
    #[error("{}", .0.detail)]
    Refused(Problem),
}

impl Running {
    /// Finds the station that works on `data`; `None` when none answers there.
    ///
    /// # Errors
    /// One may be there, but this user may not read how to reach it.
    pub async fn find(data: &Path) -> Result<Option<Self>, Closed> {
        let noted =
            fs::read_to_string(data.join(ADDRESS)).and_then(|address| Ok((address, access::token_of(data)?)));
        let (address, token) = match noted {
            Ok(noted) => noted,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(Closed(data.to_owned()));
            }
            Err(_) => return Ok(None),
        };
        let (Ok(at), Ok(client)) = (
            address.trim().parse(),
            Client::builder().no_proxy().timeout(PATIENCE).build(),
        ) else {
            return Ok(None);
        };
        let found = Self { at, token, client };
        let health = tokio::time::timeout(PATIENCE_AT_FIRST, found.get::<Health>("/api/v1/health"));
        Ok(matches!(health.await, Ok(Ok(_))).then_some(found))
    }

    /// Where it listens.
    #[must_use]
    pub fn at(&self) -> SocketAddr {
        self.at
    }

    /// An address that signs a browser in, once, within the next five minutes.
    ///
    /// # Errors
    /// [`Undone`].
    pub async fn link(&self) -> Result<String, Undone> {
        let made: Value = self.post("/api/v1/session/links", &Value::Null).await?;
        Ok(made["url"].as_str().unwrap_or_default().to_owned())
    }

    /// What stands at `path`, such as `/api/v1/health`.
    ///
    /// # Errors
    /// [`Undone`].
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Undone> {
        self.ask(Method::GET, path, None::<&Value>, None).await
    }

    /// Sends an order to `path` and gives the answer.
    ///
    /// # Errors
    /// [`Undone`].
    pub async fn post<T: DeserializeOwned>(&self, path: &str, order: &impl Serialize) -> Result<T, Undone> {
        self.ask(Method::POST, path, Some(order), None).await
    }

    /// Sends an order that a tap does not do: arms it if it must be armed, holds it for as long as it must be held, and
    /// gives the answer. For orders that somebody was shown and agreed to.
    ///
    /// # Errors
    /// [`Undone`].
    pub async fn post_held<T: DeserializeOwned>(
        &self,
        held: &touch::Order,
        path: &str,
        order: &impl Serialize,
    ) -> Result<T, Undone> {
        let armed = match held.class {
            Class::Tap | Class::Hold => None,
            Class::Arm => Some(self.touch(held, true, None).await?.token),
        };
        let Held { token, hold_ms, .. } = self.touch(held, false, armed).await?;
        tokio::time::sleep(Duration::from_millis(hold_ms.into())).await;
        self.ask(Method::POST, path, Some(order), Some(&token)).await
    }

    async fn touch(&self, order: &touch::Order, arm: bool, armed: Option<String>) -> Result<Held, Undone> {
        let order = order.name.to_string();
        self.post("/api/v1/holds", &Touch { order, arm, armed }).await
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        order: Option<&impl Serialize>,
        hold: Option<&str>,
    ) -> Result<T, Undone> {
        let silent = |source| Undone::Silent { at: self.at, source };
        let mut request = self
            .client
            .request(method, format!("http://{}{path}", self.at))
            .bearer_auth(&self.token);
        if let Some(order) = order {
            request = request.json(order);
        }
        if let Some(hold) = hold {
            request = request.header(touch::HEADER, hold);
        }
        let answer: Response = request.send().await.map_err(silent)?;
        if answer.status().is_success() {
            return answer.json().await.map_err(silent);
        }
        let refused = answer.error_for_status_ref().err();
        match (answer.json().await, refused) {
            (Ok(problem), _) => Err(Undone::Refused(problem)),
            (Err(_), Some(status)) => Err(silent(status)),
            (Err(unreadable), None) => Err(silent(unreadable)),
        }
    }
}

/// The note in the data directory that tells where the station listens; taken away when it stops.
pub(crate) struct Noted(PathBuf);

impl Noted {
    pub(crate) fn down(data: &Path, at: SocketAddr) -> io::Result<Self> {
        let path = data.join(ADDRESS);
        fs::write(&path, at.to_string())?;
        access::share(&path, data)?;
        Ok(Self(path))
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0) {
            tracing::debug!(%error, "the note of the address could not be removed");
        }
    }
}
