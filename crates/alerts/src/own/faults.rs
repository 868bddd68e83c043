//! What is wrong with a rule by itself.

use wire::kind::{KindInfo, Metric, Sort};
use wire::rule::{LONGEST_MS, Pick, RuleSpec, Spent, Test};
use wire::settings::{FieldError, nearest, one_line};

#[cfg(test)]
mod tests;

/// Tests lie in each other so deep at most.
const DEEPEST: usize = 8;
/// A rule has so many tests at most.
const MOST_TESTS: usize = 64;
/// The longest window and the longest wait of a test, in seconds: 30 days.
const LONGEST_S: u32 = LONGEST_MS / 1000;
/// The longest advice, in characters.
const LONGEST_ADVICE: usize = 1000;

/// What is wrong with a rule by itself, entry by entry, with what to enter instead. `kinds` are those of the probes that it
/// looks at and of those that it names (see [`Test::probes`]); metrics and defects that none of them has are mistakes.
#[must_use]
pub fn faults(spec: &RuleSpec, kinds: &[&KindInfo]) -> Vec<FieldError> {
    let mut check = Check {
        kinds,
        found: Vec::new(),
    };
    if spec.name.trim().is_empty() {
        check.wrong("name", "", "give the rule a name");
    } else if let Err(message) = one_line(&spec.name) {
        check.wrong("name", "", message);
    }
    if spec.advice.chars().count() > LONGEST_ADVICE {
        check.wrong("advice", "", format!("enter {LONGEST_ADVICE} letters at most"));
    }
    for (field, millis) in [
        ("raise_after_ms", spec.raise_after_ms),
        ("clear_after_ms", spec.clear_after_ms),
    ] {
        if millis > LONGEST_MS {
            check.wrong(field, "", format!("enter {LONGEST_MS} at most (30 days)"));
        }
    }
    if count(&spec.when) > MOST_TESTS {
        check.wrong(
            "when",
            "",
            format!("use {MOST_TESTS} tests at most; make several rules of it"),
        );
    } else {
        check.test("when", &spec.when, 1);
    }
    check.found
}

fn count(test: &Test) -> usize {
    1 + test.parts().iter().map(count).sum::<usize>()
}

struct Check<'k> {
    kinds: &'k [&'k KindInfo],
    found: Vec<FieldError>,
}

impl Check<'_> {
    fn wrong(&mut self, path: &str, field: &str, message: impl Into<String>) {
        let dot = if field.is_empty() { "" } else { "." };
        self.found
            .push(FieldError::new(format!("{path}{dot}{field}"), message));
    }

    fn test(&mut self, path: &str, test: &Test, depth: usize) {
        if depth > DEEPEST {
            return self.wrong(
                path,
                "",
                format!("tests lie in each other {DEEPEST} deep at most"),
            );
        }
        self.own(path, test);
        match test {
            Test::All { of } | Test::Any { of } | Test::AtLeast { of, .. } => {
                if of.is_empty() {
                    self.wrong(path, "of", "name at least one test");
                }
                for (n, inner) in of.iter().enumerate() {
                    self.test(&format!("{path}.of.{n}"), inner, depth + 1);
                }
            }
            _ => {
                for inner in test.parts() {
                    self.test(&format!("{path}.of"), inner, depth + 1);
                }
            }
        }
    }

    /// What is wrong with a test, those in it aside.
    fn own(&mut self, path: &str, test: &Test) {
        match test {
            Test::Limit {
                series,
                bad,
                limit,
                clear,
            } => {
                self.series(path, "series", series);
                self.finite(path, "limit", *limit);
                let Some(clear) = clear else { return };
                self.finite(path, "clear", *clear);
                if super::pick::is_past(*bad, *clear, *limit) {
                    let message = format!("enter {limit} or a value on the good side of it");
                    self.wrong(path, "clear", message);
                }
            }
            Test::Rate {
                series,
                limit,
                window_s,
                ..
            } => {
                self.series(path, "series", series);
                self.finite(path, "limit", *limit);
                self.seconds(path, "window_s", *window_s);
            }
            Test::Finding { code } => self.finding(path, code),
            Test::NoData { series, for_s } => {
                if let Some(series) = series {
                    self.series(path, "series", series);
                }
                self.seconds(path, "for_s", *for_s);
            }
            Test::OverTime { .. } => self.over_time(path, test),
            Test::Ratio {
                bad,
                of,
                above,
                window_s,
            } => {
                self.counter(path, "bad", bad);
                self.counter(path, "of", of);
                if !(0.0..=1.0).contains(above) {
                    self.wrong(path, "above", "enter a share from 0 to 1");
                }
                self.seconds(path, "window_s", *window_s);
            }
            Test::Burn { .. } => self.burn(path, test),
            Test::Unusual {
                series, deviations, ..
            } => {
                self.series(path, "series", series);
                if !(3.0..=1000.0).contains(deviations) {
                    self.wrong(path, "deviations", "enter 3 to 1000");
                }
            }
            Test::UnlikePeers {
                series,
                deviations,
                least,
                ..
            } => {
                self.series(path, "series", series);
                if !(deviations.is_finite() && *deviations > 0.0) {
                    self.wrong(path, "deviations", "enter a number above 0; 3.5 is usual");
                }
                if *least < 3 {
                    self.wrong(path, "least", "enter 3 or more: fewer peers prove nothing");
                }
            }
            Test::Forecast {
                series,
                limit,
                within_s,
                window_s,
                ..
            } => {
                self.series(path, "series", series);
                self.finite(path, "limit", *limit);
                self.seconds(path, "within_s", *within_s);
                self.seconds(path, "window_s", *window_s);
            }
            Test::AtLeast { count, of } => {
                let most = of.len();
                let fits = usize::try_from(*count).is_ok_and(|count| (1..=most).contains(&count));
                if !fits && most > 0 {
                    self.wrong(
                        path,
                        "count",
                        format!("enter 1 to {most}, as many as there are tests"),
                    );
                }
            }
            Test::Failure | Test::At { .. } | Test::All { .. } | Test::Any { .. } | Test::Not { .. } => {}
        }
    }

    fn over_time(&mut self, path: &str, test: &Test) {
        let Test::OverTime {
            window_s,
            raise,
            clear_window_s,
            clear,
            ..
        } = test
        else {
            return;
        };
        self.seconds(path, "window_s", *window_s);
        match raise {
            Spent::Share(share) if !(*share > 0.0 && *share <= 1.0) => {
                self.wrong(path, "raise", "enter a share above 0 and up to 1");
            }
            Spent::Seconds(seconds) if !(1..=*window_s).contains(seconds) => {
                self.wrong(path, "raise", format!("enter 1 to {window_s} seconds"));
            }
            Spent::Share(_) | Spent::Seconds(_) => {}
        }
        let clear_window = clear_window_s.unwrap_or(*window_s);
        if clear_window_s.is_some() {
            self.seconds(path, "clear_window_s", clear_window);
        }
        match clear.unwrap_or(*raise) {
            Spent::Share(share) if !(0.0..=1.0).contains(&share) => {
                self.wrong(path, "clear", "enter a share from 0 to 1");
            }
            Spent::Seconds(seconds) if clear.is_some() && seconds > clear_window => {
                self.wrong(path, "clear", format!("enter 0 to {clear_window} seconds"));
            }
            Spent::Share(_) | Spent::Seconds(_) => {}
        }
    }

    fn burn(&mut self, path: &str, test: &Test) {
        let Test::Burn {
            bad,
            of,
            objective,
            factor,
            long_s,
            short_s,
        } = test
        else {
            return;
        };
        self.counter(path, "bad", bad);
        self.counter(path, "of", of);
        let is_share = *objective > 0.0 && *objective < 1.0;
        if !is_share {
            self.wrong(path, "objective", "enter a share between 0 and 1, such as 0.9999");
        }
        if !(factor.is_finite() && *factor > 0.0) {
            self.wrong(path, "factor", "enter a number above 0, such as 14.4");
        } else if is_share && factor * (1.0 - objective) >= 1.0 {
            let most = 1.0 / (1.0 - objective);
            let message = format!("enter less than {most:.4}: more errors than that cannot be");
            self.wrong(path, "factor", message);
        }
        self.seconds(path, "long_s", *long_s);
        self.seconds(path, "short_s", *short_s);
        if short_s >= long_s {
            let message = "enter less than the long window; a twelfth of it is usual";
            self.wrong(path, "short_s", message);
        }
    }

    fn finite(&mut self, path: &str, field: &str, value: f64) {
        if !value.is_finite() {
            self.wrong(path, field, "enter a number");
        }
    }

    fn seconds(&mut self, path: &str, field: &str, seconds: u32) {
        if !(1..=LONGEST_S).contains(&seconds) {
            self.wrong(path, field, format!("enter 1 to {LONGEST_S} seconds (30 days)"));
        }
    }

    fn metrics<'m>(&self, name: &'m str) -> impl Iterator<Item = &Metric> + use<'_, 'm> {
        self.kinds.iter().filter_map(move |kind| kind.metric(name))
    }

    fn series(&mut self, path: &str, field: &str, pick: &Pick) {
        if self.metrics(&pick.metric).next().is_none() {
            let known = self.kinds.iter().flat_map(|kind| kind.metrics.iter());
            let similar = nearest(&pick.metric, known.map(|metric| metric.name.as_ref()));
            let advice = advice("metric", similar);
            return self.wrong(path, &format!("{field}.metric"), advice);
        }
        for name in pick.labels.keys() {
            let known = || self.metrics(&pick.metric).flat_map(|metric| metric.labels.iter());
            if known().any(|label| label == name) {
                continue;
            }
            let message = match known().next() {
                None => "this metric has no labels; leave them out".to_owned(),
                Some(_) => {
                    let mut all: Vec<_> = known().map(AsRef::as_ref).collect();
                    all.dedup();
                    format!("this metric has no such label; it has {}", all.join(", "))
                }
            };
            self.wrong(path, &format!("{field}.labels.{name}"), message);
        }
    }

    fn counter(&mut self, path: &str, field: &str, pick: &Pick) {
        self.series(path, field, pick);
        let mut metrics = self.metrics(&pick.metric).peekable();
        if metrics.peek().is_some() && metrics.all(|metric| metric.sort != Sort::Counter) {
            drop(metrics);
            let message =
                "this goes up and down; name a metric that only grows, such as one that ends in _total";
            self.wrong(path, &format!("{field}.metric"), message);
        }
    }

    fn finding(&mut self, path: &str, code: &str) {
        let known = || self.kinds.iter().flat_map(|kind| kind.findings.iter());
        if known().all(|finding| finding.code != code) {
            let similar = nearest(code, known().map(|finding| finding.code.as_ref()));
            let advice = advice("defect", similar);
            self.wrong(path, "code", advice);
        }
    }
}

fn advice(what: &str, similar: Option<&str>) -> String {
    match similar {
        Some(similar) => format!("there is no {what} of this name; did you mean {similar}?"),
        None => format!("there is no {what} of this name at the probes that the rule looks at"),
    }
}
