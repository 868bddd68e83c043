use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::json;
use tokio::time::{interval, timeout};
use wire::probe::ProbeSpec;
use wire::reading::Cause;

use crate::testing::encoder::Encoder;
use crate::testing::{
    Looks, PATIENCE, assert_failed, assert_found, assert_well, closed_port, look, spec, value, value_of,
    wrong,
};

/// The real srt-live-transmit (Debian package srt-tools), until it is dropped.
struct Transmitter(Child);

impl Transmitter {
    /// From SRT, waiting for the sender, to nowhere.
    fn start(words: &str, port: u16, nowhere: u16) -> Self {
        let mut command = Command::new("srt-live-transmit");
        command.args(words.split_whitespace());
        command.arg(format!("srt://127.0.0.1:{port}?mode=listener"));
        command.arg(format!("udp://127.0.0.1:{nowhere}"));
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Self(command.spawn().expect("this test needs srt-live-transmit"))
    }
}

impl Drop for Transmitter {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn probe(path: &Path) -> ProbeSpec {
    spec(format!("srtstats://{}", path.display()), json!({}))
}

/// Watches what the real program writes in that format until there are rates.
async fn follows_the_real_program(format: &str, options: &str, full: bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("srt stats.txt");
    let link = folder.path().join("s");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let (port, nowhere) = (
        closed_port("127.0.0.1:0").await.port(),
        closed_port("127.0.0.1:0").await.port(),
    );
    let words = format!("-q -s 50 -pf {format} {options} -statsout {}", link.display());
    let _transmitter = Transmitter::start(&words, port, nowhere);
    let _encoder = Encoder::start(&format!(
        "srt://127.0.0.1:{port}?mode=caller&connect_timeout=20000"
    ));
    let target = format!("srtstats://{}", path.display()).replace(' ', "%20");
    let mut probe = Looks::of(&spec(target, json!({ "full_statistics": full })));
    let mut ticks = interval(Duration::from_millis(200));
    let waiting = async {
        loop {
            ticks.tick().await;
            let reading = probe.again().await;
            if value_of(&reading, "srt_stats_lost_per_second", "receive").is_some() {
                return reading;
            }
        }
    };
    let reading = timeout(PATIENCE, waiting).await.expect("no rates were told");
    assert_well(&reading);
    let told = |metric| value_of(&reading, metric, "receive").unwrap();
    assert_eq!(told("srt_stats_dropped_per_second"), 0.0);
    assert!((0.05..2.0).contains(&told("srt_stats_latency_seconds")));
    assert!(told("srt_stats_rtt_seconds") < 1.0);
    let rate = told("srt_stats_bitrate_bits_per_second");
    assert!((200_000.0..20_000_000.0).contains(&rate), "{rate}");
    assert_eq!(value_of(&reading, "srt_stats_rtt_seconds", "send"), None);
    assert!(value(&reading, "srt_stats_age_seconds") < Some(15.0));
}

#[tokio::test]
async fn json_of_the_real_program_is_followed() {
    follows_the_real_program("json", "", false).await;
}

#[tokio::test]
async fn csv_of_the_real_program_is_followed() {
    follows_the_real_program("csv", "", false).await;
}

#[tokio::test]
async fn full_statistics_of_the_real_program_are_followed() {
    follows_the_real_program("json", "-f", true).await;
}

/// A line as srt-live-transmit 1.5.1 writes it, of a receiver.
fn line(time_ms: u32, lost: u32, dropped: u32, rtt_ms: u32) -> String {
    format!(
        "{{\"sid\":7,\"time\":{time_ms},\"link\":{{\"rtt\":{rtt_ms},\"bandwidth\":12.5,\"maxBandwidth\":1000}},\
         \"send\":{{\"packets\":0}},\"recv\":{{\"packets\":100,\"packetsLost\":{lost},\"packetsDropped\":{dropped},\
         \"packetsRetransmitted\":{lost},\"packetsBelated\":0,\"msBuf\":90,\"mbitRate\":2.5,\"msTsbPdDelay\":120}}}}\n"
    )
}

#[tokio::test]
async fn rates_are_those_of_the_lines_and_what_was_given_up_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.json");
    fs::write(&path, line(1_000, 50, 50, 20)).unwrap();
    let mut probe = Looks::of(&probe(&path));
    let first = probe.again().await;
    assert_well(&first);
    assert_eq!(value_of(&first, "srt_stats_lost_per_second", "receive"), None);
    assert_eq!(
        value_of(&first, "srt_stats_bitrate_bits_per_second", "receive"),
        Some(2_500_000.0)
    );
    let mut file = OpenOptions::new().append(true).open(&path).unwrap();
    let whole = line(5_000, 4, 0, 60);
    let (begin, end) = whole.split_at(40);
    write!(
        file,
        "{}{}{}",
        line(2_000, 10, 0, 20),
        line(3_000, 20, 4, 60),
        begin
    )
    .unwrap();
    let second = probe.again().await;
    assert_found(
        &second,
        &[
            ("srt_stats.dropped", "4 packets were given up in 2 s (receive)"),
            ("srt_stats.latency", "120 ms of latency and a round trip of 60 ms"),
        ],
    );
    assert_eq!(
        value_of(&second, "srt_stats_lost_per_second", "receive"),
        Some(15.0)
    );
    assert_eq!(
        value_of(&second, "srt_stats_dropped_per_second", "receive"),
        Some(2.0)
    );
    write!(file, "{end}").unwrap();
    let third = probe.again().await;
    assert_eq!(
        value_of(&third, "srt_stats_lost_per_second", "receive"),
        Some(2.0)
    );
    // A new run writes the file anew.
    fs::write(&path, line(500, 3, 0, 20)).unwrap();
    let anew = probe.again().await;
    assert_well(&anew);
    assert_eq!(value_of(&anew, "srt_stats_lost_per_second", "receive"), None);
}

#[tokio::test]
async fn a_long_table_is_read_from_its_end_with_its_heading() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.csv");
    let mut text =
        "Timepoint,Time,SocketID,Time,msRTT,pktRecv,pktRcvLoss,pktRcvDrop,mbpsRecvRate,msRcvTsbPdDelay\n"
            .to_owned();
    for second in 1..5_000_u32 {
        let time = second * 1000;
        text += &format!("2026-11-22T01:40:48.126295+0000,{time},7,{time},1.5,100,2,0,3.5,120\n");
    }
    fs::write(&path, text).unwrap();
    let reading = look(format!("srtstats://{}", path.display()), json!({})).await;
    assert_well(&reading);
    assert_eq!(
        value_of(&reading, "srt_stats_lost_per_second", "receive"),
        Some(2.0)
    );
}

#[tokio::test]
async fn a_file_that_is_not_written_any_more_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.json");
    fs::write(&path, line(1_000, 0, 0, 20)).unwrap();
    let before = SystemTime::now() - Duration::from_secs(60);
    File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(before)
        .unwrap();
    let reading = look(format!("srtstats://{}", path.display()), json!({})).await;
    assert_found(&reading, &[("srt_stats.stale", "no new statistics for 6")]);
}

#[tokio::test]
async fn files_that_hold_no_statistics_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| format!("srtstats://{}", folder.path().join(name).display());
    assert_failed(
        &look(at("none"), json!({})).await,
        Cause::Unreachable,
        "-statsout",
    );
    fs::write(folder.path().join("empty"), "").unwrap();
    assert_failed(&look(at("empty"), json!({})).await, Cause::Silent, "still empty");
    fs::write(
        folder.path().join("noise"),
        [0xff_u8, b'\n', 0, 7, b'\n'].repeat(100_000),
    )
    .unwrap();
    assert_failed(&look(at("noise"), json!({})).await, Cause::Garbled, "-pf json");
    assert_failed(&look(at("."), json!({})).await, Cause::Refused, "is no file");
    for target in ["srtstats:///", "srtstats://host/a"] {
        assert_eq!(wrong(target, json!({}))[0].field, "target", "{target}");
    }
}
