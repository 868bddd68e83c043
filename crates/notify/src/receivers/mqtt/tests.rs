use serde_json::json;
use tempfile::{TempDir, tempdir};

use super::*;
use crate::testing::{Program, certificates, closed_port, faults, path, run, send};
use crate::text::example;

/// The real broker mosquitto, which asks for a user.
struct Broker {
    port: String,
    dir: TempDir,
    running: Program,
}

impl Broker {
    async fn start(is_encrypted: bool) -> Self {
        let dir = tempdir().unwrap();
        certificates(dir.path());
        run(
            "mosquitto_passwd",
            &["-b", "-c", &path(&dir, "users"), "truck", "right pass"],
        );
        let port = closed_port().await.port().to_string();
        let mut config = format!(
            "listener {port} 127.0.0.1\nallow_anonymous false\npassword_file {}\nuser root\nlog_dest stderr\n",
            path(&dir, "users")
        );
        if is_encrypted {
            config += &format!(
                "certfile {}\nkeyfile {}\n",
                path(&dir, "cert.pem"),
                path(&dir, "key.pem")
            );
        }
        std::fs::write(dir.path().join("mosquitto.conf"), config).unwrap();
        let mut running = Program::start("mosquitto", &["-v", "-c", &path(&dir, "mosquitto.conf")], &[]);
        running.says(" running").await;
        Self { port, dir, running }
    }

    /// Somebody who listens to everything, once the broker knows it.
    async fn listener(&mut self, more: &[&str]) -> Program {
        let mut arguments = vec![
            "-h",
            "127.0.0.1",
            "-p",
            &self.port,
            "-u",
            "truck",
            "-P",
            "right pass",
            "-t",
            "flywatch/#",
            "-v",
            "-q",
            "1",
        ];
        arguments.extend(more);
        let listener = Program::start("mosquitto_sub", &arguments, &[]);
        self.running.says("Sending SUBACK").await;
        listener
    }
}

fn settings(scheme: &str, port: &str, password: &str) -> serde_json::Value {
    json!({ "broker": format!("{scheme}://127.0.0.1:{port}"), "user": "truck", "password": password })
}

#[tokio::test]
async fn a_message_comes_by_way_of_a_real_broker() {
    let mut broker = Broker::start(false).await;
    let mut listener = broker.listener(&[]).await;
    send("mqtt", settings("mqtt", &broker.port, "right pass"), &example())
        .await
        .unwrap();
    let (line, _) = listener.says("flywatch/").await;
    let (topic, payload) = line.split_once(" {").unwrap();
    assert_eq!(topic, "flywatch/OB „Süd“/critical");
    assert_eq!(
        serde_json::from_str::<Message>(&format!("{{{payload}")).unwrap(),
        example()
    );

    let mut kept = settings("mqtt", &broker.port, "right pass");
    kept["retain"] = json!(true);
    kept["payload"] = json!("text");
    kept["topic"] = json!("flywatch/kept/{news}");
    send("mqtt", kept, &example()).await.unwrap();
    let mut late = broker.listener(&[]).await;
    late.says("flywatch/kept/raised [CRIT] OB „Süd“").await;
}

#[tokio::test]
async fn a_message_that_needs_three_bytes_of_length_comes_whole() {
    let mut broker = Broker::start(false).await;
    let mut listener = broker.listener(&[]).await;
    let mut message = example();
    message.reason = "x".repeat(20_000);
    send("mqtt", settings("mqtt", &broker.port, "right pass"), &message)
        .await
        .unwrap();
    let (line, _) = listener.says("flywatch/").await;
    assert!(line.contains(&message.reason) && line.ends_with('}'));
}

#[tokio::test]
async fn a_wrong_password_is_not_tried_again() {
    let broker = Broker::start(false).await;
    let undelivered = send("mqtt", settings("mqtt", &broker.port, "wrong pass"), &example())
        .await
        .unwrap_err();
    assert!(
        !undelivered.again && undelivered.detail.contains("check the user"),
        "{undelivered}"
    );
}

#[tokio::test]
async fn a_broker_is_spoken_to_in_tls() {
    let mut broker = Broker::start(true).await;
    let authority = path(&broker.dir, "ca.pem");
    let mut listener = broker.listener(&["--cafile", &authority]).await;
    let mut settings = settings("mqtts", &broker.port, "right pass");
    settings["authority_file"] = json!(authority);
    send("mqtt", settings, &example()).await.unwrap();
    listener.says("flywatch/OB „Süd“/critical").await;
}

#[test]
fn a_topic_has_one_level_for_each_word() {
    let mut message = example();
    message.station = "OB/1 #{thread}+".to_owned();
    assert_eq!(
        topic("a/{station}/{thread}", &message),
        "a/OB_1 __thread__/5f1c-7"
    );
    for (topic, part) in [
        ("", "enter a topic"),
        ("a/#", "no #"),
        ("{name}", "{station}, {severity}"),
    ] {
        let wrong = faults("mqtt", json!({ "broker": "mqtt://host", "topic": topic }));
        let told = wrong
            .first()
            .is_some_and(|(field, advice)| field == "topic" && advice.contains(part));
        // An empty topic is not given: it has its default.
        assert!(told || topic.is_empty(), "{topic}: {wrong:?}");
    }
    assert_eq!(faults("mqtt", json!({ "broker": "http://host" }))[0].0, "broker");
}
