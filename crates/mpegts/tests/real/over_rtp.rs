use std::net::UdpSocket;
use std::process::Command;
use std::time::{Duration, Instant};

use breaker::{Fault, Kind, damage_datagrams};
use mpegts::rtp::{Datagram, Receiver};
use mpegts::{Analyser, Nanos, Options};

use super::DATAGRAM;
use super::material::CONSTANT;

/// Time between two datagrams at 4 Mbit/s, in nanoseconds and in ticks of 90 kHz.
const STEP: u64 = (DATAGRAM * 8 * 250) as u64;

fn datagrams() -> Vec<Vec<u8>> {
    let sent = |(number, payload): (u64, &[u8])| {
        let [.., high, low] = (65_000 + number).to_be_bytes();
        let stamp = u32::try_from(number * STEP * 9 / 100_000).unwrap();
        let mut bytes = vec![0x80, 33, high, low];
        bytes.extend(stamp.to_be_bytes());
        bytes.extend([1, 2, 3, 4]);
        bytes.extend(payload);
        bytes
    };
    (0..)
        .zip(CONSTANT.bytes.chunks_exact(DATAGRAM))
        .map(sent)
        .collect()
}

#[test]
fn what_the_network_did_is_told_apart_from_what_the_encoder_did() {
    for seed in 0..8 {
        let faults = ["drop=12", "duplicate=7", "swap=5"].map(|words| words.parse::<Fault>().unwrap());
        let (arriving, done) = damage_datagrams(&datagrams(), &faults, seed);
        assert!(done.without_place.is_empty());
        let (mut receiver, mut analyser) = (Receiver::default(), Analyser::new(Options::default()));
        let mut at = Nanos(0);
        for bytes in &arriving {
            let Datagram::Rtp(rtp) = Datagram::detect(bytes) else {
                panic!("all of them are RTP")
            };
            at = at + Nanos(STEP);
            if receiver.push(&rtp, at) {
                analyser.push(rtp.payload, at);
            }
        }
        let received = receiver.received();
        assert_eq!(received.packets, arriving.len() as u64);
        assert_eq!(received.lost, done.count(Kind::Drop) as u64);
        assert_eq!(received.duplicated, done.count(Kind::Duplicate) as u64);
        assert_eq!(received.reordered, done.count(Kind::Swap) as u64);
        assert_eq!((received.restarts, received.source_changes), (0, 0));
        assert!(received.jitter < 0.003, "{}", received.jitter);

        let report = analyser.report(at);
        assert_eq!(report.duplicates.total, 0, "they do not come this far");
        assert!(report.continuity_errors.total >= 12);
        assert_eq!(report.sync_losses.total, 0);
    }
}

#[test]
fn bare_packets_are_no_rtp() {
    for bytes in CONSTANT.bytes.chunks(DATAGRAM) {
        assert_eq!(Datagram::detect(bytes), Datagram::Raw(bytes));
    }
}

#[test]
fn what_ffmpeg_sends_over_rtp_is_read() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let address = format!("rtp://{}?pkt_size=1328", socket.local_addr().unwrap());
    let mut sender = Command::new("ffmpeg")
        .args(["-v", "error", "-re", "-i"])
        .arg(&CONSTANT.path)
        .args(["-map", "0", "-c", "copy", "-f", "rtp_mpegts", &address])
        .spawn()
        .unwrap();
    let (mut receiver, mut analyser) = (Receiver::default(), Analyser::new(Options::default()));
    let begun = Instant::now();
    let now = || Nanos(u64::try_from(begun.elapsed().as_nanos()).unwrap());
    let mut buffer = [0; 2_048];
    for _ in 0..300 {
        let length = socket.recv(&mut buffer).unwrap();
        let Datagram::Rtp(rtp) = Datagram::detect(&buffer[..length]) else {
            panic!("all of them are RTP")
        };
        assert_eq!((rtp.payload_type, rtp.payload.len() % 188), (33, 0));
        let at = now();
        assert!(receiver.push(&rtp, at));
        analyser.push(rtp.payload, at);
    }
    sender.kill().unwrap();
    sender.wait().unwrap();
    let (received, report) = (receiver.received(), analyser.report(now()));
    assert_eq!((received.packets, received.lost), (300, 0));
    assert_eq!(
        (received.duplicated, received.reordered, received.restarts),
        (0, 0, 0)
    );
    assert_eq!(report.continuity_errors.total, 0);
    assert_eq!(report.services[0].streams.len(), 2);
}
