//! Marks and notes: written at once with one press, worded and taken back later.

use std::time::Duration;

use leptos::prelude::*;
use wire::event::Event;
use wire::note::{LONGEST_NOTE, MARK, NoteSpec, note_text};

use crate::live::Live;
use crate::part::{Line, Sheet};
use crate::{format, link, text};

/// For how long the word of a new mark stays.
const SHOWN: Duration = Duration::from_secs(8);

/// What was just marked, and the note that is being worded.
#[derive(Clone, Copy)]
pub(crate) struct Notes {
    live: Live,
    said: RwSignal<Option<Said>>,
    opened: RwSignal<Option<Event>>,
    is_open: RwSignal<bool>,
}

/// The last word about a note.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    Marked(Event),
    Trouble(String),
}

/// The notes of this screen.
pub(crate) fn use_notes() -> Notes {
    expect_context()
}

impl Notes {
    /// Nothing noted yet.
    pub(crate) fn new(live: Live) -> Self {
        Self {
            live,
            said: RwSignal::new(None),
            opened: RwSignal::new(None),
            is_open: RwSignal::new(false),
        }
    }

    /// Marks this moment: of the probe whose page is open, else of the whole station.
    pub(crate) fn mark(self) {
        let spec = NoteSpec {
            text: String::new(),
            at: Some(self.live.now()),
            probe: self.live.watched.get_untracked(),
        };
        leptos::task::spawn_local(async move {
            match link::note(&spec).await {
                Ok(event) => self.say(Said::Marked(event)),
                Err(trouble) => self.say(Said::Trouble(trouble.sentence())),
            }
        });
    }

    /// Lets a note be worded anew or taken back.
    pub(crate) fn open(self, note: Event) {
        self.said.set(None);
        self.opened.set(Some(note));
        self.is_open.set(true);
    }

    fn say(self, said: Said) {
        self.said.set(Some(said.clone()));
        let still = move || self.said.with_untracked(|now| *now == Some(said.clone()));
        set_timeout(
            move || {
                if still() {
                    self.said.set(None);
                }
            },
            SHOWN,
        );
    }

    fn take_back(self, seq: u64) {
        self.said.set(None);
        self.is_open.set(false);
        leptos::task::spawn_local(async move {
            if let Err(trouble) = link::take_back(seq).await {
                self.say(Said::Trouble(trouble.sentence()));
            }
        });
    }
}

/// Marks this moment, from every page.
#[component]
pub(crate) fn MarkButton() -> impl IntoView {
    let notes = use_notes();
    view! {
        <button class="mark-now" data-key="m" on:click=move |_| notes.mark()>
            <i class="g g-flag" aria-hidden="true"></i>
            <span>{text::mark()}</span>
        </button>
    }
}

/// What was marked, with the ways to take it back and to say more; and where a note is worded.
#[component]
pub(crate) fn NoteWords() -> impl IntoView {
    let notes = use_notes();
    let toast = move || {
        Some(match notes.said.get()? {
            Said::Marked(note) => {
                let (seq, when) = (note.seq, format::clock(note.at));
                view! {
                    <div class="toast" role="status">
                        <span>{text::marked(&when)}</span>
                        <button class="btn" on:click=move |_| notes.take_back(seq)>{text::undo()}</button>
                        <button class="btn go" on:click=move |_| notes.open(note.clone())>{text::add_words()}</button>
                    </div>
                }
                .into_any()
            }
            Said::Trouble(sentence) => view! {
                <div class="toast" role="alert">
                    <span>{sentence}</span>
                    <button class="btn" on:click=move |_| notes.said.set(None)>{text::close()}</button>
                </div>
            }
            .into_any(),
        })
    };
    let title = Signal::derive(move || {
        let at = notes.opened.with(|note| note.as_ref().map(|note| note.at));
        at.map(|at| text::note_at(&format::date_and_clock(at), &format::zone(at)))
            .unwrap_or_default()
    });
    view! {
        {toast}
        <Sheet is_open=notes.is_open title=title>
            {move || notes.opened.get().map(|note| view! { <Words notes=notes note=note /> })}
        </Sheet>
    }
}

#[component]
fn Words(notes: Notes, note: Event) -> impl IntoView {
    let seq = note.seq;
    let written = if note.text == MARK {
        String::new()
    } else {
        note.text
    };
    let words = RwSignal::new(written);
    let trouble = RwSignal::new(None::<String>);
    let save = Action::new_local(move |(): &()| async move {
        let wanted = words.get_untracked();
        let wanted = match note_text(&wanted) {
            Ok("") => MARK.to_owned(),
            Ok(wanted) => wanted.to_owned(),
            Err(_) => {
                trouble.set(Some(text::one_line(LONGEST_NOTE)));
                return;
            }
        };
        match link::reword(seq, wanted).await {
            Ok(()) => notes.is_open.set(false),
            Err(met) => trouble.set(Some(met.sentence())),
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    view! {
        <form class="note-words" on:submit=submit>
            <Line id="note-words" label=text::note_label() longest=LONGEST_NOTE words=words>
                <p class="trouble" role="alert">{trouble}</p>
            </Line>
            <div class="sheet-ends">
                <button type="button" class="btn" on:click=move |_| notes.take_back(seq)>{text::take_note_back()}</button>
                <button type="submit" class="btn go" disabled=save.pending()>{text::save()}</button>
            </div>
        </form>
    }
}
