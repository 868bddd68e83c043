//! Looking for more: one offer for each network, and how far the scan is that runs.

use std::net::IpAddr;

use leptos::prelude::*;
use wire::discovery::{Discovery, MOST_SCANNED, Network, Scan, ScanState};

use crate::link::discovery;
use crate::live::Live;
use crate::model::discovery::{is_running, seconds_left};
use crate::text;

/// The networks and their scans. The scan lives in the station, so it goes on when the page is left.
#[component]
pub(super) fn Scans(
    live: Live,
    found: RwSignal<Option<Discovery>>,
    /// Asks the station anew what is here.
    look: Action<(), ()>,
    trouble: RwSignal<Option<String>>,
) -> impl IntoView {
    let start = Action::new_local(move |network: &String| {
        let network = network.clone();
        async move {
            match discovery::scan(network).await {
                Ok(_) => drop(look.dispatch(())),
                Err(met) => trouble.set(Some(met.sentence())),
            }
        }
    });
    let stop = Action::new_local(move |(): &()| async move {
        match discovery::cancel_scan().await {
            Ok(()) => drop(look.dispatch(())),
            Err(met) => trouble.set(Some(met.sentence())),
        }
    });
    let runs = Memo::new(move |_| found.with(|found| found.as_ref().is_some_and(is_running)));
    let scan = Memo::new(move |_| found.with(|found| found.as_ref().and_then(|found| found.scan.clone())));
    let networks = Memo::new(move |_| {
        found.with(|found| {
            found
                .as_ref()
                .map(|found| found.networks.clone())
                .unwrap_or_default()
        })
    });
    let is_asked = move || found.with(Option::is_some);
    let offer = move |network: Network| match why_not(&network) {
        Some(why) => view! {
            <p class="t3">{text::on_interface(&network.network, &network.interface)} ": " {why}</p>
        }
        .into_any(),
        None => {
            let label = text::scan_network(&network.network, network.hosts);
            view! {
                <button class="btn" disabled=move || runs.get() || start.pending().get()
                    on:click=move |_| drop(start.dispatch(network.network.clone()))>
                    <i class="g g-seek" aria-hidden="true"></i>{label}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <Show when=is_asked>
            <section class="panel scans">
                <h2>{text::look_for_more()}</h2>
                <div class="row">{move || networks.get().into_iter().map(offer).collect_view()}</div>
                <Show when=move || networks.with(Vec::is_empty)><p>{text::no_network()}</p></Show>
                <Show when=move || scan.with(Option::is_none) && !networks.with(Vec::is_empty)><p class="t3">{text::scan_advice()}</p></Show>
                {move || scan.get().map(|scan| view! { <Progress live=live scan=scan stop=stop /> })}
            </section>
        </Show>
    }
}

/// Why a network cannot be scanned, in the words of this screen as far as it has them.
fn why_not(network: &Network) -> Option<String> {
    let said = network.why_not.clone()?;
    Some(match (network.address, network.hosts) {
        (IpAddr::V6(_), _) => text::too_wide().to_owned(),
        (IpAddr::V4(_), 0) => text::no_room().to_owned(),
        (IpAddr::V4(_), hosts) if hosts > u64::from(MOST_SCANNED) => text::too_many(hosts, MOST_SCANNED),
        (IpAddr::V4(_), _) => said,
    })
}

#[component]
fn Progress(live: Live, scan: Scan, stop: Action<(), ()>) -> impl IntoView {
    let said = match scan.state {
        ScanState::Running => text::scanning(&scan.network, scan.done, scan.total, scan.answered),
        ScanState::Done => text::scanned(&scan.network, scan.total, scan.answered),
        ScanState::Cancelled => text::scan_stopped(&scan.network, scan.done, scan.total, scan.answered),
    };
    let runs = scan.state == ScanState::Running;
    let left = seconds_left(&scan, live.now())
        .filter(|_| runs)
        .map(text::scan_left);
    view! {
        <div class="progress">
            <progress max=scan.total value=scan.done aria-label=text::look_for_more()></progress>
            <p class="row">
                <span class="grow">{said} " " <span class="t3">{left}</span></span>
                {runs.then(|| view! {
                    <button class="btn small" on:click=move |_| drop(stop.dispatch(()))>{text::cancel_scan()}</button>
                })}
            </p>
            {scan.trouble.map(|trouble| view! { <p class="t2">{trouble}</p> })}
        </div>
    }
}
