//! Everything that the station is set up to watch, out to a file and in from one.

mod export;
mod order;
mod preview;

use std::time::Duration;

use leptos::prelude::*;

use self::export::Export;
use self::order::Order;
use self::preview::Preview;
use crate::link::configuration::{self, File};
use crate::part::{Source, Taken};
use crate::text;
use wire::configuration::Plan;

/// The largest file that the station reads, in bytes.
const LARGEST: f64 = 4.0 * 1024.0 * 1024.0;

/// How far a file has been looked through.
#[derive(Clone, Debug, Default, PartialEq)]
enum Look {
    /// There is none.
    #[default]
    Nothing,
    /// The station has been asked.
    Asked,
    /// What it would do.
    Seen(Plan),
    /// The station did not say, and why.
    Failed(String),
}

/// What was chosen and what is known of it; handed to every part of the page.
#[derive(Clone, Copy)]
struct Desk {
    file: RwSignal<File>,
    look: RwSignal<Look>,
    /// Counts the questions, so that a late answer to an old one is not taken for that to the newest.
    asked: StoredValue<u32>,
}

impl Desk {
    /// Another file, looked through after `pause`.
    fn put(self, file: File, pause: Duration) {
        let is_empty = file.bytes.iter().all(u8::is_ascii_whitespace);
        self.file.set(file);
        self.asked.update_value(|asked| *asked += 1);
        if is_empty {
            self.look.set(Look::Nothing);
            return;
        }
        let asked = self.asked.get_value();
        set_timeout(
            move || {
                if self.asked.try_get_value() == Some(asked) {
                    self.look_through();
                }
            },
            pause,
        );
    }

    /// Asks the station what the file would do.
    fn look_through(self) {
        self.asked.update_value(|asked| *asked += 1);
        let asked = self.asked.get_value();
        // What was seen stays until there is something newer to see.
        if !matches!(self.look.get_untracked(), Look::Seen(_)) {
            self.look.set(Look::Asked);
        }
        let file = self.file.get_untracked();
        leptos::task::spawn_local(async move {
            let look = match configuration::plan_file(&file).await {
                Ok(plan) => Look::Seen(plan),
                Err(trouble) => Look::Failed(trouble.sentence()),
            };
            if self.asked.try_get_value() == Some(asked) {
                self.look.set(look);
            }
        });
    }

    fn plan(self) -> Option<Plan> {
        self.look.with(|look| match look {
            Look::Seen(plan) => Some(plan.clone()),
            Look::Nothing | Look::Asked | Look::Failed(_) => None,
        })
    }
}

/// The page.
#[component]
pub(crate) fn Import() -> impl IntoView {
    let desk = Desk {
        file: RwSignal::new(File::default()),
        look: RwSignal::new(Look::default()),
        asked: StoredValue::new(0),
    };
    let state = move || {
        desk.look.with(|look| match look {
            Look::Nothing => String::new(),
            Look::Asked => text::looking_through().to_owned(),
            Look::Failed(why) => why.clone(),
            Look::Seen(plan) => {
                let read = plan.format.map(text::read_as).unwrap_or_default();
                let kept = Some(plan.kept.len())
                    .filter(|kept| *kept > 0)
                    .map(text::secrets_kept);
                let said = read.map(str::to_owned).into_iter().chain(kept);
                said.filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" ")
            }
        })
    };
    let taken = Taken {
        accept: ".yaml,.yml,.csv,.tsv,.txt,text/*",
        largest: LARGEST,
        too_large: text::file_too_large(),
        drop: text::or_drop(),
        paste: text::paste_here(),
        example: text::paste_example(),
    };
    view! {
        <main class="work import">
            <h1 class="page-title">{text::import_heading()}</h1>
            <Export />
            <section class="panel">
                <h2>{text::import_section()}</h2>
                <Source
                    taken=taken
                    file=desk.file
                    on_file=move |(file, pause)| desk.put(file, pause)
                    on_trouble=move |why| desk.look.set(Look::Failed(why))
                />
                <p class="looked" role="status">{state}</p>
            </section>
            <Preview desk=desk />
            <Order desk=desk />
        </main>
    }
}
