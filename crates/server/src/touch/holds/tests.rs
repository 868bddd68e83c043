use axum::http::StatusCode;
use axum::response::IntoResponse;
use wire::touch::{APPLY_CONFIGURATION, DELETE_PROBES, SHORTEN_RETENTION};

use super::*;

const MS: Duration = Duration::from_millis(1);
const AGAIN: Result<(), StatusCode> = Err(StatusCode::CONFLICT);

/// Holds, and a clock that goes only when told to.
struct Desk {
    holds: Holds,
    now: Instant,
    tokens: u32,
}

impl Desk {
    fn new() -> Self {
        Self {
            holds: Holds::default(),
            now: Instant::now(),
            tokens: 0,
        }
    }

    fn touch(&mut self, touch: &Touch) -> Result<Held, StatusCode> {
        self.touch_as(touch, Caller::Program)
    }

    fn touch_as(&mut self, touch: &Touch, caller: Caller) -> Result<Held, StatusCode> {
        self.tokens += 1;
        let token = format!("token {}", self.tokens);
        self.holds.begin(touch, caller, token, self.now).map_err(status)
    }

    fn end(&self, held: &Held, order: &'static Order) -> Result<(), StatusCode> {
        self.end_as(held, order, &Caller::Program)
    }

    fn end_as(&self, held: &Held, order: &'static Order, caller: &Caller) -> Result<(), StatusCode> {
        self.holds
            .end(&held.token, order, caller, self.now)
            .map_err(status)
    }
}

fn status(refusal: Refusal) -> StatusCode {
    refusal.into_response().status()
}

fn hold(order: &Order) -> Touch {
    Touch {
        order: order.name.to_string(),
        arm: false,
        armed: None,
    }
}

fn arm(order: &Order) -> Touch {
    Touch {
        arm: true,
        ..hold(order)
    }
}

fn armed(order: &Order, armed: &Held) -> Touch {
    Touch {
        armed: Some(armed.token.clone()),
        ..hold(order)
    }
}

#[test]
fn a_hold_counts_from_its_time_on_for_eight_seconds() {
    for (held_ms, counts) in [
        (0, false),
        (999, false),
        (1_000, true),
        (9_000, true),
        (9_001, false),
    ] {
        let mut desk = Desk::new();
        let held = desk.touch(&hold(&DELETE_PROBES)).unwrap();
        assert_eq!((held.hold_ms, held.expires_ms), (1_000, 9_000));
        desk.now += MS * held_ms;
        assert_eq!(desk.end(&held, &DELETE_PROBES).is_ok(), counts, "{held_ms} ms");
    }
}

#[test]
fn a_hold_is_good_once() {
    let mut desk = Desk::new();
    let held = desk.touch(&hold(&DELETE_PROBES)).unwrap();
    desk.now += MS * 1_000;
    assert_eq!(desk.end(&held, &DELETE_PROBES), Ok(()));
    assert_eq!(desk.end(&held, &DELETE_PROBES), AGAIN);
}

#[test]
fn a_hold_that_was_let_go_early_is_over() {
    let mut desk = Desk::new();
    let held = desk.touch(&hold(&DELETE_PROBES)).unwrap();
    desk.now += MS * 900;
    assert_eq!(desk.end(&held, &DELETE_PROBES), AGAIN);
    desk.now += MS * 200;
    assert_eq!(desk.end(&held, &DELETE_PROBES), AGAIN);
}

#[test]
fn a_hold_is_good_for_its_own_order_and_for_whoever_began_it() {
    let mut desk = Desk::new();
    let [mine, yours] = ["mine", "yours"].map(|session| Caller::Screen(session.to_owned()));
    let held = desk.touch_as(&hold(&DELETE_PROBES), mine.clone()).unwrap();
    desk.now += MS * 1_000;
    assert_eq!(desk.end_as(&held, &SHORTEN_RETENTION, &mine), AGAIN);
    assert_eq!(desk.end_as(&held, &DELETE_PROBES, &yours), AGAIN);
    assert_eq!(desk.end_as(&held, &DELETE_PROBES, &Caller::Program), AGAIN);
    assert_eq!(
        desk.end_as(&held, &DELETE_PROBES, &mine),
        Ok(()),
        "none of them spent it"
    );
}

#[test]
fn what_must_be_armed_is_held_while_it_is_lit() {
    for (lit_ms, counts) in [(0, true), (8_000, true), (8_001, false)] {
        let mut desk = Desk::new();
        let lit = desk.touch(&arm(&APPLY_CONFIGURATION)).unwrap();
        assert_eq!((lit.hold_ms, lit.expires_ms), (0, 8_000));
        desk.now += MS * lit_ms;
        let held = desk.touch(&armed(&APPLY_CONFIGURATION, &lit));
        assert_eq!(held.is_ok(), counts, "{lit_ms} ms");
        let again = desk.touch(&armed(&APPLY_CONFIGURATION, &lit));
        assert_eq!(
            again.err(),
            Some(StatusCode::CONFLICT),
            "one hold for each arming"
        );
    }
    for (held_ms, counts) in [(1_499, false), (1_500, true), (9_500, true), (9_501, false)] {
        let mut desk = Desk::new();
        let lit = desk.touch(&arm(&APPLY_CONFIGURATION)).unwrap();
        let held = desk.touch(&armed(&APPLY_CONFIGURATION, &lit)).unwrap();
        desk.now += MS * held_ms;
        assert_eq!(
            desk.end(&held, &APPLY_CONFIGURATION).is_ok(),
            counts,
            "{held_ms} ms"
        );
    }
}

#[test]
fn arming_is_no_hold_and_a_hold_is_no_arming() {
    let mut desk = Desk::new();
    let first = desk.touch(&hold(&APPLY_CONFIGURATION));
    assert_eq!(first.err(), Some(StatusCode::PRECONDITION_REQUIRED));
    let lit = desk.touch(&arm(&APPLY_CONFIGURATION)).unwrap();
    desk.now += MS * 1_500;
    assert_eq!(desk.end(&lit, &APPLY_CONFIGURATION), AGAIN);
    let held = desk.touch(&armed(&APPLY_CONFIGURATION, &lit)).unwrap();
    desk.now += MS * 1_500;
    let twice = desk.touch(&armed(&APPLY_CONFIGURATION, &held));
    assert_eq!(twice.err(), Some(StatusCode::CONFLICT));
    assert_eq!(desk.end(&held, &APPLY_CONFIGURATION), Ok(()));
}

#[test]
fn touches_that_make_no_sense_are_named() {
    let mut desk = Desk::new();
    let lit = desk.touch(&arm(&APPLY_CONFIGURATION)).unwrap();
    let mut both = armed(&APPLY_CONFIGURATION, &lit);
    both.arm = true;
    let mut unknown = hold(&DELETE_PROBES);
    unknown.order = "delete-everything".to_owned();
    for touch in [both, unknown, arm(&DELETE_PROBES), armed(&DELETE_PROBES, &lit)] {
        let refused = desk.touch(&touch).err();
        assert_eq!(refused, Some(StatusCode::UNPROCESSABLE_ENTITY), "{touch:?}");
    }
}

#[test]
fn a_flood_of_holds_takes_no_memory() {
    let mut desk = Desk::new();
    let first = desk.touch(&hold(&DELETE_PROBES)).unwrap();
    for _ in 0..10 * REMEMBERED {
        desk.touch(&hold(&DELETE_PROBES)).unwrap();
    }
    assert_eq!(desk.holds.0.lock().unwrap().len(), REMEMBERED);
    desk.now += MS * 1_000;
    assert_eq!(desk.end(&first, &DELETE_PROBES), AGAIN);
}
