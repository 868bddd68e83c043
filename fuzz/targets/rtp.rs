//! Any datagrams, one after the other: nothing is read past their ends, and what is counted of them holds together.
//!
//! Before each datagram stands its length in two bytes and by how many milliseconds it came later than the one before in one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpegts::Nanos;
use mpegts::rtp::{Datagram, Receiver, Rtp};

fuzz_target!(|input: &[u8]| {
    let (mut rest, mut at) = (input, Nanos(0));
    let mut receiver = Receiver::default();
    let (mut pushed, mut again) = (0, 0);
    while let Some((&[high, low, later], behind)) = rest.split_first_chunk() {
        let length = usize::from(u16::from_be_bytes([high, low])).min(behind.len());
        let (datagram, behind) = behind.split_at(length);
        rest = behind;
        at = at + Nanos::from_millis(later.into());
        let payload = Datagram::detect(datagram).payload();
        assert!(datagram.as_ptr_range().start <= payload.as_ptr_range().start);
        assert!(payload.as_ptr_range().end <= datagram.as_ptr_range().end);
        let Some(rtp) = Rtp::read(datagram) else {
            continue;
        };
        assert!(rtp.payload.len() + 12 <= datagram.len());
        assert!(rtp.payload_type < 128);
        let before = receiver.received();
        again += u64::from(!receiver.push(&rtp, at));
        pushed += 1;
        let now = receiver.received();
        assert_eq!((now.packets, now.duplicated), (pushed, again));
        assert!(now.reordered + now.duplicated + now.restarts + now.source_changes < now.packets);
        assert!(now.lost <= before.lost + 3_000, "{before:?} {now:?}");
        assert!(now.lost + 1 >= before.lost, "{before:?} {now:?}");
        assert!(now.jitter.is_finite() && now.jitter >= 0.0);
        assert!(!receiver.push(&rtp, at), "the same datagram is new again");
        pushed += 1;
        again += 1;
    }
});
