use super::*;

/// Two PIDs in turn, each with its counter.
fn stream(packets: usize) -> Vec<u8> {
    let packet = |number: usize| {
        let mut packet = [0xAA; SIZE];
        let counter = u8::try_from(number / 2 % 16).unwrap();
        packet[..4].copy_from_slice(&[0x47, 1, u8::from(number % 2 == 1), 0x10 | counter]);
        packet[4..8].copy_from_slice(&u32::try_from(number).unwrap().to_be_bytes());
        packet
    };
    (0..packets).flat_map(packet).collect()
}

fn fault(words: &str) -> Fault {
    words.parse().unwrap()
}

#[test]
fn the_same_seed_does_the_same() {
    let stream = stream(2_000);
    let faults = ["drop=5@256", "duplicate=5", "insert=3", "cut=2", "counter=4"].map(fault);
    let (first, told) = damage(&stream, &faults, 7);
    assert_eq!(damage(&stream, &faults, 7), (first.clone(), told.clone()));
    assert_ne!(damage(&stream, &faults, 8).0, first);
    assert_eq!(told.count_of(Kind::Drop, 256), 5);
    assert_eq!(told.count(Kind::Duplicate), 5);
    assert_eq!(told.places.len(), 19);
    assert!(told.without_place.is_empty());
}

#[test]
fn each_fault_is_in_the_bytes() {
    let stream = stream(400);
    let length = |words| damage(&stream, &[fault(words)], 1).0.len();
    assert_eq!(length("drop=3"), 397 * SIZE);
    assert_eq!(length("duplicate=3"), 403 * SIZE);
    assert_eq!(length("delete=20@257"), 380 * SIZE);
    assert!((400 * SIZE + 1..401 * SIZE).contains(&length("insert")));
    assert!((399 * SIZE..400 * SIZE).contains(&length("cut")));

    let differing = |words| {
        let (damaged, told) = damage(&stream, &[fault(words)], 1);
        let pairs = damaged
            .as_chunks::<SIZE>()
            .0
            .iter()
            .zip(stream.as_chunks::<SIZE>().0);
        let places = pairs.enumerate().filter(|(_, (after, before))| after != before);
        (Vec::from_iter(places.map(|(place, _)| place)), told)
    };
    for words in ["transport-error=4", "scramble=4", "counter=4", "sync-byte=4"] {
        let (places, told) = differing(words);
        let wanted = Vec::from_iter(told.places.iter().map(|place| place.item));
        assert_eq!(places, wanted, "{words}");
        assert_eq!(places.len(), 4);
    }
    let (places, told) = differing("swap=2");
    let wanted = told.places.iter().flat_map(|place| [place.item, place.item + 2]);
    assert_eq!(places, Vec::from_iter(wanted));
}

#[test]
fn what_finds_no_place_is_told() {
    let (_, told) = damage(&stream(100), &[fault("drop=50"), fault("jump=1")], 1);
    let done = told.count(Kind::Drop);
    assert!(done > 0 && done < 10);
    assert_eq!(told.without_place["drop"], 50 - done);
    assert_eq!(told.without_place["jump"], 1, "there is no PCR");
}

#[test]
fn what_is_withheld_leaves_null_packets_and_no_gap_in_the_counters() {
    let stream = stream(400);
    let (damaged, told) = damage(&stream, &[fault("withhold=21@257")], 1);
    assert_eq!(told.count_of(Kind::Withhold, 257), 21);
    assert_eq!(damaged.len(), stream.len());
    let (packets, _) = damaged.as_chunks::<SIZE>();
    assert_eq!(by_pid(packets)[&NULL_PID].len(), 21);
    for places in [&by_pid(packets)[&256], &by_pid(packets)[&257]] {
        let counters = places.iter().map(|place| packets[*place][3] & 0x0F);
        assert!(
            counters
                .enumerate()
                .all(|(number, counter)| usize::from(counter) == number % 16)
        );
    }
    let (strays, _) = damage(&damaged, &[fault("stray=5")], 1);
    let (packets, _) = strays.as_chunks::<SIZE>();
    assert_eq!(by_pid(packets)[&STRAY_PID].len(), 5);
}
