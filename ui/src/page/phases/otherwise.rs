//! What is otherwise in each phase: a form.

use leptos::prelude::*;
use wire::Severity;
use wire::phase::{Phase, PhaseSpec, Phases, Work};
use wire::station::Station;

use crate::link::station;
use crate::model::matching::severity_word;
use crate::model::route::PHASES;
use crate::part::{Entry, Field, Toggles, toggle};
use crate::text;
use crate::undo::use_undo;

const WORK: [Work; 5] = [Work::Delete, Work::Apply, Work::Scan, Work::Change, Work::Tell];
const SEVERITIES: [Severity; 3] = [Severity::Minor, Severity::Major, Severity::Critical];

/// The four phases, saved together.
#[component]
pub(crate) fn Otherwise() -> impl IntoView {
    let undo = use_undo();
    let kept = RwSignal::new(None::<Station>);
    let draft = RwSignal::new(Phases::default());
    let trouble = RwSignal::new(None::<String>);
    let take = move |station: Station| {
        draft.set(station.spec.phases.clone());
        kept.set(Some(station));
    };
    leptos::task::spawn_local(async move {
        match station::station().await {
            Ok(station) => take(station),
            Err(met) => drop(trouble.try_set(Some(met.sentence()))),
        }
    });
    let is_same = move || {
        kept.with(|kept| {
            kept.as_ref()
                .is_none_or(|kept| draft.with(|draft| *draft == kept.spec.phases))
        })
    };
    let save = Action::new_local(move |(): &()| async move {
        let Some(Station { revision, mut spec }) = kept.get_untracked() else {
            return;
        };
        trouble.set(None);
        spec.phases = draft.get_untracked();
        match station::set_station(revision, &spec, None).await {
            Ok(saved) => {
                take(saved);
                undo.say(text::phases_saved().to_owned());
            }
            Err(met) => trouble.set(Some(met.sentence())),
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    let one = move |phase: Phase| view! { <One draft=draft phase=phase /> };
    view! {
        <main class="work settings phases">
            <header class="head">
                <a class="btn small back" href="/phases" aria-label=text::phases()><i class="g g-back" aria-hidden="true"></i></a>
                <h1 class="grow">{text::change_phases()}</h1>
            </header>
            <p class="t2 known">{text::phases_settings_help()}</p>
            <form class="otherwise" novalidate on:submit=submit>
                <Show when=move || kept.with(Option::is_some)>{PHASES.map(one).collect_view()}</Show>
                <p class="trouble" role="alert">{trouble}</p>
                <div class="ends">
                    <a class="btn" href="/phases">{text::cancel()}</a>
                    <button class="btn go" type="submit" disabled=move || is_same() || save.pending().get()>{text::save_change()}</button>
                </div>
            </form>
        </main>
    }
}

fn of(phases: &mut Phases, phase: Phase) -> &mut PhaseSpec {
    match phase {
        Phase::Down => &mut phases.down,
        Phase::LineUp => &mut phases.line_up,
        Phase::Rehearsal => &mut phases.rehearsal,
        Phase::OnAir => &mut phases.on_air,
    }
}

#[component]
fn One(draft: RwSignal<Phases>, phase: Phase) -> impl IntoView {
    let name = move |field: &str| format!("{phase:?}-{field}");
    let none = Signal::stored(None::<String>);
    let severities = SEVERITIES.map(text::severity_choice).to_vec();
    let yes_no = [("true", text::yes()), ("false", text::no())]
        .map(|(word, title)| (word.to_owned(), title.to_owned()))
        .to_vec();
    let work = WORK.map(|work| (text::work(work).to_owned(), text::work(work).to_owned()));
    let take_severity = move |word: String| {
        let chosen = SEVERITIES
            .into_iter()
            .find(|severity| severity_word(*severity) == word);
        if let Some(chosen) = chosen {
            draft.update(|draft| of(draft, phase).at_most = chosen);
        }
    };
    let take_work = move |word: String| {
        if let Some(chosen) = WORK.into_iter().find(|work| text::work(*work) == word) {
            draft.update(|draft| toggle(&mut of(draft, phase).locked, chosen));
        }
    };
    view! {
        <section class="panel">
            <h2>{text::phase(phase)}</h2>
            <div class="pair">
                <Field
                    name=name("at_most")
                    title=text::at_most()
                    help=Signal::stored(text::at_most_help().to_owned())
                    entry=Entry::Choice(severities)
                    value=Signal::derive(move || draft.with(|draft| severity_word(draft.of(phase).at_most).to_owned()))
                    error=none
                    on_entry=take_severity
                    on_leave=|()| ()
                />
                <Field
                    name=name("quiet")
                    title=text::is_quiet()
                    help=Signal::stored(text::is_quiet_help().to_owned())
                    entry=Entry::Choice(yes_no)
                    value=Signal::derive(move || draft.with(|draft| draft.of(phase).quiet.to_string()))
                    error=none
                    on_entry=move |word: String| draft.update(|draft| of(draft, phase).quiet = word == "true")
                    on_leave=|()| ()
                />
            </div>
            <Toggles
                name=name("locked")
                title=text::locked_work()
                help=Signal::stored(text::locked_work_help().to_owned())
                offers=Signal::stored(work.to_vec())
                chosen=Signal::derive(move || draft.with(|draft| draft.of(phase).locked.iter().map(|work| text::work(*work).to_owned()).collect()))
                on_touch=take_work
            />
        </section>
    }
}
