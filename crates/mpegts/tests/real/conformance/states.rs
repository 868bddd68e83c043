use mpegts::{Indicator, Judged, Profile, Report, State};

use super::material::DVB;
use super::{contribution, everything, report};
use crate::material::VARIABLE;

fn state(report: &Report, indicator: Indicator) -> State {
    let judged: &Judged = report
        .judged
        .iter()
        .find(|judged| judged.indicator == indicator)
        .unwrap();
    judged.state
}

#[test]
fn each_indicator_is_told_of_once_and_in_order() {
    for options in [everything(), contribution()] {
        for stream in [&DVB[..], &VARIABLE.bytes, &[0; 30_000]] {
            let report = report(stream, options);
            let told = report.judged.iter().map(|judged| judged.indicator);
            assert_eq!(Vec::from_iter(told), Indicator::ALL);
            assert_eq!(state(&report, Indicator::TsSyncLoss), State::Watched);
        }
    }
}

#[test]
fn what_is_not_judged_says_why() {
    let whole = report(&DVB, everything());
    for (indicator, wanted) in [
        (Indicator::PcrAccuracyError, "Watched"),
        (Indicator::DataDelayError, "Watched"),
        (Indicator::BufferError, "InPart"),
        (Indicator::EmptyBufferError, "InPart"),
        (Indicator::NitActualError, "Watched"),
        (Indicator::NitOtherError, "no NIT of another network"),
        (Indicator::UnreferencedPid, "Watched"),
    ] {
        let seen = format!("{:?}", state(&whole, indicator));
        assert!(seen.contains(wanted), "{indicator:?}: {seen}");
    }
    let plain = report(&DVB, contribution());
    let not_asked = plain
        .judged
        .iter()
        .filter(|judged| judged.state == State::NotAsked);
    assert_eq!(not_asked.count(), 13);

    let variable = report(&VARIABLE.bytes, contribution());
    let seen = format!("{:?}", state(&variable, Indicator::PcrAccuracyError));
    assert!(seen.contains("variable bitrate"), "{seen}");
    let short = report(&DVB[..188 * 1_000], contribution());
    let seen = format!("{:?}", state(&short, Indicator::PcrAccuracyError));
    assert!(seen.contains("too few PCRs"), "{seen}");
    let garbage = report(&[0; 30_000], everything());
    assert_eq!(state(&garbage, Indicator::CrcError), State::Silenced);
    assert_eq!(Profile::default(), Profile::Contribution);
}
