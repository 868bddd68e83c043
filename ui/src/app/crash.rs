//! Word that Flywatch itself failed, until somebody has seen it.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wire::crash::Crash;

use crate::link::station;
use crate::live::{Live, use_live};
use crate::screen::{keep, kept};
use crate::{format, text};

const SEEN: &str = "flywatch.crash";

/// The newest report that nobody has looked at on this screen.
#[derive(Clone, Copy)]
pub(super) struct Unseen(RwSignal<Option<Crash>>);

impl Unseen {
    /// Asks the station for its reports whenever it greets this screen.
    pub(super) fn new(live: Live) -> Self {
        let newest = RwSignal::new(None);
        Effect::new(move || {
            if live.hello.with(Option::is_none) {
                return;
            }
            leptos::task::spawn_local(async move {
                // A station that does not know what a report is has none.
                let reports = station::crashes().await.unwrap_or_default();
                let report = reports.into_iter().next();
                newest.set(report.filter(|report| kept(SEEN).as_deref() != Some(&report.name)));
            });
        });
        Self(newest)
    }

    /// Whether there is one.
    pub(super) fn is_some(self) -> bool {
        self.0.with(Option::is_some)
    }

    fn seen(self) {
        if let Some(report) = self.0.get_untracked() {
            keep(SEEN, &report.name);
            self.0.set(None);
        }
    }
}

/// Tells of it over the lower edge of the page.
#[component]
pub(super) fn CrashNotice() -> impl IntoView {
    let live = use_live();
    let unseen: Unseen = expect_context();
    let navigate = use_navigate();
    let show = StoredValue::new_local(move || {
        unseen.seen();
        navigate("/settings", NavigateOptions::default());
    });
    move || {
        unseen.0.get().map(|report| {
            let when = format::moment(report.at, live.now());
            view! {
                <div class="toast" role="alert">
                    <span>{text::crashed(&when)}</span>
                    <button type="button" class="btn" on:click=move |_| unseen.seen()>{text::close()}</button>
                    <button type="button" class="btn go" on:click=move |_| show.with_value(|show| show())>{text::show_report()}</button>
                </div>
            }
        })
    }
}
