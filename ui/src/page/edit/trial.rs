//! One look before anything is saved.

use leptos::prelude::*;
use wire::Severity;
use wire::probe::ProbeSpec;
use wire::reading::Reading;
use wire::settings::FieldError;

use super::{Sheet, focus_first_error};
use crate::link::{self, Trouble};
use crate::live::Live;
use crate::model::face::{failed, found, labelled, sentence};
use crate::{format, text};

/// The button that looks, and what it saw. What was seen goes away when an entry changes.
#[component]
pub(super) fn Trial(
    live: Live,
    sheet: Sheet,
    read: Memo<Option<(ProbeSpec, Vec<FieldError>)>>,
) -> impl IntoView {
    let seen = RwSignal::new(None::<(ProbeSpec, Result<Reading, Trouble>)>);
    let look = Action::new_local(move |spec: &ProbeSpec| {
        let spec = spec.clone();
        async move {
            let reading = link::try_probe(&spec).await;
            seen.set(Some((spec, reading)));
        }
    });
    let is_busy = move || look.pending().get();
    let start = move |_| {
        sheet.is_tried.set(true);
        match read.get_untracked().map(|(spec, _)| spec) {
            Some(spec) if sheet.errors.with_untracked(Vec::is_empty) => drop(look.dispatch(spec)),
            _ => focus_first_error(),
        }
    };
    let shown = move || {
        let now = read.get()?.0;
        let (spec, reading) = seen.get()?;
        (spec == now && !is_busy()).then_some(reading)
    };
    let result = move || match shown() {
        None => {
            view! { <p class="t3">{move || if is_busy() { text::trying() } else { text::try_hint() }}</p> }
                .into_any()
        }
        Some(Err(trouble)) => view! { <p>{trouble.sentence()}</p> }.into_any(),
        Some(Ok(reading)) => view! { <Seen live=live sheet=sheet reading=reading /> }.into_any(),
    };
    view! {
        <section class="panel trial" role="status">{result}</section>
        <button type="button" class="btn" disabled=is_busy on:click=start>{text::try_it()}</button>
    }
}

#[component]
fn Seen(live: Live, sheet: Sheet, reading: Reading) -> impl IntoView {
    let kind = untrack(|| live.kind(&sheet.draft.with_untracked(|draft| draft.kind.clone())));
    let took = format::span(reading.took_ms);
    let (class, glyph, word) = match &reading.failure {
        None => ("st ok", "g g-ok", text::it_answers().to_owned()),
        Some(failure) => ("st crit", "g g-crit", sentence(failed(failure.cause))),
    };
    let worst = reading
        .samples
        .iter()
        .filter_map(|sample| sheet.judge(sample))
        .max_by_key(|(severity, _)| *severity);
    let (class, glyph, word) = match (&reading.failure, worst) {
        (None, Some((Severity::Critical, _))) => ("st crit", "g g-crit", text::answers_crit().to_owned()),
        (None, Some(_)) => ("st warn", "g g-warn", text::answers_warn().to_owned()),
        _ => (class, glyph, word),
    };
    let figure = |sample: &wire::reading::Sample| {
        let (class, mark) = match sheet.judge(sample) {
            Some((Severity::Critical, _)) => ("crit", Some(("st crit", "g g-crit", text::crit()))),
            Some(_) => ("warn", Some(("st warn", "g g-warn", text::warn()))),
            None => ("", None),
        };
        let mark = mark.map(|(class, glyph, word)| view! { <span class=class><i class=glyph aria-hidden="true"></i><span class="vh">{word}</span></span> });
        let metric = kind.as_ref().and_then(|kind| kind.metric(&sample.metric));
        let title = metric.map_or_else(|| sample.metric.to_string(), |metric| metric.title.to_string());
        let title = labelled(&title, sample.labels.values().map(String::as_str));
        let shown = format::value(sample.unit, sample.value);
        view! { <dt class="cut" title=title.clone()>{title.clone()}</dt> <dd class=class>{mark}{shown.number}<span class="u">{shown.unit}</span></dd> }
    };
    let nothing = reading.failure.is_none() && reading.samples.is_empty() && reading.findings.is_empty();
    view! {
        <div class="row">
            <span class=class><i class=glyph aria-hidden="true"></i>{word}</span>
            <span class="grow took t3">{took}</span>
        </div>
        {reading.failure.as_ref().map(|failure| view! { <p>{sentence(&failure.detail)}</p> })}
        {reading.findings.iter().map(|finding| view! { <p>{found(finding)}</p> }).collect_view()}
        <p hidden=!nothing>{text::nothing_measured()}</p>
        <dl>{reading.samples.iter().map(figure).collect_view()}</dl>
    }
}
