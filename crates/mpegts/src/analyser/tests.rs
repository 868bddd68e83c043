use super::*;
use crate::framing::{Spacing, Sync};
use crate::packet::NULL_PID;
use crate::packet::tests::Made;
use crate::psi::Kind;
use crate::section::tests::{made, numbered, packets};
use crate::{Clock, Indicator, Role};

mod contents;

const PMT_PID: u16 = 0x20;
const VIDEO: u16 = 0x100;
const AUDIO: u16 = 0x101;
/// One packet in each millisecond.
const TICKS: u64 = 27_000;

/// A stream of one program made packet by packet, one in each millisecond: PAT and PMT every 100 ms, a PCR with the video every
/// 40 ms, audio every 5 ms, video otherwise.
struct Sender {
    analyser: Analyser,
    millis: u64,
    counters: [u8; 8_192],
    pmt: Vec<u8>,
}

fn pat(version: u8) -> Vec<u8> {
    made(0, 9, version, &[0, 5, 0xE0, 0x20])
}

fn pmt(version: u8, audio: &[u8]) -> Vec<u8> {
    let mut body = vec![0xE1, 0x00, 0xF0, 0x00, 0x1B, 0xE1, 0x00, 0xF0, 0x00];
    body.extend(audio);
    made(2, 5, version, &body)
}

impl Sender {
    fn new() -> Self {
        Self::with(Options::default())
    }

    fn with(options: Options) -> Self {
        Self {
            analyser: Analyser::new(options),
            millis: 1_000_000,
            counters: [0; 8_192],
            pmt: pmt(0, &[0x0F, 0xE1, 0x01, 0xF0, 0x00]),
        }
    }

    /// What would be sent next.
    fn next(&mut self) -> Made {
        let millis = self.millis;
        self.millis += 1;
        let mut next = match millis % 100 {
            0 => packets(0, 0, &[pat(0)]).remove(0),
            1 => packets(PMT_PID, 0, std::slice::from_ref(&self.pmt)).remove(0),
            other if other % 40 == 2 => Made::new(VIDEO, 0, &[1]).pcr(millis * TICKS),
            other if other % 5 == 3 => Made::new(AUDIO, 0, &[2]),
            _ => Made::new(VIDEO, 0, &[3]),
        };
        let pid = usize::from(next.packet().pid());
        next.0[3] |= self.counters[pid];
        self.counters[pid] = (self.counters[pid] + 1) % 16;
        next
    }

    fn push(&mut self, made: &Made) {
        self.analyser.push(&made.0, Nanos::from_millis(self.millis));
    }

    /// Sends for so long, each packet changed or held back by `damage`.
    fn send(&mut self, millis: u64, mut damage: impl FnMut(Made) -> Option<Made>) {
        for _ in 0..millis {
            let next = self.next();
            if let Some(next) = damage(next) {
                self.push(&next);
            }
        }
    }

    fn report(&mut self) -> Report {
        self.analyser.report(Nanos::from_millis(self.millis))
    }
}

fn errors(report: &Report) -> Vec<(Indicator, Option<u16>, u64)> {
    let all = report.indicators.iter();
    Vec::from_iter(all.map(|seen| (seen.indicator, seen.pid, seen.count)))
}

#[test]
fn a_sound_stream_is_described_and_nothing_is_wrong_with_it() {
    let mut sender = Sender::new();
    for _ in 0..3 {
        sender.send(1_000, Some);
        let report = sender.report();
        assert_eq!(errors(&report), []);
        assert_eq!(report.sync, Sync::Locked(Spacing::Plain));
    }
    sender.send(1_000, Some);
    let report = sender.report();
    assert_eq!((report.packets.interval, report.packets.total), (1_000, 4_000));
    assert_eq!(report.bytes.interval, 188_000);
    assert_eq!(report.bitrate, Some(1_504_000.0));
    assert_eq!(report.transport_stream_id, Some(9));
    let [service] = &report.services[..] else {
        panic!("there is one: {:?}", report.services)
    };
    assert_eq!(
        (service.number, service.pmt_pid, service.pcr_pid),
        (5, PMT_PID, Some(VIDEO))
    );
    let roles = report
        .pids
        .iter()
        .map(|pid| (pid.pid, pid.role.clone(), pid.packets.interval));
    let elementary = |kind| Role::Elementary {
        service: 5,
        kind,
        language: None,
    };
    assert_eq!(
        Vec::from_iter(roles),
        [
            (0, Role::Pat, 10),
            (PMT_PID, Role::Pmt { service: 5 }, 10),
            (VIDEO, elementary(Kind::H264), 780),
            (AUDIO, elementary(Kind::Aac), 200),
        ]
    );
    let clock = report.pcrs[0];
    assert_eq!((clock.pid, clock.measured.count), (VIDEO, 30));
    assert!(clock.measured.jitter.unwrap() < 1e-9);
    assert!((clock.measured.bitrate.unwrap() - 1_504_000.0).abs() < 1.0);
}

#[test]
fn what_is_missing_is_told_after_its_full_time_and_in_each_interval() {
    let without = |pid| move |made: Made| (made.packet().pid() != pid).then_some(made);
    for (pid, indicator) in [(0, Indicator::PatError2), (PMT_PID, Indicator::PmtError2)] {
        let mut sender = Sender::new();
        sender.send(1_000, Some);
        assert_eq!(errors(&sender.report()), []);
        sender.send(400, without(pid));
        assert_eq!(errors(&sender.report()), [], "not yet");
        for _ in 0..3 {
            sender.send(1_000, without(pid));
            assert_eq!(errors(&sender.report()), [(indicator, Some(pid), 1)]);
        }
        // Its counter stood still as packets were held back, so that goes wrong once.
        sender.send(1_000, Some);
        let seen = errors(&sender.report());
        assert!(
            seen.contains(&(indicator, Some(pid), 1)),
            "the gap reaches into it"
        );
        sender.send(1_000, Some);
        assert_eq!(errors(&sender.report()), []);
    }
}

#[test]
fn another_table_on_the_pid_of_a_pmt_is_no_pmt() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    let other = made(2, 6, 0, &[0xE1, 0x00, 0xF0, 0x00]);
    sender.pmt = other;
    sender.send(2_000, Some);
    assert_eq!(
        errors(&sender.report()),
        [(Indicator::PmtError2, Some(PMT_PID), 1)]
    );
}

#[test]
fn a_pmt_on_another_pid_is_none_of_the_program() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    let mut counter = 0;
    sender.send(2_000, |made| {
        if made.packet().pid() != PMT_PID {
            return Some(made);
        }
        counter = (counter + 1) % 16;
        Some(packets(crate::psi::PID_SDT, counter, &[pmt(0, &[])]).remove(0))
    });
    let report = sender.report();
    assert_eq!(errors(&report), [(Indicator::PmtError2, Some(PMT_PID), 1)]);
    assert_eq!(report.services[0].streams.len(), 2);
}

#[test]
fn a_table_of_several_sections_is_used_once_it_is_whole() {
    let section = |version, numbers, program| numbered(0, 9, version, numbers, &[0, program, 0xE0, 0x20]);
    let (mut analyser, mut counter) = (Analyser::new(Options::default()), 0);
    let mut programs = |sections: &[Vec<u8>]| {
        // Five packets of another PID stand in front for the sync.
        let mut sent = vec![Made::new(NULL_PID, 0, &[]); 5];
        for section in sections {
            sent.extend(packets(0, counter, std::slice::from_ref(section)));
            counter = (counter + 1) % 16;
        }
        for made in &sent {
            analyser.push(&made.0, Nanos(0));
        }
        let report = analyser.report(Nanos(1));
        assert_eq!(errors(&report), []);
        Vec::from_iter(report.services.iter().map(|service| service.number))
    };
    assert_eq!(programs(&[section(0, [0, 1], 5)]), []);
    assert_eq!(programs(&[section(0, [1, 1], 6), section(0, [0, 1], 5)]), [5, 6]);
    assert_eq!(programs(&[section(1, [1, 1], 7)]), [5, 6], "one half of the next");
    assert_eq!(programs(&[section(1, [0, 1], 8)]), [7, 8]);
    assert_eq!(
        programs(&[section(1, [0, 0], 9)]),
        [9],
        "shorter, and it forgot to say so"
    );
}

#[test]
fn a_name_goes_with_its_service() {
    let named = |version, service| {
        let body = [0, 1, 0xFF, 0, service, 0xFC, 0x80, 6, 0x48, 4, 1, 0, 1, b'A'];
        packets(crate::psi::PID_SDT, version, &[made(0x42, 9, version, &body)]).remove(0)
    };
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    assert_eq!(sender.report().services[0].name, None);
    sender.push(&named(0, 5));
    assert_eq!(sender.report().services[0].name.as_deref(), Some("A"));
    sender.push(&named(1, 6));
    assert_eq!(sender.report().services[0].name, None);
}

#[test]
fn a_clock_that_stays_away_and_a_pid_that_stays_away_are_told() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    let without_pcr = |made: Made| {
        let has_pcr = made.packet().adaptation().is_some();
        Some(if has_pcr {
            Made::new(VIDEO, made.packet().counter(), &[4])
        } else {
            made
        })
    };
    sender.send(300, without_pcr);
    assert_eq!(
        errors(&sender.report()),
        [(Indicator::PcrRepetitionError, Some(VIDEO), 1)]
    );

    let mut sender = Sender::new();
    sender.send(1_000, Some);
    let without_audio = |made: Made| (made.packet().pid() != AUDIO).then_some(made);
    sender.send(4_900, without_audio);
    assert_eq!(errors(&sender.report()), []);
    for _ in 0..2 {
        sender.send(200, without_audio);
        assert_eq!(errors(&sender.report()), [(Indicator::PidError, Some(AUDIO), 1)]);
    }
}

#[test]
fn audio_for_the_impaired_may_pause() {
    let mut sender = Sender::new();
    sender.pmt = pmt(0, &[0x0F, 0xE1, 0x01, 0xF0, 0x06, 0x0A, 4, b'e', b'n', b'g', 3]);
    sender.send(1_000, Some);
    sender.send(7_000, |made| (made.packet().pid() != AUDIO).then_some(made));
    assert_eq!(errors(&sender.report()), []);
}

#[test]
fn silence_alone_counts_while_nothing_comes() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    sender.millis += 3_000;
    let report = sender.report();
    assert_eq!(errors(&report), []);
    assert_eq!(report.silent_for, Some(Nanos::from_millis(3_000)));
    assert_eq!(report.bitrate, Some(0.0));
    sender.millis += 6_000;
    assert_eq!(errors(&sender.report()), []);
    sender.send(1_000, Some);
    let report = sender.report();
    assert_eq!(errors(&report), [], "nothing that was due during the silence");
    assert_eq!(report.silent_for, None);
    assert_eq!(report.longest_pause, Some(Nanos::from_millis(9_001)));
}

#[test]
fn a_time_before_the_last_is_no_pause() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    for number in 0..1_000 {
        let next = sender.next();
        // Each second one bears a stamp from two seconds ago.
        let late = if number % 2 == 1 { 2_000 } else { 0 };
        sender
            .analyser
            .push(&next.0, Nanos::from_millis(sender.millis - late));
    }
    let report = sender.report();
    assert_eq!(errors(&report), []);
    assert_eq!(report.longest_pause, Some(Nanos::from_millis(2)));
    assert_eq!(report.interval, Nanos::from_millis(1_000));
}

#[test]
fn half_a_table_before_a_marked_discontinuity_is_given_up() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    let long = packets(
        0,
        sender.counters[0],
        &[made(0, 9, 1, &[0; 160]), made(0, 9, 1, &[0; 150])],
    );
    let mut rest = long[1].clone();
    rest.0[3] = ((rest.0[3] + 3) % 16) | 0x30;
    rest.0[4..6].copy_from_slice(&[1, 0x80]);
    sender.push(&long[0]);
    sender.push(&rest);
    assert_eq!(sender.report().crc_errors.total, 0);
}

#[test]
fn a_transport_error_is_one_error() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    let mut number = 0;
    sender.send(1_000, |made| {
        number += 1;
        Some(if number % 100 == 50 {
            made.transport_error()
        } else {
            made
        })
    });
    let report = sender.report();
    assert_eq!(report.transport_errors.interval, 10);
    assert_eq!(report.continuity_errors.interval, 0);
    assert!(
        report
            .indicators
            .iter()
            .all(|seen| seen.indicator == Indicator::TransportError)
    );
}

#[test]
fn a_table_with_a_wrong_crc_says_nothing_and_does_not_count_as_come() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    sender.send(1_000, |mut made| {
        if made.packet().pid() == 0 {
            made.0[4 + 1 + 9] ^= 0xFF;
        }
        Some(made)
    });
    let report = sender.report();
    assert_eq!(
        errors(&report),
        [
            (Indicator::PatError2, Some(0), 1),
            (Indicator::CrcError, Some(0), 10)
        ]
    );
    assert_eq!(report.services.len(), 1);
    assert_eq!(report.services[0].number, 5);
}

#[test]
fn scrambling_needs_a_cat_and_the_tables_must_be_in_the_clear() {
    let scrambled = |pid| {
        move |made: Made| {
            Some(if made.packet().pid() == pid {
                made.scrambled()
            } else {
                made
            })
        }
    };
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    sender.send(900, scrambled(VIDEO));
    assert_eq!(errors(&sender.report()), []);
    sender.send(300, scrambled(VIDEO));
    let report = sender.report();
    assert_eq!(errors(&report), [(Indicator::CatError, None, 1)]);
    assert!(
        report
            .pids
            .iter()
            .any(|pid| pid.pid == VIDEO && pid.scrambled.interval > 200)
    );
    let cat = packets(1, 0, &[made(1, 0xFFFF, 0, &[])]).remove(0);
    sender.push(&cat);
    sender.report();
    sender.send(900, scrambled(VIDEO));
    assert_eq!(errors(&sender.report()), []);

    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.send(900, scrambled(VIDEO));
    sender.send(3_000, Some);
    assert_eq!(errors(&sender.report()), [], "it is in the clear again");

    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    sender.send(400, scrambled(PMT_PID));
    assert_eq!(
        errors(&sender.report()),
        [(Indicator::PmtError2, Some(PMT_PID), 4)]
    );
}

#[test]
fn another_table_on_pid_0_is_an_error() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    let other = packets(0, sender.counters[0], &[made(0x42, 0, 0, &[])]).remove(0);
    sender.push(&other);
    assert_eq!(errors(&sender.report()), [(Indicator::PatError2, Some(0), 1)]);
}

#[test]
fn while_sync_is_lost_nothing_else_is_judged() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    for _ in 0..3 {
        for _ in 0..1_000 {
            sender.millis += 1;
            let at = Nanos::from_millis(sender.millis);
            sender.analyser.push(&[0; 188], at);
        }
        let report = sender.report();
        let lost = report
            .indicators
            .iter()
            .filter(|seen| seen.indicator == Indicator::TsSyncLoss);
        assert_eq!(lost.count(), 1);
        assert!(report.indicators.len() <= 2, "{:?}", report.indicators);
        assert_eq!(report.sync, Sync::Searching);
    }
    // Counters and clock have gone on meanwhile.
    sender.send(1_000, Some);
    sender.report();
    sender.send(1_000, Some);
    let report = sender.report();
    assert_eq!(errors(&report), []);
    assert_eq!((report.sync_losses.total, report.continuity_errors.total), (1, 0));
}

#[test]
fn a_new_version_replaces_the_old_and_a_next_one_does_not_yet() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    let mut next = pmt(1, &[]);
    next[5] &= !1;
    let end = next.len() - 4;
    let crc = crate::crc::crc32(&next[..end]);
    next[end..].copy_from_slice(&crc.to_be_bytes());
    let now = std::mem::replace(&mut sender.pmt, next);
    sender.send(1_000, Some);
    let report = sender.report();
    assert_eq!(errors(&report), []);
    assert_eq!(report.services[0].streams.len(), 2);
    sender.pmt = pmt(1, &[]);
    sender.send(1_000, Some);
    let report = sender.report();
    assert_eq!(report.services[0].streams.len(), 1);
    let audio = report.pids.iter().find(|pid| pid.pid == AUDIO).unwrap();
    assert_eq!(audio.role, Role::Unreferenced);
    sender.pmt = now;
    sender.send(1_000, Some);
    assert_eq!(sender.report().services[0].streams.len(), 2);
}

#[test]
fn null_packets_are_counted_and_have_no_counter() {
    let mut sender = Sender::new();
    sender.send(1_000, Some);
    sender.report();
    for _ in 0..1_000 {
        let next = sender.next();
        sender.push(&next);
        sender.push(&Made::new(NULL_PID, 3, &[]));
    }
    let report = sender.report();
    assert_eq!(report.null_share, Some(0.5));
    assert_eq!(errors(&report), []);
}

#[test]
fn a_file_is_judged_by_its_own_clock_however_it_is_read() {
    let options = Options {
        clock: Clock::Stream,
        ..Options::default()
    };
    let mut sender = Sender::with(options);
    let mut file = Vec::new();
    for number in 0..4_000 {
        let next = sender.next();
        // No PAT for 1.1 s.
        if next.packet().pid() != 0 || !(1_000..2_000).contains(&number) {
            file.extend(next.0);
        }
    }
    for block in [188, 1_000, file.len()] {
        let mut analyser = Analyser::new(options);
        for block in file.chunks(block) {
            analyser.push(block, Nanos(0));
        }
        let report = analyser.report(Nanos(0));
        let seen = errors(&report);
        assert_eq!(
            seen,
            [
                (Indicator::PatError2, Some(0), 1),
                (Indicator::ContinuityCountError, Some(0), 1)
            ]
        );
        let seconds = report.interval.seconds();
        assert!((seconds - 4.0).abs() < 0.001, "{seconds} s in blocks of {block}");
        assert_eq!(report.pcrs[0].measured.jitter, None);
        assert_eq!((report.silent_for, report.longest_pause), (None, None));
    }
}
