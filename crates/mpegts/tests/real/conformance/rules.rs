use breaker::carry;
use mpegts::pcr::Rate;
use mpegts::{Analyser, Clock, Indicator, Nanos, Options, Profile};

use super::material::{
    DVB, PMT_PID, SECOND, bat, carousel, crowded, damaged, dvb_of, eit, nit, rst, sdt_other, tdt, tot,
    with_a_gap,
};
use super::{breaks, breaks_once, contribution, everything};
use crate::material::SPARSE;

#[test]
fn a_stream_as_it_should_be_breaks_no_rule() {
    breaks(&DVB, everything(), &[]);
    for profile in [Profile::Contribution, Profile::Atsc] {
        let options = Options {
            profile,
            ..everything()
        };
        breaks(&DVB, options, &[]);
    }
    let all = [
        carousel(0x10, vec![nit(0x41)], 150, SECOND),
        carousel(0x11, vec![bat()], 650, SECOND),
        carousel(0x11, vec![sdt_other()], 900, SECOND),
        carousel(0x12, vec![eit(0x4F, 9, 0), eit(0x4F, 9, 1)], 1_050, SECOND / 2),
        carousel(0x12, vec![eit(0x50, 1, 0)], 800, SECOND),
        carousel(0x13, vec![rst()], 1_200, SECOND),
        carousel(0x14, vec![tot()], 1_800, SECOND),
    ];
    let report = breaks(&carry(&DVB, &all), everything(), &[]);
    assert_eq!(report.tables.len(), 13, "{:#?}", report.tables);
}

#[test]
fn a_network_that_jitters_breaks_no_rule_of_the_stream() {
    let options = Options {
        clock: Clock::Arrival,
        ..everything()
    };
    let mut analyser = Analyser::new(options);
    // Seven packets at 4 Mbit/s take 2.632 ms; each datagram comes up to 8 ms late.
    let mut end = Nanos(0);
    for (number, datagram) in (0_u64..).zip(DVB.chunks(7 * 188)) {
        let late = number * 7_919 % 9 * 1_000_000;
        end = end.max(Nanos(number * 2_632_000 + late));
        analyser.push(datagram, end);
        if number % 38 == 37 {
            let report = analyser.report(end);
            assert_eq!(report.indicators, [], "after {} s", end.seconds());
        }
    }
    let clock = analyser.report(end).pcrs[0];
    assert_eq!(clock.rate, Some(Rate::Constant));
    assert!(clock.accuracy.unwrap() < 200e-9, "{clock:?}");
}

#[test]
fn sync_1_1_and_1_2() {
    // Two wrong sync bytes in a row are two wrong sync bytes as well.
    breaks(
        &damaged("insert=1"),
        everything(),
        &[Indicator::TsSyncLoss, Indicator::SyncByteError],
    );
    let mut stream = DVB.clone();
    let packets = stream.as_chunks_mut::<188>().0;
    let null = packets
        .iter_mut()
        .skip(5_000)
        .find(|packet| packet[1..3] == [0x1F, 0xFF]);
    null.unwrap()[0] = 0;
    breaks_once(&stream, Indicator::SyncByteError);
}

#[test]
fn what_a_decoder_cannot_do_without_1_3_to_1_6() {
    breaks_once(&damaged("withhold=10@0"), Indicator::PatError2);
    breaks_once(&damaged("wrong-table=1@0"), Indicator::PatError2);
    breaks_once(&damaged("drop=1@257"), Indicator::ContinuityCountError);
    breaks_once(&damaged("withhold=10@4096"), Indicator::PmtError2);
    breaks_once(&damaged("withhold=250@257"), Indicator::PidError);
}

#[test]
fn damage_on_the_way_2_1_and_2_2() {
    breaks_once(&damaged("transport-error=1@257"), Indicator::TransportError);
    for pid in [0, 0x10, 0x11, 0x12, 4_096] {
        breaks_once(&damaged(&format!("crc=1@{pid}")), Indicator::CrcError);
    }
}

/// Without the PCRs of the video between two packets; the next one bears discontinuity_indicator.
fn without_pcrs(from: usize, count: usize) -> Vec<u8> {
    let mut stream = DVB.clone();
    let packets = stream.as_chunks_mut::<188>().0;
    let clocks = packets
        .iter_mut()
        .skip(from)
        .filter(|packet| packet[3] & 0x20 != 0 && packet[4] > 6 && packet[5] & 0x10 != 0);
    for (number, packet) in clocks.take(count + 1).enumerate() {
        if number < count {
            packet[5] &= !0x10;
        } else {
            packet[5] |= 0x80;
        }
    }
    stream
}

#[test]
fn the_clock_2_3_and_2_4() {
    breaks_once(&without_pcrs(5_000, 7), Indicator::PcrRepetitionError);
    // The stamps stay where they were, so what comes behind the jump is decoded too late: 3.3 where that is asked for.
    let jumped = damaged("jump=1@256");
    let report = breaks(
        &jumped,
        contribution(),
        &[Indicator::PcrDiscontinuityIndicatorError],
    );
    assert_eq!(report.indicators[0].count, 1);
    breaks(
        &jumped,
        everything(),
        &[Indicator::PcrDiscontinuityIndicatorError, Indicator::BufferError],
    );
    let late = damaged("pcr-off=3@256");
    let report = breaks(&late, everything(), &[Indicator::PcrAccuracyError]);
    assert_eq!(report.indicators[0].count, 3);
    let clock = report.pcrs[0];
    assert_eq!(clock.accuracy_errors.total, 3);
    let accuracy = clock.accuracy.unwrap();
    assert!((1.9e-6..2.1e-6).contains(&accuracy), "{accuracy}");
}

#[test]
fn stamps_and_access_2_5_and_2_6() {
    breaks_once(&damaged("no-pts=20@256"), Indicator::PtsError);
    breaks_once(&damaged("scramble=60@256"), Indicator::CatError);
    let with_cat = [carousel(
        1,
        vec![breaker::section(1, 0xFFFF, 0, [0, 0], &[])],
        90,
        SECOND / 3,
    )];
    breaks(&carry(&damaged("scramble=60@256"), &with_cat), everything(), &[]);
    let other = [carousel(
        1,
        vec![breaker::section(2, 1, 0, [0, 0], &[])],
        5_000,
        SECOND * 9,
    )];
    breaks_once(&carry(&DVB, &other), Indicator::CatError);
}

#[test]
fn networks_3_1_and_repetition_3_2() {
    breaks_once(&damaged("withhold=10@16"), Indicator::NitActualError);
    let dense = [carousel(
        0x10,
        vec![nit(0x40)],
        100 + SECOND / 4 * 3 + 20,
        SECOND * 9,
    )];
    breaks_once(&carry(&DVB, &dense), Indicator::NitActualError);
    let other = [carousel(
        0x10,
        vec![breaker::section(0x80, 1, 0, [0, 0], &[])],
        5_000,
        SECOND * 9,
    )];
    breaks_once(&carry(&DVB, &other), Indicator::NitActualError);
    breaks_once(&with_a_gap(0x10, nit(0x41)), Indicator::NitOtherError);
    breaks_once(&with_a_gap(0x11, bat()), Indicator::SiRepetitionError);
    breaks_once(&with_a_gap(0x14, tot()), Indicator::SiRepetitionError);
    breaks_once(&with_a_gap(0x12, eit(0x50, 1, 0)), Indicator::SiRepetitionError);
}

#[test]
fn services_and_events_3_5_and_3_6() {
    let mut shorter = everything();
    shorter.si.sdt_actual = Nanos::from_millis(1_200);
    breaks(&damaged("withhold=3@17"), shorter, &[Indicator::SdtActualError]);
    breaks_once(&damaged("wrong-table=1@17"), Indicator::SdtActualError);
    breaks_once(&with_a_gap(0x11, sdt_other()), Indicator::SdtOtherError);
    breaks_once(&damaged("withhold=10@18"), Indicator::EitActualError);
    breaks_once(&damaged("wrong-table=1@18"), Indicator::EitActualError);
    let pair = [carousel(
        0x12,
        vec![eit(0x4F, 9, 0), eit(0x4F, 9, 1)],
        1_050,
        SECOND / 2,
    )];
    let mut early = pair[0].clone();
    early.end = 2 * SECOND;
    let mut late = pair[0].clone();
    late.first = 5 * SECOND;
    breaks_once(&carry(&DVB, &[early, late]), Indicator::EitOtherError);
    let half = [carousel(0x12, vec![eit(0x4F, 9, 0)], 1_050, SECOND)];
    breaks_once(&carry(&DVB, &half), Indicator::EitPfError);
}

#[test]
fn times_and_states_3_7_and_3_8() {
    let dense = [carousel(0x13, vec![rst()], 5_000, 20)];
    breaks(&carry(&DVB, &dense), everything(), &[Indicator::RstError]);
    let other = [carousel(0x13, vec![nit(0x40)], 5_000, SECOND * 9)];
    breaks_once(&carry(&DVB, &other), Indicator::RstError);
    breaks_once(&damaged("withhold=10@20"), Indicator::TdtError);
    let dense = [carousel(0x14, vec![tdt()], 300 + SECOND / 4 * 3 + 20, SECOND * 9)];
    breaks_once(&carry(&DVB, &dense), Indicator::TdtError);
}

#[test]
fn a_pid_in_no_table_3_4() {
    breaks_once(&damaged("stray=1500"), Indicator::UnreferencedPid);
    breaks(&damaged("stray=300"), everything(), &[]);
}

/// As many packets of the PMT's PID as the buffer has room for: one leaves it in the time of four.
fn never_empty() -> Vec<u8> {
    let stream = dvb_of(&SPARSE.bytes);
    let packets = stream.as_chunks::<188>().0;
    let pids = packets
        .iter()
        .map(|packet| u16::from_be_bytes([packet[1], packet[2]]) & 0x1FFF);
    let is_table = Vec::from_iter(pids.map(|pid| pid == 0 || pid == PMT_PID));
    let (mut level, mut last) = (0.0_f64, 0);
    crowded(&stream, |number| {
        for is_table in &is_table[last..number] {
            let comes = if *is_table { 188.0 } else { 0.0 };
            level = (level + comes - 47.0).max(0.0);
        }
        last = number;
        let soon = is_table[number..].iter().take(9).filter(|is_table| **is_table);
        let goes_in = number > 3_000 && level + 141.0 * (1 + soon.count()) as f64 <= 500.0;
        level += if goes_in { 188.0 } else { 0.0 };
        goes_in
    })
}

#[test]
fn the_buffers_3_3_3_9_and_3_10() {
    let mut in_a_row = 0;
    let burst = crowded(&DVB, |number| {
        in_a_row += usize::from(number > 8_000);
        number > 8_000 && in_a_row <= 30
    });
    breaks(&burst, everything(), &[Indicator::BufferError]);
    breaks(&damaged("behind=3@256"), everything(), &[Indicator::BufferError]);
    breaks(
        &damaged("ahead=3@256"),
        everything(),
        &[Indicator::DataDelayError],
    );

    breaks(&never_empty(), everything(), &[Indicator::EmptyBufferError]);
}
