//! How much the latency of an SRT link protects it, as a bar beside what the way needs.

use leptos::prelude::*;
use wire::Unit;

use crate::live::Row;
use crate::model::protection::Protection as Of;
use crate::{format, text};

/// A bar of the latency with a mark where it should be; nothing for probes that know neither it nor the round trip.
#[component]
pub(crate) fn Protection(
    /// What is measured.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
) -> impl IntoView {
    let newest = move |metric: &str| {
        let row = rows.with(|rows| rows.iter().find(|row| row.series.metric == metric).cloned())?;
        row.trail.with(|trail| trail.latest()).map(|(_, value)| value)
    };
    let of = Memo::new(move |_| Some(Of::of(newest("srt_latency_seconds")?, newest("srt_rtt_seconds")?)));
    let time = |seconds: f64| format::value(Unit::Seconds, seconds).to_string();
    move || {
        of.get().map(|of| {
            let (length, mark) = of.bar();
            let (latency, needed) = (time(of.latency), time(of.needed));
            let verdict = if of.is_short() {
                text::protection_short(&time(of.needed - of.latency))
            } else {
                text::protection_enough().to_owned()
            };
            view! {
                <div class="protection" class:warn=of.is_too_short()>
                    <p><span>{text::protection()}</span><b>{verdict}</b></p>
                    <div class="meter"><i style:width=format!("{length}%")></i><b style:left=format!("{mark}%")></b></div>
                    <p class="t3"><span>{text::latency_set(&latency)}</span><span>{text::latency_needed(&needed)}</span></p>
                </div>
            }
        })
    }
}
