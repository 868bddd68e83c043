use std::time::Duration;

use leptos::ev::{DragEvent, Event};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::{Desk, Look, PAUSE};
use crate::link::configuration::File;
use crate::text;

/// The largest file that the station reads, in bytes.
const LARGEST: f64 = 4.0 * 1024.0 * 1024.0;

/// Where a file comes from: chosen, dropped, or pasted as text.
#[component]
pub(super) fn Source(desk: Desk) -> impl IntoView {
    let picker = NodeRef::<leptos::html::Input>::new();
    let ask = move |_| {
        if let Some(picker) = picker.get_untracked() {
            picker.click();
        }
    };
    let hovers = RwSignal::new(false);
    let chosen = move |event: Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            take(desk, file);
        }
        // Choosing the same file once more is a choice too.
        input.set_value("");
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        hovers.set(false);
        let files = event.data_transfer().and_then(|carried| carried.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            take(desk, file);
        }
    };
    let over = move |event: DragEvent| {
        event.prevent_default();
        hovers.set(true);
    };
    let typed = move |event: Event| {
        let bytes = event_target_value(&event).into_bytes();
        // A text that was corrected by hand is still the file that it came from.
        let name = desk.file.with_untracked(|file| file.name.clone());
        desk.put(File { name, bytes }, PAUSE);
    };
    let shown = Memo::new(move |_| desk.file.with(|file| String::from_utf8(file.bytes.clone()).ok()));
    let is_empty = move || desk.file.with(|file| file.bytes.is_empty());
    view! {
        <div class="drop" class:over=hovers on:dragover=over on:dragleave=move |_| hovers.set(false) on:drop=dropped>
            <button type="button" class="btn go" on:click=ask>{text::choose_file()}</button>
            <input type="file" hidden node_ref=picker accept=".yaml,.yml,.csv,.tsv,.txt,text/*" on:change=chosen />
            <span class="t2">{text::or_drop()}</span>
            <bdi class="cut name">{move || desk.file.with(|file| file.name.clone())}</bdi>
            <button type="button" class="btn" disabled=is_empty on:click=move |_| desk.put(File::default(), Duration::ZERO)>
                {text::clear_import()}
            </button>
        </div>
        <label class="t2" for="pasted">{text::paste_here()}</label>
        <textarea
            id="pasted"
            class="pasted"
            rows="6"
            spellcheck="false"
            autocapitalize="off"
            autocomplete="off"
            wrap="off"
            dir="auto"
            placeholder=move || if shown.with(Option::is_some) { text::paste_example() } else { text::no_text() }
            prop:value=move || shown.get().unwrap_or_default()
            on:input=typed
        ></textarea>
    }
}

fn take(desk: Desk, file: web_sys::File) {
    let name = file.name();
    if file.size() > LARGEST {
        desk.put(
            File {
                name,
                bytes: Vec::new(),
            },
            Duration::ZERO,
        );
        desk.look.set(Look::Failed(text::file_too_large().to_owned()));
        return;
    }
    leptos::task::spawn_local(async move {
        let read = JsFuture::from(file.unchecked_ref::<web_sys::Blob>().array_buffer()).await;
        match read {
            Ok(buffer) => {
                let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
                desk.put(File { name, bytes }, Duration::ZERO);
            }
            Err(_) => desk.look.set(Look::Failed(text::file_unreadable().to_owned())),
        }
    });
}
