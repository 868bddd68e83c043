//! What was measured, in a table that can be pasted into a page.

/// What a number counts.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    /// Share of one core.
    Core,
    /// Seconds, shown as milliseconds.
    Time,
    /// Bytes for each sample.
    SampleBytes,
    /// Bytes, shown as megabytes.
    Memory,
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Self::Core => format!("{:.2} % of a core", value * 100.0),
            Self::Time if value < 0.01 => format!("{:.3} ms", value * 1e3),
            Self::Time => format!("{:.1} ms", value * 1e3),
            Self::SampleBytes => format!("{value:.2} bytes"),
            Self::Memory => format!("{:.1} MB", value / 1e6),
        }
    }
}

/// What is to be reached.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// At most so many times the peer.
    Ratio(f64),
    /// At most this.
    Value(f64),
    /// Nothing; it is told for comparison.
    Told,
}

/// All figures of a run.
#[derive(Default)]
pub(crate) struct Table {
    rows: String,
    missed: usize,
}

impl Table {
    /// Adds a figure, with the name of the peer and its number if it has one.
    pub(crate) fn add(&mut self, figure: &str, unit: Unit, ours: f64, peer: Option<(&str, f64)>, goal: Goal) {
        let ratio = peer.map(|(_, theirs)| ours / theirs);
        let (goal, is_reached) = match (goal, ratio) {
            (Goal::Ratio(most), Some(ratio)) => (format!("≤ {most} times"), ratio <= most),
            (Goal::Value(most), _) => (format!("≤ {}", unit.show(most)), ours <= most),
            (Goal::Ratio(_), None) | (Goal::Told, _) => (String::new(), true),
        };
        let reached = match (goal.is_empty(), is_reached) {
            (true, _) => "",
            (false, true) => "yes",
            (false, false) => "**no**",
        };
        self.missed += usize::from(!is_reached);
        let peer = peer
            .map(|(name, theirs)| format!("{name}: {}", unit.show(theirs)))
            .unwrap_or_default();
        let ratio = ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        let ours = unit.show(ours);
        self.rows += &format!("| {figure} | {ours} | {peer} | {ratio} | {goal} | {reached} |\n");
    }

    /// How many goals were missed.
    pub(crate) fn missed(&self) -> usize {
        self.missed
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(
            "| figure | Flywatch | peer | ratio | goal | reached |\n| --- | --- | --- | --- | --- | --- |\n",
        )?;
        f.write_str(&self.rows)
    }
}

/// The value below which this share of all lies.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index below the length"
    )]
    let index = (share * sorted.len().saturating_sub(1) as f64).round() as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

/// The middle.
pub(crate) fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}
