use wire::alert::What;
use wire::kind::{Bad, Limits};
use wire::live::Condition;
use wire::phase::{Entered, Phase};
use wire::probe::ProbeId;
use wire::report::{Ahead, Chart, Gap, MakeEvent, Shade, Sign, Span};
use wire::{Severity, Timestamp, Unit};

use super::*;
use crate::event::tests::quiet;
use crate::life::tests::{alert, turn};
use crate::line_up::tests::{channel, lined};

/// 2026-11-22, 10:00 in Berlin.
const TEN: i64 = 1_795_338_000_000;

fn berlin() -> Zone {
    let ahead = Ahead {
        from: Timestamp(TEN),
        seconds: 3600,
    };
    Zone {
        name: "Europe/Berlin".to_owned(),
        ahead: vec![ahead],
    }
}

fn head(id: u32, sort: ReportSort) -> Head {
    Head {
        id: ReportId(id),
        sort,
        at: Timestamp(TEN + 7_200_000),
        show: "Pokalfinale <b>2026</b> & more".to_owned(),
        by: "Ana Müller".to_owned(),
    }
}

fn lined_up(id: u32) -> Report {
    let mut report = crate::line_up(
        ("OB 7".to_owned(), "0.1.0".to_owned(), berlin()),
        Timestamp(TEN),
        &[channel("PGM \"A\"", &[("CAM", &[1]), ("מצלמה", &[2])])],
        &[
            lined(1, "Camera 1 <img src=x onerror=alert(1)>", Condition::Ok),
            lined(2, "Encoder – 日本", Condition::Critical),
            lined(3, "Switch", Condition::Minor),
        ],
        &[alert(1, Severity::Critical, TEN - 90_000, None)],
    );
    report.remark = "ISO 3 is late\n</style><script>alert(1)</script>".to_owned();
    Report {
        head: head(id, ReportSort::LineUp),
        body: Body::LineUp(Box::new(report)),
    }
}

fn happened() -> Report {
    let mut happened = quiet();
    happened.zone = berlin();
    let of = Span {
        from: Timestamp(TEN),
        to: Timestamp(TEN + 7_200_000),
    };
    happened.of = of;
    happened.gaps = vec![Gap {
        span: Span {
            from: Timestamp(TEN + 600_000),
            to: Timestamp(TEN + 660_000),
        },
        was_asked: false,
    }];
    happened.phases = vec![Entered {
        seq: 1,
        at: Timestamp(TEN - 60_000),
        phase: Phase::OnAir,
        show: "Final".to_owned(),
        by: "Ana".to_owned(),
    }];
    let mut gone = alert(1, Severity::Critical, TEN + 3_600_000, Some(TEN + 3_900_000));
    gone.subject.probe = Some(ProbeId(1));
    happened.turns = vec![
        turn(1, TEN + 3_600_000, What::Raised, Severity::Critical),
        turn(1, TEN + 3_900_000, What::Resolved, Severity::Critical),
    ];
    happened.alerts = vec![gone];
    happened.probes[0].measured = vec![of];
    happened.probes[0].chart = Some(Chart {
        probe: ProbeId(1),
        name: "Camera 1".to_owned(),
        metric: "icmp_rtt_seconds".to_owned(),
        title: "Round trip".to_owned(),
        labels: wire::reading::Labels::new(),
        unit: Unit::Seconds,
        limits: Some(Limits {
            bad: Bad::Above,
            major: Some(0.02),
            critical: Some(5.0),
        }),
        from: of.from,
        step_ms: 60_000,
        steps: (0..120_u32)
            .map(|n| {
                (!(60..65).contains(&n)).then(|| {
                    let mean = 0.01 + 0.004 * (f64::from(n) / 9.0).sin();
                    [mean * 0.8, mean * 1.3, mean].map(|value| (value * 1e5).round() / 1e5)
                })
            })
            .collect(),
        alerts: Vec::<Shade>::new(),
    });
    Report {
        head: head(8, ReportSort::Event),
        body: Body::Event(Box::new(crate::event(happened))),
    }
}

#[test]
fn a_page_needs_nothing_else_and_runs_nothing() {
    for report in [lined_up(7), lined_up(0), happened()] {
        for lang in [Lang::English, Lang::German] {
            let page = html(&report, lang);
            for never in [
                "<script", "<img", "<link", "http:", "https:", "url(", "@import", "<iframe", "<b>2026",
                "src=",
            ] {
                let bare = page.replace("src=x onerror", "");
                assert!(!bare.contains(never), "{never}");
            }
            assert!(page.contains("Pokalfinale &lt;b&gt;2026&lt;/b&gt; &amp; more"));
            assert_eq!(page.matches("</style>").count(), 1);
            assert!(page.ends_with("</html>"));
        }
    }
}

#[test]
fn a_line_up_says_who_signed_and_a_draft_that_nobody_did() {
    let page = html(&lined_up(7), Lang::English);
    for said in [
        "No. 7",
        "Signed by",
        "Ana Müller",
        "22 November 2026, 10:00:00",
        "Europe/Berlin, UTC+01:00",
        "Encoder – 日本",
        "not well",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("nobody has signed"));
    let draft = html(&lined_up(0), Lang::German);
    assert!(draft.contains("niemand hat unterschrieben") && !draft.contains("Unterschrieben von"));
    assert!(draft.contains("22. November 2026"));
}

#[test]
fn an_event_report_tells_shares_gaps_and_charts_on_the_clock_of_the_station() {
    let page = html(&happened(), Lang::English);
    for said in [
        "95.798 %",
        "11:00:00",
        "it ended unexpectedly",
        "on air",
        "began before",
        "<path class=\"mean\"",
        "class=\"shade crit\"",
        "11:30",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert_eq!(
        page.matches("class=\"limit\"").count(),
        1,
        "a limit far away is not drawn"
    );
    assert_eq!(
        page.matches("class=\"band\"").count(),
        2,
        "broken where nothing was measured"
    );
}

#[test]
fn what_people_enter_fits_the_types() {
    assert!(serde_json::from_str::<Sign>(r#"{"by":"Ana","x":1}"#).is_err());
    let made: MakeEvent = serde_json::from_str(r#"{"from":5}"#).unwrap();
    assert_eq!((made.from, made.to), (Some(Timestamp(5)), None));
    for report in [lined_up(7), happened()] {
        let kept = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&kept).unwrap(), report);
    }
}
