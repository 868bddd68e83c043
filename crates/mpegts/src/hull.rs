/// Points that are kept at most: even a second of random arrivals has a few dozen.
const MOST: usize = 2_048;

/// Points in the order of their first coordinate, of which only those are kept that can lie furthest above or below a straight
/// line, so that a line may be chosen later that is not known yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hull {
    points: Vec<(u64, u64)>,
    is_full: bool,
}

impl Hull {
    /// Adds a point to those of which the highest will be asked for. The first coordinate must not be less than that of the
    /// point before.
    pub(crate) fn push_high(&mut self, x: u64, y: u64) {
        self.push(x, y, |turn| turn < 0);
    }

    /// The same for the lowest; a hull has the one or the other.
    pub(crate) fn push_low(&mut self, x: u64, y: u64) {
        self.push(x, y, |turn| turn > 0);
    }

    fn push(&mut self, x: u64, y: u64, keeps: impl Fn(i128) -> bool) {
        add(&mut self.points, (x, y), keeps);
        self.is_full |= self.points.len() > MOST;
        if self.is_full {
            self.points.clear();
        }
    }

    /// The greatest of `y - slope * x`; nothing without points, and where there were too many.
    pub(crate) fn highest_above(&self, slope: f64) -> Option<f64> {
        self.heights(slope).reduce(f64::max)
    }

    /// The least of `y - slope * x`.
    pub(crate) fn lowest_above(&self, slope: f64) -> Option<f64> {
        self.heights(slope).reduce(f64::min)
    }

    /// Forgets all points and keeps their room.
    pub(crate) fn clear(&mut self) {
        self.points.clear();
        self.is_full = false;
    }

    fn heights(&self, slope: f64) -> impl Iterator<Item = f64> {
        let heights = self
            .points
            .iter()
            .map(move |(x, y)| *y as f64 - slope * *x as f64);
        heights.filter(|_| !self.is_full)
    }
}

/// Adds a point to a monotone chain (A. M. Andrew, 1979) and takes out those that it hides.
fn add(chain: &mut Vec<(u64, u64)>, point: (u64, u64), keeps: impl Fn(i128) -> bool) {
    while let [.., first, second] = chain.as_slice() {
        let less = |a: u64, b: u64| i128::from(a) - i128::from(b);
        let turn = less(second.0, first.0) * less(point.1, first.1)
            - less(second.1, first.1) * less(point.0, first.0);
        if keeps(turn) {
            break;
        }
        chain.pop();
    }
    chain.push(point);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_line_finds_the_furthest_points() {
        let (mut high, mut low) = (Hull::default(), Hull::default());
        let (mut all, mut x, mut y) = (Vec::new(), 0, 0);
        for number in 0..3_000_u64 {
            (x, y) = (x + number * number * 7 % 97, y + number * 31 % 53);
            high.push_high(x, y);
            low.push_low(x, y);
            all.push((x as f64, y as f64));
        }
        assert!(high.points.len() + low.points.len() < 200);
        for slope in [0.0, 0.1, 0.5, 0.55, 2.0] {
            let heights = all.iter().map(|(x, y)| y - slope * x);
            assert_eq!(high.highest_above(slope), heights.clone().reduce(f64::max));
            assert_eq!(low.lowest_above(slope), heights.reduce(f64::min));
        }
    }

    #[test]
    fn too_many_points_are_not_kept() {
        let mut hull = Hull::default();
        for number in 0..10_000 {
            hull.push_low(number, number * number);
            assert!(hull.points.len() <= MOST);
        }
        assert_eq!(hull.lowest_above(1.0), None);
        hull.clear();
        hull.push_low(1, 5);
        assert_eq!(hull.lowest_above(1.0), Some(4.0));
        assert_eq!(Hull::default().lowest_above(1.0), None);
    }
}
