//! What the way loses and swaps is counted, and told apart from what viewers see.

use serde_json::json;
use wire::reading::Reading;

use super::super::info;
use super::peer::{Told, is_there};
use super::relay::{DELAY, Harm, Relay};
use crate::stream::info as stream;
use crate::testing::watching::{found, watch};
use crate::testing::{closed_port, value};

/// What is told once all the harm is done and counted.
async fn after(harm: Harm, until: u64, metric: &'static str) -> Reading {
    let sender = closed_port("127.0.0.1:0").await;
    let relay = Relay::to(sender, harm).await;
    let _sender = Told::PLAIN.live_transmit(sender).await;
    let mut watching = watch(
        format!("srt://{}", relay.at),
        json!({ "latency_ms": 500 }),
        60_000,
    );
    watching.until("the stream", is_there).await;
    let expected = f64::from(u32::try_from(until).unwrap());
    let reading = watching
        .until("all the harm", |reading| {
            value(reading, metric).is_some_and(|count| count >= expected)
        })
        .await;
    assert_eq!(relay.done(), until);
    assert_eq!(value(&reading, metric), Some(expected), "{reading:#?}");
    assert!(
        value(&reading, info::RTT).unwrap() >= 2.0 * DELAY.as_secs_f64(),
        "{reading:#?}"
    );
    reading
}

fn assert_whole(reading: &Reading) {
    assert_eq!(value(reading, info::DROPPED), Some(0.0), "{reading:#?}");
    assert_eq!(value(reading, stream::CONTINUITY), Some(0.0), "{reading:#?}");
    assert_eq!(found(reading, info::DAMAGED), None);
}

async fn lost_and_repaired(per_mille: u32, until: u64) {
    let reading = after(Harm::Lose { per_mille, until }, until, info::LOST).await;
    assert_whole(&reading);
    assert!(value(&reading, info::LOSS).unwrap() > 0.0, "{reading:#?}");
    assert_eq!(value(&reading, info::MISSING), Some(0.0), "{reading:#?}");
    assert!(
        value(&reading, info::RETRANSMITTED).unwrap() > 0.0,
        "{reading:#?}"
    );
    let sentence = found(&reading, info::REPAIRED).unwrap();
    assert!(
        sentence.ends_with("had to be sent again in the last 10 s; nothing is missing"),
        "{sentence}"
    );
}

#[tokio::test]
async fn of_a_hundred_packets_one_is_lost_and_repaired() {
    lost_and_repaired(10, 12).await;
}

#[tokio::test]
async fn of_a_hundred_packets_five_are_lost_and_repaired() {
    lost_and_repaired(50, 40).await;
}

#[tokio::test]
async fn packets_that_are_overtaken_are_gaps_and_no_damage() {
    let reading = after(
        Harm::Swap {
            per_mille: 50,
            until: 20,
        },
        20,
        info::LOST,
    )
    .await;
    assert_whole(&reading);
}

#[tokio::test]
async fn what_cannot_be_repaired_is_damage() {
    let harm = Harm::LoseForGood {
        per_mille: 10,
        until: 5,
    };
    let reading = after(harm, 5, info::DROPPED).await;
    assert_eq!(value(&reading, info::LOST), Some(5.0));
    assert!(
        value(&reading, stream::CONTINUITY).unwrap() >= 1.0,
        "{reading:#?}"
    );
    assert!(value(&reading, info::MISSING).unwrap() > 0.0, "{reading:#?}");
    let sentence = found(&reading, info::DAMAGED).unwrap();
    assert!(
        sentence.ends_with("the network loses more than can be fetched in time"),
        "{sentence}"
    );
}

#[tokio::test]
async fn a_latency_that_is_too_short_is_told_with_the_one_to_set() {
    let sender = closed_port("127.0.0.1:0").await;
    let nothing = Harm::Lose {
        per_mille: 0,
        until: 0,
    };
    let relay = Relay::to(sender, nothing).await;
    let told = Told {
        latency_ms: 30,
        ..Told::PLAIN
    };
    let _sender = told.live_transmit(sender).await;
    let mut watching = watch(format!("srt://{}", relay.at), json!({ "latency_ms": 30 }), 60_000);
    let reading = watching
        .until("the latency", |reading| {
            found(reading, info::SHORT_LATENCY).is_some()
        })
        .await;
    let sentence = found(&reading, info::SHORT_LATENCY).unwrap();
    assert!(sentence.starts_with("a latency of 30 ms, "), "{sentence}");
    assert!(sentence.contains("times the round trip of"), "{sentence}");
}
