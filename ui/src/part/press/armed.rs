//! What arming an order stands at: asked for, lit for a while, used up by a finger.

use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use wire::touch::{LIT_MS, Order, Touch};

use crate::link;
use crate::screen::uptime_ms;
use crate::text;

const COUNT_DOWN: Duration = Duration::from_millis(200);

/// What it stands at.
#[derive(Clone, Debug, PartialEq)]
enum Stand {
    /// Dark, and perhaps why.
    Dark(Option<String>),
    /// The station has been asked.
    Asked,
    /// With this token, until then.
    Lit(String, f64),
    /// A finger is on it: the token is spent.
    Held,
}

/// The arming of one order.
#[derive(Clone, Copy)]
pub(super) struct Armed {
    order: &'static Order,
    stand: RwSignal<Stand>,
    seconds: RwSignal<u32>,
}

impl Armed {
    /// Dark, and counting down by itself once it is lit.
    pub(super) fn new(order: &'static Order) -> Self {
        let armed = Self {
            order,
            stand: RwSignal::new(Stand::Dark(None)),
            seconds: RwSignal::new(0),
        };
        Effect::new(move |before: Option<Option<IntervalHandle>>| {
            if let Some(Some(before)) = before {
                before.clear();
            }
            let Stand::Lit(_, until) = armed.stand.get() else {
                return None;
            };
            armed.count_down(until);
            set_interval_with_handle(move || armed.count_down(until), COUNT_DOWN).ok()
        });
        armed
    }

    /// Asks the station to arm it.
    pub(super) fn arm(self) {
        self.stand.set(Stand::Asked);
        let touch = Touch {
            arm: true,
            ..self.touch_with(None)
        };
        leptos::task::spawn_local(async move {
            let stand = match link::touch(&touch).await {
                Ok(held) => Stand::Lit(held.token, uptime_ms() + f64::from(held.expires_ms.min(LIT_MS))),
                Err(trouble) => Stand::Dark(Some(trouble.sentence())),
            };
            self.stand.try_set(stand);
        });
    }

    /// A finger is on it: what the station is to be told.
    pub(super) fn held(self) -> Touch {
        let token = match self.stand.get_untracked() {
            Stand::Lit(token, _) => Some(token),
            Stand::Dark(_) | Stand::Asked | Stand::Held => None,
        };
        self.stand.set(Stand::Held);
        self.touch_with(token)
    }

    /// It came to nothing, and why.
    pub(super) fn put_out(self, why: String) {
        self.stand.set(Stand::Dark(Some(why)));
    }

    /// Whether a finger would do something.
    pub(super) fn is_lit(self) -> bool {
        self.stand
            .with(|stand| matches!(stand, Stand::Lit(..) | Stand::Held))
    }

    /// Whether it must be armed anew.
    pub(super) fn is_dark(self) -> bool {
        self.stand.with(|stand| matches!(stand, Stand::Dark(_)))
    }

    /// What it stands at, in words.
    pub(super) fn word(self) -> String {
        match self.stand.get() {
            Stand::Dark(why) => why.unwrap_or_default(),
            Stand::Asked => text::asking_station().to_owned(),
            Stand::Lit(..) => text::armed_for(self.seconds.get()),
            Stand::Held => text::armed().to_owned(),
        }
    }

    fn count_down(self, until: f64) {
        let spare = (until - uptime_ms()) / 1000.0;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 8 seconds"
        )]
        self.seconds.try_set(spare.ceil().max(0.0) as u32);
        let is_lit = self
            .stand
            .try_with_untracked(|stand| matches!(stand, Stand::Lit(..)));
        if spare <= 0.0 && is_lit == Some(true) {
            self.put_out(text::not_armed().to_owned());
        }
    }

    fn touch_with(self, armed: Option<String>) -> Touch {
        Touch {
            order: self.order.name.to_string(),
            arm: false,
            armed,
        }
    }
}
