//! Switches on loopback addresses, in a program of their own so that what they cost is not counted.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::net::Ipv4Addr;
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_snmp::message::{CommunityMessage, Message};
use async_snmp::pdu::{PduBody, StandardPduType};
use async_snmp::{CommunityVersion, DecodeConfig, Oid, Pdu, PduType, Value, VarBind};
use bytes::Bytes;
use tokio::io::AsyncReadExt;
use tokio::net::UdpSocket;

use super::PORT;

const IF_TABLE: [u32; 9] = [1, 3, 6, 1, 2, 1, 2, 2, 1];
const IF_X_TABLE: [u32; 10] = [1, 3, 6, 1, 2, 1, 31, 1, 1, 1];

/// The address of a switch.
pub(super) fn address(number: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(Ipv4Addr::new(127, 40, 0, 1)) + number)
}

/// Answers for `count` switches of `ports` ports each until standard input ends; then tells how many questions there were and
/// how many values went out.
pub(super) async fn answer(count: u32, ports: u32) -> Result<(), Box<dyn Error>> {
    let known = Arc::new(known(ports));
    let told = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
    for number in 0..count {
        let socket = UdpSocket::bind((address(number), PORT)).await?;
        let (known, told) = (known.clone(), told.clone());
        tokio::spawn(async move {
            let mut datagram = vec![0; 1_500];
            while let Ok((length, from)) = socket.recv_from(&mut datagram).await {
                let asked = Bytes::copy_from_slice(datagram.get(..length).unwrap_or_default());
                let Some((answer, values)) = one(&known, asked) else {
                    continue;
                };
                told[0].fetch_add(1, Ordering::Relaxed);
                told[1].fetch_add(values, Ordering::Relaxed);
                if socket.send_to(&answer, from).await.is_err() {
                    break;
                }
            }
        });
    }
    let mut out = std::io::stdout();
    writeln!(out, "ready")?;
    // A line asks how much was told so far; the end of the input ends it all.
    let mut input = tokio::io::stdin();
    let mut byte = [0];
    while input.read(&mut byte).await? > 0 {
        let [questions, values] = [0, 1].map(|which: usize| told[which].load(Ordering::Relaxed));
        writeln!(out, "{questions} {values}")?;
        out.flush()?;
    }
    Ok(())
}

fn known(ports: u32) -> BTreeMap<Oid, Value> {
    let mut known = BTreeMap::new();
    let mut put = |oid: &[u32], value: Value| known.insert(Oid::from_slice(oid), value);
    put(&[1, 3, 6, 1, 2, 1, 1, 3, 0], Value::TimeTicks(1_000_000));
    put(&[1, 3, 6, 1, 2, 1, 2, 1, 0], Value::Gauge32(ports));
    put(&[1, 3, 6, 1, 2, 1, 31, 1, 5, 0], Value::TimeTicks(5));
    for port in 1..=ports {
        let mut cell = |table: &[u32], column: u32, value: Value| {
            put(&[table, &[column, port]].concat(), value);
        };
        cell(
            &IF_TABLE,
            2,
            Value::from(format!("GigabitEthernet0/{port}").as_str()),
        );
        cell(&IF_TABLE, 5, Value::Gauge32(1_000_000_000));
        cell(&IF_TABLE, 7, Value::Integer(1));
        cell(&IF_TABLE, 8, Value::Integer(1));
        for column in [10, 13, 14, 16, 19, 20] {
            cell(&IF_TABLE, column, Value::Counter32(column * 1_000_000 + port));
        }
        cell(&IF_X_TABLE, 1, Value::from(format!("Gi0/{port}").as_str()));
        cell(&IF_X_TABLE, 6, Value::Counter64(6_000_000_000_000));
        cell(&IF_X_TABLE, 10, Value::Counter64(10_000_000_000_000));
        cell(&IF_X_TABLE, 15, Value::Gauge32(1_000));
        cell(&IF_X_TABLE, 19, Value::TimeTicks(0));
    }
    known
}

/// The answer to one question, and how many values it holds.
fn one(known: &BTreeMap<Oid, Value>, asked: Bytes) -> Option<(Bytes, u64)> {
    let Message::Community(message) = Message::decode(asked, DecodeConfig::DEFAULT).ok()?.value else {
        return None;
    };
    let community = message.community().clone();
    let pdu = message.into_pdu()?;
    let get = pdu.pdu_type() == PduType::GetRequest;
    let repeats = pdu.get_bulk_fields().map_or(1, |(_, repeats)| repeats);
    let (id, _, asked) = pdu.into_raw_parts();
    let mut at: Vec<Oid> = asked.into_iter().map(|value| value.oid).collect();
    let mut values = Vec::new();
    for _ in 0..repeats {
        for oid in &mut at {
            let found = if get {
                known.get(oid).map(|value| (oid.clone(), value.clone()))
            } else {
                let after = (Bound::Excluded(&*oid), Bound::Unbounded);
                known
                    .range(after)
                    .next()
                    .map(|(oid, value)| (oid.clone(), value.clone()))
            };
            let nothing = if get {
                Value::NoSuchObject
            } else {
                Value::EndOfMibView
            };
            let (next, value) = found.unwrap_or((oid.clone(), nothing));
            *oid = next.clone();
            values.push(VarBind::new(next, value));
        }
    }
    let count = u64::try_from(values.len()).ok()?;
    let body = PduBody::Standard {
        pdu_type: StandardPduType::Response,
        error_status: 0,
        error_index: 0,
    };
    let answer = CommunityMessage::new(
        CommunityVersion::V2c,
        community,
        Pdu::from_raw_parts(id, body, values),
    );
    Some((answer.ok()?.encode().ok()?, count))
}
