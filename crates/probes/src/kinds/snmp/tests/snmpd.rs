//! The real agent of Net-SNMP (Debian package snmpd), with users of every kind.

use std::fs;
use std::net::SocketAddr;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

use crate::testing::{Program, closed_port};

/// Name, authentication and privacy as the agent calls them, and as a probe calls them.
const USERS: &[(&str, [&str; 2], [&str; 2])] = &[
    ("md5des", ["MD5", "md5"], ["DES", "des"]),
    ("sha1aes", ["SHA", "sha1"], ["AES", "aes128"]),
    ("sha224aes", ["SHA-224", "sha224"], ["AES", "aes128"]),
    ("sha256aes", ["SHA-256", "sha256"], ["AES", "aes128"]),
    ("sha256aes192", ["SHA-256", "sha256"], ["AES-192", "aes192"]),
    ("sha384aes256", ["SHA-384", "sha384"], ["AES-256", "aes256"]),
    ("sha512aes256", ["SHA-512", "sha512"], ["AES-256", "aes256"]),
    ("sha1aes256", ["SHA", "sha1"], ["AES-256", "aes256"]),
];

pub(super) const SIGNED: &str = "signed as agreed";
pub(super) const SEALED: &str = "sealed as agreed";

pub(super) struct Snmpd {
    pub(super) address: SocketAddr,
    pub(super) program: Program,
    files: TempDir,
}

impl Snmpd {
    pub(super) async fn start() -> Self {
        Self::start_in(TempDir::new().unwrap(), closed_port("127.0.0.1:0").await).await
    }

    /// Starts it with what it remembers in `files`: its engine and how often it was started.
    async fn start_in(files: TempDir, address: SocketAddr) -> Self {
        let mut settings =
            "sysName rack-switch\nsysLocation Truck 7, rack 2\nrocommunity geheim 127.0.0.1\nrocommunity blind 127.0.0.1 .1.3.6.1.4.1.99999\n".to_owned();
        for (name, [authentication, _], [privacy, _]) in USERS {
            settings += &format!(
                "createUser {name} {authentication} \"{SIGNED}\" {privacy} \"{SEALED}\"\nrouser {name} noauth\n"
            );
        }
        settings += &format!(
            "createUser open\nrouser open noauth\ncreateUser signer SHA-256 \"{SIGNED}\"\nrouser signer auth\n"
        );
        settings += &format!(
            "createUser strict SHA-256 \"{SIGNED}\" AES \"{SEALED}\"\nrouser strict priv\n\
             createUser nobody SHA-256 \"{SIGNED}\"\n"
        );
        fs::write(files.path().join("snmpd.conf"), settings).unwrap();
        // What it remembers, it reads only from where it looks for its settings as well.
        let kept = files.path().join("kept");
        let paths = [files.path(), &kept].map(|path| path.display().to_string());
        let mut command = Command::new("snmpd");
        command
            .args(["-f", "-Le"])
            .arg(format!("udp:{address}"))
            .env("MIBS", "")
            .env("SNMPCONFPATH", paths.join(":"))
            .env("SNMP_PERSISTENT_DIR", kept);
        let program = Program::start(&mut command, "NET-SNMP version").await;
        Self {
            address,
            program,
            files,
        }
    }

    /// Stops it and starts it again.
    pub(super) async fn started_again(self) -> Self {
        self.program.stop().await;
        Self::start_in(self.files, self.address).await
    }

    /// Stops it and starts one in its place that remembers nothing, so that it has another engine.
    pub(super) async fn replaced(self) -> Self {
        self.program.stop().await;
        Self::start_in(TempDir::new().unwrap(), self.address).await
    }

    pub(super) fn target(&self) -> String {
        format!("snmp://{}", self.address)
    }
}

/// The settings for a user, with the passphrases that all have.
pub(super) fn user(name: &str) -> Value {
    let known = USERS.iter().find(|(known, _, _)| *known == name);
    let (_, [_, authentication], [_, privacy]) = known.unwrap();
    json!({
        "version": "v3",
        "user": name,
        "auth_protocol": authentication,
        "auth_passphrase": SIGNED,
        "privacy_protocol": privacy,
        "privacy_passphrase": SEALED,
        "leave_out": "",
    })
}

/// The names of all the users with both keys.
pub(super) fn users() -> impl Iterator<Item = &'static str> {
    USERS.iter().map(|(name, _, _)| *name)
}
