use mpegts::rtp::{Datagram, Receiver};
use mpegts::{Analyser, Clock, Nanos, Options, Profile, Report};
use proptest::prelude::*;

use super::material::TWO_SERVICES;

/// Pushes in pieces of these lengths, in turn, with both clocks.
fn swallow(bytes: &[u8], pieces: &[usize]) -> [Report; 2] {
    [Clock::Arrival, Clock::Stream].map(|clock| {
        let options = Options {
            clock,
            profile: Profile::Dvb,
            ..Options::default()
        };
        let mut analyser = Analyser::new(options);
        let (mut rest, mut at) = (bytes, Nanos(0));
        for piece in pieces.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, later) = rest.split_at((*piece).min(rest.len()));
            at = at + Nanos::from_millis(1);
            analyser.push(piece, at);
            rest = later;
        }
        let report = analyser.report(at);
        assert_eq!(report.bytes.total, bytes.len() as u64);
        assert!(report.packets.total * 188 <= report.bytes.total);
        assert!(report.pids.len() <= 8_192);
        assert!(report.services.len() <= 1_024);
        report
    })
}

proptest! {
    #[test]
    fn any_bytes_are_swallowed(
        bytes in prop::collection::vec(any::<u8>(), 0..20_000),
        pieces in prop::collection::vec(1_usize..3_000, 1..8),
    ) {
        swallow(&bytes, &pieces);
        let mut receiver = Receiver::default();
        for (number, piece) in bytes.chunks(pieces[0]).enumerate() {
            if let Datagram::Rtp(rtp) = Datagram::detect(piece) {
                receiver.push(&rtp, Nanos(number as u64));
            }
        }
    }

    /// Behind good sync bytes and headers anything may come: wild tables, clocks, lengths.
    #[test]
    fn any_packets_are_swallowed(
        packets in prop::collection::vec((any::<[u8; 32]>(), 0_u8..4, any::<u8>()), 5..300),
    ) {
        let bytes: Vec<u8> = packets
            .iter()
            .flat_map(|(start, pid, fill)| {
                let mut packet = [*fill; 188];
                packet[..32].copy_from_slice(start);
                packet[0] = 0x47;
                packet[1] &= 0xE0;
                packet[2] = *pid;
                packet
            })
            .collect();
        let [by_arrival, _] = swallow(&bytes, &[1_316]);
        prop_assert_eq!(by_arrival.packets.total, packets.len() as u64);
    }

    #[test]
    fn a_real_stream_with_wrong_bytes_is_swallowed(
        start in 0_usize..400,
        changes in prop::collection::vec((0_usize..200_000, any::<u8>()), 1..200),
        pieces in prop::collection::vec(1_usize..3_000, 1..8),
    ) {
        let start = start * 188;
        let mut bytes = TWO_SERVICES.bytes[start..start + 200_000].to_vec();
        for (place, byte) in changes {
            bytes[place] = byte;
        }
        swallow(&bytes, &pieces);
    }

    /// How the bytes are cut into pushes changes nothing of what is found in them.
    #[test]
    fn cuts_change_nothing(
        start in 0_usize..100_000,
        pieces in prop::collection::vec(1_usize..3_000, 1..8),
    ) {
        let bytes = &TWO_SERVICES.bytes[start..start + 100_000];
        let [_, cut] = swallow(bytes, &pieces);
        let [_, whole] = swallow(bytes, &[bytes.len()]);
        prop_assert_eq!(cut.packets, whole.packets);
        prop_assert_eq!(cut.continuity_errors, whole.continuity_errors);
        prop_assert_eq!(cut.services, whole.services);
        prop_assert_eq!(cut.sync, whole.sync);
    }
}
