//! A screen that shows one stream, and how long after a packet it knows of it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use futures_util::{SinkExt, StreamExt};
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use wire::live::{Frame, Subscribe, ToScreen};
use wire::probe::ProbeId;
use wire::series::SeriesId;

use super::streams::Streams;
use crate::client::Client;

/// The first stream is the first probe.
const SHOWN: ProbeId = ProbeId(1);
const COUNTER: &str = "mpegts_transport_errors_total";
const DAMAGES: u32 = 100;
/// How much longer is waited after each damage than after the one before, so that they fall into all parts of a second.
const STEP: Duration = Duration::from_millis(37);
const PATIENCE: Duration = Duration::from_secs(20);

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// From the sending of a damaged packet to the frame that counts it, in seconds.
pub(super) async fn delays(client: &Client, streams: &Streams) -> Result<Vec<f64>> {
    let mut request = format!("ws://{}/api/v1/live", client.address()).into_client_request()?;
    let token = format!("Bearer {}", client.token().context("a station without a token")?);
    request.headers_mut().insert("authorization", token.parse()?);
    let (mut socket, _) = connect_async(request).await?;
    let wish = Subscribe {
        probes: vec![SHOWN],
        every_ms: 100,
        ..Subscribe::default()
    };
    socket.send(Message::text(serde_json::to_string(&wish)?)).await?;
    let first = frame(&mut socket).await?;
    let counter = first
        .series
        .iter()
        .find(|series| series.probe == SHOWN && series.metric == COUNTER);
    let counter = counter.context("a stream whose damaged packets are counted")?.id;
    let mut count = newest(&first, counter).unwrap_or(0.0);
    let mut delays = Vec::new();
    for number in 0..DAMAGES {
        let sent = streams.damage()?;
        loop {
            let frame = frame(&mut socket).await?;
            let seen = Instant::now();
            if let Some(now) = newest(&frame, counter).filter(|now| *now > count) {
                ensure!(now == count + 1.0, "{now} damaged packets after {count}");
                count = now;
                delays.push((seen - sent).as_secs_f64());
                break;
            }
        }
        let rest = Instant::now() + STEP * (number % 27);
        while Instant::now() < rest {
            frame(&mut socket).await?;
        }
    }
    Ok(delays)
}

fn newest(frame: &Frame, series: SeriesId) -> Option<f64> {
    let point = frame.points.iter().find(|point| point.series == series);
    point.map(|point| point.value)
}

async fn frame(socket: &mut Socket) -> Result<Frame> {
    loop {
        let message = timeout(PATIENCE, socket.next())
            .await?
            .context("the station hung up")??;
        match serde_json::from_str(message.to_text()?)? {
            ToScreen::Frame(frame) => return Ok(frame),
            ToScreen::Hello(_) => {}
            ToScreen::Refused(why) => anyhow::bail!("{why}"),
        }
    }
}
