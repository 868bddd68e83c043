//! One sender, whose packets a relay brings on two legs and loses as it is told.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use breaker::damage_datagrams;
use serde_json::json;
use tokio::net::UdpSocket;
use tokio::task::JoinSet;
use tokio::time::sleep;
use wire::reading::Reading;

use super::super::info;
use crate::stream::info as stream;
use crate::testing::encoder::Encoder;
use crate::testing::watching::{Watching, found, watch};
use crate::testing::{closed_port, value};

/// What a relay does with the datagrams that it gets.
#[derive(Clone, Default)]
struct Order {
    /// Which are left out on each leg, by their number.
    lost: [BTreeSet<usize>; 2],
    /// How many are brought.
    count: Option<usize>,
    /// How much later the second leg is.
    delay: Duration,
    /// From which on the second leg brings nothing.
    cut: Option<usize>,
}

/// A stream of an encoder over two legs, which a probe watches.
struct Setup {
    watching: Watching,
    _encoder: Encoder,
    _relay: JoinSet<()>,
}

impl Setup {
    async fn new(order: Order) -> Self {
        let legs = [closed_port("127.0.0.1:0").await, closed_port("127.0.0.1:0").await];
        let relay = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let to = relay.local_addr().unwrap();
        let settings = json!({ "second_leg": format!("rtp://{}", legs[1]) });
        let mut watching = watch(format!("rtp://{}", legs[0]), settings, 500);
        // Nothing can be sent before the probe listens.
        watching
            .until("that it listens", |reading| reading.failure.is_some())
            .await;
        let mut tasks = JoinSet::new();
        tasks.spawn(bring(relay, legs, order));
        Self {
            watching,
            _encoder: Encoder::start(&format!("rtp://{to}?pkt_size=1328")),
            _relay: tasks,
        }
    }
}

/// Brings each RTP packet on both legs.
async fn bring(relay: UdpSocket, legs: [SocketAddr; 2], order: Order) {
    let (mut datagram, mut later) = (vec![0; 65_535], JoinSet::new());
    let sender = std::sync::Arc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap());
    for number in 0..order.count.unwrap_or(usize::MAX) {
        let (length, _) = relay.recv_from(&mut datagram).await.unwrap();
        let datagram = datagram[..length].to_vec();
        if !order.lost[0].contains(&number) {
            sender.send_to(&datagram, legs[0]).await.unwrap();
        }
        if order.lost[1].contains(&number) || order.cut.is_some_and(|cut| number >= cut) {
            continue;
        }
        if order.delay.is_zero() {
            sender.send_to(&datagram, legs[1]).await.unwrap();
            continue;
        }
        let (sender, delay) = (sender.clone(), order.delay);
        later.spawn(async move {
            sleep(delay).await;
            sender.send_to(&datagram, legs[1]).await.unwrap();
        });
    }
    while later.join_next().await.is_some() {}
}

/// So many numbers of datagrams, chosen by a seed.
fn chosen(of: usize, count: usize, seed: u64) -> BTreeSet<usize> {
    let fault = format!("drop={count}").parse().unwrap();
    let (_, done) = damage_datagrams(&vec![Vec::new(); of], &[fault], seed);
    let chosen = BTreeSet::from_iter(done.places.iter().map(|place| place.item));
    assert_eq!(chosen.len(), count);
    chosen
}

fn of_leg(reading: &Reading, metric: &str, leg: &str) -> Option<f64> {
    let mut samples = reading.samples.iter();
    let is_it = |label: Option<&String>| label.is_some_and(|label| label == leg);
    let sample = samples.find(|sample| sample.metric == metric && is_it(sample.labels.get("leg")))?;
    Some(sample.value)
}

#[tokio::test]
async fn what_each_leg_lost_and_what_both_lost_is_counted() {
    const COUNT: usize = 400;
    // Some numbers are lost on both legs, all others on one.
    let lost = [chosen(COUNT, 12, 1), chosen(COUNT, 9, 2)];
    let both = chosen(COUNT, 3, 3);
    let lost = lost.map(|lost| &lost | &both);
    let on_both = lost[0].intersection(&lost[1]).count();
    let counts = lost.each_ref().map(|lost| lost.len() as f64);
    let mut setup = Setup::new(Order {
        lost,
        count: Some(COUNT),
        ..Order::default()
    })
    .await;
    let all = COUNT as f64;
    let reading = setup
        .watching
        .until("all of it", |reading| {
            of_leg(reading, info::LEG_RECEIVED, "1") == Some(all - counts[0])
                && of_leg(reading, info::LEG_RECEIVED, "2") == Some(all - counts[1])
                && value(reading, info::RTP_LOST) == Some(on_both as f64)
        })
        .await;
    assert_eq!(of_leg(&reading, info::LEG_LOST, "1"), Some(counts[0]));
    assert_eq!(of_leg(&reading, info::LEG_LOST, "2"), Some(counts[1]));
    assert!(value(&reading, stream::CONTINUITY).unwrap() >= on_both as f64);
    let sentence = found(&reading, info::LEG_LOSS).unwrap();
    let expected = format!(
        "leg 1 lost {} RTP packets in the last 10 s; {on_both} of them were lost on leg 2 too and stay missing",
        counts[0]
    );
    assert_eq!(sentence, expected);
    let sentence = found(&reading, info::RTP_LOSS).unwrap();
    assert!(sentence.contains("on neither leg"), "{sentence}");
    assert_eq!(found(&reading, info::LEG_SKEW_FOUND), None);
}

#[tokio::test]
async fn what_one_leg_lost_the_other_repairs() {
    const COUNT: usize = 300;
    let first = chosen(COUNT, 10, 4);
    let second = &chosen(COUNT, 20, 5) - &first;
    let counts = [first.len() as f64, second.len() as f64];
    let mut setup = Setup::new(Order {
        lost: [first, second],
        count: Some(COUNT),
        delay: Duration::from_millis(80),
        ..Order::default()
    })
    .await;
    let reading = setup
        .watching
        .until("all of it", |reading| {
            of_leg(reading, info::LEG_LOST, "1") == Some(counts[0])
                && of_leg(reading, info::LEG_LOST, "2") == Some(counts[1])
                && of_leg(reading, info::LEG_RECEIVED, "2") == Some(COUNT as f64 - counts[1])
        })
        .await;
    assert_eq!(value(&reading, info::RTP_LOST), Some(0.0));
    assert_eq!(value(&reading, stream::CONTINUITY), Some(0.0));
    assert_eq!(found(&reading, info::RTP_LOSS), None);
    let sentence = found(&reading, info::LEG_LOSS).unwrap();
    assert!(sentence.ends_with("; leg 2 repaired them"), "{sentence}");
}

#[tokio::test]
async fn a_leg_that_goes_silent_is_told_and_the_stream_goes_on() {
    let mut setup = Setup::new(Order {
        cut: Some(200),
        ..Order::default()
    })
    .await;
    let is_protected =
        |reading: &Reading| value(reading, info::LEG_PROTECTED).is_some_and(|share| share > 0.0);
    let reading = setup.watching.until("both legs", is_protected).await;
    assert_eq!(found(&reading, info::LEG_SILENT), None);
    let reading = setup
        .watching
        .until("the silence", |reading| {
            found(reading, info::LEG_SILENT).is_some()
        })
        .await;
    let sentence = found(&reading, info::LEG_SILENT).unwrap();
    assert!(sentence.starts_with("leg 2 (rtp://127.0.0.1:"), "{sentence}");
    assert!(sentence.contains("there is no protection left"), "{sentence}");
    assert_eq!(value(&reading, stream::SYNC), Some(1.0));
    assert_eq!(value(&reading, info::RTP_LOST), Some(0.0));
    let share = |reading: &Reading| value(reading, info::LEG_PROTECTED);
    setup
        .watching
        .until("less protection", |reading| {
            share(reading).is_some_and(|share| share < 1.0)
        })
        .await;
}

#[tokio::test]
async fn a_leg_that_is_too_late_is_told() {
    let mut setup = Setup::new(Order {
        delay: Duration::from_millis(600),
        ..Order::default()
    })
    .await;
    let reading = setup
        .watching
        .until("the skew", |reading| {
            found(reading, info::LEG_SKEW_FOUND).is_some() && value(reading, info::LEG_SKEW).is_some()
        })
        .await;
    let sentence = found(&reading, info::LEG_SKEW_FOUND).unwrap();
    assert!(sentence.starts_with("leg 2 comes "), "{sentence}");
    // No packet can come earlier than the relay holds it back.
    assert!(value(&reading, info::LEG_SKEW).unwrap() >= 0.6);
    assert!(value(&reading, info::LEG_SKEW_GREATEST).unwrap() >= 0.6);
}

#[tokio::test]
async fn two_streams_are_no_legs() {
    let legs = [closed_port("127.0.0.1:0").await, closed_port("127.0.0.1:0").await];
    let _encoders = legs.map(|leg| Encoder::start(&format!("rtp://{leg}?pkt_size=1328")));
    let settings = json!({ "second_leg": format!("rtp://{}", legs[1]) });
    let mut watching = watch(format!("rtp://{}", legs[0]), settings, 60_000);
    let reading = watching
        .until("that they differ", |reading| {
            found(reading, info::LEG_SKEW_FOUND).is_some()
        })
        .await;
    let sentence = found(&reading, info::LEG_SKEW_FOUND).unwrap();
    assert!(sentence.contains("come from different sources"), "{sentence}");
    assert!(value(&reading, info::RTP_OTHER).unwrap() > 0.0);
}
