use std::path::Path;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::time::{interval, timeout};
use wire::reading::{Cause, Reading};

use crate::testing::encoder::Encoder;
use crate::testing::{
    Looks, PATIENCE, Program, assert_failed, assert_found, assert_well, closed_port, look, look_briefly,
    spec, tcp_server, value, value_of, wrong,
};

const CODED: &str = "-f lavfi -i testsrc2=size=320x240:rate=25 -f lavfi -i sine=frequency=1000:sample_rate=48000 -c:v libx264 \
                     -preset ultrafast -pix_fmt yuv420p -g 25 -b:v 500k -c:a aac -ac 2";

/// A real nginx (Debian packages nginx and libnginx-mod-rtmp) on free ports, until it is dropped.
struct Nginx {
    rtmp: String,
    http: String,
    _program: Program,
    _folder: TempDir,
}

impl Nginx {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (rtmp, http) = (closed_port("127.0.0.1:0").await, closed_port("127.0.0.1:0").await);
        let place = folder.path().display();
        let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|name| format!("{name}_temp_path {place}/{name};\n"))
            .collect();
        let configuration = format!(
            "load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;\n\
             daemon off; master_process off; pid {place}/pid; error_log stderr notice;\n\
             events {{ worker_connections 64; }}\n\
             rtmp {{ server {{ listen {rtmp}; application live {{ live on; }} application other {{ live on; }} }} }}\n\
             http {{ access_log off; {paths} server {{ listen {http}; root {place};\n\
             location /stat {{ rtmp_stat all; }}\n\
             location /closed {{ deny all; }} }} }}\n"
        );
        std::fs::write(folder.path().join("nginx.conf"), configuration).unwrap();
        let mut command = Command::new("/usr/sbin/nginx");
        command.arg("-p").arg(folder.path());
        command
            .arg("-c")
            .arg(Path::new("nginx.conf"))
            .arg("-e")
            .arg("stderr");
        let program = Program::start(&mut command, "event method").await;
        Self {
            rtmp: format!("rtmp://{rtmp}"),
            http: format!("nginxrtmp://{http}"),
            _program: program,
            _folder: folder,
        }
    }

    fn publish(&self, stream: &str) -> Encoder {
        Encoder::told(&format!("-re {CODED} -f flv {}/{stream}", self.rtmp))
    }
}

/// Looks again and again until a reading is as expected.
async fn until(probe: &mut Looks, what: &str, expected: impl Fn(&Reading) -> bool) -> Reading {
    let mut ticks = interval(Duration::from_millis(200));
    let waiting = async {
        loop {
            ticks.tick().await;
            let reading = probe.again().await;
            if expected(&reading) {
                return reading;
            }
        }
    };
    timeout(PATIENCE, waiting)
        .await
        .unwrap_or_else(|_| panic!("{what} was never told"))
}

#[tokio::test]
async fn a_real_nginx_tells_of_its_publishers_and_players() {
    let nginx = Nginx::start().await;
    let settings = json!({ "expect_streams": "live/camera1" });
    let mut probe = Looks::of(&spec(&nginx.http, settings));
    assert_found(
        &probe.again().await,
        &[("nginx_rtmp.not_publishing", "nobody publishes live/camera1")],
    );
    let encoder = nginx.publish("live/camera1");
    let stream = "live/camera1";
    let rated = |reading: &Reading| {
        value_of(reading, "nginx_rtmp_stream_in_bits_per_second", stream).is_some_and(|rate| rate > 100_000.0)
            && value_of(reading, "nginx_rtmp_stream_frame_rate_per_second", stream).is_some()
            && value_of(reading, "nginx_rtmp_stream_audio_channels", stream).is_some()
    };
    let reading = until(&mut probe, "a publisher", rated).await;
    assert_well(&reading);
    for (metric, expected) in [
        ("nginx_rtmp_streams", 1.0),
        ("nginx_rtmp_publishing", 1.0),
        ("nginx_rtmp_clients", 1.0),
    ] {
        assert_eq!(value(&reading, metric), Some(expected), "{metric}");
    }
    for (metric, expected) in [
        ("nginx_rtmp_stream_publishing", 1.0),
        ("nginx_rtmp_stream_active", 1.0),
        ("nginx_rtmp_stream_clients", 1.0),
        ("nginx_rtmp_stream_frame_rate_per_second", 25.0),
        ("nginx_rtmp_stream_audio_channels", 2.0),
        ("nginx_rtmp_stream_dropped_per_second", 0.0),
    ] {
        assert_eq!(value_of(&reading, metric, stream), Some(expected), "{metric}");
    }
    let apart = value_of(&reading, "nginx_rtmp_stream_av_offset_seconds", stream).unwrap();
    assert!(apart.abs() < 0.5, "{apart}");
    let facts: Vec<_> = reading.facts.iter().map(|fact| fact.text.as_str()).collect();
    assert!(
        facts.contains(&"320x240") && facts.contains(&"AAC LC 48000 Hz"),
        "{facts:?}"
    );
    assert!(facts.iter().any(|text| text.starts_with("H264 ")), "{facts:?}");
    let _player = Encoder::told(&format!("-i {}/live/camera1 -f null -", nginx.rtmp));
    let played = |reading: &Reading| {
        value_of(reading, "nginx_rtmp_stream_clients", stream) == Some(2.0)
            && value(reading, "nginx_rtmp_out_bits_per_second").is_some_and(|rate| rate > 0.0)
    };
    until(&mut probe, "a player", played).await;
    drop(encoder);
    let gone = |reading: &Reading| {
        reading
            .findings
            .iter()
            .any(|finding| finding.code == "nginx_rtmp.not_publishing")
    };
    until(&mut probe, "the end of the publisher", gone).await;
}

#[tokio::test]
async fn names_of_streams_that_are_keys_stay_hidden() {
    let nginx = Nginx::start().await;
    let _one = nginx.publish("other/sk-top-secret-key-1");
    let _two = nginx.publish("other/sk-top-secret-key-2");
    let settings = json!({ "hide_names": true, "expect_streams": "other/sk-top-secret-key-1,other/sk-top-secret-key-3" });
    let mut probe = Looks::of(&spec(&nginx.http, settings));
    let both = |reading: &Reading| value(reading, "nginx_rtmp_publishing") == Some(2.0);
    let reading = until(&mut probe, "both", both).await;
    assert!(value_of(&reading, "nginx_rtmp_stream_publishing", "other/sk***").is_some());
    assert!(value_of(&reading, "nginx_rtmp_stream_publishing", "other/sk*** (2)").is_some());
    assert_found(
        &reading,
        &[("nginx_rtmp.not_publishing", "nobody publishes other/sk***")],
    );
    assert!(!serde_json::to_string(&reading).unwrap().contains("top-secret"));
}

#[tokio::test]
async fn pages_that_are_not_there_or_not_shown_say_what_to_check() {
    let nginx = Nginx::start().await;
    let none = look(format!("{}/none", nginx.http), json!({})).await;
    assert_failed(&none, Cause::Refused, "rtmp_stat all;");
    let denied = look(format!("{}/closed", nginx.http), json!({})).await;
    assert_failed(&denied, Cause::Denied, "does not show its statistics");
    let closed = format!("nginxrtmp://{}", closed_port("127.0.0.1:0").await);
    assert_failed(
        &look(closed, json!({})).await,
        Cause::Refused,
        "check that nginx runs",
    );
    let rtmp = nginx.rtmp.replace("rtmp:", "nginxrtmp:");
    assert_failed(
        &look_briefly(rtmp, json!({})).await,
        Cause::Timeout,
        "check that nginx runs",
    );
    for (target, settings, field) in [
        ("nginxrtmp:///stat", json!({}), "target"),
        ("nginxrtmp://a", json!({ "password": "x" }), "user"),
    ] {
        assert_eq!(wrong(target, settings)[0].field, field, "{target}");
    }
}

/// A server that answers with this page.
async fn serving(body: &'static str) -> String {
    let address = tcp_server("127.0.0.1:0", move |mut stream| async move {
        let mut head = [0; 1024];
        if stream.read(&mut head).await? == 0 {
            return Ok(());
        }
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await
    })
    .await;
    format!("nginxrtmp://{address}")
}

#[tokio::test]
async fn other_pages_are_refused_and_odd_ones_are_read_as_far_as_they_make_sense() {
    for body in [
        "",
        "<html><body>Welcome to nginx!</body></html>",
        "<rtmp><server>",
        "\u{0}\u{1}",
    ] {
        let reading = look(serving(body).await, json!({})).await;
        assert_failed(&reading, Cause::Garbled, "no statistics page");
    }
    let odd = "<rtmp><bw_in>x</bw_in><server><application><live><stream><name></name><client/><client><dropped>nan</dropped>\
               </client><meta><video/><audio><channels>-</channels></audio></meta></stream></live></application>\
               <application/></server><server/></rtmp>";
    let reading = look(serving(odd).await, json!({})).await;
    assert_well(&reading);
    assert_eq!(value(&reading, "nginx_rtmp_clients"), Some(2.0));
}

#[tokio::test]
async fn audio_far_from_video_is_named() {
    let page = "<rtmp><server><application><name>live</name><live><stream><name>a</name><client><id>1</id><avsync>-1500</avsync>\
                <publishing/></client><client><id>2</id><avsync>9000</avsync></client><publishing/></stream></live>\
                </application></server></rtmp>";
    let target = serving(page).await;
    assert_found(
        &look(&target, json!({})).await,
        &[(
            "nginx_rtmp.av_offset",
            "audio and video of live/a are 1.50 s apart",
        )],
    );
    assert_well(&look(&target, json!({ "av_offset_limit_ms": 2000 })).await);
}
