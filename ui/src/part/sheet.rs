use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Keys;
use crate::text;

/// A sheet over the page, in the browser's own dialog: the page under it can not be touched, Escape and a touch beside it
/// close it, and the focus goes back to where it was.
#[component]
pub(crate) fn Sheet(
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is there.
    is_open: RwSignal<bool>,
    /// More classes, for its shape.
    #[prop(optional)]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let sheet = NodeRef::<leptos::html::Dialog>::new();
    let children = StoredValue::new(children);
    Effect::new(move || {
        let (Some(sheet), is_open) = (sheet.get(), is_open.get()) else {
            return;
        };
        if is_open && !sheet.open() {
            if let Err(error) = sheet.show_modal() {
                leptos::logging::warn!("cannot open a sheet: {error:?}");
            }
        } else if !is_open && sheet.open() {
            sheet.close();
        }
    });
    let closed = move |_: Event| is_open.set(false);
    let beside = move |event: MouseEvent| {
        // All of the sheet is covered by what it holds; only what is beside it is the dialog itself.
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.tag_name() == "DIALOG") {
            is_open.set(false);
        }
    };
    view! {
        <dialog class=format!("sheet-over {class}") node_ref=sheet aria-label=title on:close=closed on:click=beside>
            <Show when=move || is_open.get()>
                <div class="held">
                    <header>
                        <h2 class="cut" dir="auto">{title}</h2>
                        <button type="button" class="btn small shut" aria-label=text::close() on:click=move |_| is_open.set(false)>
                            <i class="g g-shut" aria-hidden="true"></i>
                        </button>
                    </header>
                    {children.with_value(|children| children())}
                </div>
                <Keys />
            </Show>
        </dialog>
    }
}
