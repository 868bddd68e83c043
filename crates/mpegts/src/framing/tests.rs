use super::*;

/// Packets whose second byte is their number and whose other bytes are never a sync byte.
fn stream(spacing: Spacing, packets: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in 0..packets {
        let number = if number == SYNC_BYTE { 0xFF } else { number };
        if spacing == Spacing::Timecode {
            bytes.extend([1, 2, 3, 4]);
        }
        bytes.extend([SYNC_BYTE, number]);
        bytes.extend([0xAA; PACKET_SIZE - 2]);
        if spacing == Spacing::Parity {
            bytes.extend([0xBB; 16]);
        }
    }
    bytes
}

#[derive(Debug, Default, PartialEq)]
struct Seen {
    acquired: Vec<Spacing>,
    packets: Vec<u8>,
    sync_byte_errors: usize,
    lost: usize,
}

fn push(framer: &mut Framer, seen: &mut Seen, bytes: &[u8]) {
    framer.push(bytes, |found| match found {
        Found::Acquired(spacing) => seen.acquired.push(spacing),
        Found::Packet(packet) => seen.packets.push(packet[1]),
        Found::SyncByteError => seen.sync_byte_errors += 1,
        Found::Lost => seen.lost += 1,
    });
}

fn read(bytes: &[u8], block: usize) -> (Seen, Framer) {
    let (mut seen, mut framer) = (Seen::default(), Framer::new());
    for block in bytes.chunks(block) {
        push(&mut framer, &mut seen, block);
        assert!(framer.held.len() < WINDOW);
    }
    (seen, framer)
}

#[test]
fn packets_of_every_size_are_found_however_the_bytes_are_cut() {
    for spacing in Spacing::ALL {
        let mut bytes = vec![0; 77];
        bytes.extend(stream(spacing, 40));
        for block in [1, 3, 187, 188, 189, 204, 1_316, 10_000] {
            let (seen, framer) = read(&bytes, block);
            assert_eq!(framer.sync(), Sync::Locked(spacing), "blocks of {block}");
            assert_eq!(seen.acquired, [spacing]);
            assert_eq!(seen.packets, Vec::from_iter(0..40), "blocks of {block}");
            assert_eq!((seen.sync_byte_errors, seen.lost), (0, 0));
        }
    }
}

#[test]
fn four_good_sync_bytes_are_not_enough() {
    let mut bytes = stream(Spacing::Plain, 4);
    bytes.extend([0; 2_000]);
    let (seen, framer) = read(&bytes, 100);
    assert_eq!(seen, Seen::default());
    assert_eq!(framer.sync(), Sync::Searching);
}

#[test]
fn one_bad_sync_byte_is_an_error_and_two_are_a_loss() {
    for block in [1, 188, 5_000] {
        let mut bytes = stream(Spacing::Plain, 30);
        bytes[10 * PACKET_SIZE] = 0;
        let (seen, framer) = read(&bytes, block);
        assert_eq!((seen.sync_byte_errors, seen.lost), (1, 0), "blocks of {block}");
        assert_eq!(seen.packets.len(), 29);
        assert!(!seen.packets.contains(&10));
        assert_eq!(framer.sync(), Sync::Locked(Spacing::Plain));

        bytes[11 * PACKET_SIZE] = 0;
        let (seen, _) = read(&bytes, block);
        assert_eq!((seen.sync_byte_errors, seen.lost), (1, 1), "blocks of {block}");
        assert_eq!(
            seen.acquired.len(),
            2,
            "five good ones follow, so it is found again"
        );
        assert_eq!(seen.packets.len(), 28);
    }
}

#[test]
fn inserted_bytes_cost_no_packet_and_another_size_is_found() {
    let mut bytes = stream(Spacing::Plain, 10);
    bytes.extend([0; 50]);
    bytes.extend(stream(Spacing::Parity, 10));
    for block in [1, 188, 5_000] {
        let (seen, framer) = read(&bytes, block);
        assert_eq!(seen.acquired, [Spacing::Plain, Spacing::Parity]);
        assert_eq!(seen.packets.len(), 20, "blocks of {block}");
        assert_eq!(seen.lost, 1);
        assert_eq!(framer.sync(), Sync::Locked(Spacing::Parity));
    }
}

#[test]
fn what_is_no_transport_stream_is_called_so() {
    let (seen, framer) = read(&vec![0; 19_999], 1_000);
    assert_eq!(framer.sync(), Sync::Searching);
    assert_eq!(seen, Seen::default());
    let (_, framer) = read(&vec![0; 20_000], 1_000);
    assert_eq!(framer.sync(), Sync::NotTransportStream);

    let mut bytes = stream(Spacing::Plain, 10);
    bytes.extend(vec![0; 30_000]);
    let (_, framer) = read(&bytes, 1_000);
    assert_eq!(framer.sync(), Sync::Searching, "it has been one");
}
