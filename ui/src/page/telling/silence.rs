//! Adding and changing a silence, and which alerts it would keep quiet now.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wire::alert::{Alert, AlertId};
use wire::inventory::{ChannelId, DeviceId};
use wire::probe::ProbeId;
use wire::route::{Day, Matcher, Silence};

use super::form::{Ends, Entries, Faults, saving, yes_or_no, yes_word};
use super::matchers::Matchers;
use super::route::Days;
use super::{Around, change_of, named, probe_name};
use crate::format;
use crate::link::telling::{self, Kept};
use crate::link::{Trouble, inventory};
use crate::live::use_live;
use crate::model::matching;
use crate::model::silence::{Draft, next_morning};
use crate::part::{Entry, toggle};
use crate::text;

const LIST: &str = "/silences";

/// A new silence, for what the address names: `?probe=3`, `?device=`, `?channel=`, `?alert=`.
#[component]
pub(crate) fn AddSilence() -> impl IntoView {
    let live = use_live();
    let wanted = use_query_map().with_untracked(|query| {
        ["probe", "device", "channel", "alert"]
            .map(|name| query.get(name).and_then(|id| id.parse::<u64>().ok()))
    });
    let begin = RwSignal::new(None::<Draft>);
    let is_live = Memo::new(move |_| live.filled.get());
    Effect::new(move || {
        // Names of probes come with the first frame.
        if !is_live.get() || begin.with_untracked(Option::is_some) {
            return;
        }
        leptos::task::spawn_local(async move {
            let [probe, device, channel, alert] = wanted;
            let number = |id: u64| u32::try_from(id).unwrap_or_default();
            let matching = match (probe, device, channel, alert) {
                (Some(id), ..) => vec![Matcher::equal(
                    "probe",
                    untrack(|| probe_name(live, ProbeId(number(id)))),
                )],
                (_, Some(id), ..) => match inventory::device(DeviceId(number(id))).await {
                    Ok(device) => vec![Matcher::equal("device", device.spec.name)],
                    Err(_) => Vec::new(),
                },
                (_, _, Some(id), _) => match inventory::channel(ChannelId(number(id))).await {
                    Ok(channel) => vec![Matcher::equal("channel", channel.spec.name)],
                    Err(_) => Vec::new(),
                },
                (.., Some(id)) => match telling::alert(AlertId(id)).await {
                    Ok(alert) => matching::of_alert(&alert),
                    Err(_) => Vec::new(),
                },
                _ => vec![Matcher::equal("probe", "")],
            };
            begin.try_set(Some(Draft::new(matching, live.now())));
        });
    });
    view! {
        <main class="work sheet-of-one telling">
            <h1 class="page-title">{text::add_silence()}</h1>
            {move || begin.get().map(|begin| view! { <Form of=None begin=begin /> })}
        </main>
    }
}

/// A change of a silence that is there.
#[component]
pub(crate) fn EditSilence() -> impl IntoView {
    let shown = |silence: Silence| {
        let form = view! { <Form of=Some(silence.number()) begin=Draft::of(&silence.spec) /> };
        change_of(&silence, LIST, form)
    };
    view! { <main class="work sheet-of-one telling">{named::<Silence>(LIST, shown)}</main> }
}

#[component]
fn Form(of: Option<(u32, u32)>, begin: Draft) -> impl IntoView {
    let live = use_live();
    let entries = Entries::begin(begin);
    let Entries { draft, faults } = entries;
    let around = Around::fetch();
    let saving = saving::<Silence>(of, LIST, faults, move || draft.with_untracked(Draft::spec));
    let lasting = move |hours: Option<i64>| {
        let now = live.now();
        let until = hours.map_or_else(|| next_morning(now), |hours| now.plus_millis(hours * 3_600_000));
        faults.forget("until");
        draft.update(|draft| *draft = draft.clone().lasting(now, until));
    };
    let quick = [
        (Some(1), "1 h".to_owned()),
        (Some(4), "4 h".to_owned()),
        (None, text::until_morning().to_owned()),
    ];
    let quick = quick.map(|(hours, word)| {
        view! { <button type="button" class="chip" on:click=move |_| lasting(hours)>{word}</button> }
    });
    let again = [("false", text::once_only()), ("true", text::every_week())];
    let again = Entry::Choice(
        again
            .map(|(word, title)| (word.to_owned(), title.to_owned()))
            .to_vec(),
    );
    let zone = format::zone(live.now());
    view! {
        <form class="entries" novalidate autocomplete="off" on:submit=saving.submit()>
            {entries.one("name", text::silence_name(), text::silence_name_help(), Entry::Text, |draft| draft.name.clone(), |draft, typed| draft.name = typed)}
            <Matchers
                help=text::which_are_quiet_help()
                matching=Signal::derive(move || draft.with(|draft| draft.matching.clone()))
                change=move |rows| draft.update(|draft| draft.matching = rows)
                faults=faults
                around=around
            />
            <Preview draft=draft faults=faults />
            <div class="field" role="group" aria-label=text::quick_lengths()>
                <span class="label">{text::quick_lengths()}</span>
                <div class="chips">{quick.collect_view()}</div>
            </div>
            <div class="pair">
                {entries.one("from", format!("{} {zone}", text::silence_from()), "", Entry::Moment, |draft| draft.from.clone(), |draft, typed| draft.from = typed)}
                {entries.one("until", format!("{} {zone}", text::silence_until()), "", Entry::Moment, |draft| draft.until.clone(), |draft, typed| draft.until = typed)}
            </div>
            {entries.one("repeat", text::comes_again(), "", again, |draft| yes_word(draft.comes_again), |draft, word| draft.comes_again = word == "true")}
            <Show when=move || draft.with(|draft| draft.comes_again)>
                <Days
                    name="repeat-days".to_owned()
                    title=text::comes_again_on()
                    chosen=Signal::derive(move || draft.with(|draft| draft.days.clone()))
                    on_touch=move |day: Day| draft.update(|draft| toggle(&mut draft.days, day))
                />
            </Show>
            {entries.one("maintenance", text::maintenance(), text::maintenance_help(), yes_or_no(), |draft| yes_word(draft.maintenance), |draft, word| draft.maintenance = word == "true")}
            <Ends saving=saving />
        </form>
    }
}

/// The alerts that fit now, asked a moment after the last key.
#[component]
fn Preview(draft: RwSignal<Draft>, faults: Faults) -> impl IntoView {
    const MOMENT_MS: u32 = 350;
    const NAMED: usize = 3;
    let live = use_live();
    let matching = Memo::new(move |_| draft.with(|draft| draft.matching.clone()));
    let beat = Memo::new(move |_| live.clock.get().0.div_euclid(5_000));
    let fitting = RwSignal::new(None::<Vec<Alert>>);
    Effect::new(move || {
        beat.track();
        let asked = matching.get();
        if asked.is_empty() {
            return fitting.set(Some(Vec::new()));
        }
        leptos::task::spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(MOMENT_MS).await;
            let is_same = || matching.try_get_untracked().is_some_and(|now| now == asked);
            if !is_same() {
                return;
            }
            match telling::fitting(&asked).await {
                Ok(alerts) if is_same() => drop(fitting.try_set(Some(alerts))),
                // A pattern that is wrong is told at its row.
                Err(Trouble::Refused(problem)) if is_same() => {
                    faults.0.try_update(|faults| faults.extend(problem.errors));
                    fitting.try_set(None);
                }
                _ => {}
            }
        });
    });
    let said = move || {
        let alerts = fitting.get()?;
        if alerts.is_empty() {
            return Some(text::keeps_none_quiet().to_owned());
        }
        let mut which: Vec<_> = alerts
            .iter()
            .take(NAMED)
            .map(|alert| format!("{}: {}", alert.subject.name, alert.text))
            .collect();
        if alerts.len() > NAMED {
            which.push(text::and_others(alerts.len() - NAMED));
        }
        Some(text::keeps_quiet(alerts.len(), &which.join("; ")))
    };
    view! { <p class="panel in-words" role="status" dir="auto">{said}</p> }
}
