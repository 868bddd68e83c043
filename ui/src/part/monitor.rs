//! The picture and the sound of one stream.

use leptos::prelude::*;
use wire::Timestamp;
use wire::probe::ProbeId;
use wire::reading::Fact;

use super::levels::Levels;
use super::picture::Picture;
use crate::live::Row;
use crate::model::levels::{NOT_DECODED, SOUND_OF};

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
    let said = move |name: &'static str| {
        Memo::new(move |_| {
            facts.with(|facts| {
                let fact = facts.iter().find(|fact| fact.name == name);
                fact.map(|fact| fact.text.clone())
            })
        })
    };
    let (why, sound) = (said(NOT_DECODED), said(SOUND_OF));
    view! {
        <section class="panel monitor">
            <Picture id=id name=name why=why now=now with_levels=true />
            <div class="grow">
                <Levels rows=rows />
                <p class="t3" dir="auto">{sound}</p>
                <p class="t3" dir="auto">{why}</p>
            </div>
        </section>
    }
}
