//! A value held against a number, as a test.

use wire::Unit;
use wire::kind::{Bad, Metric, Sort};
use wire::rule::{Pick, Spent, Test};

use super::metric::Found;
use super::value::{Gathering, Over};
use super::words::millis;
use super::{Notes, Unfit};

/// How a value is held against a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Above,
    AtLeast,
    Below,
    AtMost,
    Is,
    IsNot,
}

impl Sign {
    pub(super) fn read(text: &str) -> Option<Self> {
        Some(match text {
            ">" => Self::Above,
            ">=" => Self::AtLeast,
            "<" => Self::Below,
            "<=" => Self::AtMost,
            "==" => Self::Is,
            "!=" => Self::IsNot,
            _ => return None,
        })
    }

    /// The same seen from the other side.
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Above => Self::Below,
            Self::AtLeast => Self::AtMost,
            Self::Below => Self::Above,
            Self::AtMost => Self::AtLeast,
            Self::Is | Self::IsNot => self,
        }
    }

    pub(super) fn holds(self, value: f64, number: f64) -> bool {
        match self {
            Self::Above => value > number,
            Self::AtLeast => value >= number,
            Self::Below => value < number,
            Self::AtMost => value <= number,
            Self::Is => value == number,
            Self::IsNot => value != number,
        }
    }
}

/// Counts that have fractions.
const FRACTIONS: [&str; 4] = [
    "host_load1",
    "host_load5",
    "host_load15",
    "srt_latency_round_trips",
];

fn is_whole(metric: &Metric) -> bool {
    matches!(metric.unit, Unit::Count | Unit::YesNo) && !FRACTIONS.contains(&metric.name.as_ref())
}

/// The test that a metric is past a number, in the unit of the expression.
pub(super) fn test(
    found: &Found,
    sign: Sign,
    number: f64,
    gathered: Option<(Gathering, bool)>,
    notes: &mut Notes,
) -> Result<Test, Unfit> {
    gathering(found, sign, gathered, notes)?;
    let is_change = matches!(found.over, Over::Rate { .. });
    let add = if is_change { 0.0 } else { found.add };
    let number = rounded((number - add) / found.scale);
    let sign = if found.scale < 0.0 { sign.turned() } else { sign };
    if !number.is_finite() {
        return Err("It compares with something that is no number.".to_owned());
    }
    let of = |sign: Sign, notes: &mut Notes| limit(found, sign, number, notes);
    let steady = |window: f64, raise: Spent, notes: &mut Notes| -> Result<Test, Unfit> {
        Ok(Test::OverTime {
            of: Box::new(of(sign, notes)?),
            window_s: seconds(window)?,
            raise,
            clear_window_s: None,
            clear: None,
        })
    };
    let (rises, falls) = if found.metric.unit == Unit::YesNo {
        let (no, yes) = (sign.holds(0.0, number), sign.holds(1.0, number));
        (yes && !no, no && !yes)
    } else {
        sides(sign)
    };
    match found.over {
        Over::Now => of(sign, notes),
        Over::Rate { window } => rate(found, sign, number, seconds(window)?, notes),
        Over::Mean { window } if found.metric.unit == Unit::YesNo => mean_of_yes(found, sign, number, window),
        Over::Mean { window } if rises || falls => {
            notes.say("The mean over the window became: past the limit for more than half of the window.");
            steady(window, Spent::Share(0.5), notes)
        }
        Over::Least { window } if rises => steady(window, Spent::Share(1.0), notes),
        Over::Least { window } if falls => steady(window, Spent::Seconds(1), notes),
        Over::Greatest { window } if rises => steady(window, Spent::Seconds(1), notes),
        Over::Greatest { window } if falls => steady(window, Spent::Share(1.0), notes),
        Over::Quantile { window, share } if (rises || falls) && share > 0.0 && share < 1.0 => {
            let share = if rises { 1.0 - share } else { share };
            steady(window, Spent::Share(rounded(share)), notes)
        }
        Over::Line { window, within } if rises || falls => Ok(Test::Forecast {
            series: found.pick.clone(),
            bad: if rises { Bad::Above } else { Bad::Below },
            limit: number,
            within_s: seconds(within)?,
            window_s: seconds(window)?,
        }),
        Over::Mean { .. }
        | Over::Least { .. }
        | Over::Greatest { .. }
        | Over::Quantile { .. }
        | Over::Line { .. } => Err(
            "It asks whether something computed from a window is exactly a number, which hardly ever holds."
                .to_owned(),
        ),
    }
}

/// Whether it is true on the upper side, and whether on the lower.
fn sides(sign: Sign) -> (bool, bool) {
    (
        matches!(sign, Sign::Above | Sign::AtLeast),
        matches!(sign, Sign::Below | Sign::AtMost),
    )
}

/// Whether each series by itself is what several made one would be.
fn gathering(
    found: &Found,
    sign: Sign,
    gathered: Option<(Gathering, bool)>,
    notes: &mut Notes,
) -> Result<(), Unfit> {
    let Some((gathering, for_each)) = gathered else {
        return Ok(());
    };
    let (rises, falls) = sides(sign);
    if (found.is_whole && gathering == Gathering::Mean) || (for_each && !found.has_parts()) {
        return Ok(());
    }
    match gathering {
        Gathering::Greatest if rises => {}
        Gathering::Least if falls => {}
        _ => {
            return Err(
                "It takes several series together (a sum, a mean, the least or the greatest); a rule tests each by itself."
                    .to_owned(),
            );
        }
    }
    notes.say("It is tested for each series by itself, and fires for each that is past the limit.");
    Ok(())
}

/// A window in whole seconds.
pub(super) fn seconds(window: f64) -> Result<u32, Unfit> {
    let text = format!("{window:.0}s");
    let millis = millis(&text).filter(|millis| (1_000..=wire::rule::LONGEST_MS).contains(millis));
    millis
        .map(|millis| millis / 1_000)
        .ok_or_else(|| "Its window is no time from 1 s to 30 days.".to_owned())
}

/// A number without the dust of binary fractions.
pub(super) fn rounded(number: f64) -> f64 {
    format!("{number:.12e}").parse().unwrap_or(number)
}

fn plain(series: &Pick, bad: Bad, limit: f64) -> Test {
    Test::Limit {
        series: series.clone(),
        bad,
        limit,
        clear: None,
    }
}

fn limit(found: &Found, sign: Sign, number: f64, notes: &mut Notes) -> Result<Test, Unfit> {
    let metric = found.metric;
    let test = |bad, limit| Ok(plain(&found.pick, bad, rounded(limit)));
    if metric.unit == Unit::YesNo {
        return match (sign.holds(0.0, number), sign.holds(1.0, number)) {
            (true, false) => test(Bad::Below, 1.0),
            (false, true) => test(Bad::Above, 0.0),
            (true, true) => Err("It is always true.".to_owned()),
            (false, false) => Err("It is never true.".to_owned()),
        };
    }
    // Steps in which a value changes at least, where it does in steps.
    let step = match metric.unit {
        Unit::Count if is_whole(metric) => 1.0,
        Unit::Bytes | Unit::BitsPerSecond | Unit::BytesPerSecond => 1.0,
        // Nothing is left of a share of all or nothing when it is held to be past it.
        Unit::Ratio if number == 0.0 || number == 1.0 => 0.001,
        _ => 0.0,
    };
    let is_between = number.fract() != 0.0 && is_whole(metric);
    match sign {
        Sign::Above => test(Bad::Above, number),
        Sign::Below => test(Bad::Below, number),
        Sign::AtLeast if is_between => test(Bad::Above, number),
        Sign::AtMost if is_between => test(Bad::Below, number),
        Sign::AtLeast if step > 0.0 => test(Bad::Above, number - step),
        Sign::AtMost if step > 0.0 => test(Bad::Below, number + step),
        Sign::AtLeast => {
            notes.say(EXACTLY);
            test(Bad::Above, number)
        }
        Sign::AtMost => {
            notes.say(EXACTLY);
            test(Bad::Below, number)
        }
        Sign::Is if step > 0.0 && number == 0.0 => test(Bad::Below, step),
        Sign::Is if step > 0.0 && metric.unit == Unit::Ratio => test(Bad::Above, number - step),
        Sign::IsNot if step > 0.0 && number == 0.0 => test(Bad::Above, 0.0),
        Sign::Is if step > 0.0 && !found.has_parts() => Ok(Test::All {
            of: vec![
                plain(&found.pick, Bad::Above, number - step),
                plain(&found.pick, Bad::Below, number + step),
            ],
        }),
        Sign::IsNot if step > 0.0 => Ok(Test::Any {
            of: vec![
                plain(&found.pick, Bad::Below, number),
                plain(&found.pick, Bad::Above, number),
            ],
        }),
        Sign::Is | Sign::IsNot => Err(format!(
            "It asks whether {:?} is exactly a number; give a limit (`<` or `>`).",
            metric.title
        )),
    }
}

const EXACTLY: &str = "At exactly the limit it does not fire; `>=` and `<=` became above and below.";

fn rate(found: &Found, sign: Sign, number: f64, window_s: u32, notes: &mut Notes) -> Result<Test, Unfit> {
    let is_counter = found.metric.sort == Sort::Counter;
    let test = |bad, limit: f64| {
        Ok(Test::Rate {
            series: found.pick.clone(),
            bad,
            limit: rounded(limit),
            window_s,
        })
    };
    // Less than one in the window is none.
    let one = 1.0 / f64::from(window_s);
    match sign {
        Sign::Above => test(Bad::Above, number),
        Sign::Below => test(Bad::Below, number),
        Sign::Is | Sign::AtMost if is_counter && number == 0.0 => test(Bad::Below, one / 2.0),
        Sign::IsNot if is_counter && number == 0.0 => test(Bad::Above, 0.0),
        // At least so many: more than half a one less.
        Sign::AtLeast if is_counter && number > 0.0 => test(Bad::Above, number - one / 2.0),
        Sign::AtLeast => {
            notes.say(EXACTLY);
            test(Bad::Above, number)
        }
        Sign::AtMost => {
            notes.say(EXACTLY);
            test(Bad::Below, number)
        }
        Sign::Is | Sign::IsNot => Err(
            "It asks whether a rate is exactly a number, which hardly ever holds; give a limit (`<` or `>`)."
                .to_owned(),
        ),
    }
}

/// The mean of a value that is 1 or 0 is how much of the window it was 1.
fn mean_of_yes(found: &Found, sign: Sign, number: f64, window: f64) -> Result<Test, Unfit> {
    let (bad, limit) = match sign {
        Sign::Below | Sign::AtMost | Sign::Is if sign != Sign::Is || number == 0.0 => (Bad::Below, 1.0),
        Sign::Above | Sign::AtLeast | Sign::Is if sign != Sign::Is || number == 1.0 => (Bad::Above, 0.0),
        _ => return Err("It asks whether a mean is exactly a number, which hardly ever holds.".to_owned()),
    };
    let share = if bad == Bad::Below { 1.0 - number } else { number };
    over_share(plain(&found.pick, bad, limit), share, window)
}

/// A test that is true for more than a share of a window.
pub(super) fn over_share(of: Test, share: f64, window: f64) -> Result<Test, Unfit> {
    let window_s = seconds(window)?;
    let raise = match rounded(share) {
        0.0 => Spent::Seconds(1),
        share if share > 0.0 && share <= 1.0 => Spent::Share(share),
        _ => return Err("The share that it asks for is not between none and all.".to_owned()),
    };
    Ok(Test::OverTime {
        of: Box::new(of),
        window_s,
        raise,
        clear_window_s: None,
        clear: None,
    })
}
