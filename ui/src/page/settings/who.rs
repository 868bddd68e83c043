//! Who is at this screen.

use leptos::prelude::*;
use wire::settings::one_line;

use crate::part::{Entry, Field};
use crate::text;
use crate::undo::use_undo;
use crate::who::use_who;

/// The name that goes with whatever is done with alerts here.
#[component]
pub(super) fn Who() -> impl IntoView {
    let who = use_who();
    let undo = use_undo();
    let name = RwSignal::new(untrack(|| who.entered()));
    let error =
        Memo::new(move |_| name.with(|name| one_line(name.trim()).err().filter(|_| !name.trim().is_empty())));
    let leave = move |()| {
        if error.with_untracked(Option::is_none) && name.get_untracked().trim() != untrack(|| who.entered()) {
            who.is(&name.get_untracked());
            undo.say(text::who_saved().to_owned());
        }
    };
    view! {
        <section class="panel">
            <h3>{text::who_heading()}</h3>
            <Field
                name="who-here".to_owned()
                title=text::your_name()
                help=Signal::stored(text::your_name_help().to_owned())
                entry=Entry::Text
                value=name
                error=error
                on_entry=move |entered: String| name.set(entered)
                on_leave=leave
            />
            <p class="t3">{text::who_help()}</p>
        </section>
    }
}
