//! The entry that the keyboard types into.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use crate::model::keys::Page;

/// What a system keyboard was asked for, before it was told to stay away.
const ASKED: &str = "data-inputmode";

/// An entry of text. A `textarea` answers to the same calls.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry(HtmlInputElement);

impl Entry {
    /// The entry that an event is about, if it is one that is typed into.
    pub(super) fn of(target: Option<web_sys::EventTarget>) -> Option<Self> {
        let element = target?.dyn_into::<Element>().ok()?;
        let is_text = match element.tag_name().as_str() {
            "TEXTAREA" => true,
            "INPUT" => {
                let sort = element.get_attribute("type").unwrap_or_default();
                matches!(sort.as_str(), "" | "text" | "search" | "password" | "url")
            }
            _ => false,
        };
        is_text.then(|| Self(element.unchecked_into()))
    }

    /// Keeps the keyboard of the system away from it.
    pub(super) fn claim(&self) {
        if !self.0.has_attribute(ASKED) {
            let asked = self.0.get_attribute("inputmode").unwrap_or_default();
            self.0.set_attribute(ASKED, &asked).ok();
            self.0.set_attribute("inputmode", "none").ok();
        }
    }

    /// The dialog it stands in.
    pub(super) fn dialog(&self) -> Option<Element> {
        self.0.closest("dialog").ok().flatten()
    }

    /// The page of keys that fits it.
    pub(super) fn page(&self) -> Page {
        match self.0.get_attribute(ASKED).unwrap_or_default().as_str() {
            "decimal" | "numeric" => Page::Number,
            "url" => Page::Address,
            _ => Page::Letters,
        }
    }

    /// Its name.
    pub(super) fn title(&self) -> String {
        let spoken = self.0.get_attribute("aria-label");
        let label = || {
            let label = self.0.labels()?.item(0)?;
            label.text_content()
        };
        spoken.or_else(label).unwrap_or_default()
    }

    pub(super) fn value(&self) -> String {
        self.0.value()
    }

    pub(super) fn is_focused(&self) -> bool {
        document().active_element().as_ref() == Some(self.0.as_ref())
    }

    /// Brings it into sight above the keyboard.
    pub(super) fn show(&self) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        self.0.scroll_into_view_with_scroll_into_view_options(&options);
    }

    /// Types in place of what is selected.
    pub(super) fn type_in(&self, text: &str) {
        let (from, to) = self.selected();
        self.replace(text, from, to);
    }

    /// Takes what is selected, or the sign before the caret.
    pub(super) fn take_back(&self) {
        let (from, to) = self.selected();
        let from = if from == to {
            from - self.sign_before(from)
        } else {
            from
        };
        self.replace("", from, to);
    }

    /// Puts something else in the place of all of it.
    pub(super) fn set(&self, text: &str) {
        self.replace(text, 0, u32::MAX);
    }

    /// Moves the caret by one sign.
    pub(super) fn step(&self, back: bool) {
        let (from, to) = self.selected();
        let at = match (back, from == to) {
            (true, true) => from - self.sign_before(from),
            (true, false) => from,
            (false, true) => to.saturating_add(1),
            (false, false) => to,
        };
        self.0.set_selection_range(at, at).ok();
    }

    /// The entry after this one in its form, dialog or page.
    pub(super) fn next(&self) -> Option<Self> {
        let room = self.0.closest("form, dialog, main").ok().flatten()?;
        let all = room.query_selector_all("input, textarea").ok()?;
        let entries = (0..all.length()).filter_map(|index| Self::of(all.item(index).map(Into::into)));
        let shown = entries.filter(|entry| entry.0.offset_parent().is_some() && !entry.0.disabled());
        shown.skip_while(|entry| entry != self).nth(1)
    }

    pub(super) fn focus(&self) {
        self.0.focus().ok();
    }

    pub(super) fn leave(&self) {
        self.0.blur().ok();
    }

    /// Presses Enter in it; what the page makes of that is up to the page.
    pub(super) fn enter(&self) {
        let enter = web_sys::KeyboardEventInit::new();
        enter.set_key("Enter");
        enter.set_bubbles(true);
        enter.set_cancelable(true);
        if let Ok(event) = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &enter) {
            self.0.dispatch_event(&event).ok();
        }
    }

    /// Whether Enter does something in it.
    pub(super) fn takes_enter(&self) -> bool {
        self.0.has_attribute("enterkeyhint")
    }

    /// In UTF-16 units, as the browser counts.
    fn selected(&self) -> (u32, u32) {
        let end = || u32::try_from(self.0.value().encode_utf16().count()).unwrap_or(u32::MAX);
        let from = self.0.selection_start().ok().flatten().unwrap_or_else(end);
        let to = self.0.selection_end().ok().flatten().unwrap_or(from);
        (from, to)
    }

    /// The length of the sign before a place, in UTF-16 units: signs beyond the first plane have two.
    fn sign_before(&self, at: u32) -> u32 {
        let before: Vec<u16> = self.0.value().encode_utf16().take(at as usize).collect();
        match before.last() {
            None => 0,
            Some(0xDC00..=0xDFFF) => 2,
            Some(_) => 1,
        }
    }

    fn replace(&self, text: &str, from: u32, to: u32) {
        let end = u32::try_from(self.0.value().encode_utf16().count()).unwrap_or(u32::MAX);
        let (from, to) = (from.min(end), to.min(end));
        if self
            .0
            .set_range_text_with_start_and_end_and_selection_mode(text, from, to, web_sys::SelectionMode::End)
            .is_err()
        {
            return;
        }
        let bubbles = web_sys::EventInit::new();
        bubbles.set_bubbles(true);
        if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &bubbles) {
            self.0.dispatch_event(&event).ok();
        }
    }
}
