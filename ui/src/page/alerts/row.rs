//! One incident in the list.

use std::collections::BTreeSet;

use leptos::prelude::*;
use wire::alert::AlertId;

use super::Desk;
use crate::live::Live;
use crate::model::alerts::{Handled, Incident, Since, Standing, sentence};
use crate::model::face::Face;
use crate::part::Mark;
use crate::{format, text};

/// Which rows are chosen, to do one thing with all of them.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    /// Whether a touch chooses a row, in place of opening it.
    pub(super) is_on: RwSignal<bool>,
    pub(super) ids: RwSignal<BTreeSet<AlertId>>,
}

/// Mark, sentence, place, age, who has it; and what else is to be said of it.
#[component]
pub(super) fn Row(
    live: Live,
    desk: Desk,
    opened: Memo<Option<AlertId>>,
    chosen: Chosen,
    id: AlertId,
) -> impl IntoView {
    // A row that is held in its place shows what was known last.
    let incident = Memo::new(move |before: Option<&Option<Incident>>| {
        live.incident(id).or_else(|| before.cloned().flatten())
    });
    let of = move |read: fn(&Incident) -> String| {
        incident.with(|incident| incident.as_ref().map(read).unwrap_or_default())
    };
    let standing = Memo::new(move |_| incident.with(|incident| incident.as_ref().map(Incident::standing)));
    let face = Memo::new(move |_| {
        let severity = incident.with(|incident| incident.as_ref().map(Incident::severity));
        severity.map_or(Face::of_severity(wire::Severity::Info), Face::of_severity)
    });
    let handled = Memo::new(move |_| {
        let handled = incident.with(|incident| incident.as_ref().map(Incident::handled));
        live.handled(handled.unwrap_or_default())
    });
    let (what, place) = words(live, desk, incident);
    let age = move || {
        let now = live.clock.get();
        incident.with(|incident| {
            let incident = incident.as_ref()?;
            let age = now.millis_since(incident.began());
            Some(format::duration(match incident.resolved() {
                Some(resolved) => resolved.millis_since(incident.began()),
                None => age,
            }))
        })
    };
    let care = move || {
        let now = live.clock.get();
        handled.with(|handled| care(handled, now))
    };
    let more = move || more(live, incident, handled);
    let is_over = move || standing.get() == Some(Standing::Over);
    let inside = move || {
        view! {
            <span class="state">
                {move || if is_over() {
                    view! { <span class="st over"><i class="g g-ok" aria-hidden="true"></i>{text::is_over()}</span> }.into_any()
                } else {
                    view! { <Mark face=face handled=handled /> }.into_any()
                }}
            </span>
            <span class="cut where" dir="auto" title=place>{place}</span>
            <span class="age">{age}</span>
            <b class="what" dir="auto" title=what>{what}</b>
            <span class="care cut" dir="auto">{care}</span>
            <span class="mores t2">{more}</span>
        }
    };
    let is_chosen = Memo::new(move |_| chosen.ids.with(|ids| ids.contains(&id)));
    let turn = move |_| {
        chosen.ids.update(|ids| {
            if !ids.remove(&id) {
                ids.insert(id);
            }
        });
    };
    let is_opened = Memo::new(move |_| {
        let opened = opened.get();
        opened.is_some_and(|opened| {
            incident.with(|incident| {
                incident.as_ref().is_some_and(|incident| {
                    incident.id == opened || incident.alerts.iter().any(|alert| alert.id == opened)
                })
            })
        })
    });
    let class = move || {
        let done = handled.with(Handled::class);
        let over = if is_over() { " over" } else { "" };
        format!("al {}{done}{over}", face.get().class())
    };
    let key = move || of(|incident| incident.id.to_string());
    view! {
        <li class=class class:sel=is_opened data-incident=key>
            {move || if chosen.is_on.get() {
                view! {
                    <button type="button" class="inside" role="checkbox" aria-checked=move || is_chosen.get().to_string() on:click=turn>
                        <i class="box" aria-hidden="true"></i>
                        {inside()}
                    </button>
                }
                .into_any()
            } else {
                view! {
                    <a class="inside" href=move || desk.address(id) aria-current=move || is_opened.get().then_some("true")>{inside()}</a>
                }
                .into_any()
            }}
        </li>
    }
}

/// What is wrong, and where.
fn words(
    live: Live,
    desk: Desk,
    incident: Memo<Option<Incident>>,
) -> (Memo<Option<String>>, Memo<Option<String>>) {
    let what = Memo::new(move |_| {
        incident.with(|incident| {
            let root = incident.as_ref()?.root()?;
            let probe = root.subject.probe.and_then(|probe| live.cell(probe));
            let kind = probe.and_then(|cell| live.kind(&cell.view.with(|view| view.probe.spec.kind.clone())));
            Some(sentence(root, kind.as_deref()))
        })
    });
    let place = Memo::new(move |_| {
        incident.with(|incident| {
            let root = incident.as_ref()?.root()?;
            let place = desk.places.of(live, root);
            let name = root.subject.name.clone();
            Some(if place.is_empty() {
                name
            } else {
                format!("{name} · {place}")
            })
        })
    });
    (what, place)
}

/// What else is to be said of it: what follows, whether it comes and goes, whether somebody may have forgotten it.
fn more(live: Live, incident: Memo<Option<Incident>>, handled: Memo<Handled>) -> impl IntoView {
    let now = live.clock.get();
    let mut more = Vec::new();
    incident.with(|incident| {
        let Some(incident) = incident else { return };
        let follow = incident.followers();
        if follow > 0 {
            more.push(("g-follows", text::follow_from_it(follow)));
        }
        if let Some(flapping) = incident.flapping() {
            more.push(("g-again", text::comes_and_goes(flapping.returns)));
        }
    });
    if let Some(age) = handled.with(|handled| handled.stale_ms(now)) {
        more.push(("g-stale", text::stale_acknowledged(&format::minutes(age))));
    }
    more.into_iter()
        .map(|(glyph, words)| view! { <span class="more"><i class=format!("g {glyph}") aria-hidden="true"></i>{words}</span> })
        .collect_view()
}

/// Who has it and for how long, or how long it is kept quiet.
pub(super) fn care(handled: &Handled, now: wire::Timestamp) -> String {
    let length = match handled.since() {
        Some(Since::Began(at)) => Some(format::rough(now.millis_since(at))),
        Some(Since::Ends(at)) => Some(text::time_left(&format::rough(at.millis_since(now)))),
        None => None,
    };
    let who = match handled {
        Handled::Acknowledged { by, .. } | Handled::Shelved { by, .. } => by.clone(),
        Handled::Silenced { why, .. } => why.clone(),
        Handled::Not | Handled::Phase | Handled::Follows { .. } => String::new(),
    };
    match length {
        Some(length) => format!("{who} {length}"),
        None => who,
    }
}
