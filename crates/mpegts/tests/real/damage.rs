use breaker::{Done, Fault, Kind, damage};
use mpegts::{Count, Indicator, Nanos, Options, Report};

use super::material::{CONSTANT, TWO_SERVICES};
use super::{DATAGRAM, analyse};

const SEEDS: std::ops::Range<u64> = 0..8;

fn faults(words: &[&str]) -> Vec<Fault> {
    words.iter().map(|words| words.parse().unwrap()).collect()
}

/// What the breaker did and what the analyser says of it, for each seed.
fn broken(stream: &[u8], words: &[&str], mut check: impl FnMut(&Done, &Report)) {
    for seed in SEEDS {
        let (damaged, done) = damage(stream, &faults(words), seed);
        assert!(done.without_place.is_empty(), "{:?}", done.without_place);
        check(&done, &analyse(&damaged));
    }
}

fn occurred(report: &Report, indicator: Indicator) -> u64 {
    let seen = report
        .indicators
        .iter()
        .filter(|seen| seen.indicator == indicator);
    seen.map(|seen| seen.count).sum()
}

#[track_caller]
fn same(count: Count, done: usize) {
    assert_eq!(count.total, done as u64);
    assert_eq!(count.interval, done as u64);
}

#[test]
fn dropped_packets_are_counted_one_for_one() {
    broken(
        &TWO_SERVICES.bytes,
        &["drop=20", "drop=10@256", "drop=3@257"],
        |done, report| {
            assert_eq!(done.count(Kind::Drop), 33);
            same(report.continuity_errors, 33);
            same(report.lost_packets, 33);
            assert_eq!(occurred(report, Indicator::ContinuityCountError), 33);
            for pid in &report.pids {
                same(pid.continuity_errors, done.count_of(Kind::Drop, pid.pid));
                same(pid.lost_packets, done.count_of(Kind::Drop, pid.pid));
            }
            assert_eq!(
                report.duplicates.total + report.sync_losses.total + report.crc_errors.total,
                0
            );
        },
    );
}

#[test]
fn duplicates_are_legal_and_an_exchange_is_three_errors() {
    broken(&CONSTANT.bytes, &["duplicate=15", "swap=6"], |_, report| {
        same(report.duplicates, 15);
        same(report.continuity_errors, 18);
    });
}

#[test]
fn wrong_counters_are_seen_coming_and_going() {
    broken(&CONSTANT.bytes, &["counter=9"], |_, report| {
        same(report.continuity_errors, 18)
    });
}

#[test]
fn transport_errors_and_scrambled_packets_are_counted_where_they_are() {
    broken(
        &CONSTANT.bytes,
        &["transport-error=12", "scramble=8@256"],
        |done, report| {
            same(report.transport_errors, 12);
            same(report.continuity_errors, 0);
            for pid in &report.pids {
                same(pid.transport_errors, done.count_of(Kind::TransportError, pid.pid));
                same(pid.scrambled, done.count_of(Kind::Scramble, pid.pid));
            }
        },
    );
}

#[test]
fn wrong_check_sums_are_counted_and_their_tables_not_believed() {
    let whole = analyse(&CONSTANT.bytes);
    broken(
        &CONSTANT.bytes,
        &["crc=1@17", "crc=5@0", "crc=4@4096"],
        |_, report| {
            same(report.crc_errors, 10);
            let of = |pid| {
                report
                    .indicators
                    .iter()
                    .find(|seen| seen.pid == Some(pid))
                    .unwrap()
                    .count
            };
            assert_eq!((of(0), of(17), of(4_096)), (5, 1, 4));
            assert_eq!(report.services, whole.services);
        },
    );
}

#[test]
fn sync_is_lost_and_found_as_often_as_bytes_are_inserted_or_cut_off() {
    broken(&CONSTANT.bytes, &["insert=6", "cut=5"], |_, report| {
        same(report.sync_losses, 11);
        assert_eq!(occurred(report, Indicator::TsSyncLoss), 11);
        same(report.continuity_errors, 0);
    });
    broken(&CONSTANT.bytes, &["sync-byte=7"], |_, report| {
        same(report.sync_byte_errors, 7);
        same(report.sync_losses, 0);
        same(report.continuity_errors, 7);
    });
}

#[test]
fn a_clock_that_jumps_is_named() {
    broken(&TWO_SERVICES.bytes, &["jump=3@256"], |_, report| {
        let found = report.pcrs.iter().find(|pcr| pcr.pid == 256).unwrap();
        same(found.discontinuities, 3);
        same(found.repetition_errors, 0);
        assert_eq!(occurred(report, Indicator::PcrDiscontinuityIndicatorError), 3);
        assert_eq!(report.indicators.len(), 1, "{:?}", report.indicators);
    });
}

#[test]
fn a_table_that_is_gone_is_missed_once() {
    for (words, indicator, pid) in [
        ("delete=16@0", Indicator::PatError2, 0),
        ("delete=16@4096", Indicator::PmtError2, 4_096),
    ] {
        broken(&CONSTANT.bytes, &[words], |_, report| {
            let [seen] = report.indicators[..] else {
                panic!("{words}: {:?}", report.indicators)
            };
            assert_eq!((seen.indicator, seen.pid, seen.count), (indicator, Some(pid), 1));
        });
    }
}

#[test]
fn by_arrival_the_same_is_counted() {
    let (damaged, done) = damage(&CONSTANT.bytes, &faults(&["drop=10", "insert=2", "crc=3"]), 5);
    let mut analyser = mpegts::Analyser::new(Options::default());
    let nanos = |datagram: usize| Nanos((datagram * DATAGRAM * 8 * 250) as u64);
    let datagrams = damaged.chunks(DATAGRAM);
    let end = nanos(datagrams.len());
    for (number, datagram) in datagrams.enumerate() {
        analyser.push(datagram, nanos(number));
    }
    let report = analyser.report(end);
    same(report.continuity_errors, done.count(Kind::Drop));
    same(report.sync_losses, 2);
    same(report.crc_errors, 3);
    let bitrate = report.bitrate.unwrap();
    assert!((bitrate / 4e6 - 1.0).abs() < 0.01, "{bitrate}");
    let jitter = report.pcrs[0].measured.jitter.unwrap();
    // A datagram takes 2.6 ms, and a PCR may be in any of its packets.
    assert!(jitter < 0.006, "{jitter}");
}
