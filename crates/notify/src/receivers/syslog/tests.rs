use serde_json::json;
use tempfile::{TempDir, tempdir};
use wire::receiver::News;

use super::*;
use crate::testing::{Program, certificates, closed_port, faults, path, send, until};
use crate::text::example;

/// The real rsyslog, which writes each part of what it gets on a line.
struct Rsyslog {
    dir: TempDir,
    server: String,
    _running: Program,
}

impl Rsyslog {
    async fn start(input: &str) -> Self {
        let dir = tempdir().unwrap();
        certificates(dir.path());
        let address = closed_port().await;
        let config = format!(
            "global(workDirectory=\"{dir}\" defaultNetstreamDriverCAFile=\"{dir}/ca.pem\"\n\
             defaultNetstreamDriverCertFile=\"{dir}/cert.pem\" defaultNetstreamDriverKeyFile=\"{dir}/key.pem\")\n\
             {input}\n\
             template(name=\"parts\" type=\"string\" string=\"%hostname%|%app-name%|%msgid%|\
             %syslogfacility-text%.%syslogseverity-text%|%structured-data%|%msg%\\n\")\n\
             action(type=\"omfile\" file=\"{dir}/heard\" template=\"parts\")\n",
            dir = dir.path().display(),
        );
        let config = config
            .replace("{address}", "127.0.0.1")
            .replace("{port}", &address.port().to_string());
        std::fs::write(dir.path().join("rsyslog.conf"), config).unwrap();
        let (conf, pid) = (path(&dir, "rsyslog.conf"), path(&dir, "pid"));
        let running = Program::start("rsyslogd", &["-n", "-f", &conf, "-i", &pid], &[]);
        let server = Self {
            dir,
            server: address.to_string(),
            _running: running,
        };
        server.listens(address).await;
        server
    }

    /// Its sockets are there once the kernel has them in its lists.
    async fn listens(&self, address: std::net::SocketAddr) {
        let wanted = format!("0100007F:{:04X} 00000000:0000", address.port());
        until("a socket of rsyslog", || async {
            let lists = ["/proc/net/tcp", "/proc/net/udp"].map(|list| std::fs::read_to_string(list).unwrap());
            lists.concat().contains(&wanted).then_some(())
        })
        .await;
    }

    async fn heard(&self) -> String {
        until("a line in the log", || async {
            let heard = std::fs::read_to_string(self.dir.path().join("heard")).ok()?;
            heard
                .lines()
                .find(|line| line.contains("flywatch@32473"))
                .map(str::to_owned)
        })
        .await
    }
}

const TLS: &str = "module(load=\"imtcp\" streamDriver.name=\"gtls\" streamDriver.mode=\"1\" \
    streamDriver.authMode=\"anon\")\ninput(type=\"imtcp\" address=\"{address}\" port=\"{port}\")";
const TCP: &str = "module(load=\"imtcp\")\ninput(type=\"imtcp\" address=\"{address}\" port=\"{port}\")";
const UDP: &str = "module(load=\"imudp\")\ninput(type=\"imudp\" address=\"{address}\" port=\"{port}\")";

fn parts(news: &str, level: &str, title: &str) -> String {
    format!(
        "OB__S_d_|flywatch|{news}|local0.{level}|[flywatch@32473 id=\"5f1c-12\" thread=\"5f1c-7\" \
         station=\"OB „Süd“\" news=\"{news}\" severity=\"critical\" began=\"2026-11-21T00:00:00.250Z\" \
         link=\"http://127.0.0.1:8600/alerts/7\"]|{title}"
    )
}

const RAISED: &str = "[CRIT] OB „Süd“: Switch \"Rack\\1\": no answer within 0.9 s \
    (The encoder is reached through <Switch> & nothing else.)";

#[tokio::test]
async fn rsyslog_reads_every_part_over_udp() {
    let rsyslog = Rsyslog::start(UDP).await;
    send("syslog", json!({ "server": rsyslog.server }), &example())
        .await
        .unwrap();
    assert_eq!(
        rsyslog.heard().await.replace('\u{feff}', ""),
        parts("raised", "crit", RAISED)
    );
}

#[tokio::test]
async fn rsyslog_reads_every_part_over_tcp() {
    let rsyslog = Rsyslog::start(TCP).await;
    let mut message = example();
    message.news = News::Resolved;
    message.reason = "First\nsecond.".to_owned();
    send(
        "syslog",
        json!({ "server": rsyslog.server, "transport": "tcp" }),
        &message,
    )
    .await
    .unwrap();
    let title = "[OK] OB „Süd“: Switch \"Rack\\1\": no answer within 0.9 s (First second.)";
    assert_eq!(
        rsyslog.heard().await.replace('\u{feff}', ""),
        parts("resolved", "notice", title)
    );
}

#[tokio::test]
async fn rsyslog_reads_every_part_over_tls() {
    let rsyslog = Rsyslog::start(TLS).await;
    let settings = json!({
        "server": rsyslog.server, "transport": "tls", "authority_file": path(&rsyslog.dir, "ca.pem"),
    });
    send("syslog", settings, &example()).await.unwrap();
    assert_eq!(
        rsyslog.heard().await.replace('\u{feff}', ""),
        parts("raised", "crit", RAISED)
    );
}

#[test]
fn values_and_names_are_written_as_rfc_5424_wants() {
    assert_eq!(parameter("a\"b]c\\d\ne"), "a\\\"b\\]c\\\\de");
    assert_eq!(
        (word_of("OB 7", 255), word_of("", 255)),
        ("OB_7".to_owned(), "-".to_owned())
    );
    assert_eq!(
        faults("syslog", json!({ "server": "a", "app_name": "fly watch" }))[0].0,
        "app_name"
    );
}
