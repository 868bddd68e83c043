use std::collections::VecDeque;

/// The last looks: the round-trip time of each in seconds, or nothing where no answer came.
#[derive(Debug)]
pub(super) struct Window {
    looks: VecDeque<Option<f64>>,
    length: usize,
}

/// Least, mean and greatest round-trip time in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) least: f64,
    pub(super) mean: f64,
    pub(super) greatest: f64,
}

impl Window {
    /// Over `length` looks.
    pub(super) fn new(length: usize) -> Self {
        Self {
            looks: VecDeque::with_capacity(length),
            length,
        }
    }

    pub(super) fn push(&mut self, rtt: Option<f64>) {
        if self.looks.len() == self.length {
            self.looks.pop_front();
        }
        self.looks.push_back(rtt);
    }

    /// The share of looks without an answer, 0 to 1.
    pub(super) fn loss(&self) -> f64 {
        mean(self.looks.iter().map(|rtt| if rtt.is_none() { 1.0 } else { 0.0 })).unwrap_or_default()
    }

    /// Mean deviation between successive round-trip times in seconds: the mean of |D(i−1,i)| of RFC 3550, 6.4.1, with
    /// the round trip in place of the transit, over the window instead of a filter of gain 1/16. A look without an
    /// answer is left out. Nothing before the second answer.
    pub(super) fn jitter(&self) -> Option<f64> {
        let later = self.answered().skip(1);
        mean(self.answered().zip(later).map(|(a, b)| (b - a).abs()))
    }

    pub(super) fn span(&self) -> Option<Span> {
        Some(Span {
            least: self.answered().reduce(f64::min)?,
            mean: mean(self.answered())?,
            greatest: self.answered().reduce(f64::max)?,
        })
    }

    /// Whether none of the last `looks` looks, or of all when there are fewer, got an answer.
    pub(super) fn silent(&self, looks: usize) -> bool {
        self.looks.iter().rev().take(looks).all(Option::is_none)
    }

    fn answered(&self) -> impl Iterator<Item = f64> {
        self.looks.iter().copied().flatten()
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(length: usize, looks: &[Option<f64>]) -> Window {
        let mut window = Window::new(length);
        looks.iter().for_each(|rtt| window.push(*rtt));
        window
    }

    #[test]
    fn loss_and_jitter_are_taken_over_the_window() {
        let seen = window(4, &[Some(9.0), Some(1.0), None, Some(3.0), Some(2.0)]);
        assert_eq!(seen.loss(), 0.25);
        assert_eq!(seen.jitter(), Some(1.5), "|3 - 1| and |2 - 3|");
        assert_eq!(
            seen.span(),
            Some(Span {
                least: 1.0,
                mean: 2.0,
                greatest: 3.0
            })
        );
    }

    #[test]
    fn little_seen_says_little() {
        assert_eq!(window(4, &[]).loss(), 0.0);
        assert_eq!(window(4, &[Some(1.0)]).jitter(), None);
        assert_eq!(window(4, &[None]).span(), None);
    }

    #[test]
    fn a_target_is_silent_when_no_recent_look_was_answered() {
        assert!(window(9, &[None]).silent(3));
        assert!(window(9, &[Some(1.0), None, None, None]).silent(3));
        assert!(!window(9, &[Some(1.0), None, None]).silent(3));
        assert!(!window(9, &[None, None, Some(1.0)]).silent(3));
    }
}
