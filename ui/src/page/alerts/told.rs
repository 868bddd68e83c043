//! What an incident is made of, what became of it, and whether it was so before.

use leptos::prelude::*;
use wire::alert::{Alert, AlertId, Turn, What};

use super::past::OverMark;
use crate::live::Live;
use crate::model::alerts::{Branch, Handled, Incident, sentence, tree};
use crate::model::face::{self, Face};
use crate::{format, text};

/// The cause, what follows from it, and what follows from that.
#[component]
pub(super) fn Cause(live: Live, incident: Memo<Incident>) -> impl IntoView {
    let roots = move || {
        let several = incident.with(tree);
        several
            .into_iter()
            .map(|branch| view! { <Leaf live=live branch=branch is_root=true /> })
            .collect_view()
    };
    view! { <ul class="tree">{roots}</ul> }
}

#[component]
fn Leaf(live: Live, branch: Branch, is_root: bool) -> impl IntoView {
    let Branch { alert, follow } = branch;
    let face = Face::of_severity(alert.severity);
    let is_over = !alert.is_firing();
    let handled = Handled::by(&alert);
    let glyph = if is_over {
        "g g-ok".to_owned()
    } else {
        match handled {
            Handled::Not | Handled::Follows { .. } => face.glyph().to_owned(),
            _ => handled.glyph(face).to_owned(),
        }
    };
    let class = if is_over { "node ok" } else { face.class() };
    let kind = alert
        .subject
        .probe
        .and_then(|probe| live.cell(probe))
        .and_then(|cell| live.kind(&cell.view.with_untracked(|view| view.probe.spec.kind.clone())));
    let what = format!("{}: {}", alert.subject.name, sentence(&alert, kind.as_deref()));
    let (began, resolved) = (alert.began, alert.resolved);
    let age = move || format::duration(resolved.unwrap_or(live.clock.get()).millis_since(began));
    let spoken = if is_over {
        text::is_over().to_owned()
    } else {
        face.spoken()
    };
    let name = match alert.subject.probe {
        Some(probe) => view! { <a class="grow words" href=format!("/probe/{probe}") dir="auto">{is_root.then(|| view! { <span class="t3 likely">{text::likely_cause()}</span> })}<span class:root=is_root>{what}</span></a> }.into_any(),
        None => view! { <span class="grow words" dir="auto">{is_root.then(|| view! { <span class="t3 likely">{text::likely_cause()}</span> })}<span class:root=is_root>{what}</span></span> }.into_any(),
    };
    let below = (!follow.is_empty()).then(|| {
        let leaves = follow
            .into_iter()
            .map(|branch| view! { <Leaf live=live branch=branch is_root=false /> }.into_any())
            .collect_view();
        view! { <ul>{leaves}</ul> }
    });
    view! {
        <li>
            <span class=format!("node {class}")><i class=glyph aria-hidden="true"></i><span class="vh">{spoken}</span></span>
            {name}
            <span class="age t3">{age}</span>
            {below}
        </li>
    }
}

/// Who did what when, and what happened by itself, newest first.
#[component]
pub(super) fn Timeline(live: Live, incident: Memo<Incident>, fetched: Signal<Vec<Turn>>) -> impl IntoView {
    let line = move |turn: Turn| {
        let several = incident.with_untracked(|incident| incident.alerts.len() > 1);
        let name = incident.with_untracked(|incident| {
            let alert = incident.alerts.iter().find(|alert| alert.id == turn.alert);
            alert.map(|alert| alert.subject.name.clone())
        });
        let name = name
            .filter(|_| several)
            .map(|name| format!("{name}: "))
            .unwrap_or_default();
        let said = (!turn.text.is_empty()).then(|| face::sentence(&turn.text));
        let (class, glyph) = look(&turn);
        let at = turn.at;
        view! {
            <li class=class>
                <div>
                    <i class=format!("g {glyph}") aria-hidden="true"></i>
                    <time>{move || format::moment(at, live.clock.get())}</time>
                    <span class="what" dir="auto"><b>{name}{text::turn(turn.what, &turn.by)}</b> " " <span class="t2">{said}</span></span>
                </div>
            </li>
        }
    };
    let lines = move || fetched.get().into_iter().rev().map(line).collect_view();
    view! {
        <Show when=move || fetched.with(|turns| !turns.is_empty())>
            <section class="turns">
                <h2>{text::what_became()}</h2>
                <ol class="events">{lines}</ol>
            </section>
        </Show>
    }
}

/// How a step is drawn: what people did has a mark of its own.
fn look(turn: &Turn) -> (&'static str, &'static str) {
    let face = Face::of_severity(turn.severity);
    match turn.what {
        What::Raised | What::Returned | What::Worse => {
            let glyph = match face.class() {
                "crit" => "g-crit",
                "warn" => "g-warn",
                _ => "g-minor",
            };
            (face.class(), glyph)
        }
        What::Resolved | What::Better | What::Steady => ("ok", "g-ok"),
        What::Acknowledged => ("human", "g-check"),
        What::Shelved => ("human", "g-moon"),
        What::Commented => ("note", "g-flag"),
        What::Unacknowledged | What::Unshelved if !turn.by.is_empty() => ("human", "g-back"),
        What::Unacknowledged | What::Unshelved | What::Unsuppressed => ("info", "g-alerts"),
        What::Flapping => ("info", "g-again"),
        What::Caused => ("info", "g-follows"),
        What::Suppressed => ("info", "g-hush"),
    }
}

/// The same rule at the same thing, earlier.
#[component]
pub(super) fn Before(live: Live, of: AlertId, before: Signal<Option<Vec<Alert>>>) -> impl IntoView {
    let line = move |alert: Alert| {
        let (began, resolved) = (alert.began, alert.resolved);
        let lasted = resolved.map(|resolved| text::lasted(&format::duration(resolved.millis_since(began))));
        let by = alert.acknowledged.map(|taken| taken.by);
        view! {
            <li>
                <a href=format!("/alert/{}", alert.id)>
                    <OverMark face=Face::of_severity(alert.severity) />
                    <time>{move || format::moment(began, live.clock.get())}</time>
                    <span class="what">{lasted} " " <span class="t3" dir="auto">{by}</span></span>
                </a>
            </li>
        }
    };
    let earlier = move || {
        let all = before.get()?;
        let all: Vec<_> = all.into_iter().filter(|alert| alert.id != of).collect();
        Some(if all.is_empty() {
            view! { <p class="t3">{text::never_before()}</p> }.into_any()
        } else {
            view! { <ol class="events">{all.into_iter().map(line).collect_view()}</ol> }.into_any()
        })
    };
    view! {
        <section class="before">
            <h2>{text::was_before()}</h2>
            {earlier}
        </section>
    }
}
