//! Every silence: in force, to come, over.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use wire::route::{Repeat, Silence, SilenceSpec};

use super::{Head, List};
use crate::format;
use crate::link::telling;
use crate::live::{Live, use_live};
use crate::model::silence::{Standing, standing};
use crate::model::{matching, route};
use crate::text;
use crate::undo::use_undo;

/// The silences. With a thing in the address, a silence for it is begun at once.
#[component]
pub(crate) fn Silences() -> impl IntoView {
    let live = use_live();
    let navigate = use_navigate();
    let begun = use_query_map().with_untracked(|query| {
        let of = |name: &&str| query.get(name).is_some();
        let name = ["probe", "device", "channel", "alert"].into_iter().find(of)?;
        Some(format!("/silences/add?{name}={}", query.get(name)?))
    });
    if let Some(begun) = begun {
        navigate(
            &begun,
            NavigateOptions {
                replace: true,
                ..Default::default()
            },
        );
    }
    let list = List::<Silence>::fetch();
    let shown = list.shown();
    let is_empty = list.is_empty(shown);
    let sorted = Memo::new(move |_| {
        let now = live.clock.get();
        let mut parts: [Vec<Silence>; 3] = Default::default();
        shown.with(|shown| {
            for silence in shown {
                let part = match standing(&silence.spec, now) {
                    Standing::InForce(_) => 0,
                    Standing::ToCome(_) => 1,
                    Standing::Over => 2,
                };
                parts[part].push(silence.clone());
            }
        });
        parts
    });
    let rows = move |part: usize| {
        let row = move |silence: Silence| view! { <Row live=live list=list silence=silence /> };
        view! {
            <ul class="list">
                <For each=move || sorted.with(|parts| parts[part].clone()) key=|silence| (silence.id, silence.revision) children=row />
            </ul>
        }
    };
    let has = move |part: usize| move || sorted.with(|parts| !parts[part].is_empty());
    view! {
        <main class="work devices telling">
            <Head title=text::silences() add=text::add_silence() to="/silences/add" />
            <p class="trouble" role="alert">{list.trouble}</p>
            <Show when=has(0)><h2>{text::silences_in_force()}</h2></Show>
            {rows(0)}
            <Show when=has(1)><h2>{text::silences_to_come()}</h2></Show>
            {rows(1)}
            <Show when=has(2)>
                <details class="keep">
                    <summary class="chip">{text::silences_over()} " " {move || sorted.with(|parts| parts[2].len())}</summary>
                    {rows(2)}
                </details>
            </Show>
            <Show when=is_empty>
                <div class="lost">
                    <h2>{text::no_silences()}</h2>
                    <p>{text::no_silences_advice()}</p>
                    <a class="btn go" href="/silences/add"><i class="g g-plus" aria-hidden="true"></i>{text::add_silence()}</a>
                </div>
            </Show>
        </main>
    }
}

#[component]
fn Row(live: Live, list: List<Silence>, silence: Silence) -> impl IntoView {
    let undo = use_undo();
    let id = silence.id;
    let spec = silence.spec.clone();
    let left = {
        let spec = spec.clone();
        Memo::new(move |_| match standing(&spec, live.clock.get()) {
            Standing::InForce(left) => text::time_left(&format::duration(left)),
            Standing::ToCome(ahead) => text::begins_in(&format::duration(ahead)),
            Standing::Over => String::new(),
        })
    };
    let is_in_force = {
        let spec = spec.clone();
        Memo::new(move |_| matches!(standing(&spec, live.clock.get()), Standing::InForce(_)))
    };
    let end = {
        let spec = StoredValue::new(spec.clone());
        let of = (silence.id.0, silence.revision);
        Action::new_local(move |(): &()| async move {
            let now = live.now();
            let before = spec.get_value();
            let ended = SilenceSpec {
                // One that has begun lasts a moment at least; what comes again does so no more.
                until: if now > before.from {
                    now
                } else {
                    before.from.plus_millis(1)
                },
                repeat: Repeat::Never,
                ..before
            };
            match telling::save::<Silence>(Some(of), &ended).await {
                Ok(_) => undo.say(text::silence_ended(&ended.name)),
                Err(met) => undo.say(met.sentence()),
            }
            list.again();
        })
    };
    let mut when = vec![format!(
        "{} – {}",
        format::moment(spec.from, live.now()),
        format::moment(spec.until, live.now())
    )];
    match &spec.repeat {
        Repeat::Never => {}
        Repeat::Weekly(days) if days.is_empty() => when.push(text::on_every_day().to_owned()),
        Repeat::Weekly(days) => when.push(text::on_days(&route::days(days))),
    }
    if !spec.by.is_empty() {
        when.push(text::made_by(&spec.by));
    }
    if spec.maintenance {
        when.push(text::is_maintenance().to_owned());
    }
    view! {
        <li class="with-orders">
            <a class="item" href=format!("/silence/{}", id.0)>
                <span class="grow">
                    <b class="cut" dir="auto">{spec.name}</b>
                    <span class="said t2" dir="auto">{matching::sentence(&spec.matching)}</span>
                    <span class="said t3">{when.join(" · ")}</span>
                </span>
                <span class="count left">{left}</span>
            </a>
            <Show when=move || is_in_force.get()>
                <button type="button" class="chip" disabled=move || end.pending().get() on:click=move |_| drop(end.dispatch(()))>{text::end_now()}</button>
            </Show>
        </li>
    }
}
