/// A straight line through points, by least squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    x: f64,
    y: f64,
    pub(super) slope: f64,
}

impl Line {
    /// Through the points for which `counts` holds; nothing where fewer than two differ in x.
    pub(super) fn through(points: &[(f64, f64)], counts: impl Fn(usize) -> bool) -> Option<Self> {
        let chosen = || {
            let numbered = points.iter().enumerate();
            numbered
                .filter(|(index, _)| counts(*index))
                .map(|(_, point)| *point)
        };
        let number = chosen().count() as f64;
        let (sum_x, sum_y) = chosen().fold((0.0, 0.0), |(x, y), point| (x + point.0, y + point.1));
        let (x, y) = (sum_x / number, sum_y / number);
        let products = chosen().map(|point| ((point.0 - x).powi(2), (point.0 - x) * (point.1 - y)));
        let (square, product) = products.fold((0.0, 0.0), |sum, next| (sum.0 + next.0, sum.1 + next.1));
        (square > 0.0).then(|| Self {
            x,
            y,
            slope: product / square,
        })
    }

    /// How far above the line a point is.
    pub(super) fn residual(&self, (x, y): (f64, f64)) -> f64 {
        y - self.y - self.slope * (x - self.x)
    }
}
