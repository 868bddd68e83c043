//! What changes in a stream, and what it carries beside pictures and sound.

use super::*;
use crate::pcr::Rate;
use crate::pes::tests::header;
use crate::psi::{Command, TABLE_PMT};
use crate::{Profile, State};

const CUES: u16 = 0x110;

#[test]
fn another_pmt_is_one_change_and_no_fault() {
    let mut sender = Sender::new();
    sender.send(2_000, Some);
    sender.report();
    // HEVC where H.264 was, and sound on another PID.
    let [high, low] = 0x102_u16.to_be_bytes();
    let body = [
        &[0xE1, 0, 0xF0, 0, 0x24, 0xE1, 0, 0xF0, 0][..],
        &[0x0F, 0xE0 | high, low, 0xF0, 0],
    ];
    sender.pmt = made(TABLE_PMT, 5, 1, &body.concat());
    let mut changes = 0;
    for _ in 0..8 {
        sender.send(1_000, |mut made| {
            if made.packet().pid() == AUDIO {
                [made.0[1], made.0[2]] = [high, low];
            }
            Some(made)
        });
        let report = sender.report();
        assert_eq!(errors(&report), []);
        let pmt = report.tables.iter().find(|table| table.table_id == TABLE_PMT);
        let pmt = pmt.unwrap();
        assert_eq!((pmt.version, pmt.extension, pmt.sections), (Some(1), 5, 1));
        assert_eq!(pmt.longest_interval, Some(0.1));
        changes += pmt.changes.interval;
        assert_eq!(pmt.changes.total, 1);
    }
    assert_eq!(changes, 1);
}

#[test]
fn another_clock_is_no_fault_of_either() {
    let mut sender = Sender::new();
    sender.send(2_000, Some);
    sender.report();
    let body = [0xE1, 1, 0xF0, 0, 0x1B, 0xE1, 0, 0xF0, 0, 0x0F, 0xE1, 1, 0xF0, 0];
    sender.pmt = made(TABLE_PMT, 5, 1, &body);
    for _ in 0..3 {
        sender.send(1_000, |mut made| {
            let has_clock = made.packet().adaptation().is_some();
            if has_clock {
                // The clock goes over to the PID of the sound, whose counter stands still for packets without payload.
                let pcr = made
                    .packet()
                    .adaptation()
                    .and_then(crate::packet::Adaptation::pcr);
                made = Made::new(AUDIO, 0, &[]).without_payload().pcr(pcr.unwrap());
            }
            Some(made)
        });
        let report = sender.report();
        let unexpected = errors(&report)
            .into_iter()
            .filter(|(indicator, ..)| *indicator != Indicator::ContinuityCountError);
        assert_eq!(Vec::from_iter(unexpected), []);
        assert_eq!(report.services[0].pcr_pid, Some(AUDIO));
    }
}

#[test]
fn cues_are_told_of_in_the_interval_in_which_they_come() {
    let mut sender = Sender::new();
    sender.pmt = pmt(0, &[0x86, 0xE1, 0x10, 0xF0, 0x00]);
    sender.send(1_000, Some);
    assert_eq!(sender.report().splices, []);
    let mut cue = vec![
        0xFC, 0x70, 32, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xF0, 15, 0x05, 0, 0, 0, 9, 0x7F, 0xCF,
    ];
    cue.extend([0xFE, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]);
    let crc = crate::crc::crc32(&cue).to_be_bytes();
    cue.extend(crc);
    assert_eq!(cue.len(), 35);
    sender.push(&packets(CUES, 0, std::slice::from_ref(&cue)).remove(0));
    let report = sender.report();
    assert!(report.services[0].has_cues);
    let [splice] = report.splices[..] else {
        panic!("there is one: {:?}", report.splices)
    };
    assert_eq!((splice.pid, splice.cue.command), (CUES, Command::Insert));
    assert_eq!((splice.cue.event, splice.cue.is_out), (Some(9), Some(true)));
    assert_eq!(splice.cue.pts, Some(0x1_0000));
    cue[15] ^= 1;
    sender.push(&packets(CUES, 1, &[cue]).remove(0));
    let report = sender.report();
    assert_eq!((report.splices.len(), report.malformed_sections.interval), (0, 1));
    assert_eq!(errors(&report), [], "TR 101 290 says nothing of the CRC of cues");
}

#[test]
fn stamps_are_held_against_the_clock_and_each_other() {
    let mut sender = Sender::new();
    let send = |sender: &mut Sender, millis: u64, every: u64| {
        sender.send(millis, |made| {
            let packet = made.packet();
            let now = packet.adaptation().and_then(crate::packet::Adaptation::pcr);
            let Some(now) = now.filter(|now| now / TICKS % every < 40) else {
                return Some(made);
            };
            let pts = now / 300 + 45_000;
            let stamps = header(Some(pts), Some(pts - 9_000));
            let mut stamped = made.clone();
            stamped.0[12..12 + stamps.len()].copy_from_slice(&stamps);
            Some(stamped.starting())
        });
        sender.report()
    };
    let video = |report: &Report| {
        report
            .pids
            .iter()
            .find(|pid| pid.pid == VIDEO)
            .unwrap()
            .pts
            .unwrap()
    };
    send(&mut sender, 2_000, 40);
    let report = send(&mut sender, 1_000, 40);
    assert_eq!(errors(&report), []);
    let pts = video(&report);
    assert_eq!(pts.count, report.pcrs[0].count.interval);
    assert!((pts.ahead_of_pcr.unwrap() - 0.5).abs() < 1e-6, "{pts:?}");
    let (least, greatest) = pts.delay.unwrap();
    assert!((least - 0.4).abs() < 1e-6 && (greatest - 0.4).abs() < 1e-6);
    assert_eq!(pts.longest_interval, Some(0.04));
    let report = send(&mut sender, 3_000, 1_000);
    let late = errors(&report);
    assert_eq!(late.len(), 1);
    assert_eq!(late[0].0, Indicator::PtsError);
    assert!(late[0].2 >= 2, "{late:?}");
}

#[test]
fn rates_are_told_over_the_last_second() {
    let mut sender = Sender::new();
    sender.send(900, Some);
    assert_eq!(sender.report().rate, None);
    sender.send(1_200, Some);
    let report = sender.report();
    assert_eq!(report.rate, Some(1_504_000.0));
    let of_pids: f64 = report.pids.iter().filter_map(|pid| pid.rate).sum();
    assert!((of_pids - 1_504_000.0).abs() < 1.0);
    sender.millis += 5_000;
    assert_eq!(sender.report().rate, Some(0.0));
}

#[test]
fn how_far_the_clock_is_off_is_known_after_100_seconds_by_arrival_alone() {
    for (clock, is_told) in [(Clock::Arrival, true), (Clock::Stream, false)] {
        let mut sender = Sender::with(Options {
            clock,
            ..Options::default()
        });
        sender.send(90_000, Some);
        assert_eq!(sender.report().pcrs[0].offset, None);
        sender.send(12_000, Some);
        let clock = sender.report().pcrs[0];
        assert_eq!(clock.offset.is_some(), is_told);
        assert!(clock.offset.is_none_or(|offset| offset.ppm.abs() < 0.01));
        assert_eq!(clock.rate, Some(Rate::Constant));
        assert!(clock.accuracy.unwrap() < 1e-9);
        assert_eq!(clock.worst_interval, Some(0.04));
    }
}

#[test]
fn atsc_demands_no_cat() {
    for (profile, wanted) in [(Profile::Atsc, 0), (Profile::Contribution, 1)] {
        let mut sender = Sender::with(Options {
            profile,
            ..Options::default()
        });
        sender.send(1_000, Some);
        sender.send(2_000, |made| {
            Some(if made.packet().pid() == AUDIO {
                made.scrambled()
            } else {
                made
            })
        });
        let report = sender.report();
        assert_eq!(errors(&report).len(), wanted, "{profile:?}");
        let cat = report
            .judged
            .iter()
            .find(|judged| judged.indicator == Indicator::CatError);
        let is_in_part = matches!(cat.unwrap().state, State::InPart(_));
        assert_eq!(is_in_part, profile == Profile::Atsc);
    }
}

#[test]
fn what_a_master_guide_lists_is_referenced() {
    const GUIDE: u16 = 0x1D00;
    for (is_listed, wanted) in [(true, 0), (false, 1)] {
        let mut sender = Sender::new();
        sender.send(1_000, Some);
        if is_listed {
            let body = [0, 0, 1, 1, 0, 0xFD, 0, 0xE0, 0, 0, 0, 9, 0xF0, 0, 0xF0, 0];
            let mgt = made(crate::psi::TABLE_MGT, 0, 0, &body);
            sender.push(&packets(crate::psi::PID_PSIP, 0, &[mgt]).remove(0));
        }
        for counter in 0..100 {
            sender.push(&Made::new(GUIDE, counter % 16, &[]));
            sender.send(10, Some);
        }
        let stray = errors(&sender.report());
        assert_eq!(stray.len(), wanted, "{stray:?}");
        assert!(
            stray
                .iter()
                .all(|found| *found == (Indicator::UnreferencedPid, Some(GUIDE), 1))
        );
    }
}

#[test]
fn what_is_damaged_on_the_way_is_no_stray() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    for counter in 0..100 {
        sender.push(&Made::new(0x777, counter % 16, &[]).transport_error());
        sender.send(10, Some);
    }
    assert_eq!(
        errors(&sender.report()),
        [(Indicator::TransportError, Some(0x777), 100)]
    );
}

#[test]
fn tables_and_pids_without_end_take_a_bounded_room() {
    let mut sender = Sender::with(Options {
        profile: Profile::Dvb,
        ..Options::default()
    });
    sender.send(1_000, Some);
    for service in 0..2_000_u16 {
        let eit = numbered(
            0x50,
            service,
            0,
            [(service % 250) as u8, 255],
            &[0, 1, 0, 1, 0, 0x50],
        );
        let counter = (service % 16) as u8;
        sender.push(&packets(crate::psi::PID_EIT, counter, &[eit]).remove(0));
        sender.push(&Made::new(0x200 + service, 0, &[]));
        sender.millis += 1;
    }
    let report = sender.report();
    assert_eq!(report.tables.len(), 512);
    assert!(report.pids.len() > 2_000);
    assert_eq!(report.continuity_errors.total, 0);
}
