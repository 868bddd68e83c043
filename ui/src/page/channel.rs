//! One channel: its verdict, its hops, and the probes of each.

mod form;
mod happened;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use wire::channel::Diagnosis;
use wire::inventory::{Channel as Kept, ChannelId, ChannelSpec, Hop};
use wire::live::Condition;
use wire::probe::ProbeId;

pub(crate) use self::form::{AddChannel, EditChannel};
use self::happened::Happened;
use crate::link::{Trouble, inventory};
use crate::live::{Live, use_live};
use crate::model::channel::{self, HopFace};
use crate::model::face::{self, Face};
use crate::part::{Hops, Mark, Tile};
use crate::text;
use crate::undo::use_undo;

/// A channel as the station has it, or why it cannot be shown; nothing as long as the station has not answered.
type Fetched = RwSignal<Option<Result<Kept, Option<String>>>>;

/// Asks for the channel that the address names.
fn fetch() -> Fetched {
    let params = use_params_map();
    let fetched = RwSignal::new(None);
    Effect::new(move || {
        let id = params.with(|params| params.get("id")?.parse().ok().map(ChannelId));
        fetched.set(None);
        leptos::task::spawn_local(async move {
            let answer = match id {
                None => Err(None),
                Some(id) => inventory::channel(id).await.map_err(|trouble| match trouble {
                    Trouble::Refused(problem) if problem.status == 404 => None,
                    trouble => Some(trouble.sentence()),
                }),
            };
            // Nobody needs the answer when the page was left meanwhile.
            drop(fetched.try_set(Some(answer)));
        });
    });
    fetched
}

/// How a channel stands, followed once a second or when a probe looks different.
pub(super) fn standing_of(live: Live, spec: ChannelSpec) -> Memo<(Vec<HopFace>, Diagnosis)> {
    Memo::new(move |_| {
        let now = live.clock.get();
        let condition = |id: ProbeId| {
            let Some(cell) = live.cell(id) else {
                return Condition::Unknown;
            };
            let face = cell.view.with(|view| Face::of(&view.state, now));
            // What is old tells nothing about now.
            if face.stale && face.condition == Condition::Ok {
                Condition::Unknown
            } else {
                face.condition
            }
        };
        channel::standing(&spec, condition)
    })
}

/// Everything about one channel.
#[component]
pub(crate) fn Channel() -> impl IntoView {
    let live = use_live();
    let fetched = fetch();
    view! {
        <main class="work channels">
            {move || match fetched.get() {
                None => ().into_any(),
                Some(Ok(channel)) => view! { <Whole live=live channel=channel /> }.into_any(),
                Some(Err(why)) => view! { <NoSuchChannel why=why /> }.into_any(),
            }}
        </main>
    }
}

/// In the place of a channel that cannot be shown.
#[component]
fn NoSuchChannel(
    /// Why; without it the station has no such channel.
    why: Option<String>,
) -> impl IntoView {
    view! {
        <div class="lost">
            <p>{why.unwrap_or_else(|| text::no_such_channel().to_owned())}</p>
            <a class="btn" href="/channels">{text::to_the_channels()}</a>
        </div>
    }
}

#[component]
fn Whole(live: Live, channel: Kept) -> impl IntoView {
    let Kept { id, spec, .. } = channel;
    let standing = standing_of(live, spec.clone());
    let told = {
        let spec = spec.clone();
        Memo::new(move |_| standing.with(|(_, diagnosis)| channel::verdict(&spec, diagnosis)))
    };
    let hops = Signal::derive(move || standing.with(|(hops, _)| hops.clone()));
    let face = Memo::new(move |_| Face {
        condition: told.with(|(condition, _)| *condition),
        stale: false,
    });
    let cause = {
        let spec = spec.clone();
        Memo::new(move |_| {
            let at = standing.with(|(_, diagnosis)| diagnosis.verdict.hop())?;
            let hop = spec.hops.get(at)?;
            hop.probes.iter().find_map(|id| sentence_of(live, *id))
        })
    };
    let sections = spec.hops.clone().into_iter();
    let sections = sections
        .map(|hop| view! { <OneHop live=live hop=hop /> })
        .collect_view();
    let name = spec.name.clone();
    view! {
        <header class="head">
            <a class="btn small back" href="/channels" aria-label=text::to_the_channels()><i class="g g-back" aria-hidden="true"></i></a>
            <div class="grow"><h1 class="cut" dir="auto">{name}</h1></div>
            <Mark face=face />
        </header>
        <section class=move || format!("panel story {}", face.get().class())>
            <p dir="auto"><b>{move || told.with(|(_, sentence)| sentence.clone())}</b> " " <span class="t2">{cause}</span></p>
        </section>
        <section class="panel"><Hops hops=hops /></section>
        <div class="groups">{sections}</div>
        <Happened live=live channel=id />
        <div class="orders">
            <a class="choice" href=format!("/channel/{}/rules", id.0)>
                <i class="g g-alerts" aria-hidden="true"></i>
                <span><b>{text::alert_rules()}</b><span class="t3">{text::alert_rules_help()}</span></span>
            </a>
            <a class="choice" href=format!("/channel/{}/edit", id.0)>
                <i class="g g-edit" aria-hidden="true"></i>
                <span><b>{text::edit()}</b><span class="t3">{text::edit_channel_help()}</span></span>
            </a>
            <Delete id=id spec=spec />
        </div>
    }
}

/// What is wrong with a probe, in a sentence; nothing for one that is well.
fn sentence_of(live: Live, id: ProbeId) -> Option<String> {
    let view = live.cell(id)?.view;
    view.with(|view| {
        let is_troubled = matches!(view.state.condition, Condition::Critical | Condition::Major);
        let kind = live.kind(&view.probe.spec.kind);
        is_troubled.then(|| {
            let (what, advice) = face::story(view, kind.as_deref());
            format!("{}: {what} {advice}", view.probe.spec.name)
        })
    })
}

/// A hop with the tiles of its probes.
#[component]
fn OneHop(live: Live, hop: Hop) -> impl IntoView {
    let count = hop.probes.len().to_string();
    let is_bare = hop.probes.is_empty();
    // A page that is opened by its address comes before the probes do.
    let there = Memo::new(move |_| {
        let is_there = |id: &ProbeId| live.cell(*id).is_some();
        hop.probes.iter().copied().filter(is_there).collect::<Vec<_>>()
    });
    view! {
        <section class="group" style:--n=count>
            <h2><b class="cut" dir="auto">{hop.name}</b></h2>
            {is_bare.then(|| view! { <p class="t3">{text::no_probe_at_hop()}</p> })}
            <div class="tiles">
                <For each=move || there.get() key=|id| *id let(id)>
                    {live.cell(id).map(|cell| view! { <Tile live=live cell=cell /> })}
                </For>
            </div>
        </section>
    }
}

/// Deletes the channel; a touch takes that back.
#[component]
fn Delete(id: ChannelId, spec: ChannelSpec) -> impl IntoView {
    let undo = use_undo();
    let trouble = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let delete = Action::new_local(move |(): &()| {
        let (spec, navigate) = (spec.clone(), navigate.clone());
        async move {
            if let Err(met) = inventory::delete_channel(id).await {
                return trouble.set(Some(met.sentence()));
            }
            undo.offer(text::channel_deleted(&spec.name), move || {
                let spec = spec.clone();
                leptos::task::spawn_local(async move {
                    if let Err(met) = inventory::save_channel(None, &spec).await {
                        undo.say(met.sentence());
                    }
                });
            });
            navigate("/channels", NavigateOptions::default());
        }
    });
    view! {
        <button class="choice" disabled=move || delete.pending().get() on:click=move |_| drop(delete.dispatch(()))>
            <i class="g g-trash" aria-hidden="true"></i>
            <span><b>{text::delete()}</b><span class="t3">{text::delete_channel_help()}</span></span>
        </button>
        <p class="trouble" role="alert">{trouble}</p>
    }
}
