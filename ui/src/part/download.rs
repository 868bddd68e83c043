//! Handing a file to the browser.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

/// Saves text under a name.
///
/// # Errors
/// When the browser takes no files from pages.
pub(crate) fn save_text(name: &str, sort: &str, text: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(sort);
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    save(name, &blob)
}

/// Saves bytes under a name, as what `ending` stands for.
///
/// # Errors
/// When the browser takes no files from pages.
pub(crate) fn save_bytes(name: &str, ending: &str, bytes: &js_sys::Uint8Array) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(match ending {
        "pdf" => "application/pdf",
        _ => "text/html;charset=utf-8",
    });
    let parts = js_sys::Array::of1(bytes);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    save(name, &blob)
}

/// Saves a canvas as PNG under a name; calls `done` with whether that worked.
pub(crate) fn save_picture(name: &str, canvas: &web_sys::HtmlCanvasElement, done: impl Fn(bool) + 'static) {
    let name = name.to_owned();
    let done = std::rc::Rc::new(done);
    let then = done.clone();
    let made = Closure::once_into_js(move |blob: Option<web_sys::Blob>| {
        then(blob.is_some_and(|blob| save(&name, &blob).is_ok()));
    });
    if canvas.to_blob(made.unchecked_ref()).is_err() {
        done(false);
    }
}

fn save(name: &str, blob: &web_sys::Blob) -> Result<(), JsValue> {
    const TAKEN_MS: u64 = 60_000;
    let address = web_sys::Url::create_object_url_with_blob(blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser reads the file after the click; nothing tells when it is done.
    set_timeout(
        move || {
            web_sys::Url::revoke_object_url(&address).ok();
        },
        std::time::Duration::from_millis(TAKEN_MS),
    );
    Ok(())
}
