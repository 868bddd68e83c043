use std::net::SocketAddr;

use hickory_resolver::proto::op::{Message, MessageType, Query};
use hickory_resolver::proto::rr::{Name, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wire::reading::{Cause, Failure};

use crate::Look;
use crate::endpoint::{connect, datagrams, no_answer, trouble};

/// What a DNS server is asked.
pub(super) struct Question {
    pub(super) name: Name,
    pub(super) sort: RecordType,
}

impl Question {
    /// Asks `server` once by UDP, and by TCP when it says that its answer does not fit (RFC 7766). The question is
    /// that of RFC 1035 without extensions, which the oldest server understands.
    pub(super) async fn ask(&self, server: SocketAddr, seen: &mut Look) -> Result<Message, Failure> {
        seen.missing(no_answer(server));
        let mut question = Message::query();
        question.metadata.recursion_desired = true;
        question.add_query(Query::query(self.name.clone(), self.sort));
        let sent = question
            .to_vec()
            .map_err(|error| Failure::new(Cause::Bug, format!("the question cannot be written: {error}")))?;
        let answer = by_udp(&question, &sent, server).await?;
        if answer.metadata.truncation {
            by_tcp(&question, &sent, server, seen).await
        } else {
            Ok(answer)
        }
    }
}

async fn by_udp(question: &Message, sent: &[u8], server: SocketAddr) -> Result<Message, Failure> {
    let trouble = |error| trouble(&error, server);
    let socket = datagrams(server).await?;
    socket.send(sent).await.map_err(trouble)?;
    let mut datagram = vec![0; usize::from(u16::MAX)];
    loop {
        let length = socket.recv(&mut datagram).await.map_err(trouble)?;
        let answer = read(datagram.get(..length).unwrap_or_default(), server)?;
        // The answer to another question may be a forged one: the right one may still come.
        if answers(&answer, question) {
            return Ok(answer);
        }
    }
}

async fn by_tcp(
    question: &Message,
    sent: &[u8],
    server: SocketAddr,
    seen: &mut Look,
) -> Result<Message, Failure> {
    let trouble = |error| trouble(&error, server);
    let (mut stream, _) = connect(server, seen).await?;
    let length = u16::try_from(sent.len()).unwrap_or(u16::MAX);
    stream
        .write_all(&[&length.to_be_bytes(), sent].concat())
        .await
        .map_err(trouble)?;
    let length = stream.read_u16().await.map_err(trouble)?;
    let mut message = vec![0; usize::from(length)];
    stream.read_exact(&mut message).await.map_err(trouble)?;
    let answer = read(&message, server)?;
    if answers(&answer, question) {
        Ok(answer)
    } else {
        Err(garbled(server))
    }
}

fn answers(answer: &Message, question: &Message) -> bool {
    answer.metadata.id == question.metadata.id
        && answer.metadata.message_type == MessageType::Response
        && answer.queries == question.queries
}

fn read(message: &[u8], server: SocketAddr) -> Result<Message, Failure> {
    Message::from_vec(message).map_err(|_| garbled(server))
}

fn garbled(server: SocketAddr) -> Failure {
    let (ip, port) = (server.ip(), server.port());
    Failure::new(
        Cause::Garbled,
        format!("what {ip} sends from port {port} is no DNS answer; another service may run there"),
    )
}
