//! One report that is kept: read, downloaded, deleted.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use wire::report::{Head, ReportId, ReportSort};

use super::Paper;
use super::since::Since;
use crate::link::{Trouble, reports};
use crate::live::use_live;
use crate::part::{CarryOut, Sheet, Tap, save_bytes};
use crate::undo::use_undo;
use crate::{format, text};

/// The page of one report.
#[component]
pub(crate) fn Report() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse().ok().map(ReportId)));
    move || match id.get() {
        Some(id) => view! { <Kept id=id /> }.into_any(),
        None => view! { <main class="work reports"><Gone sentence=None /></main> }.into_any(),
    }
}

#[component]
fn Kept(id: ReportId) -> impl IntoView {
    let live = use_live();
    let head = RwSignal::new(None::<Head>);
    let page = RwSignal::new(None::<String>);
    let gone = RwSignal::new(None::<Option<String>>);
    leptos::task::spawn_local(async move {
        match reports::report(id).await {
            Ok(report) => drop(head.try_set(Some(report.head))),
            Err(Trouble::Refused(problem)) if problem.status == 404 => drop(gone.try_set(Some(None))),
            Err(met) => drop(gone.try_set(Some(Some(met.sentence())))),
        }
        if let Ok(told) = reports::page(Some(id)).await {
            page.try_set(Some(told));
        }
    });
    let title = move || {
        head.with(|head| {
            head.as_ref().map(|head| match head.sort {
                ReportSort::LineUp => text::line_up_report(head.id.0),
                ReportSort::Event => text::event_report(head.id.0),
            })
        })
    };
    let about = move || {
        head.with(|head| {
            let head = head.as_ref()?;
            let parts = [
                head.show.clone(),
                format::moment(head.at, live.now()),
                head.by.clone(),
            ];
            Some(
                parts
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · "),
            )
        })
    };
    view! {
        <main class="work reports">
            <Show when=move || head.with(Option::is_some)>
                <header class="head">
                    <div class="grow"><h1>{title}</h1><p class="t2 said" dir="auto">{about}</p></div>
                    <a class="btn" href="/reports">{text::to_the_reports()}</a>
                </header>
                <Orders id=id />
                <Show when=move || head.with(|head| head.as_ref().is_some_and(|head| head.sort == ReportSort::LineUp))>
                    <Since id=id />
                </Show>
            </Show>
            {move || gone.get().map(|sentence| view! { <Gone sentence=sentence /> })}
            <Paper page=page.into() />
        </main>
    }
}

#[component]
fn Orders(id: ReportId) -> impl IntoView {
    let undo = use_undo();
    let navigate = StoredValue::new_local(use_navigate());
    let is_asked = RwSignal::new(false);
    let download = Action::new_local(move |form: &&'static str| {
        let form = *form;
        async move {
            match reports::file(id, form).await {
                Ok((name, bytes)) => {
                    if save_bytes(&name, form, &bytes).is_err() {
                        undo.say(text::cannot_save().to_owned());
                    }
                }
                Err(met) => undo.say(met.sentence()),
            }
        }
    });
    let button = move |form: &'static str, label: &'static str| {
        view! { <button type="button" class="btn" disabled=move || download.pending().get() on:click=move |_| drop(download.dispatch(form))>{label}</button> }
    };
    let delete = CarryOut::new(move |()| async move {
        reports::delete(id).await?;
        undo.say(text::report_deleted(id.0));
        navigate.with_value(|navigate| navigate("/reports", leptos_router::NavigateOptions::default()));
        Ok(())
    });
    view! {
        <div class="row orders">
            {button("pdf", text::download_pdf())}
            {button("html", text::download_html())}
            <button type="button" class="btn" on:click=move |_| is_asked.set(true)><i class="g g-trash" aria-hidden="true"></i>{text::delete_report()}</button>
            <span class="t3" role="status">{move || download.pending().get().then(text::is_being_made)}</span>
        </div>
        <Sheet title=text::delete_report() is_open=is_asked>
            <p class="t2">{text::delete_report_help()}</p>
            <div class="choices"><Tap label=Signal::stored(text::delete_report().to_owned()) glyph="g-trash" carry_out=delete /></div>
        </Sheet>
    }
}

#[component]
fn Gone(sentence: Option<String>) -> impl IntoView {
    view! {
        <div class="lost">
            <h2>{sentence.unwrap_or_else(|| text::no_such_report().to_owned())}</h2>
            <a class="btn go" href="/reports">{text::to_the_reports()}</a>
        </div>
    }
}
