//! Files of datagrams that Wireshark opens: pcapng (draft-ietf-opsawg-pcapng), little-endian, with the IP and
//! UDP headers built anew from what the kernel tells of them.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// Packets begin with their IP header, of either version: `LINKTYPE_RAW`.
const RAW_IP: u16 = 101;
const INTERFACE_NAME: u16 = 2;
const TIME_RESOLUTION: u16 = 9;
const WRITTEN_BY: u16 = 4;
const UDP: u8 = 17;
const UDP_HEADER: u16 = 8;
const IPV4_HEADER: u16 = 20;

/// A datagram that came.
pub(crate) struct Arrival<'a> {
    /// Since 1970.
    pub(crate) at: Duration,
    /// The number of the way on which it came, from 0.
    pub(crate) way: u8,
    pub(crate) from: SocketAddr,
    pub(crate) to: SocketAddr,
    /// What was left of its time to live; 0 where nobody knows.
    pub(crate) ttl: u8,
    /// The byte of the IP header that marks it (RFC 2474).
    pub(crate) class: u8,
    pub(crate) bytes: &'a [u8],
}

/// How a file begins: who wrote it, and the ways on which its datagrams came.
pub(super) fn begin(ways: &[String]) -> Vec<u8> {
    let mut head = vec![0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0];
    // How long the section is: nobody said.
    head.extend([0xFF; 8]);
    option(&mut head, WRITTEN_BY, b"Flywatch");
    end_of_options(&mut head);
    let mut file = block(0x0A0D_0D0A, &head);
    for way in ways {
        let mut interface = RAW_IP.to_le_bytes().to_vec();
        // Two bytes that mean nothing, and no limit to the length of a packet.
        interface.extend([0; 6]);
        option(&mut interface, INTERFACE_NAME, way.as_bytes());
        // Times are counted in nanoseconds.
        option(&mut interface, TIME_RESOLUTION, &[9]);
        end_of_options(&mut interface);
        file.extend(block(1, &interface));
    }
    file
}

/// What stands before and behind the bytes of a datagram.
pub(super) fn around(arrival: &Arrival<'_>) -> (Vec<u8>, Vec<u8>) {
    const BLOCK_HEADER: usize = 28;
    let headers = headers(arrival);
    let packet = headers.len() + arrival.bytes.len();
    let padding = packet.next_multiple_of(4) - packet;
    let block = little(BLOCK_HEADER + packet + padding + 4);
    let at = u64::try_from(arrival.at.as_nanos())
        .unwrap_or(u64::MAX)
        .to_le_bytes();
    let [low @ .., _, _, _, _] = at;
    let [_, _, _, _, high @ ..] = at;
    let mut head = Vec::with_capacity(BLOCK_HEADER + headers.len());
    for word in [
        little(6),
        block,
        u32::from(arrival.way).to_le_bytes(),
        high,
        low,
        little(packet),
        little(packet),
    ] {
        head.extend(word);
    }
    head.extend(headers);
    let mut tail = vec![0; padding];
    tail.extend(block);
    (head, tail)
}

/// The headers of IP and UDP.
fn headers(arrival: &Arrival<'_>) -> Vec<u8> {
    // No datagram is longer than 65,535 bytes with its headers.
    let payload = u16::try_from(arrival.bytes.len()).unwrap_or(u16::MAX);
    let datagram = payload.saturating_add(UDP_HEADER).to_be_bytes();
    let mut udp = Vec::with_capacity(8);
    udp.extend(arrival.from.port().to_be_bytes());
    udp.extend(arrival.to.port().to_be_bytes());
    udp.extend(datagram);
    match (arrival.from.ip(), arrival.to.ip()) {
        (IpAddr::V4(from), IpAddr::V4(to)) => {
            let total = payload.saturating_add(UDP_HEADER + IPV4_HEADER).to_be_bytes();
            let mut ip = vec![0x45, arrival.class];
            ip.extend(total);
            ip.extend([0, 0, 0x40, 0, arrival.ttl, UDP, 0, 0]);
            ip.extend(from.octets());
            ip.extend(to.octets());
            let sum = checksum(&[&ip]).to_be_bytes();
            ip.splice(10..12, sum);
            ip.extend(udp);
            // The sender's sum is not known; 0 says that there is none (RFC 768).
            ip.extend([0, 0]);
            ip
        }
        (from, to) => {
            let (from, to) = (v6(from), v6(to));
            let [first, second] = [0x60 | arrival.class >> 4, arrival.class << 4];
            let mut ip = vec![first, second, 0, 0];
            ip.extend(datagram);
            ip.extend([UDP, arrival.ttl]);
            ip.extend(from);
            ip.extend(to);
            // RFC 8200, 8.1: the sum covers the addresses, and is never left out.
            let protocol = [0, 0, 0, UDP, 0, 0];
            let sum = match checksum(&[&from, &to, &datagram, &protocol, &udp, arrival.bytes]) {
                0 => u16::MAX,
                sum => sum,
            };
            ip.extend(udp);
            ip.extend(sum.to_be_bytes());
            ip
        }
    }
}

fn v6(ip: IpAddr) -> [u8; 16] {
    match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped().octets(),
        IpAddr::V6(ip) => ip.octets(),
    }
}

/// RFC 1071. Only the last part may have an odd length.
fn checksum(parts: &[&[u8]]) -> u16 {
    let words = parts.iter().flat_map(|part| part.chunks(2));
    let sum: u64 = words
        .map(|word| {
            let (high, low) = (word.first(), word.get(1));
            u64::from(u16::from_be_bytes([
                high.copied().unwrap_or_default(),
                low.copied().unwrap_or_default(),
            ]))
        })
        .sum();
    let mut sum = sum;
    while sum > 0xFFFF {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    !u16::try_from(sum).unwrap_or_default()
}

fn block(sort: u32, body: &[u8]) -> Vec<u8> {
    let length = little(body.len() + 12);
    [&sort.to_le_bytes(), &length, body, &length].concat()
}

fn option(out: &mut Vec<u8>, code: u16, value: &[u8]) {
    let length = u16::try_from(value.len()).unwrap_or(u16::MAX);
    out.extend(code.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(value);
    out.resize(out.len().next_multiple_of(4), 0);
}

fn end_of_options(out: &mut Vec<u8>) {
    out.extend([0; 4]);
}

fn little(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}
