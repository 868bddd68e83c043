//! The hops of a channel as a chain: where the trouble begins, and what only follows from it.

use leptos::prelude::*;
use wire::channel::{Standing, Way};

use crate::model::channel::HopFace;
use crate::model::face::Face;
use crate::text;

/// A field for each hop, in order; those of two ways are marked.
#[component]
pub(crate) fn Hops(
    /// From source to edge.
    #[prop(into)]
    hops: Signal<Vec<HopFace>>,
) -> impl IntoView {
    let one = |hop: HopFace| {
        let face = Face {
            condition: hop.condition,
            stale: false,
        };
        let follows = matches!(hop.standing, Standing::Consequence(_));
        let way = match hop.way {
            Way::Both => None,
            Way::Main => Some(text::way_main()),
            Way::Backup => Some(text::way_backup()),
        };
        let words = [way.unwrap_or_default(), &hop.words];
        let words = words
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let state = face.spoken();
        view! {
            <li class=format!("hop {}", face.class()) class:follows=follows>
                <span class="top"><b class="cut" dir="auto">{hop.name}</b><i class=face.glyph() aria-hidden="true"></i><span class="vh">{state}</span></span>
                <span class="words t2" dir="auto">{words}</span>
            </li>
        }
    };
    view! { <ol class="hops">{move || hops.get().into_iter().map(one).collect_view()}</ol> }
}
