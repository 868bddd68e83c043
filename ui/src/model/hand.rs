//! Fingers and the pointer on a chart: what their moves mean.

use wire::Timestamp;

use super::stretch::Stretch;

/// So far a press may move, in CSS pixels, and still be a tap.
const SLOP: f64 = 8.0;

/// What a move means. Places are shares of the width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Act {
    /// Show this.
    Show(Stretch),
    /// Tell what was measured here.
    Point(f64),
    /// This part is about to be chosen.
    Choosing(f64, f64),
    /// Show this part.
    Chosen(f64, f64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Finger {
    id: i32,
    began: f64,
    x: f64,
}

/// Everything that touches the chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Hand {
    fingers: Vec<Finger>,
    has_moved: bool,
    /// Whether a part is chosen rather than moved.
    chooses: bool,
    /// What was shown when the present fingers took hold of it.
    base: Option<Stretch>,
}

impl Hand {
    /// Something touches at `x` while `shown` is shown; whether its move is to choose a part.
    pub(crate) fn down(&mut self, id: i32, x: f64, chooses: bool, shown: Stretch) {
        if self.fingers.is_empty() {
            self.has_moved = false;
            self.chooses = chooses;
        }
        if self.fingers.len() >= 2 || self.fingers.iter().any(|finger| finger.id == id) {
            return;
        }
        // A second finger makes it a pinch, whatever the first one was about to do.
        self.chooses &= self.fingers.is_empty();
        self.fingers.push(Finger { id, began: x, x });
        self.take_hold(shown);
    }

    fn take_hold(&mut self, shown: Stretch) {
        self.base = Some(shown);
        for finger in &mut self.fingers {
            finger.began = finger.x;
        }
    }

    /// It moved to `x` on a chart of this width; `None` as long as that means nothing.
    pub(crate) fn moved(&mut self, id: i32, x: f64, width: f64, now: Timestamp) -> Option<Act> {
        self.fingers.iter_mut().find(|finger| finger.id == id)?.x = x;
        let base = self.base?;
        match self.fingers.as_slice() {
            [one] => {
                if !self.has_moved && (one.x - one.began).abs() <= SLOP {
                    return None;
                }
                self.has_moved = true;
                if self.chooses {
                    return Some(Act::Choosing(one.began / width, one.x / width));
                }
                Some(Act::Show(base.moved((one.began - one.x) / width, now)))
            }
            [one, other] => {
                self.has_moved = true;
                let apart = |one: f64, other: f64| (one - other).abs().max(SLOP);
                let times = apart(one.began, other.began) / apart(one.x, other.x);
                let (began, at) = (one.began.midpoint(other.began), one.x.midpoint(other.x));
                let zoomed = base.zoomed(times, began / width, now);
                Some(Act::Show(zoomed.moved((began - at) / width, now)))
            }
            _ => None,
        }
    }

    /// It was lifted at `x` while `shown` is shown.
    pub(crate) fn up(&mut self, id: i32, x: f64, width: f64, shown: Stretch) -> Option<Act> {
        let place = self.fingers.iter().position(|finger| finger.id == id)?;
        let finger = self.fingers.remove(place);
        if !self.fingers.is_empty() {
            self.take_hold(shown);
            return None;
        }
        match (self.has_moved, self.chooses) {
            (false, _) => Some(Act::Point(x / width)),
            (true, true) => Some(Act::Chosen(finger.began / width, x / width)),
            (true, false) => None,
        }
    }

    /// The browser took it for something else, such as scrolling.
    pub(crate) fn cancel(&mut self) {
        *self = Self::default();
    }

    /// Whether something touches the chart.
    pub(crate) fn is_down(&self) -> bool {
        !self.fingers.is_empty()
    }

    /// Whether it has hold of the chart and moves it.
    pub(crate) fn drags(&self) -> bool {
        self.is_down() && self.has_moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(10_000_000);
    const WIDTH: f64 = 1000.0;

    fn shown() -> Stretch {
        Stretch::between(Timestamp(1_000_000), Timestamp(2_000_000))
    }

    #[test]
    fn a_press_that_hardly_moves_is_a_tap() {
        let mut hand = Hand::default();
        hand.down(1, 400.0, false, shown());
        assert_eq!(hand.moved(1, 406.0, WIDTH, NOW), None);
        assert_eq!(hand.up(1, 406.0, WIDTH, shown()), Some(Act::Point(0.406)));
    }

    #[test]
    fn what_is_dragged_follows_the_finger() {
        let mut hand = Hand::default();
        hand.down(1, 400.0, false, shown());
        let earlier = Stretch::between(Timestamp(900_000), Timestamp(1_900_000));
        assert_eq!(hand.moved(1, 500.0, WIDTH, NOW), Some(Act::Show(earlier)));
        assert_eq!(
            hand.moved(1, 400.0, WIDTH, NOW),
            Some(Act::Show(shown())),
            "and comes back"
        );
        assert_eq!(hand.up(1, 400.0, WIDTH, shown()), None);
    }

    #[test]
    fn two_fingers_stretch_time_between_them() {
        let mut hand = Hand::default();
        hand.down(1, 400.0, true, shown());
        hand.down(2, 600.0, true, shown());
        hand.moved(1, 300.0, WIDTH, NOW);
        let Some(Act::Show(near)) = hand.moved(2, 700.0, WIDTH, NOW) else {
            panic!("a pinch shows something");
        };
        assert_eq!(near.span_ms, 500_000);
        assert_eq!(near.at(0.5, NOW), shown().at(0.5, NOW));
        assert_eq!(hand.up(1, 300.0, WIDTH, near), None);
        let further = hand.moved(2, 800.0, WIDTH, NOW);
        assert_eq!(
            further,
            Some(Act::Show(near.moved(-0.1, NOW))),
            "one finger is left and drags"
        );
    }

    #[test]
    fn a_part_can_be_chosen_and_scrolling_drops_it() {
        let mut hand = Hand::default();
        hand.down(1, 200.0, true, shown());
        assert_eq!(hand.moved(1, 600.0, WIDTH, NOW), Some(Act::Choosing(0.2, 0.6)));
        assert_eq!(hand.up(1, 600.0, WIDTH, shown()), Some(Act::Chosen(0.2, 0.6)));
        hand.down(1, 200.0, true, shown());
        hand.cancel();
        assert!(!hand.is_down());
        assert_eq!(hand.up(1, 600.0, WIDTH, shown()), None);
    }
}
