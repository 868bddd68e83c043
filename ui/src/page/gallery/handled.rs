//! What can have been done with what fires, beside each condition and freshness.

use leptos::prelude::*;
use wire::alert::{Acknowledged, Alert, AlertId, Because, Shelved, SilenceId, Subject, Suppressed};
use wire::live::{Condition, Frame, ProbeView};
use wire::probe::ProbeId;
use wire::route::{Repeat, Silence, SilenceSpec};
use wire::rule::RuleKey;
use wire::{Severity, Timestamp};

use crate::model::alerts::Handled;
use crate::model::face::Face;
use crate::part::Mark;
use crate::text;

const MAINTENANCE: SilenceId = SilenceId(1);
const MINUTE: i64 = 60_000;
const AGE_MS: i64 = 4 * MINUTE;
const LEFT_MS: i64 = 23 * MINUTE;

/// The window that one of the tiles is in.
pub(super) fn maintenance(now: Timestamp) -> Silence {
    Silence {
        id: MAINTENANCE,
        revision: 1,
        spec: SilenceSpec {
            name: text::gallery_maintenance().to_owned(),
            matching: Vec::new(),
            from: now.plus_millis(-AGE_MS),
            until: now.plus_millis(LEFT_MS),
            repeat: Repeat::Never,
            maintenance: true,
            by: String::new(),
        },
    }
}

/// Each way, done to one alert.
const WAYS: [fn(&mut Alert, Timestamp); 5] = [
    |alert, now| {
        alert.acknowledged = Some(Acknowledged {
            by: "Op 2".to_owned(),
            at: now.plus_millis(-AGE_MS),
            note: String::new(),
            until: None,
        });
    },
    |alert, now| {
        alert.shelved = Some(Shelved {
            by: "Op 2".to_owned(),
            at: now.plus_millis(-AGE_MS),
            until: Some(now.plus_millis(LEFT_MS)),
            note: String::new(),
        });
    },
    |alert, _| {
        alert.suppressed = Some(Suppressed::Silence {
            silence: MAINTENANCE,
            why: text::gallery_maintenance().to_owned(),
        });
    },
    |alert, _| {
        alert.suppressed = Some(Suppressed::Silence {
            silence: SilenceId(2),
            why: text::gallery_silence().to_owned(),
        });
    },
    |alert, _| {
        alert.suppressed = Some(Suppressed::Cause);
        alert.cause = Some(Because {
            alert: AlertId(1),
            why: String::new(),
        });
    },
];

fn alert(id: u32, severity: Severity, now: Timestamp) -> Alert {
    let subject = Subject {
        name: text::gallery_name().to_owned(),
        probe: Some(ProbeId(id)),
        ..Subject::default()
    };
    let rule = RuleKey::of_kind("sample", "failure");
    let began = now.plus_millis(-AGE_MS);
    let mut alert = Alert::new(AlertId(u64::from(id)), rule, subject, severity, began);
    text::gallery_finding().clone_into(&mut alert.text);
    alert
}

/// A tile for each way, after those of each condition.
pub(super) fn add(frame: &mut Frame) {
    let now = frame.now;
    let of = |condition| {
        let found = frame.probes.iter().find(|view| view.state.condition == condition);
        found.cloned()
    };
    let likes: Vec<(ProbeView, Severity)> = [
        (of(Condition::Critical), Severity::Critical),
        (of(Condition::Major), Severity::Major),
    ]
    .into_iter()
    .filter_map(|(view, severity)| Some((view?, severity)))
    .collect();
    let mut number = frame
        .probes
        .iter()
        .map(|view| view.probe.id.0)
        .max()
        .unwrap_or_default();
    frame.alerts.push(alert(1, Severity::Critical, now));
    for (like, severity) in likes {
        for way in WAYS {
            number += 1;
            let mut view = like.clone();
            view.probe.id = ProbeId(number);
            let mut alert = alert(number, severity, now);
            way(&mut alert, now);
            frame.probes.push(view);
            frame.alerts.push(alert);
        }
    }
}

/// Every mark: what is so, fresh and old, and what was done with it.
#[component]
pub(super) fn Handlings() -> impl IntoView {
    let now = crate::live::use_live().now();
    let silences = [maintenance(now)];
    let row = |condition: Condition, severity: Severity| {
        let mark = |handled: Handled, stale: bool| {
            let face = Face { condition, stale };
            view! { <td><Mark face=Signal::stored(face) handled=Signal::stored(handled) /></td> }
        };
        let done = WAYS.map(|way| {
            let mut alert = alert(1, severity, now);
            way(&mut alert, now);
            mark(Handled::by(&alert).with(&silences), false)
        });
        let name = Face {
            condition,
            stale: false,
        }
        .spoken();
        view! {
            <tr><th scope="row">{name}</th>{mark(Handled::Not, false)}{done.collect_view()}{mark(Handled::Not, true)}</tr>
        }
    };
    let heads = [
        text::gallery_new(),
        text::acknowledge_key(),
        text::show_shelved(),
        text::gallery_maintenance(),
        text::gallery_silence(),
        text::gallery_follows(),
        text::spoken_stale(),
    ];
    view! {
        <section class="panel parts">
            <h2>{text::gallery_handled()}</h2>
            <div class="wide" tabindex="0" role="region" aria-label=text::gallery_handled()>
                <table>
                    <thead><tr><td></td>{heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
                    <tbody>
                        {row(Condition::Critical, Severity::Critical)}
                        {row(Condition::Major, Severity::Major)}
                        {row(Condition::Minor, Severity::Minor)}
                    </tbody>
                </table>
            </div>
        </section>
    }
}
