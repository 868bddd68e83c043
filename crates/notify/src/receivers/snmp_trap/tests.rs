use serde_json::json;
use tempfile::{TempDir, tempdir};

use super::*;
use crate::testing::{Program, closed_port, faults, path, run, send};
use crate::text::example;

const OURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/mib");
const STANDARD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/receivers/snmp_trap/mibs");

/// The real snmptrapd of Net-SNMP, which has read our MIB.
struct Manager {
    address: String,
    running: Program,
    _dir: TempDir,
}

impl Manager {
    async fn start() -> Self {
        let dir = tempdir().unwrap();
        let users = "disableAuthorization no\nauthCommunity log secret-community\n\
            createUser -e 0x80007ed904666c797761746368 sender SHA-256 passphrase-one AES passphrase-two\n\
            createUser sender SHA-256 passphrase-one AES passphrase-two\n\
            authUser log sender priv\n";
        std::fs::write(dir.path().join("snmptrapd.conf"), users).unwrap();
        let address = closed_port().await.to_string();
        let mibs = format!("{OURS}:{STANDARD}");
        let (conf, keeps) = (path(&dir, "snmptrapd.conf"), path(&dir, "state"));
        let listen = format!("udp:{address}");
        let mut running = Program::start(
            "snmptrapd",
            &[
                "-f",
                "-C",
                "-c",
                &conf,
                "-Lo",
                "-OQ",
                "-M",
                &mibs,
                "-m",
                "FLYWATCH-MIB",
                &listen,
            ],
            &[("SNMP_PERSISTENT_DIR", &keeps), ("SNMPCONFPATH", &keeps)],
        );
        let (_, before) = running.says("NET-SNMP version").await;
        let complaints: Vec<_> = before.iter().filter(|line| is_about_mibs(line)).collect();
        assert!(complaints.is_empty(), "{complaints:#?}");
        Self {
            address,
            running,
            _dir: dir,
        }
    }

    async fn hears(&mut self) {
        let (line, _) = self.running.says("FLYWATCH-MIB::flywatchTitle").await;
        for part in [
            "FLYWATCH-MIB::flywatchIncident",
            "FLYWATCH-MIB::flywatchMessageId.0 = 5f1c-12",
            "FLYWATCH-MIB::flywatchThread.0 = 5f1c-7",
            "FLYWATCH-MIB::flywatchStation.0 = OB „Süd“",
            "FLYWATCH-MIB::flywatchNews.0 = raised",
            "FLYWATCH-MIB::flywatchSeverity.0 = critical",
            "FLYWATCH-MIB::flywatchTitle.0 = Switch \"Rack\\1\": no answer within 0.9 s",
            "FLYWATCH-MIB::flywatchReason.0 = The encoder is reached through <Switch> & nothing else.",
            "FLYWATCH-MIB::flywatchBegan.0 = 2026-11-21,0:0:0.2,+0:0",
        ] {
            assert!(line.contains(part), "{part:?} is not in {line:?}");
        }
    }
}

fn is_about_mibs(line: &str) -> bool {
    [
        "MIB",
        "Cannot find module",
        "Unlinked OID",
        "Undefined identifier",
        "Did not find",
        "At line",
    ]
    .iter()
    .any(|word| line.contains(word))
}

fn settings(manager: &Manager, more: serde_json::Value) -> serde_json::Value {
    let mut settings = more;
    settings["manager"] = json!(manager.address);
    settings
}

fn user(how: &str) -> serde_json::Value {
    json!({
        "version": "v3", "send": how, "user": "sender", "auth_passphrase": "passphrase-one",
        "privacy_passphrase": "passphrase-two",
    })
}

#[tokio::test]
async fn a_trap_and_an_inform_of_version_2c_are_understood() {
    let mut manager = Manager::start().await;
    for how in ["trap", "inform"] {
        let settings = settings(&manager, json!({ "send": how, "community": "secret-community" }));
        send("snmp_trap", settings, &example()).await.unwrap();
        manager.hears().await;
    }
}

#[tokio::test]
async fn a_trap_and_an_inform_of_version_3_are_understood() {
    let mut manager = Manager::start().await;
    for how in ["trap", "inform", "trap"] {
        send("snmp_trap", settings(&manager, user(how)), &example())
            .await
            .unwrap();
        manager.hears().await;
    }
}

#[tokio::test]
async fn an_inform_that_is_not_confirmed_is_sent_again() {
    let manager = Manager::start().await;
    let mut wrong = user("inform");
    wrong["auth_passphrase"] = json!("another-one");
    let undelivered = send("snmp_trap", settings(&manager, wrong), &example())
        .await
        .unwrap_err();
    assert!(
        undelivered.again && undelivered.detail.contains("confirms nothing"),
        "{undelivered}"
    );
}

/// Held by smilint of libsmi to the rules of SMIv2.
#[test]
fn our_mib_keeps_to_the_rules() {
    let module = format!("{OURS}/FLYWATCH-MIB.txt");
    let conf = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(conf.path(), format!("path {STANDARD}\n")).unwrap();
    let conf = conf.path().display().to_string();
    let said = run(
        "sh",
        &["-c", "smilint -c \"$0\" -l 4 \"$1\" 2>&1", &conf, &module],
    );
    assert_eq!(said, "");
}

#[test]
fn the_mib_and_the_program_name_the_same_places() {
    let module = std::fs::read_to_string(format!("{OURS}/FLYWATCH-MIB.txt")).unwrap();
    assert!(module.contains(&format!("{{ enterprises {ENTERPRISE} }}")));
    assert_eq!(incident().to_string(), "1.3.6.1.4.1.32473.1.0.1");
}

#[test]
fn long_texts_are_cut_between_letters() {
    let mut message = example();
    message.title = "ü".repeat(300);
    let binds = varbinds(&message);
    let title = match &binds[5].value {
        Value::OctetString(bytes) => std::str::from_utf8(bytes).unwrap().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(title, "ü".repeat(127));
}

#[test]
fn users_are_checked() {
    let wrong = faults(
        "snmp_trap",
        json!({ "manager": "a", "version": "v3", "privacy_passphrase": "short", "engine_id": "80" }),
    );
    let fields: Vec<_> = wrong.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        fields,
        ["user", "privacy_passphrase", "auth_passphrase", "engine_id"]
    );
}
