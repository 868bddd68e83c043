//! Who is at this screen: asked once, sent with everything that is done with alerts.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use futures_util::task::AtomicWaker;
use leptos::prelude::*;
use wire::settings::one_line;

use crate::part::{Line, Sheet};
use crate::screen::{keep, kept};
use crate::text;

const KEPT_AS: &str = "flywatch.who";
/// In whose name the station takes orders that name nobody.
const NOBODY: &str = "local operator";
/// The longest name, in characters.
pub(crate) const LONGEST: usize = 40;

/// The name of whoever is at this screen.
#[derive(Clone, Copy)]
pub(crate) struct Who {
    /// Nothing as long as nobody was asked; empty for whoever gives no name.
    name: RwSignal<Option<String>>,
    is_asking: RwSignal<bool>,
    bell: StoredValue<Arc<AtomicWaker>>,
}

/// The one at this screen.
pub(crate) fn use_who() -> Who {
    expect_context()
}

impl Who {
    /// As this screen remembers.
    pub(crate) fn new() -> Self {
        let who = Self {
            name: RwSignal::new(kept(KEPT_AS)),
            is_asking: RwSignal::new(false),
            bell: StoredValue::new(Arc::new(AtomicWaker::new())),
        };
        Effect::new(move || {
            if !who.is_asking.get() {
                who.bell.with_value(|bell| bell.wake());
            }
        });
        who
    }

    /// What is written in the settings.
    pub(crate) fn entered(self) -> String {
        self.name.get().unwrap_or_default()
    }

    /// Under which name the station knows what was done here. Follows the name.
    pub(crate) fn known_as(self) -> String {
        let name = self.name.get().unwrap_or_default();
        if name.is_empty() { NOBODY.to_owned() } else { name }
    }

    /// Remembers a name.
    pub(crate) fn is(self, name: &str) {
        let name: String = name.trim().chars().take(LONGEST).collect();
        keep(KEPT_AS, &name);
        self.name.set(Some(name));
    }

    /// The name to send, asked for the first time. Who closes the question is nobody this time, and is asked again.
    pub(crate) async fn ask(self) -> String {
        if self.name.with_untracked(Option::is_none) {
            self.is_asking.set(true);
            poll_fn(|cx| {
                self.bell.with_value(|bell| bell.register(cx.waker()));
                match self.is_asking.get_untracked() {
                    true => Poll::Pending,
                    false => Poll::Ready(()),
                }
            })
            .await;
        }
        self.name.get_untracked().unwrap_or_default()
    }
}

/// Asks who is there, over every page.
#[component]
pub(crate) fn AskWho() -> impl IntoView {
    let who = use_who();
    view! {
        <Sheet title=text::who_are_you() is_open=who.is_asking>
            <Question who=who />
        </Sheet>
    }
}

#[component]
fn Question(who: Who) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let answer = move |name: &str| {
        who.is(name);
        who.is_asking.set(false);
    };
    let is_wrong = move || name.with(|name| !name.trim().is_empty() && one_line(name.trim()).is_err());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !is_wrong() {
            answer(&name.get_untracked());
        }
    };
    view! {
        <form on:submit=submit>
            <p class="t2">{text::who_help()}</p>
            <Line id="who" label=text::your_name() longest=LONGEST words=name>
                <p class="note t3">{text::your_name_help()}</p>
            </Line>
            <div class="sheet-ends">
                <button type="button" class="btn" on:click=move |_| answer("")>{text::without_name()}</button>
                <button type="submit" class="btn go" disabled=move || name.with(|name| name.trim().is_empty()) || is_wrong()>{text::save_who()}</button>
            </div>
        </form>
    }
}
