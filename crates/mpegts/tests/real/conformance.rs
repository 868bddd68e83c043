//! For each indicator of TR 101 290 a stream that breaks that rule alone, made of one that ffmpeg has recorded.

pub(crate) mod material;
mod rules;
mod states;

use std::collections::BTreeSet;

use breaker::{Fault, damage};
use mpegts::{Analyser, Clock, Indicator, Nanos, Options, Profile, Report, SiLimits};

/// Everything is asked for. What may stay away for longer than the recording lasts must come in 2 s here.
pub(crate) fn everything() -> Options {
    let short = Nanos::from_millis(2_000);
    Options {
        clock: Clock::Stream,
        profile: Profile::Dvb,
        pid: short,
        si: SiLimits {
            nit_actual: short,
            nit_other: short,
            bat: short,
            sdt_other: short,
            eit_other: short,
            schedule_actual: short,
            schedule_other: short,
            tdt: short,
            tot: short,
            ..SiLimits::default()
        },
        ..Options::default()
    }
}

fn contribution() -> Options {
    Options {
        profile: Profile::Contribution,
        ..everything()
    }
}

pub(crate) fn report(stream: &[u8], options: Options) -> Report {
    let mut analyser = Analyser::new(options);
    for block in stream.chunks(10_000) {
        analyser.push(block, Nanos(0));
    }
    analyser.report(Nanos(0))
}

/// Exactly these occur.
#[track_caller]
fn breaks(stream: &[u8], options: Options, wanted: &[Indicator]) -> Report {
    let report = report(stream, options);
    let seen: BTreeSet<_> = report.indicators.iter().map(|seen| seen.indicator).collect();
    assert_eq!(seen, wanted.iter().copied().collect(), "{:#?}", report.indicators);
    report
}

/// Exactly this occurs, so often in all.
#[track_caller]
fn breaks_once(stream: &[u8], wanted: Indicator) {
    let report = breaks(stream, everything(), &[wanted]);
    let counts: u64 = report.indicators.iter().map(|seen| seen.count).sum();
    assert_eq!(counts, 1, "{:#?}", report.indicators);
}
