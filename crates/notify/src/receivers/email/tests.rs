use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};
use wire::receiver::News;

use crate::testing::{Program, certificates, faults, path, send};
use crate::text::example;

/// A real mail server, aiosmtpd.
struct Server {
    address: String,
    dir: TempDir,
    running: Program,
}

impl Server {
    async fn start(security: &str) -> Self {
        let dir = tempdir().unwrap();
        certificates(dir.path());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/receivers/email/server.py");
        let (cert, key) = (path(&dir, "cert.pem"), path(&dir, "key.pem"));
        let mut running = Program::start(
            "/usr/bin/python3",
            &["-W", "ignore", script, security, &cert, &key],
            &[],
        );
        let (line, _) = running.says("port ").await;
        Self {
            address: line.replace("port ", "127.0.0.1:"),
            dir,
            running,
        }
    }

    fn settings(&self, security: &str) -> Value {
        let mut settings = json!({
            "server": self.address, "security": security, "from": "Flywatch <flywatch@example.org>",
            "to": "ops@example.org, Chief <chief@example.org>",
        });
        if security != "none" {
            settings["user"] = json!("truck");
            settings["password"] = json!("right pass");
            settings["authority_file"] = json!(path(&self.dir, "ca.pem"));
        }
        settings
    }

    async fn took(&mut self) -> Value {
        let (line, _) = self.running.says("{\"from\"").await;
        serde_json::from_str(&line).unwrap()
    }
}

/// A header of a mail, folded lines put together.
fn header(mail: &Value, name: &str) -> String {
    let mail = mail["mail"]
        .as_str()
        .unwrap()
        .replace("\r\n", "\n")
        .replace("\n ", " ");
    let mut lines = mail.lines().take_while(|line| !line.is_empty());
    let found = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned));
    found.unwrap_or_else(|| panic!("there is no {name} in {mail}"))
}

#[tokio::test]
async fn mails_about_one_incident_stand_together() {
    let mut server = Server::start("none").await;
    let mut message = example();
    message.station = "OB 7".to_owned();
    send("email", server.settings("none"), &message).await.unwrap();
    let raised = server.took().await;
    assert_eq!(raised["to"], json!(["ops@example.org", "chief@example.org"]));
    assert_eq!(
        header(&raised, "Subject"),
        "[CRIT] OB 7: Switch \"Rack\\1\": no answer within 0.9 s"
    );
    assert_eq!(
        header(&raised, "Message-ID"),
        "<5f1c-12.message.flywatch@example.org>"
    );
    assert_eq!(header(&raised, "Auto-Submitted"), "auto-generated");
    assert_eq!(header(&raised, "Date"), "Sat, 21 Nov 2026 00:00:02 +0000");
    let mail = raised["mail"].as_str().unwrap();
    assert!(
        mail.contains("Content-Type: text/plain") && mail.contains("Content-Type: text/html"),
        "{mail}"
    );
    assert!(
        mail.contains("What to do: Check its power, its cable and its address."),
        "{mail}"
    );

    message.id = "5f1c-13".to_owned();
    message.news = News::Resolved;
    send("email", server.settings("none"), &message).await.unwrap();
    let resolved = server.took().await;
    assert!(header(&resolved, "Subject").starts_with("[OK] "), "{resolved}");
    for name in ["References", "In-Reply-To"] {
        assert_eq!(header(&raised, name), "<5f1c-7.thread.flywatch@example.org>");
        assert_eq!(header(&raised, name), header(&resolved, name));
    }
}

#[tokio::test]
async fn mail_is_handed_over_in_tls_either_way() {
    for security in ["starttls", "tls"] {
        let mut server = Server::start(security).await;
        send("email", server.settings(security), &example())
            .await
            .unwrap();
        let took = server.took().await;
        assert_eq!(
            took["tls"],
            security == "starttls" || took["tls"] == true,
            "{security}"
        );
    }
}

#[tokio::test]
async fn a_stranger_and_a_wrong_password_are_told() {
    let server = Server::start("starttls").await;
    let mut strange = server.settings("starttls");
    strange["authority_file"] = json!("");
    let undelivered = send("email", strange, &example()).await.unwrap_err();
    assert!(
        undelivered.again && undelivered.detail.contains("is not trusted"),
        "{undelivered}"
    );
    let mut wrong = server.settings("starttls");
    wrong["password"] = json!("wrong pass");
    let undelivered = send("email", wrong, &example()).await.unwrap_err();
    assert!(
        !undelivered.again && undelivered.detail.contains("answers 535"),
        "{undelivered}"
    );
    assert!(!undelivered.detail.contains("wrong pass"), "{undelivered}");
}

#[tokio::test]
async fn one_wrong_address_keeps_nobody_from_the_news() {
    let mut server = Server::start("none").await;
    let mut settings = server.settings("none");
    settings["to"] = json!("ops@example.org, nobody@example.org");
    let undelivered = send("email", settings.clone(), &example()).await.unwrap_err();
    assert!(
        !undelivered.again && undelivered.detail.contains("nobody@example.org had not"),
        "{undelivered}"
    );
    assert_eq!(server.took().await["to"], json!(["ops@example.org"]));
    settings["to"] = json!("nobody@example.org");
    let undelivered = send("email", settings.clone(), &example()).await.unwrap_err();
    assert!(
        !undelivered.again && undelivered.detail.contains("answers 550"),
        "{undelivered}"
    );
    settings["to"] = json!("later@example.org");
    let undelivered = send("email", settings, &example()).await.unwrap_err();
    assert!(
        undelivered.again && undelivered.detail.contains("answers 451"),
        "{undelivered}"
    );
}

#[test]
fn what_does_not_fit_is_told() {
    let wrong = faults(
        "email",
        json!({ "server": "smtp://mail", "from": "me", "to": "a@example.org, b", "security": "none",
                "user": "u", "password": "p" }),
    );
    let fields: Vec<_> = wrong.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["server", "from", "to", "security"]);
    assert!(wrong[2].1.starts_with("b is no address"), "{wrong:?}");
}
