//! The way to the station. The only place that knows sockets and fetch.

pub(crate) mod alerts;
pub(crate) mod configuration;
pub(crate) mod discovery;
pub(crate) mod evidence;
pub(crate) mod inventory;
mod notes;
mod orders;
pub(crate) mod phases;
pub(crate) mod picture;
pub(crate) mod reports;
pub(crate) mod station;
pub(crate) mod telling;

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use futures_util::task::AtomicWaker;
use futures_util::{FutureExt, SinkExt, StreamExt, select_biased};
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::Timestamp;
use wire::api::{Checked, Page, Problem};
use wire::live::{Cursor, Subscribe, ToScreen};
use wire::probe::{Probe, ProbeId, ProbeSpec};
use wire::reading::Reading;
use wire::series::{History, SeriesId, Told};
use wire::settings::FieldError;

pub(crate) use self::notes::{Which, events, note, reword, take_back};
pub(crate) use self::orders::{Proof, touch};
use crate::live::{Link, Live};
use crate::text;

/// The station says something at least once a second; so long without a word means that the link is dead.
const SILENCE_MS: u32 = 4_000;
const FIRST_PAUSE_MS: u32 = 250;
const LONGEST_PAUSE_MS: u32 = 5_000;

/// Why an order was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The station did not answer.
    NoAnswer,
    /// The station does not know this screen.
    SignedOut,
    /// The station says no, and why.
    Refused(Problem),
}

impl Trouble {
    /// What happened and what to do, in a sentence or two.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::NoAnswer => text::no_answer().to_owned(),
            Self::SignedOut => text::signed_out_short().to_owned(),
            Self::Refused(problem) => problem.detail.clone(),
        }
    }
}

/// Keeps the live picture alive for as long as the page is open.
pub(crate) async fn keep_live(live: Live) {
    let bell = Arc::new(AtomicWaker::new());
    let ring = bell.clone();
    Effect::new(move || {
        live.watched.track();
        ring.wake();
    });
    let mut pause = FIRST_PAUSE_MS;
    loop {
        let greeted = follow(live, &bell).await;
        live.lost();
        // A refused hand-shake tells a script nothing; a plain question does.
        if !greeted
            && matches!(
                get::<serde_json::Value>("/api/v1/health").await,
                Err(Trouble::SignedOut)
            )
        {
            live.link.set(Link::SignedOut);
        }
        pause = if greeted {
            FIRST_PAUSE_MS
        } else {
            pause.saturating_mul(2).min(LONGEST_PAUSE_MS)
        };
        TimeoutFuture::new(jittered(pause)).await;
    }
}

/// Follows the station until it falls silent; whether it greeted us.
async fn follow(live: Live, bell: &AtomicWaker) -> bool {
    let Ok(mut socket) = WebSocket::open("/api/v1/live") else {
        return false;
    };
    let is_ready = select_biased! {
        opened = poll_fn(|cx| socket.poll_ready_unpin(cx)).fuse() => opened.is_ok(),
        // A wire that is dead takes minutes to say so.
        () = TimeoutFuture::new(SILENCE_MS).fuse() => false,
    };
    if !is_ready || !matches!(socket.state(), State::Open) {
        return false;
    }
    let mut told = None;
    let mut greeted = false;
    loop {
        let watched = live.watched.get_untracked();
        let wish = Subscribe {
            cursor: Cursor::default(),
            probes: watched.into_iter().collect(),
            every_ms: live.every_ms(),
        };
        if told.as_ref() != Some(&wish) {
            let Ok(text) = serde_json::to_string(&Subscribe {
                cursor: live.cursor(),
                ..wish.clone()
            }) else {
                return greeted;
            };
            if socket.send(Message::Text(text)).await.is_err() {
                return greeted;
            }
            told = Some(wish);
        }
        let message = select_biased! {
            message = socket.next().fuse() => message,
            () = other_watched(live, watched, bell).fuse() => continue,
            () = TimeoutFuture::new(SILENCE_MS).fuse() => return greeted,
        };
        let Some(Ok(Message::Text(message))) = message else {
            return greeted;
        };
        match serde_json::from_str(&message) {
            Ok(ToScreen::Hello(hello)) => {
                greeted = true;
                welcome(live, hello);
            }
            Ok(ToScreen::Frame(frame)) => live.apply(frame),
            Ok(ToScreen::Refused(reason)) => {
                leptos::logging::warn!("the station refused this screen: {reason}");
                live.puzzled.set(true);
                return greeted;
            }
            // To begin anew would bring the same message again.
            Err(error) => {
                leptos::logging::warn!("cannot read a message of the station: {error}");
                live.puzzled.set(true);
            }
        }
    }
}

/// Until the page shows another probe than the station was told of.
async fn other_watched(live: Live, told: Option<ProbeId>, bell: &AtomicWaker) {
    poll_fn(|cx| {
        bell.register(cx.waker());
        if live.watched.get_untracked() == told {
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    })
    .await;
}

/// A station of another version brings its own screen.
fn welcome(live: Live, hello: wire::live::Hello) {
    let other = live
        .hello
        .with_untracked(|known| known.as_ref().is_some_and(|known| known.version != hello.version));
    if other {
        reload();
    }
    live.greet(hello);
}

/// Loads the page anew.
pub(crate) fn reload() {
    if window().location().reload().is_err() {
        leptos::logging::warn!("the browser refused to reload the page");
    }
}

fn jittered(millis: u32) -> u32 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between half and all of a u32"
    )]
    {
        (f64::from(millis) * js_sys::Math::random().midpoint(1.0)) as u32
    }
}

/// Saves a new probe.
pub(crate) async fn add_probe(spec: &ProbeSpec) -> Result<Probe, Trouble> {
    ask(Request::post("/api/v1/probes"), spec).await
}

/// Saves a change of a probe that nobody else has changed meanwhile.
pub(crate) async fn change_probe(id: ProbeId, revision: u32, spec: &ProbeSpec) -> Result<Probe, Trouble> {
    let request =
        Request::put(&format!("/api/v1/probes/{id}")).header("If-Match", &format!("\"{revision}\""));
    ask(request, spec).await
}

/// Deletes a probe. The browser sends this even while the page closes.
pub(crate) async fn delete_probe(id: ProbeId) -> Result<(), Trouble> {
    delete(&format!("/api/v1/probes/{id}")).await
}

/// Deletes what has this address. The browser sends this even while the page closes.
pub(crate) async fn delete(path: &str) -> Result<(), Trouble> {
    let init = web_sys::RequestInit::new();
    init.set_method("DELETE");
    let kept = js_sys::Reflect::set(&init, &"keepalive".into(), &true.into());
    let response = match kept.map(|_| window().fetch_with_str_and_init(path, &init)) {
        Ok(sent) => wasm_bindgen_futures::JsFuture::from(sent)
            .await
            .map_err(|_| Trouble::NoAnswer)?,
        Err(_) => return Err(Trouble::NoAnswer),
    };
    accepted(Response::from(web_sys::Response::from(response)))
        .await
        .map(|_| ())
}

/// What keeps a probe from being saved as it is, in place of the probe `of`.
pub(crate) async fn check_probe(spec: &ProbeSpec, of: Option<ProbeId>) -> Result<Vec<FieldError>, Trouble> {
    let path = match of {
        Some(id) => format!("/api/v1/probes/check?of={id}"),
        None => "/api/v1/probes/check".to_owned(),
    };
    let checked: Checked = ask(Request::post(&path), spec).await?;
    Ok(checked.errors)
}

/// Looks once without saving anything.
pub(crate) async fn try_probe(spec: &ProbeSpec) -> Result<Reading, Trouble> {
    ask(Request::post("/api/v1/probes/try"), spec).await
}

/// Makes a probe look at once.
pub(crate) async fn look_now(id: ProbeId) -> Result<(), Trouble> {
    let request = Request::post(&format!("/api/v1/probes/{id}/look"));
    let response = request.send().await.map_err(|_| Trouble::NoAnswer)?;
    accepted(response).await.map(|_| ())
}

/// What is `told` of the past of some series.
pub(crate) async fn history(
    series: &[SeriesId],
    from: Timestamp,
    to: Timestamp,
    step_ms: u32,
    told: &[Told],
) -> Result<Vec<History>, Trouble> {
    let ids: Vec<_> = series.iter().map(|id| id.0.to_string()).collect();
    let (from, to) = (from.0, to.0);
    let told: Vec<_> = told.iter().map(|told| told.name()).collect();
    let path = format!(
        "/api/v1/history?series={}&from={from}&to={to}&step={step_ms}&values={}",
        ids.join(","),
        told.join(",")
    );
    get::<Page<History>>(&path).await.map(|page| page.items)
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Trouble> {
    let response = Request::get(path).send().await.map_err(|_| Trouble::NoAnswer)?;
    read(accepted(response).await?).await
}

async fn ask<T: DeserializeOwned>(request: RequestBuilder, body: &impl Serialize) -> Result<T, Trouble> {
    read(send(request, body).await?).await
}

async fn send(request: RequestBuilder, body: &impl Serialize) -> Result<Response, Trouble> {
    let request = request.json(body).map_err(|error| odd(&error.to_string()))?;
    accepted(request.send().await.map_err(|_| Trouble::NoAnswer)?).await
}

async fn accepted(response: Response) -> Result<Response, Trouble> {
    match response.status() {
        200..=299 => Ok(response),
        401 => Err(Trouble::SignedOut),
        status => Err(match response.json::<Problem>().await {
            Ok(problem) => Trouble::Refused(problem),
            Err(_) => odd(&text::status(status)),
        }),
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Trouble> {
    response.json().await.map_err(|error| odd(&error.to_string()))
}

/// An answer that makes no sense, put like one that does.
fn odd(detail: &str) -> Trouble {
    Trouble::Refused(Problem {
        sort: "/problems/odd-answer".to_owned(),
        title: String::new(),
        status: 0,
        detail: text::odd_answer(detail),
        errors: Vec::new(),
    })
}
