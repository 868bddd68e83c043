//! What stands at an address that does not answer as SRT.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::timeout;
use wire::reading::{Cause, Failure};

use crate::endpoint::{datagrams, no_answer, trouble};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_millis(500);
/// The words of a handshake, 16 of them (draft-sharabayko-srt-01, 3.2.1).
const WORDS: usize = 16;

/// A caller's first handshake: a control packet of type 0, version 4 of UDT for datagrams, and a request for a cookie.
fn handshake() -> Vec<u8> {
    let mut words = [0_u32; WORDS];
    words[0] = 0x8000_0000;
    words[4] = 4; // version
    words[5] = 2; // of UDT: datagrams
    words[7] = 1_500; // MTU
    words[8] = 8_192; // flow window
    words[9] = 1; // induction
    words[10] = 1; // socket
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// Whether this is a control packet of type 0.
fn is_handshake(datagram: &[u8]) -> bool {
    datagram.len() >= WORDS * 4 && datagram.starts_with(&[0x80, 0])
}

/// Why `address` does not answer: the kernel knows when nothing listens there, and what is no SRT gives itself away.
pub(super) async fn why(address: SocketAddr) -> Failure {
    let ask = async {
        let socket = datagrams(address).await?;
        let failed = |error| trouble(&error, address);
        socket.send(&handshake()).await.map_err(failed)?;
        let mut answer = [0; 1_500];
        let length = socket.recv(&mut answer).await.map_err(failed)?;
        Ok(is_handshake(answer.get(..length).unwrap_or_default()))
    };
    let said = format!("{} as SRT within 3 s", no_answer(address));
    match timeout(PATIENCE, ask).await {
        Ok(Err(failure)) => failure,
        Ok(Ok(false)) => {
            let (ip, port) = (address.ip(), address.port());
            Failure::new(
                Cause::Garbled,
                format!("what answers at {ip} on port {port} is not SRT; check the port"),
            )
        }
        Ok(Ok(true)) => Failure::new(
            Cause::Timeout,
            format!(
                "{said}, though SRT is there: the way loses too much, or the sender takes no more callers"
            ),
        ),
        Err(_) => Failure::new(
            Cause::Timeout,
            format!("{said}; check that the sender is set to listen on this port, and that UDP passes"),
        ),
    }
}
