//! The live picture over a WebSocket.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use wire::live::{Frame, Subscribe, ToScreen};

use crate::running::{Running, loopback};

#[tokio::test]
async fn screen_sees_a_new_probe_and_is_told_when_it_makes_no_sense() {
    let running = Running::start().await;
    let mut socket = connect(&running).await;
    let ToScreen::Hello(hello) = hear(&mut socket).await else {
        panic!("no greeting")
    };
    assert!(!hello.kinds.is_empty());
    say(&mut socket, &Subscribe::default()).await;
    assert!(frame(&mut socket).await.whole);

    let made = running.make("/api/v1/probes", &loopback("Gateway")).await;
    let looked = loop {
        let frame = frame(&mut socket).await;
        let view = frame
            .probes
            .into_iter()
            .find(|view| json!(view.probe.id) == made["id"]);
        if let Some(view) = view.filter(|view| view.state.last.is_some()) {
            break view;
        }
    };
    assert_eq!(looked.probe.spec.name, "Gateway");
    let metrics = running.get("/metrics").await.text().await.unwrap();
    assert!(metrics.contains("\nflywatch_station_probes 1\n"), "{metrics}");

    socket.send(Message::text("{\"nonsense\":1}")).await.unwrap();
    loop {
        match hear(&mut socket).await {
            ToScreen::Frame(_) => {}
            ToScreen::Refused(why) => break assert!(why.contains("nonsense"), "{why}"),
            ToScreen::Hello(_) => panic!("a second greeting"),
        }
    }
    running.end().await;
}

#[tokio::test]
async fn a_screen_is_greeted_again_when_the_station_gets_another_name() {
    let running = Running::start().await;
    let mut socket = connect(&running).await;
    let ToScreen::Hello(first) = hear(&mut socket).await else {
        panic!("no greeting")
    };
    say(&mut socket, &Subscribe::default()).await;
    assert!(frame(&mut socket).await.whole);
    let mut settings: Value = running.get("/api/v1/station").await.json().await.unwrap();
    assert_eq!(settings["name"], json!(first.station));
    settings["name"] = json!("OB 7");
    settings.as_object_mut().unwrap().remove("revision");
    let set = running.ask(Method::PUT, "/api/v1/station").json(&settings);
    assert_eq!(set.send().await.unwrap().status(), 200);
    let second = loop {
        match hear(&mut socket).await {
            ToScreen::Hello(hello) => break hello,
            ToScreen::Frame(_) => {}
            ToScreen::Refused(why) => panic!("{why}"),
        }
    };
    assert_eq!(
        (second.station.as_str(), second.kinds.len()),
        ("OB 7", first.kinds.len())
    );
    running.end().await;
}

#[tokio::test]
async fn stopping_does_not_wait_for_screens() {
    let running = Running::start().await;
    let mut socket = connect(&running).await;
    assert!(matches!(hear(&mut socket).await, ToScreen::Hello(_)));
    running.end().await;
    assert!(matches!(next(&mut socket).await, Message::Close(_)));
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn connect(running: &Running) -> Socket {
    let mut request = format!("ws://{}/api/v1/live", running.at)
        .into_client_request()
        .unwrap();
    let token = format!("Bearer {}", running.access.token());
    request
        .headers_mut()
        .insert("authorization", token.parse().unwrap());
    tokio_tungstenite::connect_async(request).await.unwrap().0
}

async fn next(socket: &mut Socket) -> Message {
    let message = tokio::time::timeout(Duration::from_secs(60), socket.next()).await;
    message.expect("the server is silent").unwrap().unwrap()
}

async fn hear(socket: &mut Socket) -> ToScreen {
    serde_json::from_str(next(socket).await.to_text().unwrap()).unwrap()
}

async fn frame(socket: &mut Socket) -> Frame {
    let ToScreen::Frame(frame) = hear(socket).await else {
        panic!("no frame")
    };
    frame
}

async fn say(socket: &mut Socket, wish: &Subscribe) {
    socket
        .send(Message::text(serde_json::to_string(wish).unwrap()))
        .await
        .unwrap();
}
