//! Adding, trying and changing a receiver, and what was sent to it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wire::receiver::{Delivery, Receiver, ReceiverId, ReceiverInfo, ReceiverSpec};
use wire::route::Route;
use wire::settings::FieldError;

use super::form::{Ends, Faults, guarded, saving, yes_or_no, yes_word};
use super::named;
use super::receivers::{glyph, how_far};
use crate::format;
use crate::link::telling::{self, Kept};
use crate::live::use_live;
use crate::model::draft;
use crate::part::{Entry, Field, Setting};
use crate::text;
use crate::undo::use_undo;

const LIST: &str = "/receivers";

/// Every sort of receiver, once the station has told.
pub(super) fn sorts() -> RwSignal<Vec<ReceiverInfo>> {
    let kinds = RwSignal::new(Vec::new());
    leptos::task::spawn_local(async move {
        if let Ok(all) = telling::receiver_kinds().await {
            let all: Vec<_> = all.into_iter().map(text::receiver_from_station).collect();
            kinds.try_set(all);
        }
    });
    kinds
}

/// A new receiver: its sort is chosen first.
#[component]
pub(crate) fn AddReceiver() -> impl IntoView {
    let blank = ReceiverSpec {
        name: String::new(),
        kind: String::new(),
        enabled: true,
        settings: Default::default(),
    };
    view! {
        <main class="work sheet-of-one telling">
            <h1 class="page-title">{text::add_receiver()}</h1>
            <Form of=None spec=blank />
        </main>
    }
}

/// A change of a receiver that is there, and the last messages to it.
#[component]
pub(crate) fn EditReceiver() -> impl IntoView {
    let shown = |receiver: Receiver| {
        let id = receiver.id;
        view! {
            <h1 class="page-title cut" dir="auto">{text::edit_thing(receiver.name())}</h1>
            <Form of=Some(receiver.number()) spec=receiver.spec.clone() />
            <Deliveries id=id />
            <div class="orders"><DeleteReceiver receiver=receiver /></div>
        }
        .into_any()
    };
    view! { <main class="work sheet-of-one telling">{named::<Receiver>(LIST, shown)}</main> }
}

/// What is entered.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    kind: RwSignal<String>,
    enabled: RwSignal<bool>,
    settings: RwSignal<BTreeMap<String, String>>,
}

impl Draft {
    fn spec(self, info: Option<&ReceiverInfo>) -> (ReceiverSpec, Vec<FieldError>) {
        let mut faults = Vec::new();
        let name = self.name.with_untracked(|name| name.trim().to_owned());
        if name.is_empty() {
            faults.push(FieldError::new("name", text::give_name()));
        }
        let settings = info.map(|info| {
            let settings = self.settings.get_untracked();
            draft::said(&info.fields, &settings, &mut faults)
        });
        let spec = ReceiverSpec {
            name,
            kind: self.kind.get_untracked(),
            enabled: self.enabled.get_untracked(),
            settings: settings.unwrap_or_default(),
        };
        (spec, faults)
    }
}

#[component]
fn Form(of: Option<(u32, u32)>, spec: ReceiverSpec) -> impl IntoView {
    let kinds = sorts();
    let kept = StoredValue::new(spec.settings);
    let draft = Draft {
        name: RwSignal::new(spec.name),
        kind: RwSignal::new(spec.kind),
        enabled: RwSignal::new(spec.enabled),
        settings: RwSignal::new(BTreeMap::new()),
    };
    let info = Memo::new(move |_| {
        let kind = draft.kind.get();
        kinds.with(|kinds| kinds.iter().find(|info| info.name == kind).cloned())
    });
    // The first sort is chosen until another one is; its entries begin as they are kept, or as is usual.
    Effect::new(move || {
        if draft.kind.with(String::is_empty) {
            let first = kinds.with(|kinds| kinds.first().map(|info| info.name.to_string()));
            first.into_iter().for_each(|first| draft.kind.set(first));
        }
    });
    Effect::new(move || {
        if let Some(info) = info.get() {
            let entered = kept.with_value(|kept| draft::entered(&info.fields, kept));
            draft.settings.set(entered);
        }
    });
    let begun = (draft.name.get_untracked(), draft.enabled.get_untracked());
    guarded(move || {
        let entered = info.with(|info| {
            let info = info.as_ref()?;
            Some(kept.with_value(|kept| draft::entered(&info.fields, kept)))
        });
        let is_set = || entered.is_some_and(|entered| draft.settings.with(|settings| *settings != entered));
        (draft.name.get(), draft.enabled.get()) != begun || is_set()
    });
    let faults = Faults::new();
    let read = move || info.with_untracked(|info| draft.spec(info.as_ref()));
    let saving = saving::<Receiver>(of, LIST, faults, read);
    let choose = move |info: ReceiverInfo| {
        let (own, word) = (info.name.to_string(), info.name.to_string());
        let is_on = move || {
            if draft.kind.with(|kind| *kind == own) {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button type="button" class="sort" role="radio" aria-checked=is_on on:click=move |_| { faults.0.set(Vec::new()); draft.kind.set(word.clone()) }>
                <b class="cut">{info.title.to_string()}</b>
                <span>{info.help.to_string()}</span>
            </button>
        }
    };
    let entry = move |field: wire::kind::Field| {
        let (reads, writes) = (field.name.to_string(), field.name.to_string());
        let error = faults.at(field.name.to_string());
        let value = Signal::derive(move || {
            draft
                .settings
                .with(|settings| settings.get(&reads).cloned().unwrap_or_default())
        });
        view! {
            <Setting
                field=field
                value=value
                error=error
                on_entry=move |typed: String| {
                    faults.forget(&writes);
                    draft.settings.update(|settings| drop(settings.insert(writes.clone(), typed)));
                }
                on_leave=|()| ()
            />
        }
    };
    let entries = move || {
        info.get()
            .map(|info| info.fields.to_vec().into_iter().map(entry).collect_view())
    };
    view! {
        <form class="entries" novalidate autocomplete="off" on:submit=saving.submit()>
            {of.is_none().then(|| view! {
                <div class="sorts-of-receiver" role="radiogroup" aria-label=text::receiver_sort()>
                    {move || kinds.get().into_iter().map(choose).collect_view()}
                </div>
            })}
            <Show when=move || of.is_some()><p class="t2">{move || info.get().map(|info| format!("{}: {}", info.title, info.help))}</p></Show>
            <Field
                name="name".to_owned()
                title=text::thing_name()
                help=Signal::stored(text::receiver_name_help().to_owned())
                entry=Entry::Text
                value=draft.name
                error=faults.at("name")
                on_entry=move |typed: String| { faults.forget("name"); draft.name.set(typed) }
                on_leave=|()| ()
            />
            {entries}
            <Field
                name="enabled".to_owned()
                title=text::switched()
                help=Signal::stored(text::receiver_switch_help().to_owned())
                entry=yes_or_no()
                value=Signal::derive(move || yes_word(draft.enabled.get()))
                error=faults.at("enabled")
                on_entry=move |word: String| draft.enabled.set(word == "true")
                on_leave=|()| ()
            />
            <Trial of=of.map(|(id, _)| ReceiverId(id)) faults=faults read=Callback::new(move |()| read()) />
            <Ends saving=saving />
        </form>
    }
}

/// Sends a test message as the receiver is entered now.
#[component]
fn Trial(
    of: Option<ReceiverId>,
    faults: Faults,
    read: Callback<(), (ReceiverSpec, Vec<FieldError>)>,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<(bool, String)>);
    let send = Action::new_local(move |(): &()| {
        let (mut spec, wrong) = read.run(());
        // A receiver that is tried needs no name of its own yet.
        let wrong: Vec<_> = wrong.into_iter().filter(|fault| fault.field != "name").collect();
        if spec.name.is_empty() {
            "test".clone_into(&mut spec.name);
        }
        async move {
            outcome.set(None);
            let is_wrong = !wrong.is_empty();
            faults.0.set(wrong);
            if is_wrong {
                return outcome.set(Some((false, text::fix_entries().to_owned())));
            }
            outcome.set(Some(match telling::try_receiver(of, &spec).await {
                Ok(tried) if tried.delivered => (true, text::test_delivered().to_owned()),
                Ok(tried) => (
                    false,
                    format!(
                        "{} {}",
                        text::test_failed(),
                        crate::model::face::sentence(&tried.trouble)
                    ),
                ),
                Err(met) => (false, faults.refused(met)),
            }));
        }
    });
    let is_sent = move || send.pending().get();
    view! {
        <div class="panel trial-of-receiver">
            <div class="row">
                <button type="button" class="btn" disabled=is_sent on:click=move |_| drop(send.dispatch(()))>{text::test_receiver()}</button>
                <span class="t3 grow">{move || if is_sent() { text::test_on_its_way() } else { text::test_receiver_help() }}</span>
            </div>
            <p role="status" class="outcome">
                {move || outcome.get().map(|(is_well, said)| view! {
                    <i class=if is_well { "g g-ok" } else { "g g-crit" } aria-hidden="true"></i><span>{said}</span>
                })}
            </p>
        </div>
    }
}

/// Deletes a receiver unless a route still tells it.
#[component]
fn DeleteReceiver(receiver: Receiver) -> impl IntoView {
    let undo = use_undo();
    let navigate = use_navigate();
    let receiver = StoredValue::new(receiver);
    let delete = Action::new_local(move |(): &()| {
        let navigate = navigate.clone();
        let receiver = receiver.get_value();
        async move {
            let routes = match telling::all::<Route>().await {
                Ok(routes) => routes,
                Err(met) => return undo.say(met.sentence()),
            };
            let names: Vec<_> = routes
                .iter()
                .filter(|route| route.spec.every_receiver().any(|told| told == receiver.id))
                .map(|route| route.spec.name.clone())
                .collect();
            if names.is_empty() {
                undo.delete_at(receiver.place(), receiver.spec.name.clone());
                navigate(LIST, NavigateOptions::default());
            } else {
                undo.say(text::receiver_in_use(&receiver.spec.name, &names.join(", ")));
            }
        }
    });
    view! {
        <button type="button" class="btn" disabled=move || delete.pending().get() on:click=move |_| drop(delete.dispatch(()))>
            <i class="g g-trash" aria-hidden="true"></i>{text::delete()}
        </button>
    }
}

/// The last messages to a receiver, followed while the page is open.
#[component]
fn Deliveries(id: ReceiverId) -> impl IntoView {
    const SHOWN: u32 = 20;
    let live = use_live();
    let sent = RwSignal::new(None::<Vec<Delivery>>);
    let beat = Memo::new(move |_| live.clock.get().0.div_euclid(2_000));
    Effect::new(move || {
        beat.track();
        leptos::task::spawn_local(async move {
            if let Ok(deliveries) = telling::deliveries(Some(id), SHOWN).await {
                sent.try_set(Some(deliveries));
            }
        });
    });
    let row = move |delivery: Delivery| {
        let next = delivery
            .next
            .map(|next| text::delivery_next(&format::moment(next, live.now())));
        let state = glyph(delivery.state);
        view! {
            <li>
                <i class=format!("g {state}") aria-hidden="true"></i>
                <span class="grow">
                    <b class="said" dir="auto">{delivery.title.clone()}</b>
                    <span class="t2 said">{text::news(delivery.news)} " · " {how_far(&delivery, live)} " " {next}</span>
                </span>
            </li>
        }
    };
    let rows = move || sent.get().map(|sent| sent.into_iter().map(row).collect_view());
    view! {
        <section class="panel deliveries">
            <h2>{text::last_deliveries()}</h2>
            <ul>{rows}</ul>
            <Show when=move || sent.with(|sent| sent.as_ref().is_some_and(Vec::is_empty))><p class="t2">{text::no_deliveries()}</p></Show>
        </section>
    }
}
