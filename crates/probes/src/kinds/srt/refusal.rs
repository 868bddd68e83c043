//! Why a sender does not let us in, in words.

use std::net::SocketAddr;

use wire::reading::{Cause, Failure};

/// The passphrases differ.
pub(super) fn wrong_passphrase(address: SocketAddr) -> Failure {
    let detail = format!(
        "{} has another passphrase; enter the one that is set there",
        address.ip()
    );
    Failure::new(Cause::Denied, detail)
}

/// One side has a passphrase and the other has none.
pub(super) fn only_one_encrypts(address: SocketAddr, we_do: bool) -> Failure {
    let ip = address.ip();
    let detail = if we_do {
        format!("{ip} does not encrypt, but a passphrase is entered here; clear it, or set it there too")
    } else {
        format!("{ip} encrypts; enter the passphrase that is set there")
    };
    Failure::new(Cause::Denied, detail)
}
