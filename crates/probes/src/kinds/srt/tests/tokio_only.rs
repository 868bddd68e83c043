//! The same with srt-tokio, for builds without libsrt.

use serde_json::{Value, json};
use tokio::sync::mpsc;
use wire::probe::ProbeId;
use wire::reading::{Failure, Reading};
use wire::settings;

use super::super::access::Access;
use super::super::info;
use super::super::receiver::Receiver;
use super::super::tokio_only::TokioOnly;
use super::peer::{PASSPHRASE, Told, is_there, said};
use crate::stream::info as stream;
use crate::testing::{closed_port, value};
use crate::{Clock, Look, Target};

fn access(target: &str, settings: &Value) -> Access {
    let target = Target::parse(target, &info::INFO).unwrap();
    let entered = serde_json::from_value(settings.clone()).unwrap();
    Access::of(
        &target,
        &settings::complete(&info::INFO.fields, &entered).unwrap(),
    )
    .unwrap()
}

/// What is published first that is as expected, or why nothing is.
async fn watch(target: &str, settings: &Value, expected: fn(&Reading) -> bool) -> Result<Reading, Failure> {
    let access = access(target, settings);
    let mut receiver = Receiver::new(TokioOnly::new(&access).unwrap(), access.options, access.monitor);
    let (out, mut readings) = mpsc::channel(64);
    let mut seen = Look::new(&info::INFO, ProbeId(1), Clock::system(), out);
    let come = async {
        loop {
            let reading = readings.recv().await.unwrap();
            if expected(&reading) {
                return reading;
            }
        }
    };
    tokio::select! {
        ended = receiver.watch(&mut seen) => Err(ended.unwrap_err()),
        reading = come => Ok(reading),
    }
}

#[tokio::test]
async fn it_calls_and_leaves_out_what_it_does_not_know() {
    for key in [0, 16, 32] {
        let at = closed_port("127.0.0.1:0").await;
        let _sender = Told { key, ..Told::PLAIN }.live_transmit(at).await;
        let passphrase = if key > 0 { PASSPHRASE } else { "" };
        let counted = |reading: &Reading| {
            is_there(reading) && value(reading, info::RECEIVED).is_some_and(|count| count > 0.0)
        };
        let reading = watch(
            &format!("srt://{at}"),
            &json!({ "passphrase": passphrase }),
            counted,
        )
        .await;
        let reading = reading.unwrap();
        assert_eq!(value(&reading, stream::CONTINUITY), Some(0.0));
        assert_eq!(value(&reading, info::DROPPED), Some(0.0));
        assert_eq!(
            said(&reading, info::ENCRYPTION),
            Some(if key > 0 { "AES" } else { "none" })
        );
        for unknown in [info::RTT, info::LOST, info::BUFFER, info::BANDWIDTH, info::MARGIN] {
            assert_eq!(
                value(&reading, unknown),
                None,
                "{unknown} is not known, which is not 0"
            );
        }
    }
}

#[tokio::test]
async fn it_says_why_it_is_not_let_in() {
    let at = closed_port("127.0.0.1:0").await;
    let told = Told {
        key: 16,
        ..Told::PLAIN
    };
    let _sender = told.live_transmit(at).await;
    let target = format!("srt://{at}");
    for (settings, part) in [
        (json!({ "passphrase": "another one" }), "has another passphrase"),
        (json!({}), "encrypts; enter the passphrase"),
    ] {
        let failure = watch(&target, &settings, |_| true).await.unwrap_err();
        assert!(failure.detail.contains(part), "{}", failure.detail);
    }
    let closed = closed_port("127.0.0.1:0").await;
    let failure = watch(&format!("srt://{closed}"), &json!({}), |_| true)
        .await
        .unwrap_err();
    assert!(failure.detail.contains("nothing listens"), "{}", failure.detail);
}

#[test]
fn it_does_not_listen() {
    let access = access("srt://0.0.0.0:9000", &json!({ "mode": "listener" }));
    let error = TokioOnly::new(&access).err().unwrap();
    assert_eq!(error.field, "mode");
}
