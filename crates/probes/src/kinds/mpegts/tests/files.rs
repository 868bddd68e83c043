use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use serde_json::json;
use tempfile::tempdir;
use wire::reading::Cause;

use super::peer::file;
use crate::stream::info as stream;
use crate::testing::encoder::{RATE, VIDEO_PID};
use crate::testing::watching::{found, of_pid, watch};
use crate::testing::{assert_failed, value};

fn target(path: &Path) -> String {
    format!("file://{}", path.display())
}

#[tokio::test]
async fn a_recording_is_judged_as_a_whole_and_followed_while_it_grows() {
    let dir = tempdir().unwrap();
    let path = dir.path().join("Kamera 1.ts");
    let whole = file(&path, 4);
    let packets = whole.len() / 188;
    // From a file that lacks one packet in the middle of its first half.
    let at = packets / 4 * 188;
    std::fs::write(
        &path,
        [&whole[..at], &whole[at + 7 * 188..packets / 2 * 188]].concat(),
    )
    .unwrap();
    let mut watching = watch(target(&path), json!({}), 3_000);
    let first = watching
        .until("the file", |reading| value(reading, stream::BITRATE).is_some())
        .await;
    let rate = value(&first, stream::BITRATE).unwrap();
    assert!((rate / RATE - 1.0).abs() < 0.1, "{rate}");
    assert_eq!(value(&first, stream::SYNC), Some(1.0));
    assert!(value(&first, stream::CONTINUITY).unwrap() >= 1.0);
    assert!(of_pid(&first, stream::PID_BITRATE, VIDEO_PID).is_some());
    let totals = [stream::PID_PACKETS, stream::PID_MISSING, stream::PID_CONTINUITY].map(|total| {
        let of = first.samples.iter().filter(|sample| sample.metric == total);
        of.map(|sample| sample.value).sum::<f64>()
    });
    assert_eq!(
        totals[0].to_bits(),
        crate::number::as_f64(packets as u64 / 2 - 7).to_bits()
    );
    assert!(totals[1] >= 1.0 && totals[2] >= 1.0, "{totals:?}");
    let pcrs = of_pid(&first, stream::PCR_COUNT, VIDEO_PID).unwrap();
    let worst = of_pid(&first, stream::PCR_WORST, VIDEO_PID).unwrap();
    assert!(pcrs > 20.0 && worst < 0.1, "{pcrs} {worst}");
    let sentence = found(&first, "mpegts.continuity_count_error").unwrap();
    assert!(!sentence.contains("last 10 s"), "a file has no now: {sentence}");

    let again = watching
        .until("the same", |reading| reading.failure.is_none())
        .await;
    assert_eq!(
        found(&again, "mpegts.continuity_count_error"),
        Some(sentence),
        "nothing is counted twice"
    );

    let mut growing = OpenOptions::new().append(true).open(&path).unwrap();
    growing.write_all(&whole[packets / 2 * 188..]).unwrap();
    let grown = watching
        .until("the rest", |reading| {
            value(reading, stream::BITRATE) != value(&first, stream::BITRATE)
        })
        .await;
    assert_eq!(
        value(&grown, stream::CONTINUITY),
        value(&first, stream::CONTINUITY)
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_read_says_why() {
    let dir = tempdir().unwrap();
    let (missing, empty) = (dir.path().join("missing.ts"), dir.path().join("empty.ts"));
    std::fs::write(&empty, []).unwrap();
    for (path, cause, part) in [
        (missing.as_path(), Cause::Unreachable, "there is no file"),
        (empty.as_path(), Cause::Garbled, "is empty"),
        (dir.path(), Cause::Refused, "is a folder"),
    ] {
        let mut watching = watch(target(path), json!({}), 3_000);
        let reading = watching
            .until("the trouble", |reading| reading.failure.is_some())
            .await;
        assert_failed(&reading, cause, part);
    }
}

#[tokio::test]
async fn a_file_that_holds_something_else_is_called_so() {
    let dir = tempdir().unwrap();
    let path = dir.path().join("text.ts");
    std::fs::write(&path, "no stream\n".repeat(10_000)).unwrap();
    let mut watching = watch(target(&path), json!({}), 3_000);
    watching
        .until("what it is", |reading| {
            found(reading, stream::NOT_A_STREAM).is_some()
        })
        .await;
}
