//! For how long the past is kept, what that takes, and what goes when it is kept for less long.

use leptos::prelude::*;
use wire::Unit;
use wire::kind::Watch;
use wire::station::{Retention, Station};
use wire::touch::SHORTEN_RETENTION;

use super::station::save;
use crate::link::Proof;
use crate::live::{Live, use_live};
use crate::model::retention::{self, Pace};
use crate::part::{CarryOut, Entry, Field, Hold, Tap};
use crate::undo::use_undo;
use crate::{format, text};

/// A form of the past: the name of its entry, its title, its bounds as the others have it, and where it stands.
struct Form {
    name: &'static str,
    title: fn() -> &'static str,
    bounds: fn([Option<u32>; 3]) -> (u32, u32),
}

const FORMS: [Form; 3] = [
    Form {
        name: "raw_days",
        title: text::keep_samples,
        bounds: |_| (1, 90),
    },
    Form {
        name: "ten_seconds_days",
        title: text::keep_ten_seconds,
        bounds: |[raw, ..]| (raw.unwrap_or(1).clamp(1, 90), 365),
    },
    Form {
        name: "five_minutes_days",
        title: text::keep_five_minutes,
        bounds: |[_, ten, _]| (ten.unwrap_or(1).clamp(1, 365), 3_650),
    },
];

/// The days of each form, and the order that saves them: a hold when something goes.
#[component]
pub(super) fn History(kept: RwSignal<Option<Station>>) -> impl IntoView {
    let live = use_live();
    let undo = use_undo();
    let typed = RwSignal::new([const { String::new() }; 3]);
    let refused = RwSignal::new(None::<String>);
    let now = Memo::new(move |_| kept.with(|kept| kept.as_ref().map(|kept| kept.spec.retention)));
    Effect::new(move || {
        if let Some(now) = now.get() {
            typed.set(
                [now.raw_days, now.ten_seconds_days, now.five_minutes_days].map(|days| days.to_string()),
            );
        }
    });
    let days = move || typed.with(|typed| typed.each_ref().map(|days| days.trim().parse::<u32>().ok()));
    let error = move |at: usize| {
        let days = days();
        let (least, most) = (FORMS[at].bounds)(days);
        let fits = days[at].is_some_and(|days| (least..=most).contains(&days));
        (!fits && now.with(Option::is_some)).then(|| text::days_between(least, most))
    };
    let wish = Memo::new(move |_| {
        let is_right = (0..FORMS.len()).all(|at| error(at).is_none());
        let [Some(raw_days), Some(ten_seconds_days), Some(five_minutes_days)] = days() else {
            return None;
        };
        is_right.then_some(Retention {
            raw_days,
            ten_seconds_days,
            five_minutes_days,
        })
    });
    let losses = Memo::new(move |_| match (now.get(), wish.get()) {
        (Some(now), Some(wish)) => retention::losses(&now, &wish),
        _ => Vec::new(),
    });
    let cannot = Signal::derive(move || wish.get().is_none() || wish.get() == now.get());
    let send = move |proof: Option<Proof>| async move {
        let Some(wish) = wish.get_untracked() else {
            return Ok(());
        };
        save(kept, |spec| spec.retention = wish, proof).await?;
        undo.say(text::history_saved().to_owned());
        Ok(())
    };
    let lengthen = CarryOut::new(move |()| send(None));
    let shorten = CarryOut::new(move |proof: Proof| send(Some(proof)));
    let size = move || {
        let bytes = retention::bytes(&wish.get()?, pace(live));
        Some(text::takes_disk(&format::value(Unit::Bytes, bytes).to_string()))
    };
    let entry = move |at: usize| {
        let Form { name, title, .. } = FORMS[at];
        view! {
            <Field
                name=name.to_owned()
                title=title()
                help=Signal::derive(move || {
                    let (least, most) = (FORMS[at].bounds)(days());
                    text::days_between(least, most)
                })
                entry=Entry::Number
                value=Signal::derive(move || typed.with(|typed| typed[at].clone()))
                error=Signal::derive(move || error(at))
                on_entry=move |days: String| {
                    refused.set(None);
                    typed.update(|typed| typed[at] = days);
                }
                on_leave=|()| ()
            />
        }
    };
    view! {
        <section class="panel history">
            <h3>{text::history_heading()}</h3>
            <div class="pair">{[0, 1, 2].map(entry).collect_view()}</div>
            <p class="t3">{text::history_help()}</p>
            <p class="t2">{size}</p>
            <ul class="goes">
                {move || losses.get().into_iter().map(|loss| view! { <li>{text::goes(loss.form, loss.from_days, loss.to_days)}</li> }).collect_view()}
            </ul>
            <p class="trouble" role="alert">{refused}</p>
            <Show
                when=move || losses.with(Vec::is_empty)
                fallback=move || view! { <Hold order=&SHORTEN_RETENTION label=text::keep_shorter().to_owned() disabled=cannot carry_out=shorten /> }
            >
                <Tap label=text::keep_longer().to_owned() disabled=cannot carry_out=lengthen />
            </Show>
        </section>
    }
}

/// How much is measured now.
fn pace(live: Live) -> Pace {
    live.clock.track();
    let ids: Vec<_> = live
        .places
        .with(|places| places.iter().map(|place| place.id).collect());
    let of = |id| {
        let cell = live.cell(id)?;
        let series = cell.rows.with_untracked(Vec::len);
        let every_ms = cell.view.with_untracked(|view| {
            let usual = match live.kind(&view.probe.spec.kind)?.watch {
                Watch::AtIntervals { every_ms, .. } => every_ms,
                Watch::AllTheTime { .. } => 1_000,
            };
            view.probe
                .spec
                .enabled
                .then(|| view.probe.spec.every_ms.unwrap_or(usual))
        })?;
        Some((series, f64::from(every_ms.max(1)) / 1_000.0))
    };
    ids.into_iter()
        .filter_map(of)
        .fold(Pace::default(), |pace, (series, every_s)| {
            #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^52 series")]
            let values = series as f64 / every_s;
            Pace {
                series: pace.series + series,
                values_per_second: pace.values_per_second + values,
            }
        })
}
