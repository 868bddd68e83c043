//! A press that must be meant: one finger that rests long enough, or Enter pressed twice. Decides only; what it decides
//! is held by the station as well.

/// After one press another one is not heeded for so long: a hand that shakes presses twice.
const DEAF_MS: f64 = 800.0;
/// A screen that comes to a full hold later than this was not looking at the finger meanwhile.
const LATE_MS: f64 = 500.0;

/// How far a finger may wander, and how broad it may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hand {
    /// CSS pixels from where it came down.
    pub(crate) slop: f64,
    /// CSS pixels of contact from which on it is a palm.
    pub(crate) palm: f64,
}

impl Hand {
    /// Of a screen with so many CSS pixels for a millimetre.
    pub(crate) fn of(px_per_mm: f64) -> Self {
        Self {
            slop: 4.0 * px_per_mm,
            palm: 25.0 * px_per_mm,
        }
    }
}

/// One finger, pen or mouse, as the browser tells of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Finger {
    pub(crate) id: i32,
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// The longer side of where it touches, in CSS pixels.
    pub(crate) breadth: f64,
}

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// Let go before it was full.
    LetGo,
    /// Wandered off, or the page was scrolled.
    Wandered,
    /// A second finger, or a palm.
    Crowded,
    /// The screen was too busy to see the finger.
    Late,
    /// Enter was not pressed a second time.
    Unconfirmed,
}

/// Where a press stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Stage {
    #[default]
    Rest,
    /// A finger is on it; the station has been asked.
    Asked,
    /// The finger rests until then.
    Filling(f64),
    /// Enter was pressed; the station has been asked.
    Prompted,
    /// A second Enter counts between both times.
    Confirm(f64, f64),
    /// On its way.
    Sent,
    /// The station has done it.
    Done,
    Slipped(Slip),
    /// The station did not do it, and why.
    Failed(String),
}

/// A press from the first touch to what came of it. Times are milliseconds of one clock.
#[derive(Debug, Default)]
pub(crate) struct Press {
    stage: Stage,
    finger: Option<Finger>,
    token: String,
    deaf_until: f64,
    turn: u32,
}

impl Press {
    pub(crate) fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Which try this is; an answer to an earlier one counts for nothing.
    pub(crate) fn turn(&self) -> u32 {
        self.turn
    }

    /// A finger comes down on it; whether the station is to be asked.
    pub(crate) fn down(&mut self, finger: Finger, hand: Hand, now: f64) -> bool {
        match self.stage {
            Stage::Sent => false,
            _ if self.finger.is_some() => {
                self.slip(Slip::Crowded);
                false
            }
            _ if now < self.deaf_until => false,
            _ if finger.breadth > hand.palm => {
                self.slip(Slip::Crowded);
                false
            }
            _ => {
                self.deaf_until = now + DEAF_MS;
                self.begin(Stage::Asked);
                self.finger = Some(finger);
                true
            }
        }
    }

    /// A finger comes down anywhere on the screen.
    pub(crate) fn joined(&mut self, id: i32) {
        if self.finger.is_some_and(|finger| finger.id != id) {
            self.slip(Slip::Crowded);
        }
    }

    /// The finger moves.
    pub(crate) fn moved(&mut self, to: Finger, hand: Hand) {
        let Some(from) = self.finger.filter(|from| from.id == to.id) else {
            return;
        };
        if to.breadth > hand.palm {
            self.slip(Slip::Crowded);
        } else if (to.x - from.x).hypot(to.y - from.y) > hand.slop {
            self.slip(Slip::Wandered);
        }
    }

    /// The finger leaves the glass, or is taken away by the browser for a scroll.
    pub(crate) fn lifted(&mut self, id: i32, why: Slip) {
        if self.finger.is_some_and(|finger| finger.id == id) {
            self.slip(why);
        }
    }

    /// Enter, or what a screen reader does instead; whether the station is to be asked, or the token to send.
    pub(crate) fn entered(&mut self, now: f64) -> Entered {
        match self.stage {
            Stage::Asked | Stage::Filling(_) | Stage::Prompted | Stage::Sent => Entered::Nothing,
            Stage::Confirm(from, until) if now <= until => {
                if now < from {
                    return Entered::Nothing;
                }
                self.stage = Stage::Sent;
                Entered::Send(std::mem::take(&mut self.token))
            }
            _ => {
                self.begin(Stage::Prompted);
                Entered::Ask
            }
        }
    }

    /// The station knows of the press; it counts `hold_ms` from now on, until `expires_ms`.
    pub(crate) fn answered(&mut self, turn: u32, token: String, hold_ms: u32, expires_ms: u32, now: f64) {
        if turn != self.turn {
            return;
        }
        let from = now + f64::from(hold_ms);
        self.stage = match self.stage {
            Stage::Asked => Stage::Filling(from),
            Stage::Prompted => Stage::Confirm(from, now + f64::from(expires_ms)),
            _ => return,
        };
        self.token = token;
    }

    /// The time is up and the finger still rests there: the token to send.
    pub(crate) fn full(&mut self, turn: u32, now: f64) -> Option<String> {
        let Stage::Filling(from) = self.stage else {
            return None;
        };
        if turn != self.turn || now < from {
            return None;
        }
        if now > from + LATE_MS {
            self.slip(Slip::Late);
            return None;
        }
        self.finger = None;
        self.stage = Stage::Sent;
        Some(std::mem::take(&mut self.token))
    }

    /// Nobody pressed Enter again, or looked elsewhere.
    pub(crate) fn forgotten(&mut self) {
        if matches!(self.stage, Stage::Prompted | Stage::Confirm(..)) {
            self.slip(Slip::Unconfirmed);
        }
    }

    /// The window lost the hand: a finger there is not seen any more.
    pub(crate) fn abandoned(&mut self) {
        if self.finger.is_some() {
            self.slip(Slip::Wandered);
        }
        self.forgotten();
    }

    /// What came of it; or that the station cannot be asked.
    pub(crate) fn ended(&mut self, turn: u32, how: Result<(), String>) {
        if turn == self.turn && !matches!(self.stage, Stage::Slipped(_) | Stage::Rest) {
            self.finger = None;
            self.stage = how.map_or_else(Stage::Failed, |()| Stage::Done);
        }
    }

    /// What was done has been told long enough.
    pub(crate) fn rest(&mut self, turn: u32) {
        if turn == self.turn && matches!(self.stage, Stage::Done | Stage::Slipped(_)) {
            self.stage = Stage::Rest;
        }
    }

    fn begin(&mut self, stage: Stage) {
        self.turn = self.turn.wrapping_add(1);
        self.token.clear();
        self.stage = stage;
    }

    fn slip(&mut self, why: Slip) {
        self.finger = None;
        self.begin(Stage::Slipped(why));
    }
}

/// What a key asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entered {
    Nothing,
    Ask,
    Send(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    const HAND: Hand = Hand {
        slop: 20.0,
        palm: 125.0,
    };

    fn finger(id: i32, x: f64) -> Finger {
        Finger {
            id,
            x,
            y: 0.0,
            breadth: 40.0,
        }
    }

    /// A finger that has rested on it since `0.0`; the station answered at `20.0`.
    fn held() -> Press {
        let mut press = Press::default();
        assert!(press.down(finger(1, 100.0), HAND, 0.0));
        press.answered(press.turn(), "t".to_owned(), 1_000, 9_000, 20.0);
        press
    }

    #[test]
    fn a_finger_that_rests_long_enough_sends_the_token_once() {
        let mut press = held();
        press.moved(finger(1, 119.0), HAND);
        assert_eq!(press.full(press.turn(), 1_019.0), None);
        assert_eq!(press.full(press.turn(), 1_020.0), Some("t".to_owned()));
        assert_eq!(press.full(press.turn(), 1_021.0), None);
        press.lifted(1, Slip::LetGo);
        assert_eq!(press.stage(), &Stage::Sent);
        press.ended(press.turn(), Ok(()));
        assert_eq!(press.stage(), &Stage::Done);
    }

    #[test]
    fn whatever_is_not_one_quiet_finger_does_nothing() {
        type Mishap = (fn(&mut Press), Slip);
        let mishaps: [Mishap; 6] = [
            (|press| press.lifted(1, Slip::LetGo), Slip::LetGo),
            (|press| press.lifted(1, Slip::Wandered), Slip::Wandered),
            (|press| press.moved(finger(1, 121.0), HAND), Slip::Wandered),
            (|press| press.joined(2), Slip::Crowded),
            (
                |press| assert!(!press.down(finger(2, 100.0), HAND, 900.0)),
                Slip::Crowded,
            ),
            (
                |press| {
                    let palm = Finger {
                        breadth: 130.0,
                        ..finger(1, 100.0)
                    };
                    press.moved(palm, HAND);
                },
                Slip::Crowded,
            ),
        ];
        for (mishap, slip) in mishaps {
            let mut press = held();
            let turn = press.turn();
            mishap(&mut press);
            assert_eq!(press.stage(), &Stage::Slipped(slip));
            assert_eq!(press.full(turn, 1_020.0), None);
            assert_eq!(press.full(press.turn(), 1_020.0), None);
        }
    }

    #[test]
    fn an_answer_to_a_finger_that_has_gone_counts_for_nothing() {
        let mut press = Press::default();
        press.down(finger(1, 0.0), HAND, 0.0);
        let turn = press.turn();
        press.lifted(1, Slip::LetGo);
        press.answered(turn, "t".to_owned(), 1_000, 9_000, 20.0);
        assert_eq!(press.stage(), &Stage::Slipped(Slip::LetGo));
    }

    #[test]
    fn a_second_press_at_once_is_not_heeded() {
        let mut press = held();
        press.lifted(1, Slip::LetGo);
        assert!(!press.down(finger(1, 0.0), HAND, 799.0));
        assert!(press.down(finger(1, 0.0), HAND, 800.0));
    }

    #[test]
    fn a_screen_that_hung_does_not_act_on_what_it_did_not_see() {
        let mut press = held();
        assert_eq!(press.full(press.turn(), 1_521.0), None);
        assert_eq!(press.stage(), &Stage::Slipped(Slip::Late));
    }

    #[test]
    fn enter_counts_twice_and_not_too_early_nor_too_late() {
        let mut press = Press::default();
        assert_eq!(press.entered(0.0), Entered::Ask);
        assert_eq!(press.entered(1.0), Entered::Nothing);
        press.answered(press.turn(), "t".to_owned(), 1_000, 9_000, 20.0);
        assert_eq!(press.entered(1_019.0), Entered::Nothing);
        assert_eq!(press.entered(1_020.0), Entered::Send("t".to_owned()));
        assert_eq!(press.entered(1_021.0), Entered::Nothing);

        let mut press = Press::default();
        press.entered(0.0);
        press.answered(press.turn(), "t".to_owned(), 1_000, 9_000, 20.0);
        assert_eq!(press.entered(9_021.0), Entered::Ask);
        press.forgotten();
        assert_eq!(press.stage(), &Stage::Slipped(Slip::Unconfirmed));
    }

    #[test]
    fn a_refusal_is_told_until_the_next_press() {
        let mut press = held();
        press.full(press.turn(), 1_020.0);
        press.ended(press.turn(), Err("The station is full.".to_owned()));
        assert_eq!(press.stage(), &Stage::Failed("The station is full.".to_owned()));
        press.rest(press.turn());
        assert_eq!(press.stage(), &Stage::Failed("The station is full.".to_owned()));
        assert!(press.down(finger(1, 0.0), HAND, 5_000.0));
    }
}
