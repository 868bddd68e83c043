//! Alerts by their incidents: the list, and beside it what is known of one and what can be done with it.

mod bulk;
mod detail;
mod evidence;
mod foot;
mod hands;
mod health;
mod list;
mod orders;
mod past;
mod places;
mod row;
mod told;

use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_query_map};
use wire::alert::AlertId;

use self::detail::Detail;
pub(crate) use self::health::AlarmHealth;
use self::list::List;
use self::places::Places;
use crate::live::use_live;
use crate::model::alerts::Show;
use crate::screen::use_screen;

/// What the page shows, by its address and by what was touched.
#[derive(Clone, Copy)]
struct Desk {
    /// Which incidents the list has.
    show: Memo<Show>,
    /// The alert that the address names.
    chosen: Memo<Option<AlertId>>,
    /// The first of the list when it was opened: shown beside it until another one is chosen.
    first: RwSignal<Option<AlertId>>,
    /// What is searched for.
    search: RwSignal<String>,
    places: Places,
}

impl Desk {
    /// The alert that is shown in full.
    fn opened(self) -> Option<AlertId> {
        self.chosen.get().or_else(|| self.first.get())
    }

    /// The address of an incident beside the same list.
    fn address(self, incident: AlertId) -> String {
        match self.show.get().word() {
            "" => format!("/alert/{incident}"),
            word => format!("/alert/{incident}?show={word}"),
        }
    }
}

/// The list and one incident; on a phone one of them.
#[component]
pub(crate) fn Alerts() -> impl IntoView {
    let live = use_live();
    let screen = use_screen();
    let location = use_location();
    let query = use_query_map();
    let desk = Desk {
        show: Memo::new(move |_| query.with(|query| Show::read(query.get_str("show")))),
        chosen: Memo::new(move |_| {
            location.pathname.with(|path| {
                let id = path.strip_prefix("/alert/")?.trim_end_matches('/');
                id.parse().ok().map(AlertId)
            })
        }),
        first: RwSignal::new(None),
        search: RwSignal::new(String::new()),
        places: Places::fetch(),
    };
    let is_wide = Memo::new(move |_| screen.worn.with(|worn| worn != "phone"));
    let opened = Memo::new(move |_| {
        if is_wide.get() {
            desk.opened()
        } else {
            desk.chosen.get()
        }
    });
    view! {
        <main class="work alerts" class:chosen=move || desk.chosen.get().is_some()>
            <List live=live desk=desk opened=opened />
            <Detail live=live desk=desk opened=opened />
            <Outlet />
        </main>
    }
}
