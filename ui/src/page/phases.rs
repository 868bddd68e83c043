//! The phase of the show: which one holds, what it changes, and how another one is declared.

mod otherwise;

use leptos::prelude::*;
use wire::Severity;
use wire::phase::{Enter, Entered, Phase, PhaseSpec, Phases as Specs};
use wire::touch::LEAVE_AIR;

pub(crate) use self::otherwise::Otherwise;
use crate::link::{Proof, phases, station};
use crate::live::{Live, use_live};
use crate::model::route::PHASES;
use crate::part::{CarryOut, Dwell, Entry, Field, Hold};
use crate::undo::use_undo;
use crate::who::use_who;
use crate::{format, text};

/// So many phases of the past are listed.
const BEFORE: u32 = 20;

/// The four phases, and those that were declared before.
#[component]
pub(crate) fn Phases() -> impl IntoView {
    let live = use_live();
    let specs = RwSignal::new(Specs::default());
    let before = RwSignal::new(Vec::<Entered>::new());
    let trouble = RwSignal::new(None::<String>);
    Effect::new(move || {
        live.phase.track();
        leptos::task::spawn_local(async move {
            match phases::phases(BEFORE).await {
                Ok(all) => drop(before.try_set(all)),
                Err(met) => drop(trouble.try_set(Some(met.sentence()))),
            }
            if let Ok(station) = station::station().await {
                specs.try_set(station.spec.phases);
            }
        });
    });
    let card = move |phase: Phase| view! { <Card live=live specs=specs phase=phase /> };
    let nobody = move || live.filled.get() && live.phase.with(Option::is_none);
    let line = move |entered: Entered| view! { <Line live=live entered=entered /> };
    view! {
        <main class="work settings phases">
            <header class="head">
                <h1 class="grow">{text::phases()}</h1>
                <a class="btn" href="/settings/phases"><i class="g g-gear" aria-hidden="true"></i>{text::change_phases()}</a>
            </header>
            <p class="t2 known">{text::phases_help()}</p>
            <p class="trouble" role="alert">{trouble}</p>
            <Show when=nobody>
                <p class="panel none-yet"><b>{text::no_phase()}</b><span class="t3">{text::no_phase_help()}</span></p>
            </Show>
            <ol class="cards">{PHASES.map(card).collect_view()}</ol>
            <ShowName live=live />
            <Show when=move || before.with(|before| before.len() > 1)>
                <section class="panel before">
                    <h2>{text::shows_before()}</h2>
                    <ul><For each=move || before.get().into_iter().skip(1) key=|entered| entered.seq children=line /></ul>
                </section>
            </Show>
        </main>
    }
}

/// One phase: whether it holds, what is otherwise in it, and what declares it.
#[component]
fn Card(live: Live, specs: RwSignal<Specs>, phase: Phase) -> impl IntoView {
    let undo = use_undo();
    let who = use_who();
    let is_now = Memo::new(move |_| {
        live.phase
            .with(|now| now.as_ref().is_some_and(|now| now.phase == phase))
    });
    let is_on_air = Memo::new(move |_| {
        live.phase
            .with(|now| now.as_ref().is_some_and(|now| now.phase == Phase::OnAir))
    });
    let declare = move |proof: Option<Proof>| async move {
        let by = Some(who.ask().await).filter(|by| !by.is_empty());
        let enter = Enter {
            phase,
            show: None,
            by,
        };
        let entered = phases::enter(&enter, proof.as_ref()).await?;
        live.phase.set(Some(entered));
        undo.say(text::declared(text::phase(phase)));
        Ok(())
    };
    let begin = CarryOut::new(move |()| declare(None));
    let leave = CarryOut::new(move |proof: Proof| declare(Some(proof)));
    let since = move || {
        live.phase.with(|now| {
            let now = now.as_ref().filter(|now| now.phase == phase)?;
            Some(text::phase_since(
                &format::moment(now.at, live.clock.get()),
                &now.by,
            ))
        })
    };
    let told = move || specs.with(|specs| otherwise(specs.of(phase)));
    let order = move || {
        match (is_now.get(), is_on_air.get()) {
        (true, _) => view! { <p class="is-now"><i class="g g-check" aria-hidden="true"></i>{text::is_this_phase()}</p> }.into_any(),
        (false, true) => view! { <Hold order=&LEAVE_AIR label=text::declare(phase).to_owned() carry_out=leave /> }.into_any(),
        (false, false) => {
            view! { <Dwell label=text::declare(phase).to_owned() does=text::does_declare() carry_out=begin /> }.into_any()
        }
    }
    };
    view! {
        <li class="panel one-phase" class:now=is_now class:air=phase == Phase::OnAir aria-current=move || is_now.get().then_some("step")>
            <h2>{text::phase(phase)}</h2>
            <p class="t2" dir="auto">{since}</p>
            <ul class="t3 grow">{move || told().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            {order}
        </li>
    }
}

/// What is otherwise in a phase, in sentences.
fn otherwise(spec: &PhaseSpec) -> Vec<String> {
    let mut told = Vec::new();
    if spec.quiet {
        told.push(text::phase_is_quiet().to_owned());
    }
    if spec.at_most < Severity::Critical {
        told.push(text::phase_at_most(text::severity(spec.at_most)));
    }
    if !spec.locked.is_empty() {
        let work: Vec<_> = spec.locked.iter().map(|work| text::work(*work)).collect();
        told.push(text::phase_locks(&work.join(", ")));
    }
    if told.is_empty() {
        told.push(text::nothing_otherwise().to_owned());
    }
    told
}

/// What is on, as people call it.
#[component]
fn ShowName(live: Live) -> impl IntoView {
    let who = use_who();
    let known = Memo::new(move |_| {
        live.phase
            .with(|now| now.as_ref().map(|now| (now.phase, now.show.clone())))
    });
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    Effect::new(move || {
        if let Some((_, show)) = known.get() {
            typed.set(show);
        }
    });
    let is_same = move || {
        known.with(|known| {
            known
                .as_ref()
                .is_none_or(|(_, show)| typed.with(|typed| typed.trim() == show))
        })
    };
    let save = Action::new_local(move |(): &()| async move {
        let Some((phase, _)) = known.get_untracked() else {
            return;
        };
        let by = Some(who.ask().await).filter(|by| !by.is_empty());
        let show = Some(typed.get_untracked().trim().to_owned());
        match phases::enter(&Enter { phase, show, by }, None).await {
            Ok(entered) => live.phase.set(Some(entered)),
            Err(met) => wrong.set(Some(met.sentence())),
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    view! {
        <Show when=move || known.with(Option::is_some)>
            <form class="panel" novalidate on:submit=submit>
                <Field
                    name="show".to_owned()
                    title=text::name_of_show()
                    help=Signal::stored(text::name_of_show_help().to_owned())
                    entry=Entry::Text
                    value=typed
                    error=wrong
                    on_entry=move |show: String| {
                        wrong.set(None);
                        typed.set(show);
                    }
                    on_leave=|()| ()
                />
                <button class="btn" type="submit" disabled=move || is_same() || save.pending().get()>{text::save_show()}</button>
            </form>
        </Show>
    }
}

#[component]
fn Line(live: Live, entered: Entered) -> impl IntoView {
    let when = format::moment(entered.at, live.now());
    view! {
        <li>
            <b>{text::phase(entered.phase)}</b>
            <span class="grow cut" dir="auto">{entered.show}</span>
            <span class="t3 cut" dir="auto">{when} " · " {entered.by}</span>
        </li>
    }
}
