//! Any bytes as the beginning of a PES packet and as tables that name PIDs or cues: what is read of them lies in its range, and stamps that are
//! written come out as they were.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpegts::pes::{Pes, WRAP, ahead_of};
use mpegts::psi::{Cat, Cue, Mgt, TABLE_CAT, TABLE_MGT, TABLE_SPLICE};
use mpegts::section::{Long, Section};

fuzz_target!(|input: &[u8]| {
    any_header(input);
    // Most bytes are no PES packet; behind the start code and the marker bits more of them are.
    any_header(&[&[0, 0, 1, 0xE0, 0, 0, 0x80], input].concat());
    any_section(input);
    if let Some((first, rest)) = input.split_first_chunk::<8>()
        && let Some((second, rest)) = rest.split_first_chunk::<8>()
    {
        let stamps = [first, second].map(|bytes| u64::from_be_bytes(*bytes) % WRAP);
        one_header(stamps, rest);
    }
});

fn any_header(payload: &[u8]) {
    let Some(pes) = Pes::read(payload) else {
        return;
    };
    assert_eq!(pes.pts.is_some(), pes.dts.is_some());
    for stamp in [pes.pts, pes.dts].into_iter().flatten() {
        assert!(stamp < WRAP);
        let ahead = ahead_of(0.0, stamp);
        assert!(ahead.abs() <= WRAP as f64 / 180_000.0, "{ahead} s");
    }
}

fn one_header(stamps: [u64; 2], rest: &[u8]) {
    let mut header = vec![0, 0, 1, 0xC0, 0, 0, 0x80, 0xC0, 10];
    for (stamp, mark) in stamps.into_iter().zip([3, 1]) {
        header.push(mark << 4 | ((stamp >> 29) as u8 & 0x0E) | 1);
        header.extend((((stamp >> 15) as u16) << 1 | 1).to_be_bytes());
        header.extend(((stamp as u16) << 1 | 1).to_be_bytes());
    }
    header.extend(rest);
    let pes = Pes::read(&header).expect("it is whole");
    assert_eq!([pes.pts, pes.dts], stamps.map(Some));
}

fn any_section(body: &[u8]) {
    let section = |table_id| Section {
        table_id,
        long: Some(Long {
            extension: 0,
            version: 0,
            is_current: true,
            number: 0,
            last: 0,
        }),
        body,
        crc: 0,
    };
    if let Some(cue) = Cue::read(&section(TABLE_SPLICE)) {
        assert!(cue.pts.is_none_or(|pts| pts < WRAP));
        assert!(!cue.is_encrypted || cue.event.is_none());
    }
    let cat = Cat::read(&section(TABLE_CAT)).expect("it has a long header");
    assert!(cat.pids.iter().all(|pid| *pid < 8_192));
    if let Some(mgt) = Mgt::read(&section(TABLE_MGT)) {
        assert!(mgt.pids.iter().all(|pid| *pid < 8_192));
        assert!(mgt.pids.len() * 11 <= body.len());
    }
}
