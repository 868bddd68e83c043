//! Any bytes, cut anywhere, are analysed: what is told of them must hold together, and not depend on the cuts.
//!
//! The last four bytes of an input choose the cuts, so that a file with a transport stream is an input as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpegts::{Analyser, Clock, Count, Indicator, Nanos, Options, Profile, Report};

/// The longest piece that is pushed at once.
const LONGEST: u32 = 3_000;

fuzz_target!(|input: &[u8]| {
    let Some((stream, seed)) = input.split_last_chunk() else {
        return;
    };
    let seed = u32::from_be_bytes(*seed);
    analyse_as_it_comes(stream, seed);
    assert_eq!(
        at_once(Clock::Arrival, pieces(stream, seed)),
        at_once(Clock::Arrival, std::iter::once(stream))
    );
    assert_eq!(
        without_times(at_once(Clock::Stream, pieces(stream, seed))),
        without_times(at_once(Clock::Stream, std::iter::once(stream)))
    );
});

/// By the clock of a stream it is estimated with each push what time it is.
fn without_times(mut report: Report) -> Report {
    for pid in &mut report.pids {
        pid.last_seen = Nanos(0);
        pid.bitrate = None;
        pid.rate = None;
        pid.pts = None;
    }
    report.tables.clear();
    for splice in &mut report.splices {
        splice.at = Nanos(0);
    }
    Report {
        interval: Nanos(0),
        bitrate: None,
        rate: None,
        pcrs: Vec::new(),
        indicators: Vec::new(),
        judged: Vec::new(),
        ..report
    }
}

/// Pushes the pieces at times of their own, with a report now and then.
fn analyse_as_it_comes(stream: &[u8], seed: u32) {
    let profile = [Profile::Contribution, Profile::Dvb, Profile::Atsc][seed as usize % 3];
    let mut analyser = Analyser::new(Options {
        profile,
        ..Options::default()
    });
    let (mut at, mut pushed) = (Nanos(0), 0);
    let mut before: Option<Report> = None;
    for (number, piece) in pieces(stream, seed).enumerate() {
        at = at + Nanos::from_millis(piece.len() as u64 * u64::from(seed % 7));
        analyser.push(piece, at);
        pushed += piece.len() as u64;
        if number % 3 == 2 {
            let report = analyser.report(at);
            assert_eq!(report.bytes.total, pushed);
            hold_together(&report, before.as_ref());
            before = Some(report);
        }
    }
}

fn at_once<'a>(clock: Clock, pieces: impl Iterator<Item = &'a [u8]>) -> Report {
    let mut analyser = Analyser::new(Options {
        clock,
        profile: Profile::Dvb,
        ..Options::default()
    });
    pieces.for_each(|piece| analyser.push(piece, Nanos(0)));
    let report = analyser.report(Nanos(0));
    hold_together(&report, None);
    report
}

fn pieces(mut stream: &[u8], seed: u32) -> impl Iterator<Item = &[u8]> {
    let mut state = seed | 1;
    std::iter::from_fn(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let length = 1 + (state >> 8) as usize % LONGEST as usize;
        let (piece, rest) = stream.split_at_checked(length).unwrap_or((stream, &[]));
        stream = rest;
        (!piece.is_empty()).then_some(piece)
    })
}

fn hold_together(report: &Report, before: Option<&Report>) {
    assert!(report.packets.total * 188 <= report.bytes.total);
    let of_pids: u64 = report.pids.iter().map(|pid| pid.packets.total).sum();
    assert_eq!(of_pids, report.packets.total, "{report:#?}");
    for (whole, part) in [
        (
            report.continuity_errors,
            report.pids.iter().map(|pid| pid.continuity_errors.total).sum(),
        ),
        (
            report.lost_packets,
            report.pids.iter().map(|pid| pid.lost_packets.total).sum(),
        ),
        (
            report.transport_errors,
            report
                .pids
                .iter()
                .map(|pid| pid.transport_errors.total)
                .sum::<u64>(),
        ),
    ] {
        assert_eq!(whole.total, part, "{report:#?}");
    }
    let rates = report
        .pids
        .iter()
        .filter_map(|pid| pid.bitrate)
        .chain(report.bitrate);
    assert!(
        rates.into_iter().all(|rate| rate.is_finite() && rate >= 0.0),
        "{report:#?}"
    );
    assert!(report.null_share.is_none_or(|share| (0.0..=1.0).contains(&share)));
    assert!(report.pids.is_sorted_by(|a, b| a.pid < b.pid));
    assert!(report.services.is_sorted_by(|a, b| a.number < b.number));
    assert!(report.services.len() <= 1_024);
    assert!(report.tables.len() <= 512 && report.splices.len() <= 64);
    let judged = report.judged.iter().map(|judged| judged.indicator);
    assert!(judged.eq(Indicator::ALL));
    let were = before.map(counts).unwrap_or_default();
    for (now, was) in counts(report).into_iter().zip(were) {
        assert_eq!(now.total, was.total + now.interval, "{report:#?}");
    }
}

fn counts(report: &Report) -> [Count; 10] {
    [
        report.packets,
        report.bytes,
        report.sync_losses,
        report.sync_byte_errors,
        report.transport_errors,
        report.continuity_errors,
        report.lost_packets,
        report.duplicates,
        report.crc_errors,
        report.malformed_sections,
    ]
}
