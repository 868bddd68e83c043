//! Adding and changing a probe, with a form that is derived from what its kind says about itself.

mod entries;
mod trial;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use wasm_bindgen::JsCast;
use wire::Severity;
use wire::inventory::DeviceId;
use wire::kind::KindInfo;
use wire::probe::{ProbeId, ProbeSpec};
use wire::reading::Sample;
use wire::settings::FieldError;

use self::entries::{Basics, LimitEntries, SettingEntries};
use self::trial::Trial;
use super::probe::{NoSuchProbe, probe_of_address};
use crate::guard::use_guard;
use crate::link::{self, Trouble};
use crate::live::{Live, use_live};
use crate::model::draft::{Draft, Original};
use crate::text;
use crate::undo::use_undo;

/// A new probe: its kind is chosen first.
#[component]
pub(crate) fn Add() -> impl IntoView {
    let live = use_live();
    let device = use_query_map()
        .with_untracked(|query| query.get("device").and_then(|id| id.parse().ok().map(DeviceId)));
    let draft = RwSignal::new(Draft::of_device(device));
    let kinds = Memo::new(move |_| {
        live.hello.with(|hello| {
            hello
                .as_ref()
                .map(|hello| hello.kinds.clone())
                .unwrap_or_default()
        })
    });
    let first = Memo::new(move |_| kinds.with(|kinds| kinds.first().map(|kind| kind.name.to_string())));
    // Copied once, as soon as the probe is known.
    let like =
        use_query_map().with_untracked(|query| query.get("like").and_then(|id| id.parse().ok().map(ProbeId)));
    let is_copied = Memo::new(move |before: Option<&bool>| {
        let Some(like) = like else { return true };
        if before == Some(&true) {
            return true;
        }
        let copy = live.cell(like).and_then(|cell| {
            let spec = cell.view.with_untracked(|view| view.probe.spec.clone());
            Some(Draft::like(&spec, live.kind(&spec.kind)?.as_ref()))
        });
        let is_known = copy.is_some();
        copy.into_iter().for_each(|copy| draft.set(copy));
        is_known || live.filled.get()
    });
    Effect::new(move || {
        if let Some(kind) = first.get().and_then(|first| live.kind(&first))
            && is_copied.get()
            && draft.with_untracked(|draft| draft.kind.is_empty())
        {
            draft.update(|draft| *draft = std::mem::take(draft).of_kind(&kind));
        }
    });
    let choose = move |kind: KindInfo| draft.update(|draft| *draft = std::mem::take(draft).of_kind(&kind));
    let offer = move |kind: KindInfo| {
        let name = kind.name.to_string();
        let is_on = move || {
            if draft.with(|draft| draft.kind == name) {
                "true"
            } else {
                "false"
            }
        };
        let (title, help) = (kind.title.to_string(), kind.help.to_string());
        view! {
            <button type="button" class="sort" role="radio" aria-checked=is_on on:click=move |_| choose(kind.clone())>
                <b class="cut">{title}</b>
                <span>{help}</span>
            </button>
        }
    };
    view! {
        <main class="work edit">
            <h1 class="vh">{text::add_title()}</h1>
            <section class="kinds">
                <h2>{text::kind()}</h2>
                <div role="radiogroup" aria-label=text::kind()>{move || kinds.get().into_iter().map(offer).collect_view()}</div>
            </section>
            <Show when=move || is_copied.get()><Form live=live draft=draft original=None /></Show>
        </main>
    }
}

/// A change of a probe that is there.
#[component]
pub(crate) fn Edit() -> impl IntoView {
    let live = use_live();
    let id = probe_of_address();
    // Read once: what others change meanwhile must not overwrite what is being typed. The station notices on saving.
    let opened = Memo::new(move |before: Option<&Option<(Draft, Original, String)>>| {
        if let Some(Some(opened)) = before {
            return Some(opened.clone());
        }
        let view = live.cell(id.get()?)?.view.get_untracked();
        let kind = live.kind(&view.probe.spec.kind)?;
        let original = Original {
            id: view.probe.id,
            revision: view.probe.revision,
        };
        Some((
            Draft::of_probe(&view.probe.spec, &kind),
            original,
            view.probe.spec.name,
        ))
    });
    view! {
        <main class="work edit one">
            {move || match opened.get() {
                Some((draft, original, name)) => view! {
                    <h1 class="cut">{text::edit_title(&name)}</h1>
                    <Form live=live draft=RwSignal::new(draft) original=Some(original) />
                }
                .into_any(),
                None => view! { <NoSuchProbe live=live /> }.into_any(),
            }}
        </main>
    }
}

/// What is entered and what is wrong with it; handed to every part of the form.
#[derive(Clone, Copy)]
struct Sheet {
    draft: RwSignal<Draft>,
    kind: Memo<Option<Arc<KindInfo>>>,
    /// What cannot be read, and what the station does not take.
    errors: Memo<Vec<FieldError>>,
    /// The entries that were left once: only these are marked, until saving is tried.
    left: RwSignal<BTreeSet<String>>,
    is_tried: RwSignal<bool>,
}

impl Sheet {
    /// What is wrong with an entry, once it is time to say so.
    fn error(self, field: &str) -> Signal<Option<String>> {
        let field = field.to_owned();
        Signal::derive(move || {
            let is_due = self.is_tried.get() || self.left.with(|left| left.contains(&field));
            let wrong = || {
                self.errors.with(|errors| {
                    errors
                        .iter()
                        .find(|error| error.field == field)
                        .map(|e| e.message.clone())
                })
            };
            is_due.then(wrong).flatten()
        })
    }

    /// Whether a figure would be past its limit, as limits are entered now.
    fn judge(self, sample: &Sample) -> Option<(Severity, f64)> {
        let kind = self.kind.get_untracked()?;
        let (spec, _) = self.draft.with_untracked(|draft| draft.spec(&kind));
        let usual = || kind.metric(&sample.metric)?.limits;
        let limits = spec.limits.get(sample.metric.as_ref()).copied().or_else(usual)?;
        limits.judge(sample.value)
    }

    /// Nothing was left nor tried yet.
    fn begin_anew(self) {
        self.left.update(BTreeSet::clear);
        self.is_tried.set(false);
    }

    fn leave(self, field: &str) {
        if self.left.with_untracked(|left| !left.contains(field)) {
            self.left.update(|left| {
                left.insert(field.to_owned());
            });
        }
    }
}

#[component]
fn Form(live: Live, draft: RwSignal<Draft>, original: Option<Original>) -> impl IntoView {
    let kind = Memo::new(move |_| live.kind(&draft.with(|draft| draft.kind.clone())));
    let read = Memo::new(move |_| {
        let kind = kind.get()?;
        Some(draft.with(|draft| draft.spec(&kind)))
    });
    let refused = checked(read, original.map(|original| original.id));
    let errors = Memo::new(move |_| {
        let Some((spec, mut errors)) = read.get() else {
            return Vec::new();
        };
        // What the station said of other entries does not count for these.
        let said = refused
            .get()
            .filter(|(of, _)| *of == spec)
            .map(|(_, said)| said)
            .unwrap_or_default();
        errors.extend(said);
        errors
    });
    let sheet = Sheet {
        draft,
        kind,
        errors,
        left: RwSignal::new(BTreeSet::new()),
        is_tried: RwSignal::new(false),
    };
    let trouble = RwSignal::new(None::<String>);
    let guard = use_guard();
    let undo = use_undo();
    let is_more = StoredValue::new(false);
    let begun = RwSignal::new(draft.get_untracked());
    Effect::new(move || {
        let unsaved = draft.with(|draft| begun.with(|begun| draft.is_worth_keeping(begun)));
        guard.watch(unsaved);
    });
    on_cleanup(move || guard.watch(false));
    let back = match original {
        Some(original) => format!("/probe/{}", original.id),
        None => "/".to_owned(),
    };

    let navigate = use_navigate();
    let save = Action::new_local(move |(): &()| {
        let navigate = navigate.clone();
        let spec = read.get_untracked().map(|(spec, _)| spec);
        async move {
            let Some(spec) = spec else { return };
            let answer = match original {
                Some(original) => link::change_probe(original.id, original.revision, &spec).await,
                None => link::add_probe(&spec).await,
            };
            match answer {
                Ok(probe) => {
                    let (page, name) = (format!("/probe/{}", probe.id), probe.spec.name.clone());
                    live.take_probe(probe);
                    if is_more.get_value() {
                        undo.say(text::added(&name));
                        draft.update(|draft| *draft = std::mem::take(draft).another());
                        begun.set(draft.get_untracked());
                        sheet.begin_anew();
                        focus("#entry-target");
                        return;
                    }
                    guard.watch(false);
                    navigate(
                        &page,
                        leptos_router::NavigateOptions {
                            replace: true,
                            ..Default::default()
                        },
                    );
                }
                Err(met) => {
                    trouble.set(Some(met.sentence()));
                    if let Trouble::Refused(problem) = met {
                        refused.set(Some((spec, problem.errors)));
                        focus_first_error();
                    }
                }
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        sheet.is_tried.set(true);
        if sheet.errors.with_untracked(|errors| errors.is_empty()) {
            trouble.set(None);
            save.dispatch(());
        } else {
            trouble.set(Some(text::fix_entries().to_owned()));
            focus_first_error();
        }
    };
    let away = window_event_listener(leptos::ev::keydown, {
        let (navigate, back) = (use_navigate(), back.clone());
        move |event| {
            if event.key() == "Escape" && !event.default_prevented() && guard.lets_go(&back) {
                navigate(&back, leptos_router::NavigateOptions::default());
            }
        }
    });
    on_cleanup(move || away.remove());
    let settings = move || {
        kind.get()
            .map(|kind| view! { <SettingEntries sheet=sheet fields=kind.fields.to_vec() /> })
    };
    let limits = move || {
        kind.get()
            .map(|kind| view! { <LimitEntries sheet=sheet metrics=kind.metrics.to_vec() /> })
    };
    view! {
        <form class="sheet" on:submit=submit novalidate=true autocomplete="off">
            <div class="entries">
                <Basics live=live sheet=sheet original=original.map(|original| original.id) />
                {settings}
                {limits}
            </div>
            <div class="side">
                <Trial live=live sheet=sheet read=read />
                <p class="trouble" role="alert">{trouble}</p>
                <div class="ends">
                    <a class="btn" href=back>{text::cancel()}</a>
                    <button type="submit" class="btn go" disabled=move || save.pending().get() on:click=move |_| is_more.set_value(false)>
                        {if original.is_some() { text::save_change() } else { text::save_new() }}
                    </button>
                    {original.is_none().then(|| view! {
                        <button type="submit" class="btn more" disabled=move || save.pending().get() on:click=move |_| is_more.set_value(true)>
                            {text::save_and_more()}
                        </button>
                    })}
                </div>
            </div>
        </form>
    }
}

/// Takes the keys to an entry.
fn focus(selector: &str) {
    let entry = document().query_selector(selector).ok().flatten();
    if let Some(entry) = entry.and_then(|entry| entry.dyn_into::<web_sys::HtmlElement>().ok()) {
        entry.focus().ok();
    }
}

/// What the station would refuse, asked a moment after the last key.
fn checked(
    read: Memo<Option<(ProbeSpec, Vec<FieldError>)>>,
    of: Option<ProbeId>,
) -> RwSignal<Option<(ProbeSpec, Vec<FieldError>)>> {
    const MOMENT_MS: u32 = 350;
    let refused = RwSignal::new(None);
    Effect::new(move || {
        let Some((spec, _)) = read.get() else { return };
        leptos::task::spawn_local(async move {
            let is_same = |spec: &ProbeSpec| {
                read.try_get_untracked()
                    .flatten()
                    .is_some_and(|(now, _)| now == *spec)
            };
            gloo_timers::future::TimeoutFuture::new(MOMENT_MS).await;
            if !is_same(&spec) {
                return;
            }
            let answer = link::check_probe(&spec, of).await;
            if is_same(&spec) {
                refused.set(Some((spec, answer.unwrap_or_default())));
            }
        });
    });
    refused
}

/// Takes the eye and the keys to what is to be mended, once it is marked.
fn focus_first_error() {
    request_animation_frame(|| focus("[aria-invalid=true]"));
}
