//! What is kept of a stream that becomes bad.

use tokio::net::UdpSocket;
use tokio::time::{interval, timeout};
use wire::evidence::Evidence;
use wire::live::SeriesView;

use super::*;

const PATIENCE: Duration = Duration::from_secs(60);
/// Packets that carry nothing: a stream without tables, which no decoder makes anything of.
const NOTHING: [u8; 4] = [0x47, 0x1F, 0xFF, 0x10];

/// Sends null packets, and looks meanwhile what was saved.
async fn saved(station: &Station, to: &str) -> Evidence {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut packet = [0xFF; 188];
    packet[..4].copy_from_slice(&NOTHING);
    let datagram = packet.repeat(7);
    let sending = async {
        let mut pace = interval(Duration::from_millis(10));
        loop {
            pace.tick().await;
            // Nobody listens yet at first.
            socket.send_to(&datagram, to).await.ok();
            if let Some(evidence) = station.evidence(None).await.pop() {
                return evidence;
            }
        }
    };
    timeout(PATIENCE, sending).await.expect("nothing was saved")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_becomes_bad_is_kept_with_its_last_packets() {
    let data = tempfile::tempdir().unwrap();
    let unfinished = data.path().join("evidence/.9");
    std::fs::create_dir_all(&unfinished).unwrap();
    let station = start(data.path()).await;
    assert!(!unfinished.exists());
    let port = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let at = port.local_addr().unwrap().to_string();
    drop(port);
    let spec = ProbeSpec::new("CAM 1", "mpegts", format!("mpegts://{at}"));
    let id = station.create_probe("test", spec).await.unwrap().id;
    // What is no stream is left, however bad it is.
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let other = station
        .create_probe("test", tcp("Switch", closed.port()))
        .await
        .unwrap();
    until(&station, other.id, Condition::Critical).await;

    let evidence = saved(&station, &at).await;
    assert_eq!((evidence.probe, evidence.name.as_str()), (id, "CAM 1"));
    let bundle = station.evidence_bundle(evidence.id).await.unwrap().unwrap();
    assert!(matches!(
        bundle.view.state.condition,
        Condition::Major | Condition::Critical
    ));
    let first = &bundle.view.state.findings[0];
    assert_eq!(evidence.why.as_ref(), Some(&first.detail));
    let has_value = |series: &SeriesView| series.value.is_some();
    assert!(bundle.values.iter().any(has_value));
    let excerpt = station
        .evidence_file(evidence.id, "excerpt.pcapng")
        .await
        .unwrap()
        .unwrap();
    assert!(excerpt.windows(4).filter(|bytes| *bytes == NOTHING).count() > 7);
    let listed = evidence.files.iter().find(|file| file.name == "excerpt.pcapng");
    assert_eq!(listed.map(|file| file.size), Some(excerpt.len() as u64));

    let now = station.save_evidence("test", other.id).await.unwrap().unwrap();
    assert_eq!((now.why, now.files.len()), (None, 1), "on demand of anything");
    station.stop().await;
    drop(station);
    let station = start(data.path()).await;
    assert_eq!(station.evidence(Some(id)).await, [evidence]);
    station.stop().await;
}
