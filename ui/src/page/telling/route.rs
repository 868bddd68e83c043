//! Adding and changing a route.

use leptos::prelude::*;
use wire::phase::Phase;
use wire::receiver::{Receiver, ReceiverId};
use wire::route::{Day, Route};

use super::form::{Ends, Entries, Faults, saving, yes_or_no, yes_word};
use super::matchers::Matchers;
use super::routes::receiver_name;
use super::{Around, List, change_of, named};
use crate::link::telling::{self, Kept};
use crate::model::matching::{SEVERITIES, severity_of, severity_word};
use crate::model::route::{DAYS, Draft, Later, PHASES, Times, sentence};
use crate::part::{Entry, Field, Toggles, toggle};
use crate::text;

const LIST: &str = "/routes";

/// A new route, behind the others.
#[component]
pub(crate) fn AddRoute() -> impl IntoView {
    let others = RwSignal::new(None::<Vec<Route>>);
    leptos::task::spawn_local(async move {
        others.try_set(Some(telling::all::<Route>().await.unwrap_or_default()));
    });
    view! {
        <main class="work sheet-of-one telling">
            <h1 class="page-title">{text::add_route()}</h1>
            {move || others.get().map(|others| view! { <Form of=None begin=Draft::new(&others) /> })}
        </main>
    }
}

/// A change of a route that is there.
#[component]
pub(crate) fn EditRoute() -> impl IntoView {
    let shown = |route: Route| {
        let form = view! { <Form of=Some(route.number()) begin=Draft::of(&route.spec) /> };
        change_of(&route, LIST, form)
    };
    view! { <main class="work sheet-of-one telling">{named::<Route>(LIST, shown)}</main> }
}

#[component]
fn Form(of: Option<(u32, u32)>, begin: Draft) -> impl IntoView {
    let entries = Entries::begin(begin);
    let Entries { draft, faults } = entries;
    let around = Around::fetch();
    let receivers = List::<Receiver>::fetch();
    let saving = saving::<Route>(of, LIST, faults, move || draft.with_untracked(Draft::spec));
    let has_none = move || {
        receivers
            .items
            .with(|items| items.as_ref().is_some_and(Vec::is_empty))
    };
    let least = SEVERITIES.map(|severity| {
        (
            severity_word(severity).to_owned(),
            text::at_least(severity).to_owned(),
        )
    });
    let phases = PHASES.map(|phase| (text::phase(phase).to_owned(), text::phase(phase).to_owned()));
    let touch_phase = move |word: String| {
        let phase = PHASES.into_iter().find(|phase| text::phase(*phase) == word);
        draft.update(|draft| {
            phase
                .into_iter()
                .for_each(|phase: Phase| toggle(&mut draft.phases, phase))
        });
    };
    let hours = Memo::new(move |_| draft.with(|draft| draft.hours.len()));
    let later = Memo::new(move |_| draft.with(|draft| draft.escalate.len()));
    let add_hours = move |_| {
        draft.update(|draft| {
            draft.hours.push(Times {
                days: Vec::new(),
                from: "06:00".to_owned(),
                to: "22:00".to_owned(),
            });
        });
    };
    let add_later = move |_| {
        draft.update(|draft| {
            draft.escalate.push(Later {
                after: "10".to_owned(),
                receivers: Vec::new(),
            })
        });
    };
    let in_words = move || {
        let (spec, _) = draft.with(Draft::spec);
        sentence(&spec, |id| receiver_name(receivers, id))
    };
    view! {
        <form class="entries" novalidate autocomplete="off" on:submit=saving.submit()>
            <p class="panel in-words" dir="auto"><span class="t3">{text::in_words()}</span><span>{in_words}</span></p>
            {entries.one("name", text::thing_name(), text::route_name_help(), Entry::Text, |draft| draft.name.clone(), |draft, typed| draft.name = typed)}
            {entries.one("least", text::how_bad(), text::how_bad_help(), Entry::Choice(least.to_vec()),
                |draft| severity_word(draft.least.max(wire::Severity::Minor)).to_owned(),
                |draft, word| draft.least = severity_of(&word).unwrap_or(draft.least))}
            <Who
                name="receivers".to_owned()
                title=text::who_is_told()
                receivers=receivers
                chosen=Signal::derive(move || draft.with(|draft| draft.receivers.clone()))
                faults=faults
                on_touch=move |id: ReceiverId| draft.update(|draft| toggle(&mut draft.receivers, id))
            />
            <Show when=has_none><p class="row"><span class="t2">{text::receivers_first()}</span><a class="btn small" href="/receivers/add">{text::add_receiver()}</a></p></Show>
            <Matchers
                help=text::which_alerts_help()
                matching=Signal::derive(move || draft.with(|draft| draft.matching.clone()))
                change=move |rows| draft.update(|draft| draft.matching = rows)
                faults=faults
                around=around
            />
            <Toggles
                name="phases".to_owned()
                title=text::in_phases()
                help=Signal::stored(text::in_phases_help().to_owned())
                offers=Signal::stored(phases.to_vec())
                chosen=Signal::derive(move || draft.with(|draft| draft.phases.iter().map(|phase| text::phase(*phase).to_owned()).collect()))
                on_touch=touch_phase
            />
            <fieldset class="rows">
                <legend>{text::at_hours()}</legend>
                <p class="note">{text::at_hours_help()}</p>
                <For each=move || 0..hours.get() key=|at| *at let(at)>
                    <HoursRow at=at draft=draft faults=faults />
                </For>
                <button type="button" class="btn small" on:click=add_hours><i class="g g-plus" aria-hidden="true"></i>{text::add_hours()}</button>
            </fieldset>
            {entries.one("wait_ms", text::gather(), text::gather_help(), Entry::Text, |draft| draft.wait.clone(), |draft, typed| draft.wait = typed)}
            {entries.one("tell_end", text::tell_end(), "", yes_or_no(), |draft| yes_word(draft.tell_end), |draft, word| draft.tell_end = word == "true")}
            {entries.one("repeat_minutes", text::repeat_every(), text::repeat_every_help(), Entry::Number, |draft| draft.repeat.clone(), |draft, typed| draft.repeat = typed)}
            <fieldset class="rows">
                <legend>{text::escalation()}</legend>
                <For each=move || 0..later.get() key=|at| *at let(at)>
                    <LaterRow at=at draft=draft receivers=receivers faults=faults />
                </For>
                <button type="button" class="btn small" on:click=add_later><i class="g g-plus" aria-hidden="true"></i>{text::add_escalation()}</button>
            </fieldset>
            {entries.one("go_on", text::go_on(), text::go_on_help(), yes_or_no(), |draft| yes_word(draft.go_on), |draft, word| draft.go_on = word == "true")}
            <Ends saving=saving />
        </form>
    }
}

/// The receivers, of which a touch chooses those that are told.
#[component]
fn Who(
    name: String,
    title: &'static str,
    receivers: List<Receiver>,
    chosen: Signal<Vec<ReceiverId>>,
    faults: Faults,
    #[prop(into)] on_touch: Callback<ReceiverId>,
) -> impl IntoView {
    let offers = Signal::derive(move || {
        receivers.items.with(|items| {
            let offer = |receiver: &Receiver| (receiver.id.0.to_string(), receiver.spec.name.clone());
            items.iter().flatten().map(offer).collect::<Vec<_>>()
        })
    });
    let field = name.clone();
    view! {
        <Toggles
            name=name.clone()
            title=title
            offers=offers
            chosen=Signal::derive(move || chosen.with(|chosen| chosen.iter().map(|id| id.0.to_string()).collect()))
            error=faults.at(name)
            on_touch=move |word: String| {
                faults.forget(&field);
                word.parse().ok().map(ReceiverId).into_iter().for_each(|id| on_touch.run(id));
            }
        />
    }
}

/// The days of the week, of which a touch chooses some.
#[component]
pub(super) fn Days(
    name: String,
    title: &'static str,
    chosen: Signal<Vec<Day>>,
    #[prop(into)] on_touch: Callback<Day>,
) -> impl IntoView {
    let words = DAYS.map(|day| {
        (
            text::day_in_short(day).to_owned(),
            text::day_in_short(day).to_owned(),
        )
    });
    view! {
        <Toggles
            name=name
            title=title
            help=Signal::stored(text::hours_days_help().to_owned())
            offers=Signal::stored(words.to_vec())
            chosen=Signal::derive(move || chosen.with(|chosen| chosen.iter().map(|day| text::day_in_short(*day).to_owned()).collect()))
            on_touch=move |word: String| {
                DAYS.into_iter().filter(|day| text::day_in_short(*day) == word).for_each(|day| on_touch.run(day));
            }
        />
    }
}

#[component]
fn HoursRow(at: usize, draft: RwSignal<Draft>, faults: Faults) -> impl IntoView {
    let row = Memo::new(move |_| draft.with(|draft| draft.hours.get(at).cloned().unwrap_or_default()));
    let change = move |change: &dyn Fn(&mut Times)| {
        faults.forget(&format!("hours.{at}"));
        draft.update(|draft| draft.hours.get_mut(at).into_iter().for_each(change));
    };
    let remove = move |_| {
        faults.forget("hours");
        draft.update(|draft| drop((at < draft.hours.len()).then(|| draft.hours.remove(at))));
    };
    let clock = move |field: &'static str,
                      title: &'static str,
                      read: fn(&Times) -> String,
                      write: fn(&mut Times, String),
                      error: Signal<Option<String>>| {
        view! {
            <Field
                name=format!("hours-{at}-{field}")
                title=title
                help=Signal::stored(String::new())
                entry=Entry::Number
                value=Signal::derive(move || row.with(read))
                error=error
                on_entry=move |typed: String| change(&|times| write(times, typed.clone()))
                on_leave=|()| ()
            />
        }
    };
    let none = Signal::stored(None::<String>);
    view! {
        <div class="hours-row" role="group" aria-label=text::at_hours()>
            <Days
                name=format!("hours-{at}-days")
                title=text::days_label()
                chosen=Signal::derive(move || row.with(|row| row.days.clone()))
                on_touch=move |day: Day| change(&|times| toggle(&mut times.days, day))
            />
            {clock("from", text::hours_from(), |times| times.from.clone(), |times, typed| times.from = typed, faults.at(format!("hours.{at}")))}
            {clock("to", text::hours_to(), |times| times.to.clone(), |times, typed| times.to = typed, none)}
            <button type="button" class="btn small remove" on:click=remove><i class="g g-del" aria-hidden="true"></i>{text::remove_row()}</button>
        </div>
    }
}

#[component]
fn LaterRow(at: usize, draft: RwSignal<Draft>, receivers: List<Receiver>, faults: Faults) -> impl IntoView {
    let row = Memo::new(move |_| draft.with(|draft| draft.escalate.get(at).cloned().unwrap_or_default()));
    let field = format!("escalate.{at}.after_minutes");
    let error = faults.at(field.clone());
    let remove = move |_| {
        faults.forget("escalate");
        draft.update(|draft| drop((at < draft.escalate.len()).then(|| draft.escalate.remove(at))));
    };
    view! {
        <div class="later-row" role="group" aria-label=text::escalation()>
            <Field
                name=format!("escalate-{at}-after")
                title=text::after_minutes()
                help=Signal::stored(String::new())
                entry=Entry::Number
                value=Signal::derive(move || row.with(|row| row.after.clone()))
                error=error
                on_entry=move |typed: String| {
                    faults.forget(&field);
                    draft.update(|draft| draft.escalate.get_mut(at).into_iter().for_each(|row| row.after.clone_from(&typed)));
                }
                on_leave=|()| ()
            />
            <Who
                name=format!("escalate.{at}.receivers")
                title=text::also_told()
                receivers=receivers
                chosen=Signal::derive(move || row.with(|row| row.receivers.clone()))
                faults=faults
                on_touch=move |id: ReceiverId| draft.update(|draft| draft.escalate.get_mut(at).into_iter().for_each(|row| toggle(&mut row.receivers, id)))
            />
            <button type="button" class="btn small remove" on:click=remove><i class="g g-del" aria-hidden="true"></i>{text::remove_row()}</button>
        </div>
    }
}
