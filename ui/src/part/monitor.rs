//! The picture and the sound of one stream.

use leptos::prelude::*;
use wire::Timestamp;
use wire::probe::ProbeId;
use wire::reading::Fact;

use super::levels::Levels;
use super::picture::Picture;
use crate::live::Row;
use crate::model::levels::NOT_DECODED;

/// Picture, bars and loudness, and why one of them is missing.
#[component]
pub(crate) fn Monitor(
    /// Whose stream.
    id: ProbeId,
    /// Its name.
    #[prop(into)]
    name: Signal<String>,
    /// What is measured.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// What is said.
    #[prop(into)]
    facts: Signal<Vec<Fact>>,
    /// The clock of the station.
    #[prop(into)]
    now: Signal<Timestamp>,
) -> impl IntoView {
    let why = Memo::new(move |_| {
        facts.with(|facts| {
            let fact = facts.iter().find(|fact| fact.name == NOT_DECODED);
            fact.map(|fact| fact.text.clone())
        })
    });
    view! {
        <section class="panel monitor">
            <Picture id=id name=name why=why now=now with_levels=true />
            <div class="grow">
                <Levels rows=rows />
                <p class="t3" dir="auto">{why}</p>
            </div>
        </section>
    }
}
