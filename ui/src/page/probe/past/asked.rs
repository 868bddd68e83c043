//! The history of some figures, asked for again as time goes on and as the chart moves.

use leptos::prelude::*;
use wire::Timestamp;
use wire::series::{History, SeriesId, Told};

use crate::link;
use crate::live::Live;
use crate::model::stretch::Stretch;

/// What is asked of the station.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wish {
    series: Vec<SeriesId>,
    told: Vec<Told>,
    page: (Timestamp, Timestamp),
    step_ms: u32,
}

/// What the station told, and why it did not.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) histories: RwSignal<Vec<History>>,
    pub(super) trouble: RwSignal<Option<link::Trouble>>,
    /// Whether the answer to the first question is there.
    pub(super) is_there: RwSignal<bool>,
}

/// Asks for the past of `series`. What was told stays until the new answer is there.
pub(super) fn asked(
    live: Live,
    series: Memo<Vec<SeriesId>>,
    told: Memo<Vec<Told>>,
    stretch: RwSignal<Stretch>,
) -> Asked {
    const OFTEN_MS: i64 = 5_000;
    const SELDOM_MS: i64 = 60_000;
    let asked = Asked {
        histories: RwSignal::new(Vec::new()),
        trouble: RwSignal::new(None),
        is_there: RwSignal::new(false),
    };
    let wish = Memo::new(move |_| {
        let (series, told, stretch) = (series.get(), told.get(), stretch.get());
        if series.is_empty() || told.is_empty() {
            return None;
        }
        let step_ms = stretch.step_ms();
        let pace = i64::from(step_ms).clamp(OFTEN_MS, SELDOM_MS);
        // A stretch that ends before now gets no new steps, but what lies right of it may.
        let moves_on = stretch
            .end
            .is_none_or(|end| end.plus_millis(2 * pace) > live.now());
        // Goes on by one each time that new steps may be there.
        let turn = if moves_on { live.clock.get().0 / pace } else { 0 };
        let wish = Wish {
            series,
            told,
            page: stretch.page(live.now()),
            step_ms,
        };
        Some((wish, turn))
    });
    let wished = move || wish.try_get_untracked().flatten().map(|(wish, _)| wish);
    Effect::new(move || {
        let Some((now_wished, _)) = wish.get() else { return };
        leptos::task::spawn_local(async move {
            let (from, to) = now_wished.page;
            let answer =
                link::history(&now_wished.series, from, to, now_wished.step_ms, &now_wished.told).await;
            // The chart may have gone on to another series, another time, or with its page altogether. An answer to the
            // same question is welcome however late: a slow station would never be drawn otherwise.
            if wished() != Some(now_wished) {
                return;
            }
            asked.is_there.set(true);
            match answer {
                Ok(answer) => {
                    asked.trouble.set(None);
                    asked.histories.set(answer);
                }
                Err(met) => asked.trouble.set(Some(met)),
            }
        });
    });
    asked
}
