//! Held against what tshark says of the same packets.

use breaker::damage_datagrams;
use serde_json::json;
use tokio::process::Command;
use tokio::time::timeout;

use super::super::info;
use super::peer::{datagrams, over_rtp, send};
use crate::testing::watching::watch;
use crate::testing::{PATIENCE, Program, in_own_network, value};

/// What tshark says of an RTP stream. Jitter in milliseconds.
struct Judged {
    packets: f64,
    lost: f64,
    least_jitter: f64,
    greatest_jitter: f64,
}

/// What tshark says of the one RTP stream in a capture.
async fn judged(capture: &str, port: u16) -> Option<Judged> {
    let decode = format!("udp.port=={port},rtp");
    let mut command = Command::new("tshark");
    command.args(["-r", capture, "-d", &decode, "-q", "-z", "rtp,streams"]);
    let out = command.output().await.expect("this test needs tshark");
    let text = String::from_utf8(out.stdout).unwrap();
    let figures = text.lines().find_map(|line| line.split_once("MPEG-II streams"));
    let (_, figures) = figures?;
    // Packets, lost, lost in per cent, three of time, three of jitter.
    let words = figures.split_whitespace().filter(|word| !word.starts_with('('));
    let figures = Vec::from_iter(words.filter_map(|word| word.parse::<f64>().ok()));
    Some(Judged {
        packets: figures[0],
        lost: figures[1],
        least_jitter: figures[5],
        greatest_jitter: figures[7],
    })
}

#[test]
fn loss_and_jitter_are_those_of_tshark() {
    in_own_network(|runtime| {
        runtime.block_on(async {
            let dir = tempfile::tempdir().unwrap();
            let file = dir.path().join("capture.pcapng").display().to_string();
            let at = "127.0.0.1:5004".parse().unwrap();
            let mut dumpcap = Command::new("dumpcap");
            dumpcap.args(["-q", "-i", "lo", "-f", "udp port 5004", "-w", &file]);
            let capture = Program::start(&mut dumpcap, "File:").await;
            let mut watching = watch(format!("rtp://{at}"), json!({}), 500);
            watching
                .until("that it listens", |reading| reading.failure.is_some())
                .await;
            let (damaged, _) = damage_datagrams(&over_rtp(&datagrams(4)), &["drop=17".parse().unwrap()], 7);
            send(&damaged, at).await;
            let reading = watching
                .until("all of it", |reading| {
                    value(reading, info::RTP_LOST) == Some(17.0)
                })
                .await;
            // What is captured is written with some delay.
            let all = damaged.len() as f64;
            let writing = async {
                loop {
                    let judged = judged(&file, at.port()).await;
                    if judged.as_ref().is_some_and(|judged| judged.packets >= all) {
                        return judged.unwrap();
                    }
                }
            };
            let judged = timeout(PATIENCE, writing).await.expect("all is captured");
            capture.stop().await;
            assert_eq!(judged.packets, all);
            assert_eq!(Some(judged.lost), value(&reading, info::RTP_LOST));
            // tshark tells the least and the greatest of the whole stream, and shows three digits.
            let jitter = 1_000.0 * value(&reading, info::RTP_JITTER).unwrap();
            let (least, greatest) = (0.98 * judged.least_jitter, 1.02 * judged.greatest_jitter);
            assert!(
                (least..=greatest).contains(&jitter),
                "{least} to {greatest} ms, here {jitter} ms"
            );
        });
    });
}
