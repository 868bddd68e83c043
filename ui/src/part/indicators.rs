//! The indicators of TR 101 290 in the usual three blocks: a field for each with the seconds in which it occurred. A touch
//! tells what it means, when it was and where.

use leptos::prelude::*;
use wire::Timestamp;
use wire::live::Condition;
use wire::reading::Fact;
use wire::series::SeriesId;

use crate::live::Row;
use crate::model::face::Face;
use crate::model::indicators::{self, Indicator, Span, State, left_out};
use crate::model::stretch;
use crate::{format, text};

/// A block for each priority; nothing for what is no transport stream.
#[component]
pub(crate) fn Indicators(
    /// Whether the kind of probe judges them.
    #[prop(into)]
    has_them: Signal<bool>,
    /// What is measured.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// What is said.
    #[prop(into)]
    facts: Signal<Vec<Fact>>,
    /// The clock of the station.
    #[prop(into)]
    now: Signal<Timestamp>,
    /// Somebody wants to see how often one occurred.
    on_chart: Callback<SeriesId>,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        rows.with(|rows| {
            let series: Vec<_> = rows.iter().map(|row| row.series.as_ref()).collect();
            facts.with(|facts| indicators::indicators(has_them.get(), &series, facts))
        })
    });
    let span = RwSignal::new(Span::Hour);
    let opened = RwSignal::new(None::<&'static str>);
    let spans = move || {
        let chip = |one: Span| {
            let pressed = move || if span.get() == one { "true" } else { "false" };
            view! { <button class="chip" aria-pressed=pressed on:click=move |_| span.set(one)>{name(one)}</button> }
        };
        Span::ALL.map(chip).collect_view()
    };
    let blocks = move || {
        let block = |(priority, block): (usize, Vec<Indicator>)| {
            view! { <Block priority=priority block=block rows=rows now=now span=span opened=opened on_chart=on_chart /> }
        };
        all.get().into_iter().enumerate().map(block).collect_view()
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <section class="panel indicators">
                <div class="list-head">
                    <h2>{text::indicators()}</h2>
                    <div class="spans">{spans}</div>
                </div>
                {blocks}
            </section>
        </Show>
    }
}

fn name(span: Span) -> &'static str {
    match span {
        Span::Minute => text::last_minute(),
        Span::Hour => text::last_hour(),
        Span::Day => text::last_day(),
    }
}

#[component]
fn Block(
    priority: usize,
    block: Vec<Indicator>,
    rows: Signal<Vec<Row>>,
    now: Signal<Timestamp>,
    span: RwSignal<Span>,
    opened: RwSignal<Option<&'static str>>,
    on_chart: Callback<SeriesId>,
) -> impl IntoView {
    let title = [text::priority_1, text::priority_2, text::priority_3]
        .get(priority)
        .map(|title| title());
    let left_out = left_out(&block).map(|(why, numbers)| (why.to_owned(), numbers));
    let is_shown = |one: &&Indicator| {
        left_out
            .as_ref()
            .is_none_or(|(_, numbers)| !numbers.contains(&one.number))
    };
    let fields = block.iter().filter(is_shown).cloned();
    let fields = fields
        .map(|one| view! { <Field indicator=one rows=rows span=span opened=opened /> })
        .collect_view();
    let left_out = left_out.as_ref().map(|(why, numbers)| {
        let sentence = format!("{}: {why}", numbers.join(", "));
        view! { <p class="t3 left-out" dir="auto">{sentence}</p> }
    });
    let told = move || {
        let number = opened.get()?;
        let one = block.iter().find(|one| one.number == number)?.clone();
        Some(view! { <Told indicator=one rows=rows now=now on_chart=on_chart /> })
    };
    view! {
        <h3 class="t3">{title}</h3>
        <ul class="grades">{fields}</ul>
        {left_out}
        {told}
    }
}

/// The newest value of a series.
fn newest(rows: Signal<Vec<Row>>, id: Option<SeriesId>) -> Option<f64> {
    let row = rows.with(|rows| rows.iter().find(|row| Some(row.series.id) == id).cloned())?;
    row.trail.with(|trail| trail.latest()).map(|(_, value)| value)
}

fn face(state: &State) -> Face {
    let condition = match state {
        State::Occurs(condition) => *condition,
        State::Clean | State::Before => Condition::Ok,
        State::NotJudged(_) => Condition::Off,
    };
    Face {
        condition,
        stale: false,
    }
}

fn seconds(value: Option<f64>) -> String {
    format!("{} s", format::fixed(value.unwrap_or_default(), 0))
}

#[component]
fn Field(
    indicator: Indicator,
    rows: Signal<Vec<Row>>,
    span: RwSignal<Span>,
    opened: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let Indicator {
        number,
        state,
        errors,
        seconds: spans,
        ..
    } = indicator;
    let face = face(&state);
    let is_judged = !matches!(state, State::NotJudged(_));
    let of_span = move || {
        let place = Span::ALL.iter().position(|one| *one == span.get());
        place.and_then(|place| spans.get(place).copied().flatten())
    };
    let value = Memo::new(move |_| match (is_judged, errors, of_span()) {
        (false, ..) => "–".to_owned(),
        // A file has no last hour: it tells how often.
        (true, Some(errors), None) => {
            format!(
                "{} ×",
                format::fixed(newest(rows, Some(errors)).unwrap_or_default(), 0)
            )
        }
        (true, _, id) => seconds(newest(rows, id)),
    });
    let (title, _) = text::indicator(number);
    let spoken = move || {
        let state = if is_judged {
            face.spoken()
        } else {
            text::not_judged().to_owned()
        };
        format!("{number} {title}, {}, {state}", value.get())
    };
    let is_open = move || opened.get() == Some(number);
    let is_quiet = move || matches!(value.get().as_str(), "0 s" | "–");
    view! {
        <li>
            <button
                class=format!("grade {}", face.class())
                class:quiet=is_quiet
                aria-label=spoken
                aria-expanded=move || if is_open() { "true" } else { "false" }
                on:click=move |_| opened.set((!is_open()).then_some(number))
            >
                <span class="cut">{number} " " {title}</span>
                <b>{value}</b>
                {(face.condition != Condition::Ok).then(|| view! { <i class=face.glyph() aria-hidden="true"></i> })}
            </button>
        </li>
    }
}

/// What one means, and when and where it occurred.
#[component]
fn Told(
    indicator: Indicator,
    rows: Signal<Vec<Row>>,
    now: Signal<Timestamp>,
    on_chart: Callback<SeriesId>,
) -> impl IntoView {
    let (title, meaning) = text::indicator(indicator.number);
    let moment = move |rfc3339: &str| {
        stretch::moment(rfc3339, 0).map_or_else(|| rfc3339.to_owned(), |at| format::moment(at, now.get()))
    };
    let since = {
        let (first, last, pid) = (
            indicator.first.clone(),
            indicator.last.clone(),
            indicator.pid.clone(),
        );
        let errors = indicator.errors;
        move || {
            let errors = newest(rows, errors)?;
            let mut words = vec![text::occurred(&format::number(errors))];
            if let (Some(first), Some(last)) = (&first, &last) {
                words.push(text::occurred_between(&moment(first), &moment(last)));
            }
            words.extend(pid.as_deref().map(text::on_pid));
            Some(format!("{}.", words.join(", ")))
        }
    };
    let spans = indicator.seconds;
    let in_spans = move || {
        let [minute, hour, day] = spans.map(|id| newest(rows, id));
        (minute.or(hour).or(day).is_some())
            .then(|| text::error_seconds(&seconds(minute), &seconds(hour), &seconds(day)))
    };
    let why = match &indicator.state {
        State::NotJudged(why) => Some(why.clone()),
        State::Clean => Some(text::never_occurred().to_owned()),
        State::Before | State::Occurs(_) => None,
    };
    let method = indicator
        .method
        .map(|method| view! { <p class="t3" dir="auto">{text::method(&method)}</p> });
    let chart = indicator.errors.map(|id| {
        view! { <button class="chip wide" on:click=move |_| on_chart.run(id)>{text::in_chart()}</button> }
    });
    view! {
        <div class="told" aria-live="polite">
            <p><b>{indicator.number} " " {title}</b> " " {meaning}</p>
            <p class="t2" dir="auto">{why} {since} " " {in_spans}</p>
            {method}
            {chart}
        </div>
    }
}
