//! What another analyser, the crate dvb-conformance 12, says of the same streams. Where both judge, they must agree.
//!
//! Where they do not, and why:
//!
//! - 2.4 it leaves out; here it is taken from the bytes of a constant bitrate.
//! - 3.3, 3.9 and 3.10 it takes from transport buffers of all streams at one rate of its own choice, so that it finds a delay in
//!   the very recording; here they are taken from TBsys and from the stamps of the data.
//! - 3.2 it tells beside 3.1.a, 3.6.a and 3.8 for the same gap; here one gap is one error.
//! - A PID that stays away has no stamps, which it tells as 2.5 beside 1.6; here it is 1.6.
//! - A PID in no table is an error there when it came for a moment only; here after 0.5 s in which it comes, since the standard
//!   leaves as much for transitions.

use std::collections::BTreeMap;
use std::time::Duration;

use dvb_conformance::{Config, ConformanceMonitor, Indicator as Theirs};
use mpegts::Indicator as Ours;

use crate::conformance::material::{DVB, damaged, dvb_of};
use crate::conformance::{everything, report};
use crate::material::SPARSE;

/// Of a packet at 4 Mbit/s.
const NANOS: u64 = 376_000;

type Counts = BTreeMap<Ours, u64>;

/// What both judge.
fn ours(theirs: Theirs) -> Option<Ours> {
    Some(match theirs {
        Theirs::TsSyncLoss => Ours::TsSyncLoss,
        Theirs::SyncByteError => Ours::SyncByteError,
        Theirs::PatError2 => Ours::PatError2,
        Theirs::ContinuityCountError => Ours::ContinuityCountError,
        Theirs::PmtError2 => Ours::PmtError2,
        Theirs::PidError => Ours::PidError,
        Theirs::TransportError => Ours::TransportError,
        Theirs::CrcError => Ours::CrcError,
        Theirs::PcrRepetitionError => Ours::PcrRepetitionError,
        Theirs::PcrDiscontinuityError => Ours::PcrDiscontinuityIndicatorError,
        Theirs::PtsError => Ours::PtsError,
        Theirs::CatError => Ours::CatError,
        Theirs::NitError => Ours::NitActualError,
        Theirs::NitOtherError => Ours::NitOtherError,
        Theirs::UnreferencedPid => Ours::UnreferencedPid,
        Theirs::SdtError => Ours::SdtActualError,
        Theirs::SdtOtherError => Ours::SdtOtherError,
        Theirs::EitError => Ours::EitActualError,
        Theirs::EitOtherError => Ours::EitOtherError,
        Theirs::EitPfError => Ours::EitPfError,
        Theirs::RstError => Ours::RstError,
        Theirs::TdtError => Ours::TdtError,
        _ => return None,
    })
}

fn said_by_them(stream: &[u8]) -> Counts {
    let options = everything();
    let duration = |nanos: mpegts::Nanos| Duration::from_nanos(nanos.0);
    let mut config = Config::default();
    config.pid_error_period = duration(options.pid);
    config.si_nit_interval = duration(options.si.nit_actual);
    config.si_tdt_interval = duration(options.si.tdt);
    config.si_other_interval = duration(options.si.nit_other);
    let mut monitor = ConformanceMonitor::with_config(config);
    let mut counts = Counts::new();
    for (number, packet) in (0..).zip(stream.as_chunks::<188>().0) {
        for event in monitor.feed(packet, Duration::from_nanos(number * NANOS)) {
            if let Some(indicator) = ours(event.indicator) {
                *counts.entry(indicator).or_default() += 1;
            }
        }
    }
    counts
}

fn said_by_us(stream: &[u8]) -> Counts {
    let mut counts = Counts::new();
    for seen in report(stream, everything()).indicators {
        *counts.entry(seen.indicator).or_default() += seen.count;
    }
    for indicator in [
        Ours::PcrAccuracyError,
        Ours::BufferError,
        Ours::EmptyBufferError,
        Ours::DataDelayError,
        Ours::SiRepetitionError,
    ] {
        counts.remove(&indicator);
    }
    counts
}

#[test]
fn both_say_the_same_of_what_both_judge() {
    for stream in [&DVB, &dvb_of(&SPARSE.bytes)] {
        assert_eq!(said_by_them(stream), Counts::new());
        assert_eq!(said_by_us(stream), Counts::new());
    }
    for words in [
        "withhold=10@0",
        "wrong-table=1@0",
        "drop=9@257",
        "drop=5@256",
        "swap=2@256",
        "counter=3@256",
        "duplicate=5@256",
        "withhold=10@4096",
        "transport-error=7@257",
        "crc=3@0",
        "crc=1@17",
        "crc=4@4096",
        "jump=1@256",
        "pcr-off=3@256",
        "no-pts=20@256",
        "scramble=60@256",
        "withhold=10@16",
        "withhold=10@18",
        "withhold=10@20",
        "wrong-table=1@16",
        "wrong-table=1@17",
        "wrong-table=1@18",
        "stray=1500",
        "ahead=3@256",
        "behind=3@256",
    ] {
        let stream = damaged(words);
        assert_eq!(said_by_us(&stream), said_by_them(&stream), "{words}");
    }
}

#[test]
fn they_differ_where_it_is_known_why() {
    let without_sound = damaged("withhold=250@257");
    let once = |indicators: &[Ours]| Counts::from_iter(indicators.iter().map(|indicator| (*indicator, 1)));
    assert_eq!(said_by_us(&without_sound), once(&[Ours::PidError]));
    assert_eq!(
        said_by_them(&without_sound),
        once(&[Ours::PidError, Ours::PtsError])
    );
    let for_a_moment = damaged("stray=300");
    assert_eq!(said_by_us(&for_a_moment), Counts::new());
    assert_eq!(said_by_them(&for_a_moment), once(&[Ours::UnreferencedPid]));
}
