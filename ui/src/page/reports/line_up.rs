//! The line-up as it is now: what is not well first, then the form to sign it, then all of it.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::report::{Body, LONGEST_NAME, LONGEST_REMARK, Report, Sign};

use super::Paper;
use crate::link::reports;
use crate::model::face::Face;
use crate::model::line_up::{Sum, not_well, sum};
use crate::part::Mark;
use crate::text;
use crate::undo::use_undo;
use crate::who::use_who;

/// The page that is signed.
#[component]
pub(crate) fn LineUp() -> impl IntoView {
    let report = RwSignal::new(None::<Report>);
    let page = RwSignal::new(None::<String>);
    let trouble = RwSignal::new(None::<String>);
    let fetch = Action::new_local(move |(): &()| async move {
        match reports::line_up().await {
            Ok(told) => drop(report.try_set(Some(told))),
            Err(met) => drop(trouble.try_set(Some(met.sentence()))),
        }
        if let Ok(told) = reports::page(None).await {
            page.try_set(Some(told));
        }
    });
    fetch.dispatch(());
    view! {
        <main class="work reports">
            <header class="head">
                <h1 class="grow">{text::line_up()}</h1>
                <button type="button" class="btn" disabled=move || fetch.pending().get() on:click=move |_| drop(fetch.dispatch(()))>{text::look_again()}</button>
                <a class="btn" href="/reports">{text::to_the_reports()}</a>
            </header>
            <p class="trouble" role="alert">{trouble}</p>
            {move || report.get().map(|report| view! { <Seen report=report.clone() /> <Signing show=report.head.show /> })}
            <Paper page=page.into() />
        </main>
    }
}

#[component]
fn Seen(report: Report) -> impl IntoView {
    let Body::LineUp(line_up) = report.body else {
        return ().into_any();
    };
    let Sum { probes, ill, unknown } = sum(&line_up);
    let rows = not_well(&line_up).into_iter().map(|probe| {
        let face = Face {
            condition: probe.condition,
            stale: probe.is_old,
        };
        view! {
            <li>
                <a class="item" href=format!("/probe/{}", probe.id.0)>
                    <span class="who"><b class="cut" dir="auto">{probe.name.clone()}</b><Mark face=Signal::stored(face) /></span>
                    <span class="said t2" dir="auto">{probe.trouble.clone()}</span>
                </a>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <p class="sum">{text::line_up_sum(probes, ill, unknown)}</p>
        <ul class="list not-well">{rows}</ul>
    }
    .into_any()
}

#[component]
fn Signing(show: String) -> impl IntoView {
    let who = use_who();
    let undo = use_undo();
    let navigate = StoredValue::new_local(use_navigate());
    let name = RwSignal::new(who.entered());
    let show = RwSignal::new(show);
    let remark = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<String>);
    let entered = move || Sign {
        by: name.get().trim().to_owned(),
        show: Some(show.get()),
        remark: remark.get(),
    };
    let sign = Action::new_local(move |sign: &Sign| {
        let sign = sign.clone();
        async move {
            match reports::sign(&sign).await {
                Ok(signed) => {
                    who.is(&sign.by);
                    undo.say(text::line_up_signed(signed.head.id.0));
                    navigate.with_value(|navigate| {
                        navigate(
                            &format!("/reports/{}", signed.head.id.0),
                            leptos_router::NavigateOptions::default(),
                        );
                    });
                }
                Err(met) => trouble.set(Some(met.sentence())),
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let sign_it = untrack(entered);
        if sign_it.faults().is_empty() {
            sign.dispatch(sign_it);
        }
    };
    let is_wrong = move || !entered().faults().is_empty();
    view! {
        <form class="panel signing" on:submit=submit>
            <h2>{text::sign_line_up()}</h2>
            <p class="t2">{text::sign_help()}</p>
            <div class="field">
                <label for="signer">{text::signer()}</label>
                <input id="signer" type="text" dir="auto" autocomplete="off" maxlength=LONGEST_NAME prop:value=name on:input=move |event| name.set(event_target_value(&event)) />
            </div>
            <div class="field">
                <label for="show">{text::show_name()}</label>
                <input id="show" type="text" dir="auto" autocomplete="off" maxlength=wire::phase::LONGEST_SHOW prop:value=show on:input=move |event| show.set(event_target_value(&event)) />
            </div>
            <div class="field">
                <label for="remark">{text::remark()}</label>
                <textarea id="remark" rows="2" dir="auto" maxlength=LONGEST_REMARK prop:value=remark on:input=move |event| remark.set(event_target_value(&event))></textarea>
            </div>
            <p class="trouble" role="alert">{trouble}</p>
            <button type="submit" class="btn go" disabled=move || is_wrong() || sign.pending().get()>{text::sign_it()}</button>
        </form>
    }
}
