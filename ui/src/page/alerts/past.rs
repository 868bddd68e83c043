//! Alerts that are over, day by day, as far back as the station remembers.

use std::time::Duration;

use leptos::prelude::*;
use wire::alert::{Alert, AlertId};

use super::Desk;
use crate::link;
use crate::link::alerts::IS_ON_DISK_MS;
use crate::live::Live;
use crate::model::diary::words;
use crate::model::face::Face;
use crate::{format, text};

/// How many one question is answered with.
const PAGE: u32 = 100;

#[component]
pub(super) fn Past(live: Live, desk: Desk, opened: Memo<Option<AlertId>>) -> impl IntoView {
    let over = RwSignal::new(Vec::<Alert>::new());
    let next = RwSignal::new(None::<String>);
    let is_asked = RwSignal::new(false);
    let trouble = RwSignal::new(None::<String>);
    let ask = Action::new_local(move |cursor: &Option<String>| {
        let cursor = cursor.clone();
        async move {
            let answer = link::alerts::over(None, cursor.as_deref(), PAGE).await;
            // Nobody needs the answer when the page was left meanwhile.
            if is_asked.try_set(true).is_some() {
                return;
            }
            match answer {
                Ok(page) => {
                    trouble.set(None);
                    over.update(|over| {
                        if cursor.is_none() {
                            over.clear();
                        }
                        over.extend(page.items);
                    });
                    next.set(page.next);
                }
                Err(met) => trouble.set(Some(met.sentence())),
            }
        }
    });
    // One more is over: the list begins anew, unless somebody has gone back in it.
    let count = Memo::new(move |_| {
        live.alerts
            .with(|known| known.all().filter(|alert| !alert.is_firing()).count())
    });
    Effect::new(move || {
        // Read, not only followed: nobody works out what nobody reads.
        count.get();
        let is_at_begin = move || {
            over.try_with_untracked(Vec::len)
                .is_some_and(|len| len <= PAGE as usize)
        };
        if is_at_begin() {
            ask.dispatch(None);
        }
        let again = move || {
            if is_at_begin() {
                ask.dispatch(None);
            }
        };
        set_timeout(again, Duration::from_millis(u64::from(IS_ON_DISK_MS)));
    });
    let found = Memo::new(move |_| {
        let words = desk.search.with(|search| words(search));
        let fits = |alert: &&Alert| {
            let told = format!(
                "{} {} {}",
                alert.subject.name,
                alert.text,
                desk.places.of(live, alert)
            );
            let told = told.to_lowercase();
            words.iter().all(|word| told.contains(word.as_str()))
        };
        let mut day = None;
        let with_day = |alert: &Alert| {
            let is_new = day.is_none_or(|day| !format::is_same_day(day, alert.began));
            day = Some(alert.began);
            (is_new, alert.clone())
        };
        over.with(|over| over.iter().filter(fits).map(with_day).collect::<Vec<_>>())
    });
    let empty = move || {
        let is_empty = is_asked.get() && found.with(Vec::is_empty);
        let words = if over.with(Vec::is_empty) {
            text::none_past()
        } else {
            text::no_alert_found()
        };
        is_empty.then(|| view! { <div class="lost"><h2>{words}</h2></div> })
    };
    view! {
        <p class="trouble" role="alert">{trouble}</p>
        <ul class="rows past-rows">
            <For each=move || found.get() key=|(is_new, alert)| (*is_new, alert.id, alert.revision) let((is_new, alert))>
                {is_new.then(|| view! { <li class="day"><h2>{format::day(alert.began)}</h2></li> })}
                <Over live=live desk=desk opened=opened alert=alert />
            </For>
        </ul>
        {empty}
        <button
            type="button"
            class="btn"
            hidden=move || next.with(Option::is_none)
            disabled=move || ask.pending().get()
            on:click=move |_| drop(ask.dispatch(next.get_untracked()))
        >
            {text::older()}
        </button>
    }
}

/// One that is over: what was wrong, when, and for how long.
#[component]
fn Over(live: Live, desk: Desk, opened: Memo<Option<AlertId>>, alert: Alert) -> impl IntoView {
    let id = alert.id;
    let is_opened = Memo::new(move |_| opened.get() == Some(id));
    let lasted = alert
        .resolved
        .map(|resolved| format::duration(resolved.millis_since(alert.began)));
    let place = {
        let alert = alert.clone();
        Memo::new(move |_| match desk.places.of(live, &alert) {
            place if place.is_empty() => alert.subject.name.clone(),
            place => format!("{} · {place}", alert.subject.name),
        })
    };
    let what = crate::model::face::sentence(&alert.text)
        .trim_end_matches('.')
        .to_owned();
    let who = alert.acknowledged.map(|taken| taken.by);
    view! {
        <li class="al over" class:sel=is_opened data-alert=id.to_string()>
            <a class="inside" href=move || desk.address(id) aria-current=move || is_opened.get().then_some("true")>
                <span class="state"><OverMark face=Face::of_severity(alert.severity) /></span>
                <span class="cut where" dir="auto">{place}</span>
                <span class="age">{format::clock(alert.began)}</span>
                <b class="what" dir="auto" title=what.clone()>{what.clone()}</b>
                <span class="care cut" dir="auto">{lasted.map(|length| text::lasted(&length))}</span>
                <span class="mores t2" dir="auto">{who}</span>
            </a>
        </li>
    }
}

/// How bad something was that is over: shape and word, without colour.
#[component]
pub(super) fn OverMark(face: Face) -> impl IntoView {
    view! {
        <span class="st over"><i class=face.glyph() aria-hidden="true"></i>{face.word()}</span>
    }
}
