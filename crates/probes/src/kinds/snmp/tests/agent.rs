//! A little agent that can be as odd as a test wants it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use async_snmp::message::{CommunityMessage, Message};
use async_snmp::pdu::{PduBody, StandardPduType};
use async_snmp::{CommunityVersion, DecodeConfig, Oid, Pdu, PduType, Value, VarBind, Version};
use bytes::Bytes;

use crate::testing::udp_server;

pub(super) const SYSTEM: &[u32] = &[1, 3, 6, 1, 2, 1, 1];
pub(super) const IF_TABLE: &[u32] = &[1, 3, 6, 1, 2, 1, 2, 2, 1];
pub(super) const IF_X_TABLE: &[u32] = &[1, 3, 6, 1, 2, 1, 31, 1, 1, 1];

/// What an agent knows and how it behaves; a test may change it at any time.
#[derive(Default)]
pub(super) struct Mind {
    pub(super) knows: BTreeMap<Vec<u32>, Value>,
    /// Answers with more values are too big.
    pub(super) at_most: Option<usize>,
    /// Gives the same rows again and again.
    pub(super) loops: bool,
    /// Answers each question with this error.
    pub(super) fails_with: Option<i32>,
    /// Questions to leave without an answer before the next is answered.
    pub(super) ignores: usize,
    /// Answers so many questions and then none.
    pub(super) falls_silent_after: Option<usize>,
    /// Answers each new question with its answer to the one before, and nothing to one that is asked again.
    pub(super) late: bool,
    held: Option<Vec<u8>>,
    /// How many values each question asked for, and how many each answer held.
    pub(super) asked: Vec<(PduType, usize)>,
}

impl Mind {
    pub(super) fn put(&mut self, base: &[u32], rest: &[u32], value: Value) {
        self.knows.insert([base, rest].concat(), value);
    }

    pub(super) fn drop_column(&mut self, base: &[u32], column: u32) {
        let start = [base, &[column]].concat();
        self.knows.retain(|oid, _| !oid.starts_with(&start));
    }

    /// Adds to the counters of a row, as far as the agent has them.
    pub(super) fn count(&mut self, row: u32, received: u64, transmitted: u64) {
        for (column, narrow, by) in [(6, 10, received), (10, 16, transmitted)] {
            if let Some(Value::Counter64(count)) = self.knows.get_mut(&[IF_X_TABLE, &[column, row]].concat())
            {
                *count = count.wrapping_add(by);
            }
            if let Some(Value::Counter32(count)) = self.knows.get_mut(&[IF_TABLE, &[narrow, row]].concat()) {
                *count = count.wrapping_add(u32::try_from(by).unwrap());
            }
        }
    }

    fn next(&self, oid: &[u32], version: Version) -> Option<(Vec<u32>, Value)> {
        let after = (
            std::ops::Bound::Excluded(oid.to_vec()),
            std::ops::Bound::Unbounded,
        );
        self.knows
            .range(after)
            .find(|(_, value)| version != Version::V1 || !matches!(value, Value::Counter64(_)))
            .map(|(oid, value)| (oid.clone(), value.clone()))
    }

    pub(super) fn answer(&mut self, datagram: &[u8]) -> Vec<Vec<u8>> {
        let message = Message::decode(Bytes::copy_from_slice(datagram), DecodeConfig::DEFAULT).unwrap();
        let Message::Community(message) = message.value else {
            return Vec::new();
        };
        let (version, community, _) = (message.version(), message.community().clone(), ());
        let pdu = message.into_pdu().unwrap();
        self.asked.push((pdu.pdu_type(), pdu.varbinds().len()));
        if self.ignores > 0 {
            self.ignores -= 1;
            return Vec::new();
        }
        match &mut self.falls_silent_after {
            Some(0) => return Vec::new(),
            Some(left) => *left -= 1,
            None => {}
        }
        let (mut status, mut number) = (self.fails_with.unwrap_or(0), 0);
        let oids: Vec<Vec<u32>> = pdu
            .varbinds()
            .iter()
            .map(|value| value.oid.arcs().to_vec())
            .collect();
        let mut values = Vec::new();
        let repeats = pdu.get_bulk_fields().map_or(1, |(_, repeats)| repeats);
        let mut at = oids.clone();
        for _ in 0..repeats {
            for (which, oid) in at.iter_mut().enumerate() {
                let known = match pdu.pdu_type() {
                    PduType::GetRequest => self.knows.get(oid).map(|value| (oid.clone(), value.clone())),
                    _ => self.next(oid, version),
                };
                let missing = if pdu.pdu_type() == PduType::GetRequest {
                    Value::NoSuchObject
                } else {
                    Value::EndOfMibView
                };
                if known.is_none() && version == Version::V1 && status == 0 {
                    (status, number) = (2, i32::try_from(which + 1).unwrap());
                }
                let (next, value) = known.unwrap_or((oid.clone(), missing));
                values.push(VarBind::new(Oid::from_slice(&next), value));
                if !self.loops {
                    *oid = next;
                }
            }
        }
        if status == 0 && self.at_most.is_some_and(|most| values.len() > most) {
            status = 1;
        }
        if status != 0 {
            // What the library takes for sound: an index, except where an error means no single value.
            let whole = [1, 16].contains(&status);
            values = if whole && version != Version::V1 {
                Vec::new()
            } else {
                pdu.varbinds().to_vec()
            };
            if !whole && number == 0 {
                number = 1;
            }
        }
        let body = PduBody::Standard {
            pdu_type: StandardPduType::Response,
            error_status: status,
            error_index: number,
        };
        let version = match version {
            Version::V1 => CommunityVersion::V1,
            _ => CommunityVersion::V2c,
        };
        let (id, _, _) = pdu.into_raw_parts();
        let answer =
            CommunityMessage::new(version, community, Pdu::from_raw_parts(id, body, values)).unwrap();
        let answer = answer.encode().unwrap().to_vec();
        if !self.late {
            return vec![answer];
        }
        if self.held.as_ref() == Some(&answer) {
            return Vec::new();
        }
        self.held.replace(answer).into_iter().collect()
    }
}

/// An agent on a free port of 127.0.0.1.
pub(super) struct Agent {
    pub(super) address: SocketAddr,
    mind: Arc<Mutex<Mind>>,
}

impl Agent {
    pub(super) async fn start(mind: Mind) -> Self {
        let mind = Arc::new(Mutex::new(mind));
        let its = mind.clone();
        let address = udp_server("127.0.0.1:0", move |datagram| {
            its.lock().unwrap().answer(datagram)
        })
        .await;
        Self { address, mind }
    }

    pub(super) fn target(&self) -> String {
        format!("snmp://{}", self.address)
    }

    pub(super) fn mind<T>(&self, change: impl FnOnce(&mut Mind) -> T) -> T {
        change(&mut self.mind.lock().unwrap())
    }

    /// What was asked since the last time.
    pub(super) fn asked(&self) -> Vec<(PduType, usize)> {
        self.mind(|mind| std::mem::take(&mut mind.asked))
    }
}

/// A switch with that many ports of 1 Gbit/s, which all have a link.
pub(super) fn switch(ports: u32) -> Mind {
    let mut mind = Mind::default();
    mind.put(SYSTEM, &[1, 0], Value::from("A switch"));
    mind.put(SYSTEM, &[3, 0], Value::TimeTicks(1_000_000));
    mind.put(SYSTEM, &[5, 0], Value::from("core"));
    mind.put(&[1, 3, 6, 1, 2, 1, 2, 1], &[0], Value::Integer(ports as i32));
    mind.put(&[1, 3, 6, 1, 2, 1, 31, 1, 5], &[0], Value::TimeTicks(5));
    for port in 1..=ports {
        mind.put(IF_TABLE, &[1, port], Value::Integer(port as i32));
        mind.put(
            IF_TABLE,
            &[2, port],
            Value::from(format!("GigabitEthernet0/{port}").as_str()),
        );
        mind.put(IF_TABLE, &[5, port], Value::Gauge32(1_000_000_000));
        mind.put(IF_TABLE, &[7, port], Value::Integer(1));
        mind.put(IF_TABLE, &[8, port], Value::Integer(1));
        for column in [10, 13, 14, 16, 19, 20] {
            mind.put(IF_TABLE, &[column, port], Value::Counter32(column * 1_000 + port));
        }
        mind.put(
            IF_X_TABLE,
            &[1, port],
            Value::from(format!("Gi0/{port}").as_str()),
        );
        mind.put(IF_X_TABLE, &[6, port], Value::Counter64(6_000_000_000));
        mind.put(IF_X_TABLE, &[10, port], Value::Counter64(10_000_000_000));
        mind.put(IF_X_TABLE, &[15, port], Value::Gauge32(1_000));
        mind.put(IF_X_TABLE, &[19, port], Value::TimeTicks(0));
    }
    mind
}
