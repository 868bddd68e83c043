//! The frame round every page: the ribbon, the rail, and the pall that falls when news stop.

mod covers;
mod crash;
mod rail;
mod ribbon;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use self::covers::{NotFound, Pall, Puzzled, SignedOut};
use self::crash::{CrashNotice, Unseen};
use self::rail::Rail;
use self::ribbon::Ribbon;
use crate::guard::{Guard, Leaving};
use crate::live::Live;
use crate::notes::{NoteWords, Notes};
use crate::page::{
    Add, AddChannel, AddDevice, AddReceiver, AddRoute, AddRule, AddSilence, AlarmHealth, Alerts, Asleep,
    BarSwitch, Channel, ChannelRules, Channels, Device, DeviceRules, Devices, Discovery, Edit, EditChannel,
    EditDevice, EditReceiver, EditRoute, EditRule, EditSilence, Events, ForeignRules, Gallery, Glance,
    Import, LineUp, Otherwise, Phases, Probe, ProbeRules, Receivers, Report, Reports, RouteList, Rules,
    Settings, Silences, Sleep, StationRules, Streams, Wall,
};
use crate::part::{Keys, Opened, Palette, Shortcuts};
use crate::screen::Screen;
use crate::sound::Sound;
use crate::undo::{Toast, Undo};
use crate::who::{AskWho, Who};
use crate::{link, text};

/// The whole screen.
#[component]
pub(crate) fn App() -> impl IntoView {
    let live = Live::new();
    provide_context(live);
    provide_context(Screen::new());
    provide_context(Undo::new());
    provide_context(Who::new());
    provide_context(Sound::new(live));
    provide_context(Notes::new(live));
    provide_context(BarSwitch::new());
    provide_context(Sleep::new());
    let guard = Guard::new();
    provide_context(guard);
    provide_context(Opened::new(guard));
    provide_context(Unseen::new(live));
    leptos::task::spawn_local(link::keep_live(live));
    set_interval(move || live.tick(), std::time::Duration::from_millis(250));
    Effect::new(move || {
        let station = live
            .hello
            .with(|hello| hello.as_ref().map(|hello| hello.station.clone()));
        document().set_title(
            &live
                .attention
                .with(|waiting| text::page_title(waiting.critical, station.as_deref())),
        );
    });
    view! {
        <Router>
            <div class="frame" on:click:capture=move |event| guard.clicked(&event)>
                <Ribbon />
                <Rail />
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Wall />
                    <Route path=path!("/probe/:id") view=Probe />
                    <Route path=path!("/probe/:id/edit") view=Edit />
                    <Route path=path!("/add") view=Add />
                    <Route path=path!("/alerts/health") view=AlarmHealth />
                    <ParentRoute path=path!("") view=Alerts>
                        <Route path=path!("/alerts") view=|| () />
                        <Route path=path!("/alert/:id") view=|| () />
                    </ParentRoute>
                    <Route path=path!("/devices") view=Devices />
                    <Route path=path!("/devices/add") view=AddDevice />
                    <Route path=path!("/device/:id") view=Device />
                    <Route path=path!("/device/:id/edit") view=EditDevice />
                    <Route path=path!("/discovery") view=Discovery />
                    <Route path=path!("/channels") view=Channels />
                    <Route path=path!("/channels/add") view=AddChannel />
                    <Route path=path!("/channel/:id") view=Channel />
                    <Route path=path!("/channel/:id/edit") view=EditChannel />
                    <Route path=path!("/streams") view=Streams />
                    <Route path=path!("/events") view=Events />
                    <Route path=path!("/reports") view=Reports />
                    <Route path=path!("/reports/line-up") view=LineUp />
                    <Route path=path!("/reports/:id") view=Report />
                    <Route path=path!("/settings") view=Settings />
                    <Route path=path!("/import") view=Import />
                    <Route path=path!("/receivers") view=Receivers />
                    <Route path=path!("/receivers/add") view=AddReceiver />
                    <Route path=path!("/receiver/:id") view=EditReceiver />
                    <Route path=path!("/routes") view=RouteList />
                    <Route path=path!("/routes/add") view=AddRoute />
                    <Route path=path!("/route/:id") view=EditRoute />
                    <Route path=path!("/silences") view=Silences />
                    <Route path=path!("/silences/add") view=AddSilence />
                    <Route path=path!("/silence/:id") view=EditSilence />
                    <Route path=path!("/rules") view=Rules />
                    <Route path=path!("/rules/add") view=AddRule />
                    <Route path=path!("/rules/import") view=ForeignRules />
                    <Route path=path!("/rule/:id") view=EditRule />
                    <Route path=path!("/probe/:id/rules") view=ProbeRules />
                    <Route path=path!("/device/:id/rules") view=DeviceRules />
                    <Route path=path!("/channel/:id/rules") view=ChannelRules />
                    <Route path=path!("/settings/rules") view=StationRules />
                    <Route path=path!("/phases") view=Phases />
                    <Route path=path!("/settings/phases") view=Otherwise />
                    <Route path=path!("/gallery") view=Gallery />
                    <Route path=path!("/glance") view=Glance />
                </Routes>
                <Keys />
                <div class="toasts">
                    <Puzzled />
                    <CrashNotice />
                    <Toast />
                    <NoteWords />
                </div>
                <Asleep />
                <Leaving />
                <Palette />
                <Shortcuts />
                <AskWho />
                <Pall />
                <SignedOut />
            </div>
        </Router>
    }
}
