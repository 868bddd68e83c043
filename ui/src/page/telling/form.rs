//! What forms share: what is entered, what is wrong with it, and saving it.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wire::settings::FieldError;

use crate::guard::use_guard;
use crate::link::Trouble;
use crate::link::telling::{self, Kept};
use crate::part::{Entry, Field};
use crate::text;

/// What is entered, and what is wrong with it.
pub(super) struct Entries<D: Send + Sync + 'static> {
    pub(super) draft: RwSignal<D>,
    pub(super) faults: Faults,
}

impl<D: Send + Sync + 'static> Clone for Entries<D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D: Send + Sync + 'static> Copy for Entries<D> {}

impl<D: Clone + PartialEq + Send + Sync + 'static> Entries<D> {
    /// Begins with `begin`, and asks before a change of that is lost.
    pub(super) fn begin(begin: D) -> Self {
        let draft = RwSignal::new(begin.clone());
        guarded(move || draft.with(|draft| *draft != begin));
        Self {
            draft,
            faults: Faults::new(),
        }
    }

    /// An entry that `read` shows and `write` takes.
    pub(super) fn one(
        self,
        field: &'static str,
        title: impl Into<String>,
        help: &'static str,
        entry: Entry,
        read: fn(&D) -> String,
        write: fn(&mut D, String),
    ) -> impl IntoView {
        let Self { draft, faults } = self;
        view! {
            <Field
                name=field.to_owned()
                title=title.into()
                help=Signal::stored(help.to_owned())
                entry=entry
                value=Signal::derive(move || draft.with(read))
                error=faults.at(field)
                on_entry=move |typed: String| { faults.forget(field); draft.update(|draft| write(draft, typed)) }
                on_leave=|()| ()
            />
        }
    }
}

/// What is wrong with the entries of a form.
#[derive(Clone, Copy)]
pub(super) struct Faults(pub(super) RwSignal<Vec<FieldError>>);

impl Faults {
    pub(super) fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// What is wrong with one entry.
    pub(super) fn at(self, field: impl Into<String>) -> Signal<Option<String>> {
        let field = field.into();
        Signal::derive(move || {
            self.0.with(|faults| {
                let wrong = faults.iter().find(|fault| fault.field == field);
                wrong.map(|fault| fault.message.clone())
            })
        })
    }

    /// The station refused the entries: what it says of each is told there, and what it says of all is given back.
    pub(super) fn refused(self, met: Trouble) -> String {
        let sentence = met.sentence();
        if let Trouble::Refused(problem) = met {
            self.0.set(problem.errors);
        }
        sentence
    }

    /// An entry was changed: what was said of it and of its parts does not count any more.
    pub(super) fn forget(self, field: &str) {
        let is_of = |fault: &FieldError| {
            let rest = fault.field.strip_prefix(field);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if self.0.with_untracked(|faults| faults.iter().any(is_of)) {
            self.0.update(|faults| faults.retain(|fault| !is_of(fault)));
        }
    }
}

/// What is read of a form, with its faults; saved when there is none. It ends on the page `to`.
pub(super) fn saving<T: Kept>(
    of: Option<(u32, u32)>,
    to: &'static str,
    faults: Faults,
    read: impl Fn() -> (T::Spec, Vec<FieldError>) + 'static,
) -> Saving {
    let trouble = RwSignal::new(None::<String>);
    let (navigate, guard) = (use_navigate(), use_guard());
    let save = Action::new_local(move |(): &()| {
        let navigate = navigate.clone();
        let (spec, wrong) = read();
        async move {
            trouble.set(None);
            let is_wrong = !wrong.is_empty();
            faults.0.set(wrong);
            if is_wrong {
                return trouble.set(Some(text::fix_entries().to_owned()));
            }
            match telling::save::<T>(of, &spec).await {
                Ok(_) => {
                    guard.watch(false);
                    navigate(to, NavigateOptions::default());
                }
                Err(met) => trouble.set(Some(faults.refused(met))),
            }
        }
    });
    Saving { save, trouble, to }
}

/// Asks before entries are lost, as long as they differ from those that the form began with.
pub(super) fn guarded(is_changed: impl Fn() -> bool + 'static) {
    let guard = use_guard();
    Effect::new(move || guard.watch(is_changed()));
    on_cleanup(move || guard.watch(false));
}

/// The last order of a form.
#[derive(Clone, Copy)]
pub(super) struct Saving {
    save: Action<(), ()>,
    trouble: RwSignal<Option<String>>,
    to: &'static str,
}

impl Saving {
    pub(super) fn submit(self) -> impl Fn(leptos::ev::SubmitEvent) + Copy {
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.save.dispatch(());
        }
    }
}

/// What went wrong, the way back, and the way on.
#[component]
pub(super) fn Ends(saving: Saving) -> impl IntoView {
    view! {
        <p class="trouble" role="alert">{saving.trouble}</p>
        <div class="ends">
            <a class="btn" href=saving.to>{text::cancel()}</a>
            <button class="btn go" type="submit" disabled=move || saving.save.pending().get()>{text::save_change()}</button>
        </div>
    }
}

/// Yes or no, in a form.
pub(super) fn yes_or_no() -> Entry {
    let words = [("true", text::yes()), ("false", text::no())];
    Entry::Choice(
        words
            .map(|(word, title)| (word.to_owned(), title.to_owned()))
            .to_vec(),
    )
}

/// A word of [`yes_or_no`].
pub(super) fn yes_word(is_so: bool) -> String {
    is_so.to_string()
}
