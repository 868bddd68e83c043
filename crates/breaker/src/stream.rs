use std::collections::{BTreeMap, BTreeSet};

use crate::dice::Dice;
use crate::packets::{
    NULL_PID, Packet, SIZE, SYNC_BYTE, by_pid, has_payload, has_pcr, is_discontinuity, pid, put_ahead,
    rename_section, section,
};
use crate::stamps::{has_stamps, shift, take_away};
use crate::{Done, Fault, Kind, Place};

/// Faults are so many packets apart, so that each can be told from the next: five good sync bytes find sync again.
const APART: usize = 12;
/// And so many packets of the same PID.
const APART_OF_PID: usize = 4;
/// By how much a PCR jumps: 10 s in ticks of 27 MHz.
const JUMP: u64 = 270_000_000;
/// By how much a single PCR is put ahead: 2 µs.
const PCR_OFF: u64 = 54;
/// By how much time stamps are put ahead and back: 11 s and 3 s in units of 1/90 000 s.
const AHEAD: i64 = 990_000;
const BEHIND: i64 = -270_000;
/// The PID of packets that no table names.
const STRAY_PID: u16 = 0x1ABC;
/// A table_id that no standard gives to a table of a stream as it is watched here.
const WRONG_TABLE: u8 = 0x80;

/// What is done to one packet.
#[derive(Clone, Copy)]
struct Order {
    kind: Kind,
    /// What the kind needs to know: another packet, a number of bytes, a place in the packet.
    detail: usize,
}

/// Damages a stream of packets of 188 bytes that begins with a sync byte, and tells what was done. What is left at the end and
/// is not a whole packet is left out.
#[must_use]
pub fn damage(stream: &[u8], faults: &[Fault], seed: u64) -> (Vec<u8>, Done) {
    let (packets, _) = stream.as_chunks::<SIZE>();
    let mut plan = Plan {
        packets,
        by_pid: by_pid(packets),
        dice: Dice::new(seed),
        orders: BTreeMap::new(),
        taken: BTreeSet::new(),
        taken_of_pid: BTreeSet::new(),
    };
    let mut done = Done {
        seed,
        items: packets.len(),
        ..Done::default()
    };
    for fault in faults {
        let missed = match fault.kind {
            Kind::Delete | Kind::Withhold | Kind::NoPts | Kind::Ahead | Kind::Behind | Kind::Stray => {
                plan.row(fault)
            }
            _ => plan.scatter(fault),
        };
        if missed > 0 {
            *done
                .without_place
                .entry(fault.kind.name().to_owned())
                .or_default() += missed;
        }
    }
    let places = plan.orders.iter().map(|(item, order)| Place {
        fault: order.kind,
        item: *item,
        pid: packets.get(*item).map(pid),
    });
    done.places = places.collect();
    (plan.carry_out(), done)
}

struct Plan<'a> {
    packets: &'a [Packet],
    by_pid: BTreeMap<u16, Vec<usize>>,
    dice: Dice,
    orders: BTreeMap<usize, Order>,
    taken: BTreeSet<usize>,
    /// PID, and the number of the packet among those of the PID.
    taken_of_pid: BTreeSet<(u16, usize)>,
}

impl Plan<'_> {
    /// Chooses places for a fault all over the stream; returns for how many there was none.
    fn scatter(&mut self, fault: &Fault) -> usize {
        let wanted = match (fault.kind, fault.pid) {
            (Kind::Crc | Kind::WrongTable, None) => Some(0),
            (_, pid) => pid,
        };
        let all = self.by_pid.iter();
        let places = all.filter(|(pid, _)| wanted.is_none_or(|wanted| wanted == **pid));
        let mut candidates: Vec<(u16, usize)> = places
            .flat_map(|(pid, places)| (0..places.len()).map(|number| (*pid, number)))
            .collect();
        self.dice.shuffle(&mut candidates);
        let mut left = fault.count;
        for (pid, number) in candidates {
            if left == 0 {
                break;
            }
            if let Some((place, order)) = self.consider(fault.kind, pid, number) {
                self.take(place, pid, number);
                // What is exchanged has two places.
                if fault.kind == Kind::Swap {
                    self.take(order.detail, pid, number + 1);
                }
                self.orders.insert(place, order);
                left -= 1;
            }
        }
        left
    }

    /// Chooses a row of packets of one PID, or of those among them that the fault can be done to.
    fn row(&mut self, fault: &Fault) -> usize {
        let (pid, detail) = match fault.kind {
            Kind::Stray => (NULL_PID, fault.pid.unwrap_or(STRAY_PID)),
            _ => (fault.pid.unwrap_or_default(), 0),
        };
        let needs_stamps = matches!(fault.kind, Kind::NoPts | Kind::Ahead | Kind::Behind);
        let places = self.by_pid.get(&pid).into_iter().flatten().copied().enumerate();
        let suits = |place: usize| !needs_stamps || self.packets.get(place).is_some_and(has_stamps);
        let places = Vec::from_iter(places.filter(|(_, place)| suits(*place)));
        let starts = places.len().saturating_sub(fault.count + 2 * APART_OF_PID);
        let mut starts = Vec::from_iter(APART_OF_PID..APART_OF_PID + starts);
        self.dice.shuffle(&mut starts);
        let row = |start: usize| places.iter().skip(start).take(fault.count);
        let start = starts
            .into_iter()
            .find(|start| row(*start).all(|(number, _)| self.is_free(pid, *number)));
        let Some(start) = start else {
            return fault.count;
        };
        for (number, place) in row(start) {
            self.take(*place, pid, *number);
            let order = Order {
                kind: fault.kind,
                detail: usize::from(detail),
            };
            self.orders.insert(*place, order);
        }
        0
    }

    fn take(&mut self, place: usize, pid: u16, number: usize) {
        self.taken.insert(place);
        self.taken_of_pid.insert((pid, number));
    }

    fn is_free(&self, pid: u16, number: usize) -> bool {
        let near = number.saturating_sub(APART_OF_PID)..=number + APART_OF_PID;
        let near = (pid, *near.start())..=(pid, *near.end());
        let place = self.by_pid.get(&pid).and_then(|places| places.get(number));
        let Some(place) = place else {
            return false;
        };
        self.taken_of_pid.range(near).next().is_none()
            && self
                .taken
                .range(place.saturating_sub(APART)..=place + APART)
                .next()
                .is_none()
    }

    /// Whether and how a fault can be done to a packet, the `number`th of its PID.
    fn consider(&mut self, kind: Kind, pid: u16, number: usize) -> Option<(usize, Order)> {
        let places = self.by_pid.get(&pid)?;
        let place = *places.get(number)?;
        let (earlier, next) = (number.checked_sub(APART_OF_PID)?, *places.get(number + 1)?);
        places.get(earlier)?;
        places.get(number + APART_OF_PID)?;
        let near_the_end = place < APART || place + APART > self.packets.len();
        let packet = self.packets.get(place)?;
        if near_the_end || !self.is_free(pid, number) {
            return None;
        }
        let (second, third) = (self.packets.get(place + 1)?, self.packets.get(place + 2)?);
        let marked = is_discontinuity(packet) || self.packets.get(next).is_some_and(is_discontinuity);
        let plain = has_payload(packet) && !marked;
        let detail = match kind {
            Kind::Drop | Kind::Duplicate | Kind::TransportError | Kind::Scramble | Kind::SyncByte => {
                plain.then_some(0)?
            }
            Kind::Counter => {
                let other = usize::from(packet[3] & 0x0F) + 1 + self.dice.below(15);
                plain.then_some(other % 16)?
            }
            Kind::Swap => {
                let apart = self.taken.range(next.saturating_sub(APART)..=next + APART);
                let clear = apart.count() == 0 && has_payload(self.packets.get(next)?);
                (plain && clear).then_some(next)?
            }
            Kind::Crc => {
                let bytes = section(packet)?;
                bytes.start + self.dice.below(bytes.len())
            }
            // Where the next packets are looked for in vain there must be no sync byte by chance.
            Kind::Insert => {
                let length = 1 + self.dice.below(SIZE - 1);
                (packet.get(SIZE - length)? != &SYNC_BYTE).then_some(length)?
            }
            Kind::Cut => {
                let length = 1 + self.dice.below(64);
                let clear = [second, third]
                    .iter()
                    .all(|packet| packet.get(length).is_some_and(|byte| *byte != SYNC_BYTE));
                clear.then_some(length)?
            }
            Kind::Jump | Kind::PcrOff => has_pcr(packet).then_some(0)?,
            Kind::WrongTable => rename_section(&mut packet.clone(), WRONG_TABLE).then_some(0)?,
            Kind::Delete | Kind::Withhold | Kind::NoPts | Kind::Ahead | Kind::Behind | Kind::Stray => {
                return None;
            }
        };
        Some((place, Order { kind, detail }))
    }

    fn carry_out(mut self) -> Vec<u8> {
        let mut packets = self.packets.to_vec();
        let swaps = self.orders.iter().filter(|(_, order)| order.kind == Kind::Swap);
        for (place, order) in swaps {
            packets.swap(*place, order.detail);
        }
        let mut bytes = Vec::with_capacity(packets.len() * SIZE);
        let mut ahead = BTreeMap::<u16, u64>::new();
        let mut withheld = BTreeMap::<u16, u8>::new();
        let mut strays = 0_u8;
        for (place, packet) in packets.iter_mut().enumerate() {
            let order = self.orders.get(&place).copied();
            let pid = pid(packet);
            if order.is_some_and(|order| order.kind == Kind::Jump) {
                *ahead.entry(pid).or_default() += JUMP;
            }
            if let Some(ticks) = ahead.get(&pid)
                && has_pcr(packet)
            {
                put_ahead(packet, *ticks);
            }
            if let Some(missing) = withheld.get(&pid) {
                packet[3] = packet[3] & 0xF0 | packet[3].wrapping_sub(*missing) & 0x0F;
            }
            let Some(order) = order else {
                bytes.extend_from_slice(packet);
                continue;
            };
            let mut length = SIZE;
            match order.kind {
                Kind::Drop | Kind::Delete => continue,
                Kind::Duplicate => bytes.extend_from_slice(packet),
                Kind::Swap | Kind::Jump => {}
                Kind::Withhold => {
                    if has_payload(packet) {
                        let missing = withheld.entry(pid).or_default();
                        *missing = (*missing + 1) % 16;
                    }
                    [packet[1], packet[2], packet[3]] = [0x1F, 0xFF, 0x10];
                }
                Kind::PcrOff => put_ahead(packet, PCR_OFF),
                Kind::NoPts => take_away(packet),
                Kind::Ahead => shift(packet, AHEAD),
                Kind::Behind => shift(packet, BEHIND),
                Kind::Stray => {
                    let [.., high, low] = order.detail.to_be_bytes();
                    [packet[1], packet[2], packet[3]] = [high, low, 0x10 | strays];
                    strays = (strays + 1) % 16;
                }
                Kind::WrongTable => {
                    rename_section(packet, WRONG_TABLE);
                }
                Kind::TransportError => packet[1] |= 0x80,
                Kind::Scramble => packet[3] |= 0x80,
                Kind::Counter => {
                    let counter = u8::try_from(order.detail).unwrap_or_default();
                    packet[3] = packet[3] & 0xF0 | counter;
                }
                Kind::SyncByte => packet[0] = self.no_sync_byte(),
                Kind::Crc => {
                    let change = u8::try_from(1 + self.dice.below(255)).unwrap_or(1);
                    if let Some(byte) = packet.get_mut(order.detail) {
                        *byte ^= change;
                    }
                }
                Kind::Insert => bytes.extend((0..order.detail).map(|_| self.no_sync_byte())),
                Kind::Cut => length = SIZE - order.detail,
            }
            bytes.extend_from_slice(packet.get(..length).unwrap_or_default());
        }
        bytes
    }

    fn no_sync_byte(&mut self) -> u8 {
        let byte = u8::try_from(self.dice.below(255)).unwrap_or_default();
        if byte >= SYNC_BYTE { byte + 1 } else { byte }
    }
}

#[cfg(test)]
mod tests;
