//! Where a file comes from: chosen, dropped, or pasted as text.

use std::time::Duration;

use leptos::ev::{DragEvent, Event};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::link::configuration::File;
use crate::text;

/// So long after the last letter a text that is typed is looked through.
const PAUSE: Duration = Duration::from_millis(500);

/// What files are taken, and what is said of them.
#[derive(Clone, Copy)]
pub(crate) struct Taken {
    /// What the browser offers to choose.
    pub(crate) accept: &'static str,
    /// The largest file, in bytes.
    pub(crate) largest: f64,
    /// Said of a larger one.
    pub(crate) too_large: &'static str,
    /// What can be dropped.
    pub(crate) drop: &'static str,
    /// What can be pasted.
    pub(crate) paste: &'static str,
    /// How that looks.
    pub(crate) example: &'static str,
}

/// A file that is chosen, dropped or pasted.
#[component]
pub(crate) fn Source(
    /// What is taken.
    taken: Taken,
    /// The file that is there.
    file: RwSignal<File>,
    /// Takes another file, to be looked through after a while.
    #[prop(into)]
    on_file: Callback<(File, Duration)>,
    /// Takes why there is none.
    #[prop(into)]
    on_trouble: Callback<String>,
) -> impl IntoView {
    let take = move |chosen: web_sys::File| take(chosen, taken, on_file, on_trouble);
    let picker = NodeRef::<leptos::html::Input>::new();
    let ask = move |_| {
        if let Some(picker) = picker.get_untracked() {
            picker.click();
        }
    };
    let hovers = RwSignal::new(false);
    let chosen = move |event: Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        if let Some(chosen) = input.files().and_then(|files| files.get(0)) {
            take(chosen);
        }
        // Choosing the same file once more is a choice too.
        input.set_value("");
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        hovers.set(false);
        let files = event.data_transfer().and_then(|carried| carried.files());
        if let Some(dropped) = files.and_then(|files| files.get(0)) {
            take(dropped);
        }
    };
    let over = move |event: DragEvent| {
        event.prevent_default();
        hovers.set(true);
    };
    let typed = move |event: Event| {
        let bytes = event_target_value(&event).into_bytes();
        // A text that was corrected by hand is still the file that it came from.
        let name = file.with_untracked(|file| file.name.clone());
        on_file.run((File { name, bytes }, PAUSE));
    };
    let shown = Memo::new(move |_| file.with(|file| String::from_utf8(file.bytes.clone()).ok()));
    let is_empty = move || file.with(|file| file.bytes.is_empty());
    view! {
        <div class="drop" class:over=hovers on:dragover=over on:dragleave=move |_| hovers.set(false) on:drop=dropped>
            <button type="button" class="btn go" on:click=ask>{text::choose_file()}</button>
            <input type="file" hidden node_ref=picker accept=taken.accept on:change=chosen />
            <span class="t2">{taken.drop}</span>
            <bdi class="cut name">{move || file.with(|file| file.name.clone())}</bdi>
            <button type="button" class="btn" disabled=is_empty on:click=move |_| on_file.run((File::default(), Duration::ZERO))>
                {text::clear_import()}
            </button>
        </div>
        <label class="t2" for="pasted">{taken.paste}</label>
        <textarea
            id="pasted"
            class="pasted"
            rows="6"
            spellcheck="false"
            autocapitalize="off"
            autocomplete="off"
            wrap="off"
            dir="auto"
            placeholder=move || if shown.with(Option::is_some) { taken.example } else { text::no_text() }
            prop:value=move || shown.get().unwrap_or_default()
            on:input=typed
        ></textarea>
    }
}

fn take(
    file: web_sys::File,
    taken: Taken,
    on_file: Callback<(File, Duration)>,
    on_trouble: Callback<String>,
) {
    let name = file.name();
    if file.size() > taken.largest {
        let bytes = Vec::new();
        on_file.run((File { name, bytes }, Duration::ZERO));
        on_trouble.run(taken.too_large.to_owned());
        return;
    }
    leptos::task::spawn_local(async move {
        let read = JsFuture::from(file.unchecked_ref::<web_sys::Blob>().array_buffer()).await;
        match read {
            Ok(buffer) => {
                let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
                on_file.run((File { name, bytes }, Duration::ZERO));
            }
            Err(_) => on_trouble.run(text::file_unreadable().to_owned()),
        }
    });
}
