use super::*;

fn rtp(sequence: u16, payload: &[u8]) -> Rtp<'_> {
    Rtp {
        marker: false,
        payload_type: 33,
        sequence,
        timestamp: u32::from(sequence) * 900,
        ssrc: 7,
        payload,
    }
}

/// What comes out of legs that bring these numbers at these milliseconds.
fn merged(packets: &[(usize, u16, u64)]) -> Vec<(u16, u64)> {
    let (mut merger, mut out) = (Seamless::default(), Vec::new());
    let mut give = |merged: Merged<'_>| {
        assert_eq!(merged.rtp.payload, merged.rtp.sequence.to_be_bytes());
        assert_eq!(merged.rtp.timestamp, u32::from(merged.rtp.sequence) * 900);
        out.push((merged.rtp.sequence, merged.at.0 / 1_000_000));
    };
    for (leg, sequence, millis) in packets {
        let payload = sequence.to_be_bytes();
        merger.push(
            *leg,
            &rtp(*sequence, &payload),
            Nanos::from_millis(*millis),
            &mut give,
        );
    }
    assert!(merger.held_bytes == merger.held.values().map(|held| held.payload.len()).sum());
    out
}

fn numbers(packets: &[(usize, u16, u64)]) -> Vec<u16> {
    merged(packets).into_iter().map(|(number, _)| number).collect()
}

/// Both legs with one packet each 10 ms from 65 500 on, the second later by `skew` ms.
fn both(count: u16, skew: u64, lost: [&[u16]; LEGS]) -> Vec<(usize, u16, u64)> {
    let mut packets = Vec::new();
    for number in 0..count {
        for (leg, lost) in lost.iter().enumerate() {
            if !lost.contains(&number) {
                let millis = 10 * u64::from(number) + skew * leg as u64;
                packets.push((leg, number.wrapping_add(65_500), millis));
            }
        }
    }
    packets.sort_by_key(|(_, _, millis)| *millis);
    packets
}

fn without(count: u16, lost: &[u16]) -> Vec<u16> {
    let numbers = (0..count).filter(|number| !lost.contains(number));
    numbers.map(|number| number.wrapping_add(65_500)).collect()
}

#[test]
fn what_one_leg_lost_comes_from_the_other_in_order() {
    for skew in [0, 3, 90, 440] {
        let packets = both(200, skew, [&[20, 21, 22, 100], &[19, 50, 101]]);
        assert_eq!(numbers(&packets), without(200, &[]), "{skew} ms");
    }
}

#[test]
fn what_both_lost_is_missing() {
    for skew in [0, 3, 90, 440] {
        let packets = both(200, skew, [&[20, 60, 61], &[20, 61, 62]]);
        assert_eq!(numbers(&packets), without(200, &[20, 61]), "{skew} ms");
    }
}

#[test]
fn a_repaired_packet_came_when_the_faster_leg_would_have_brought_it() {
    let packets = both(80, 200, [&[30], &[]]);
    let told = merged(&packets);
    let (_, millis) = told[30];
    assert_eq!(millis, 310, "with the next one of the faster leg");
    assert!(told.is_sorted_by_key(|(_, millis)| *millis));
    assert!(told.windows(2).all(|pair| pair[1].1 - pair[0].1 <= 20));
}

#[test]
fn one_leg_alone_waits_for_nobody() {
    let packets = both(200, 0, [&[50, 51], &[]]);
    let alone = Vec::from_iter(packets.iter().copied().filter(|(leg, ..)| *leg == 0));
    assert_eq!(numbers(&alone), without(200, &[50, 51]));
    // The second leg goes at 1 s; what the first loses afterwards stays missing.
    let packets = both(200, 0, [&[50, 150], &[]]);
    let goes = packets
        .iter()
        .copied()
        .filter(|(leg, _, millis)| *leg == 0 || *millis < 1_000);
    assert_eq!(numbers(&Vec::from_iter(goes)), without(200, &[150]));
}

#[test]
fn a_leg_that_is_too_late_is_not_waited_for() {
    let packets = both(200, 600, [&[50], &[]]);
    assert_eq!(numbers(&packets), without(200, &[50]));
}

#[test]
fn packets_that_were_overtaken_are_put_in_order() {
    assert_eq!(
        numbers(&[(0, 1, 0), (0, 3, 1), (0, 2, 2), (0, 2, 3), (0, 4, 4)]),
        [1, 2, 3, 4]
    );
}

#[test]
fn a_sequence_that_begins_anew_is_followed() {
    let first = (0..10).map(|number| (0, 30_000 + number, u64::from(number) * 10));
    // The same numbers come again after a restart; only silence in the sequence tells it from a late leg.
    let again = (0..300).map(|number| (0, 29_900 + number, 100 + u64::from(number) * 10));
    let told = numbers(&Vec::from_iter(first.chain(again)));
    assert_eq!(told[..10], Vec::from_iter(30_000..30_010));
    assert!(told.len() > 150, "{}", told.len());
    assert_eq!(told.last(), Some(&30_199));
}

#[test]
fn another_source_begins_at_once_and_nothing_held_is_lost() {
    let (mut merger, mut out) = (Seamless::default(), Vec::new());
    let mut give = |merged: Merged<'_>| out.push((merged.rtp.sequence, merged.begins));
    merger.push(0, &rtp(1, &[]), Nanos(0), &mut give);
    merger.push(0, &rtp(3, &[]), Nanos(1), &mut give);
    let other = Rtp {
        ssrc: 8,
        ..rtp(900, &[])
    };
    merger.push(1, &other, Nanos(2), &mut give);
    assert_eq!(out, [(1, true), (3, false), (900, true)]);
}

#[test]
fn what_waits_is_released_by_time_and_bounded() {
    let (mut merger, mut count) = (Seamless::default(), 0);
    merger.push(1, &rtp(0, &[]), Nanos(0), |_| count += 1);
    merger.push(0, &rtp(1, &[]), Nanos(0), |_| count += 1);
    merger.push(0, &rtp(3, &[]), Nanos(0), |_| count += 1);
    merger.release(MOST_SKEW, |_| count += 1);
    assert_eq!(count, 2);
    merger.release(MOST_SKEW + Nanos(1), |_| count += 1);
    assert_eq!(count, 3);

    let (mut merger, payload) = (Seamless::default(), vec![0; 60_000]);
    merger.push(1, &rtp(0, &[]), Nanos(0), |_| ());
    for number in 0..20_000 {
        merger.push(0, &rtp(5 + number % 20_000, &payload), Nanos(1), |_| ());
        assert!(merger.held_bytes < MOST_BYTES + payload.len());
    }
}
