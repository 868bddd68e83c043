//! The live picture over a WebSocket: a greeting, then what is newer, at the screen's pace.

use std::time::Duration;

use aide::transform::TransformOperation;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::{IntoResponse, Response};
use station::{Screen, Station};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, timeout};
use wire::live::{Frame, Hello, Subscribe, ToScreen};

use crate::App;
use crate::problem::{NOT_UPGRADED, Refusal};

/// The longest message that a screen may send, in bytes.
const MAX_MESSAGE: usize = 64 * 1024;
/// How long a screen may take to say what it wants.
const FIRST_WORD: Duration = Duration::from_secs(10);
/// After so long without reading anything a screen counts as gone.
const STUCK: Duration = Duration::from_secs(30);
/// The shortest time between two frames, in milliseconds.
const QUICKEST_MS: u32 = 100;
/// The longest time between two frames; a screen that gets none for longer says that the link is lost.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// Why a conversation ended.
enum End {
    /// The screen is gone.
    Gone,
    /// The screen said something that makes no sense.
    Refused(String),
}

pub(crate) fn describe(operation: TransformOperation<'_>) -> TransformOperation<'_> {
    operation.tag("live").summary("The live picture, as a WebSocket").description(
        "The station greets with `hello`, and again when it gets another name. Send a `Subscribe` within ten seconds, then get `frame`s: when there is \
         news, and at least one each second. Another `Subscribe` changes what is shown; of its cursor only that of \
         the first counts. `refused` says why the station hangs up.",
    )
}

/// Begins a conversation with a screen.
pub(crate) async fn live(
    State(app): State<App>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => upgrade
            .max_message_size(MAX_MESSAGE)
            .on_upgrade(|socket| converse(socket, app)),
        Err(_) => Refusal::new(NOT_UPGRADED, "Open this address as a WebSocket (`ws:`).").into_response(),
    }
}

async fn converse(mut socket: WebSocket, app: App) {
    let App {
        station,
        mut stopping,
        ..
    } = app;
    let stop = async { drop(stopping.wait_for(|stopped| *stopped).await) };
    let end = tokio::select! {
        end = show(&mut socket, &station) => end,
        () = stop => Ok(()),
    };
    if let Err(End::Refused(why)) = &end
        && say(&mut socket, &ToScreen::Refused(why.clone())).await.is_err()
    {
        return;
    }
    if !matches!(end, Err(End::Gone)) {
        // Whether the screen still hears it makes no difference.
        drop(socket.send(Message::Close(None)).await);
    }
}

/// Shows the live picture until the screen goes.
async fn show(socket: &mut WebSocket, station: &Station) -> Result<(), End> {
    let mut greeted = greet(socket, station).await?;
    let mut wanted = timeout(FIRST_WORD, hear(socket)).await.unwrap_or_else(|_| {
        Err(End::Refused(
            "Nothing was asked for within ten seconds.".to_owned(),
        ))
    })?;
    let mut screen = Screen::new(&wanted);
    let mut ticks = pace(&wanted);
    let mut said: Option<Instant> = None;
    loop {
        tokio::select! {
            heard = hear(socket) => {
                let next = heard?;
                screen.show(&next.probes);
                if next.every_ms != wanted.every_ms {
                    ticks = pace(&next);
                }
                wanted = next;
            }
            _ = ticks.tick() => {
                if station.name() != greeted {
                    greeted = greet(socket, station).await?;
                }
                let frame = station.frame(&mut screen);
                let due = said.is_none_or(|said| said.elapsed() + ticks.period() > HEARTBEAT);
                if due || has_news(&frame) {
                    said = Some(Instant::now());
                    say(socket, &ToScreen::Frame(frame)).await?;
                }
            }
        }
    }
}

/// Says who speaks; gives the name that was said.
async fn greet(socket: &mut WebSocket, station: &Station) -> Result<String, End> {
    let hello = Hello {
        station: station.name(),
        version: station.health().version,
        kinds: station.kinds(),
    };
    let name = hello.station.clone();
    say(socket, &ToScreen::Hello(hello)).await?;
    Ok(name)
}

/// Ticks that are left out, not made up for, when the screen is slow.
fn pace(wanted: &Subscribe) -> Interval {
    let every = Duration::from_millis(wanted.every_ms.max(QUICKEST_MS).into()).min(HEARTBEAT);
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    ticks
}

fn has_news(frame: &Frame) -> bool {
    let Frame {
        whole,
        probes,
        removed,
        series,
        points,
        facts,
        events,
        alerts,
        firing,
        phase,
        cursor: _,
        now: _,
    } = frame;
    *whole
        || !(probes.is_empty()
            && removed.is_empty()
            && series.is_empty()
            && points.is_empty()
            && facts.is_empty()
            && events.is_empty()
            && alerts.is_empty()
            && firing.is_none()
            && phase.is_none())
}

/// The next wish of the screen. Nothing is lost when this is given up half-way.
async fn hear(socket: &mut WebSocket) -> Result<Subscribe, End> {
    loop {
        match socket.recv().await {
            Some(Ok(Message::Text(text))) => {
                return serde_json::from_str(&text)
                    .map_err(|error| End::Refused(format!("That is no `Subscribe`: {error}.")));
            }
            Some(Ok(Message::Binary(_))) => {
                return Err(End::Refused("Send text, not binary messages.".to_owned()));
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(End::Gone),
        }
    }
}

async fn say(socket: &mut WebSocket, message: &ToScreen) -> Result<(), End> {
    let text = serde_json::to_string(message).map_err(|error| {
        tracing::error!(%error, "a message for a screen could not be written");
        End::Gone
    })?;
    match timeout(STUCK, socket.send(Message::Text(text.into()))).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(End::Gone),
    }
}
