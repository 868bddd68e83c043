//! One incident in full: its cause, what follows, what to do, what became of it, and the orders.

use std::collections::BTreeMap;
use std::sync::Arc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wire::alert::{Alert, AlertId};

use super::Desk;
use super::evidence::EvidenceThen;
use super::orders::Orders;
use super::row::care;
use super::told::{Before, Cause, Timeline};
use crate::link::Trouble;
use crate::link::alerts::{IS_ON_DISK_MS, Whole, alert as ask_alert};
use crate::live::Live;
use crate::model::alerts::{Handled, Incident, Standing, reasons, sentence, told_outside};
use crate::model::face::{self, Face};
use crate::model::stretch::Stretch;
use crate::part::Mark;
use crate::{format, text};

/// The chart of a measured value shows so much before and after, in milliseconds.
const AROUND_MS: i64 = 5 * 60_000;

/// What the station said of an alert, or why it cannot be shown.
type Fetched = RwSignal<Option<Result<Whole, Option<String>>>>;

#[component]
pub(super) fn Detail(live: Live, desk: Desk, opened: Memo<Option<AlertId>>) -> impl IntoView {
    view! {
        <section class="right" aria-live="off">
            {move || match opened.get() {
                Some(id) => view! { <One live=live desk=desk id=id /> }.into_any(),
                None => view! { <p class="lost t3 none-open">{text::none_open()}</p> }.into_any(),
            }}
        </section>
    }
}

/// An incident, with the newest of what the station told and of what it is asked.
#[component]
fn One(live: Live, desk: Desk, id: AlertId) -> impl IntoView {
    let fetched: Fetched = RwSignal::new(None);
    let incident = Memo::new(move |_| {
        let known = live
            .alerts
            .with(|known| known.incident(known.get(id).map_or(id, |alert| alert.incident)));
        let asked = fetched.with(|fetched| match fetched {
            Some(Ok(whole)) => whole
                .incident
                .iter()
                .chain([&whole.alert])
                .cloned()
                .map(Arc::new)
                .collect(),
            Some(Err(_)) | None => Vec::new(),
        });
        together(id, asked, known)
    });
    // Every change is a turn that the station can tell of.
    let revisions = Memo::new(move |_| {
        live.alerts.with(|known| {
            let incident = known.incident(known.get(id).map_or(id, |alert| alert.incident));
            let alerts = incident.map(|incident| incident.alerts).unwrap_or_default();
            alerts
                .iter()
                .map(|alert| (alert.id, alert.revision))
                .collect::<Vec<_>>()
        })
    });
    Effect::new(move || {
        // Read, not only followed: nobody works out what nobody reads.
        revisions.with(|_| ());
        leptos::task::spawn_local(async move {
            ask(id, fetched).await;
            // Screens are told of a change before the turn that it was is on disk.
            TimeoutFuture::new(IS_ON_DISK_MS).await;
            ask(id, fetched).await;
        });
    });
    let is_there = Memo::new(move |_| incident.with(Option::is_some));
    let missing = move || {
        let why = fetched.with(|fetched| match fetched {
            Some(Err(why)) => Some(why.clone().unwrap_or_else(|| text::no_such_alert().to_owned())),
            Some(Ok(_)) | None => None,
        })?;
        Some(view! {
            <div class="lost">
                <p>{why}</p>
                <a class="btn" href="/alerts">{text::to_the_alerts()}</a>
            </div>
        })
    };
    view! {
        {move || if is_there.get() {
            let incident = Memo::new(move |before: Option<&Incident>| {
                incident.get().or_else(|| before.cloned()).unwrap_or(Incident { id, alerts: Vec::new() })
            });
            view! { <InFull live=live desk=desk id=id incident=incident fetched=fetched /> }.into_any()
        } else {
            missing().into_any()
        }}
    }
}

/// Asks for what became of an alert; what is known already stays when the station does not answer.
async fn ask(id: AlertId, fetched: Fetched) {
    let answer = ask_alert(id).await.map_err(|trouble| match trouble {
        Trouble::Refused(problem) if problem.status == 404 => None,
        trouble => Some(trouble.sentence()),
    });
    let is_news = fetched.try_with_untracked(|before| match (before, &answer) {
        (Some(Ok(before)), Ok(now)) => before != now,
        (Some(Ok(_)), Err(_)) => false,
        (Some(Err(_)) | None, _) => true,
    });
    if is_news == Some(true) {
        fetched.try_set(Some(answer));
    }
}

/// The newest of each alert; nothing where none is known.
fn together(id: AlertId, asked: Vec<Arc<Alert>>, known: Option<Incident>) -> Option<Incident> {
    let mut of = known.as_ref().map(|known| known.id);
    let mut alerts: BTreeMap<AlertId, Arc<Alert>> = BTreeMap::new();
    let known = known.map(|known| known.alerts).unwrap_or_default();
    for alert in asked.into_iter().chain(known) {
        of = of.or((alert.id == id).then_some(alert.incident));
        let is_older = |before: &Arc<Alert>| before.revision > alert.revision;
        if !alerts.get(&alert.id).is_some_and(is_older) {
            alerts.insert(alert.id, alert);
        }
    }
    let id = of?;
    alerts.retain(|_, alert| alert.incident == id);
    let alerts: Vec<_> = alerts.into_values().collect();
    (!alerts.is_empty()).then_some(Incident { id, alerts })
}

#[component]
fn InFull(live: Live, desk: Desk, id: AlertId, incident: Memo<Incident>, fetched: Fetched) -> impl IntoView {
    let standing = Memo::new(move |_| incident.with(Incident::standing));
    let face = Memo::new(move |_| Face::of_severity(incident.with(Incident::severity)));
    let handled = Memo::new(move |_| live.handled(incident.with(Incident::handled)));
    let root = Memo::new(move |_| incident.with(|incident| incident.root().cloned()));
    let count = Memo::new(move |_| incident.with(|incident| incident.firing().count().max(1)));
    let what_of = move |alert: &Alert| {
        let probe = alert.subject.probe.and_then(|probe| live.cell(probe));
        let kind = probe.and_then(|cell| live.kind(&cell.view.with(|view| view.probe.spec.kind.clone())));
        sentence(alert, kind.as_deref())
    };
    let what = Memo::new(move |_| root.with(|root| root.as_deref().map(what_of).unwrap_or_default()));
    let follows = Memo::new(move |_| incident.with(|incident| incident.followers() > 0));
    let title = move || {
        if follows.get() {
            text::one_cause(count.get())
        } else {
            what.get()
        }
    };
    let story = move || {
        let root = root.get()?;
        let since = format::moment(root.began, live.clock.get());
        let place = desk.places.of(live, &root);
        let name = match place.as_str() {
            "" => root.subject.name.clone(),
            place => format!("{} · {place}", root.subject.name),
        };
        let what = if follows.get() {
            format!("{}: {}", root.subject.name, what.get())
        } else {
            name
        };
        let well = root.well_since.filter(|_| root.is_firing()).map(|since| {
            let length = format::duration(live.clock.get().millis_since(since));
            format!(" {}", face::sentence(&text::well_for(&length)))
        });
        Some(format!(
            "{}{}",
            text::since_when(&what, &since),
            well.unwrap_or_default()
        ))
    };
    let from_outside = move || {
        let told = root.with(|root| root.as_deref().and_then(told_outside))?;
        Some(view! { <p class="t3" dir="auto">{told}</p> })
    };
    let why = move || {
        let because = |why: String| view! { <li>{face::sentence(&why)}</li> };
        incident.with(reasons).into_iter().map(because).collect_view()
    };
    let status = move || status(&handled.get(), standing.get(), &incident.get(), live.clock.get());
    let note = Memo::new(move |_| {
        incident.with(|incident| {
            let said = |alert: &Arc<Alert>| {
                let taken = alert.acknowledged.as_ref().map(|taken| taken.note.clone());
                let aside = alert.shelved.as_ref().map(|shelved| shelved.note.clone());
                [aside, taken].into_iter().flatten().find(|note| !note.is_empty())
            };
            incident.firing().find_map(said)
        })
    });
    let age = move || {
        incident.with(|incident| {
            let end = incident.resolved().unwrap_or(live.clock.get());
            format::duration(end.millis_since(incident.began()))
        })
    };
    let mark = move || {
        if standing.get() == Standing::Over {
            view! { <span class="st over"><i class="g g-ok" aria-hidden="true"></i>{text::is_over()}</span> }
                .into_any()
        } else {
            view! { <Mark face=face handled=handled /> }.into_any()
        }
    };
    let advice = Memo::new(move |_| {
        let said = root.with(|root| root.as_ref().map(|root| face::sentence(&root.advice)));
        live.worded(said.unwrap_or_default())
    });
    let channels = Memo::new(move |_| {
        incident.with(|incident| desk.places.channels_of(incident.alerts.iter().map(AsRef::as_ref)))
    });
    let channel_links = move || {
        let link = |channel: wire::inventory::Channel| {
            view! { <a class="chip" href=format!("/channel/{}", channel.id.0) dir="auto">{channel.spec.name}</a> }
        };
        channels.get().into_iter().map(link).collect_view()
    };
    view! {
        <article class="incident" data-incident=move || incident.with(|incident| incident.id.to_string())>
            <header>
                <div class="row">
                    <a class="btn small back" href="/alerts" data-key="Escape" aria-label=text::to_the_alerts()><i class="g g-back" aria-hidden="true"></i></a>
                    {mark}
                    <span class="t2 grow status" dir="auto">{status}</span>
                    <b class="age">{age}</b>
                </div>
                <h1 dir="auto">{title}</h1>
                <p class="t2" dir="auto">{story}</p>
                {from_outside}
                <Show when=move || note.with(Option::is_some)><blockquote class="t2" dir="auto">{note}</blockquote></Show>
                <ul class="t2 why" dir="auto">{why}</ul>
            </header>
            <Show when=move || follows.get()><Cause live=live incident=incident /></Show>
            <Show when=move || channels.with(|channels| !channels.is_empty())>
                <div class="row on-it"><span class="t3">{text::on_it()}</span>{channel_links}</div>
            </Show>
            <Show when=move || advice.with(|advice| !advice.is_empty())>
                <p class="try"><b>{text::try_this()}</b> " " <span class="t2">{advice}</span></p>
            </Show>
            <div class="row ways">{move || root.get().map(|root| view! { <Ways live=live desk=desk alert=root /> })}</div>
            {move || root.get().and_then(|root| Some(view! { <EvidenceThen live=live probe=root.subject.probe? from=root.began to=root.resolved /> }))}
            <Timeline live=live incident=incident fetched=Signal::derive(move || turns(&fetched)) />
            <Before live=live of=id before=Signal::derive(move || before(&fetched)) />
        </article>
        <Orders incident=incident />
    }
}

fn turns(fetched: &Fetched) -> Vec<wire::alert::Turn> {
    fetched.with(|fetched| match fetched {
        Some(Ok(whole)) => whole.turns.clone(),
        Some(Err(_)) | None => Vec::new(),
    })
}

fn before(fetched: &Fetched) -> Option<Vec<Alert>> {
    fetched.with(|fetched| match fetched {
        Some(Ok(whole)) => Some(whole.before.clone()),
        Some(Err(_)) | None => None,
    })
}

/// Who has it, what keeps it quiet, or that nobody has it.
fn status(handled: &Handled, standing: Standing, incident: &Incident, now: wire::Timestamp) -> String {
    if standing == Standing::Over {
        let resolved = incident.resolved().unwrap_or_default();
        let length = format::duration(resolved.millis_since(incident.began()));
        return text::over_since(&format::moment(resolved, now), &length);
    }
    match handled {
        Handled::Not => text::not_acknowledged().to_owned(),
        Handled::Acknowledged { by, at } => {
            let has = text::has_it_for(by, &format::duration(now.millis_since(*at)));
            match handled.stale_ms(now) {
                Some(age) => format!("{has} · {}", text::stale_acknowledged(&format::minutes(age))),
                None => has,
            }
        }
        Handled::Shelved { by, until } => {
            let left = match until {
                Some(until) => text::time_left(&format::duration(until.millis_since(now))),
                None => text::until_resolved().to_owned(),
            };
            format!("{}, {left}", text::put_aside_by(by))
        }
        Handled::Silenced { .. } => text::silenced_because(&care(handled, now)),
        Handled::Phase => text::quiet_by_phase().to_owned(),
        Handled::Follows { .. } => text::spoken_follows().to_owned(),
    }
}

/// Where more is to be seen: the probe, its device, and the curve of what was measured then.
#[component]
fn Ways(live: Live, desk: Desk, alert: Arc<Alert>) -> impl IntoView {
    let probe = alert.subject.probe.filter(|probe| live.cell(*probe).is_some());
    let to_probe = probe.map(|probe| {
        view! { <a class="btn small" href=format!("/probe/{probe}")><i class="g g-eye" aria-hidden="true"></i>{text::to_the_probe()}</a> }
    });
    let to_device = alert.subject.device.map(|device| {
        let name = move || desk.places.device(device).unwrap_or_else(|| text::to_the_device().to_owned());
        view! { <a class="btn small" href=format!("/device/{}", device.0)><i class="g g-devices" aria-hidden="true"></i><span class="cut" dir="auto">{name}</span></a> }
    });
    let to_chart = probe.map(|probe| {
        let end = alert.resolved.map(|resolved| resolved.plus_millis(AROUND_MS));
        let stretch = match end {
            Some(end) => Stretch::between(alert.began.plus_millis(-AROUND_MS), end),
            None => Stretch::newest(live.now().millis_since(alert.began) + AROUND_MS),
        };
        let figure = alert.measured.as_ref().and_then(|measured| {
            let rows = live.cell(probe)?.rows.get();
            let is_it = |row: &&crate::live::Row| {
                row.series.metric == measured.metric.as_str() && row.series.labels == measured.labels
            };
            rows.iter().find(is_it).map(|row| format!("figure={}&", row.series.id.0))
        });
        let address = format!("/probe/{probe}?{}{}", figure.unwrap_or_default(), stretch.query());
        view! { <a class="btn small" href=address><i class="g g-glance" aria-hidden="true"></i>{text::to_the_chart()}</a> }
    });
    view! { {to_probe} {to_device} {to_chart} }
}
