//! An agent that has no list of what it knows: the input says what comes next, and at its end there is nothing more.

use arbitrary::Unstructured;
use async_snmp::message::{CommunityMessage, Message};
use async_snmp::pdu::{PduBody, StandardPduType};
use async_snmp::{Community, CommunityVersion, DecodeConfig, Oid, Pdu, PduType, Value, VarBind, Version};
use bytes::Bytes;

/// More noise than fits into a frame tells nothing new.
const NOISE: usize = 1_500;
/// What can be sent (RFC 2578, 3.5, and X.690, 8.19.4).
const MOST_ARCS: usize = 128;
const FEWEST_ARCS: usize = 2;
/// Errors and the values they are about, by their numbers: tooBig, genErr, noAccess, authorizationError.
const ERRORS: [(i32, i32); 4] = [(1, 0), (5, 1), (6, 1), (16, 0)];
const OF_VERSION_1: usize = 2;

pub(crate) struct Agent<'a> {
    input: Unstructured<'a>,
    version: &'static str,
}

impl<'a> Agent<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        let mut input = Unstructured::new(input);
        let version = if input.ratio(1, 4).unwrap_or(false) {
            "v1"
        } else {
            "v2c"
        };
        Self { input, version }
    }

    pub(crate) fn version(&self) -> &'static str {
        self.version
    }

    /// Noise, if the input has some here, and then a sound answer, so that nobody waits in vain.
    pub(crate) fn answers(&mut self, question: &[u8]) -> Vec<Vec<u8>> {
        let mut answers = Vec::new();
        if self.chance(8) {
            let length = self
                .input
                .int_in_range(0..=NOISE)
                .unwrap_or(0)
                .min(self.input.len());
            let noise = self.input.bytes(length).unwrap_or_default();
            answers.push(noise.to_vec());
            // The same noise as an answer to this very question, for what it says to be read.
            answers.extend(renumbered(question, noise));
        }
        answers.push(self.sound(question));
        answers
    }

    fn sound(&mut self, question: &[u8]) -> Vec<u8> {
        let (version, community, pdu) = read(question).expect("Flywatch asks soundly");
        let is_get = pdu.pdu_type() == PduType::GetRequest;
        let repeats = pdu.get_bulk_fields().map_or(1, |(_, repeats)| repeats);
        let (id, _, asked) = pdu.into_raw_parts();
        let asked: Vec<Oid> = asked.into_iter().map(|value| value.oid).collect();
        let mut at = asked.clone();
        let (mut status, mut index) = (0, 0);
        let mut values = Vec::new();
        for _ in 0..repeats {
            for (number, oid) in at.iter_mut().enumerate() {
                let next = self.next(oid, is_get);
                if next.value == Value::Null && version == CommunityVersion::V1 {
                    // Version 1 fails the whole question for it: noSuchName.
                    (status, index) = (2, i32::try_from(number + 1).unwrap_or(1));
                }
                oid.clone_from(&next.oid);
                values.push(next);
            }
        }
        if self.chance(64) {
            let known = match version {
                CommunityVersion::V1 => &ERRORS[..OF_VERSION_1],
                CommunityVersion::V2c => &ERRORS,
            };
            (status, index) = *self.input.choose(known).unwrap_or(&ERRORS[0]);
        }
        if status != 0 {
            values = if index == 0 && version == CommunityVersion::V2c {
                Vec::new()
            } else {
                asked
                    .into_iter()
                    .map(|oid| VarBind::new(oid, Value::Null))
                    .collect()
            };
        }
        let body = PduBody::Standard {
            pdu_type: StandardPduType::Response,
            error_status: status,
            error_index: index,
        };
        let answer = CommunityMessage::new(version, community, Pdu::from_raw_parts(id, body, values));
        let answer = answer.expect("a sound answer").encode();
        answer.expect("values that can be sent").to_vec()
    }

    fn next(&mut self, asked: &Oid, is_get: bool) -> VarBind {
        let nothing = match (self.version, is_get) {
            ("v1", _) => Value::Null,
            (_, true) => Value::NoSuchObject,
            (_, false) => Value::EndOfMibView,
        };
        let choice = self.input.int_in_range(0..=9).unwrap_or(9);
        if self.input.is_empty() || choice == 9 {
            return VarBind::new(asked.clone(), nothing);
        }
        let mut arcs = asked.arcs().to_vec();
        match choice {
            _ if is_get => {}
            0..=4 => match arcs.last_mut() {
                // A row of the list, or the next one.
                Some(last) if is_row(asked) => *last = last.wrapping_add(1),
                _ => arcs.push(1),
            },
            5 if arcs.len() < MOST_ARCS => arcs.push(self.input.arbitrary().unwrap_or(0)),
            6 if arcs.len() > FEWEST_ARCS => drop(arcs.pop()),
            _ => {}
        }
        VarBind::new(Oid::new(arcs), self.value())
    }

    fn value(&mut self) -> Value {
        let input = &mut self.input;
        match input.int_in_range(0..=8).unwrap_or(0) {
            0 => Value::Integer(input.int_in_range(0..=8).unwrap_or_default()),
            1 => Value::Integer(input.arbitrary().unwrap_or_default()),
            2 => Value::Counter32(input.arbitrary().unwrap_or_default()),
            3 if self.version == "v2c" => Value::Counter64(input.arbitrary().unwrap_or_default()),
            4 => Value::TimeTicks(input.arbitrary().unwrap_or_default()),
            5 => Value::Gauge32(input.arbitrary().unwrap_or_default()),
            6 => Value::OctetString(Bytes::copy_from_slice(input.arbitrary().unwrap_or_default())),
            7 => Value::ObjectIdentifier(Oid::from_slice(&[1, 3, 6, 1])),
            _ => Value::Null,
        }
    }

    fn chance(&mut self, one_in: u8) -> bool {
        !self.input.is_empty() && self.input.ratio(1, one_in).unwrap_or(false)
    }
}

/// Whether it stands below a column of any of the lists that are asked for.
fn is_row(oid: &Oid) -> bool {
    oid.arcs().len() > 11 || (oid.arcs().len() == 11 && !oid.arcs().starts_with(&[1, 3, 6, 1, 2, 1, 31]))
}

fn read(question: &[u8]) -> Option<(CommunityVersion, Community, Pdu)> {
    let message = Message::decode(Bytes::copy_from_slice(question), DecodeConfig::DEFAULT).ok()?;
    let Message::Community(message) = message.value else {
        return None;
    };
    let version = match message.version() {
        Version::V1 => CommunityVersion::V1,
        _ => CommunityVersion::V2c,
    };
    let community = message.community().clone();
    Some((version, community, message.into_pdu()?))
}

/// `noise` with the number of the question, where it can be read as an answer at all.
fn renumbered(question: &[u8], noise: &[u8]) -> Option<Vec<u8>> {
    let (_, _, asked) = read(question)?;
    let (version, community, pdu) = read(noise)?;
    let (id, _, _) = asked.into_raw_parts();
    let (_, body, values) = pdu.into_raw_parts();
    let answer = CommunityMessage::new(version, community, Pdu::from_raw_parts(id, body, values)).ok()?;
    Some(answer.encode().ok()?.to_vec())
}
