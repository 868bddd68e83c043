//! One test of a rule while it is entered. Everything is kept as it was typed, also while another sort of test is tried.

use std::collections::BTreeMap;

use wire::kind::Bad;
use wire::probe::ProbeId;
use wire::reading::Labels;
use wire::rule::{Pick, Spent, Test};
use wire::settings::FieldError;

use super::sort::{Kinds, Sort, metric};
use crate::model::draft::{limit_scale, number, plain, round};
use crate::model::lapse;
use crate::{format, text};

/// One test and those that it is made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) sort: Sort,
    /// What is typed or chosen, by the name of the entry.
    pub(crate) entries: BTreeMap<&'static str, String>,
    pub(crate) inner: Vec<Node>,
}

/// What an entry is before anybody types.
const BEGIN: [(&str, &str); 11] = [
    ("side", "above"),
    ("window_s", "5 min"),
    ("for_s", "30 s"),
    ("raise", "10"),
    ("objective", "99.9"),
    ("factor", "14.4"),
    ("long_s", "1 h"),
    ("short_s", "5 min"),
    ("deviations", "3.5"),
    ("least", "3"),
    ("within_s", "1 h"),
];

impl Node {
    /// One of that sort, with what is usual.
    pub(crate) fn new(sort: Sort) -> Self {
        let begin = |(field, entry): (&'static str, &str)| (field, entry.to_owned());
        let mut node = Self {
            sort,
            entries: BEGIN.map(begin).into(),
            inner: Vec::new(),
        };
        node.entries.insert("count", "2".to_owned());
        node.fill();
        node
    }

    /// Becomes another sort; what fits both stays.
    pub(crate) fn become_sort(&mut self, sort: Sort) {
        self.sort = sort;
        self.fill();
    }

    /// A test that is made of others begins with one, a combination with two.
    fn fill(&mut self) {
        let least = match self.sort {
            sort if sort.holds_several() => 2,
            sort if sort.holds() => 1,
            _ => 0,
        };
        while self.inner.len() < least {
            self.inner.push(Self::new(Sort::Limit));
        }
    }

    /// The test that is reached by going into these, one after the other.
    pub(crate) fn at(&self, way: &[usize]) -> Option<&Self> {
        way.iter().try_fold(self, |node, at| node.inner.get(*at))
    }

    /// The same, to change it.
    pub(crate) fn at_mut(&mut self, way: &[usize]) -> Option<&mut Self> {
        way.iter().try_fold(self, |node, at| node.inner.get_mut(*at))
    }

    /// What is entered there.
    pub(crate) fn entry(&self, field: &str) -> &str {
        self.entries.get(field).map_or("", String::as_str)
    }

    /// The tests it is made of as it is now: some sorts keep more for when they are changed back.
    pub(crate) fn parts(&self) -> &[Self] {
        match self.sort {
            sort if sort.holds_several() => &self.inner,
            sort if sort.holds() => self.inner.get(..1).unwrap_or_default(),
            _ => &[],
        }
    }

    /// How a value of the metric in the entry `series` is entered.
    pub(crate) fn scale(&self, kinds: &Kinds) -> Option<format::Scale> {
        metric(kinds, self.entry("series")).map(limit_scale)
    }

    /// A test that is there.
    pub(crate) fn of(test: &Test, kinds: &Kinds) -> Self {
        let mut node = Self::new(Sort::of(test));
        node.inner = test.parts().iter().map(|inner| Self::of(inner, kinds)).collect();
        node.take(test, kinds);
        node
    }

    fn put(&mut self, field: &'static str, entry: impl Into<String>) {
        self.entries.insert(field, entry.into());
    }

    fn pick(&mut self, field: &'static str, labels: &'static str, pick: &Pick) {
        self.put(field, pick.metric.clone());
        let one = |(name, value): (&std::borrow::Cow<'static, str>, &String)| format!("{name}={value}");
        self.put(labels, pick.labels.iter().map(one).collect::<Vec<_>>().join(", "));
    }

    fn value(&mut self, field: &'static str, value: f64, kinds: &Kinds, is_speed: bool) {
        let read = self.scale(kinds).map_or(value, |scale| {
            // A speed has no zero of its own: 10 °C a minute are 18 °F a minute.
            let zero = if is_speed { scale.read(0.0) } else { 0.0 };
            scale.read(value) - zero
        });
        self.put(field, plain(read));
    }

    fn side(&mut self, bad: Option<Bad>) {
        let word = match bad {
            Some(Bad::Above) => "above",
            Some(Bad::Below) => "below",
            None => "",
        };
        self.put("side", word);
    }

    fn take(&mut self, test: &Test, kinds: &Kinds) {
        match test {
            Test::Limit {
                series,
                bad,
                limit,
                clear,
            } => {
                self.pick("series", "series.labels", series);
                self.side(Some(*bad));
                self.value("limit", *limit, kinds, false);
                if let Some(clear) = clear {
                    self.value("clear", *clear, kinds, false);
                }
            }
            Test::Rate {
                series,
                bad,
                limit,
                window_s,
            } => {
                self.pick("series", "series.labels", series);
                self.side(Some(*bad));
                self.value("limit", *limit, kinds, true);
                self.put("window_s", lapse::write_seconds(*window_s));
            }
            Test::Finding { code } => self.put("code", code.clone()),
            Test::NoData { series, for_s } => {
                if let Some(series) = series {
                    self.pick("series", "series.labels", series);
                }
                self.put("for_s", lapse::write_seconds(*for_s));
            }
            Test::OverTime {
                window_s,
                raise,
                clear_window_s,
                clear,
                ..
            } => {
                self.put("window_s", lapse::write_seconds(*window_s));
                self.put("raise", spent(*raise));
                self.put(
                    "clear_window_s",
                    clear_window_s.map(lapse::write_seconds).unwrap_or_default(),
                );
                self.put("clear", clear.map(spent).unwrap_or_default());
            }
            Test::Ratio { .. } | Test::Burn { .. } => self.take_counters(test),
            Test::Unusual {
                series,
                bad,
                deviations,
            } => {
                self.pick("series", "series.labels", series);
                self.side(*bad);
                self.put("deviations", plain(*deviations));
            }
            Test::UnlikePeers {
                series,
                bad,
                deviations,
                least,
            } => {
                self.pick("series", "series.labels", series);
                self.side(*bad);
                self.put("deviations", plain(*deviations));
                self.put("least", least.to_string());
            }
            Test::Forecast {
                series,
                bad,
                limit,
                within_s,
                window_s,
            } => {
                self.pick("series", "series.labels", series);
                self.side(Some(*bad));
                self.value("limit", *limit, kinds, false);
                self.put("within_s", lapse::write_seconds(*within_s));
                self.put("window_s", lapse::write_seconds(*window_s));
            }
            Test::At { probe, .. } => self.put("probe", probe.0.to_string()),
            Test::AtLeast { count, .. } => self.put("count", count.to_string()),
            Test::Failure | Test::All { .. } | Test::Any { .. } | Test::Not { .. } => {}
        }
    }

    fn take_counters(&mut self, test: &Test) {
        match test {
            Test::Ratio {
                bad,
                of,
                above,
                window_s,
            } => {
                self.pick("bad", "bad.labels", bad);
                self.pick("of", "of.labels", of);
                self.put("above", plain(above * 100.0));
                self.put("window_s", lapse::write_seconds(*window_s));
            }
            Test::Burn {
                bad,
                of,
                objective,
                factor,
                long_s,
                short_s,
            } => {
                self.pick("bad", "bad.labels", bad);
                self.pick("of", "of.labels", of);
                self.put("objective", plain(objective * 100.0));
                self.put("factor", plain(*factor));
                self.put("long_s", lapse::write_seconds(*long_s));
                self.put("short_s", lapse::write_seconds(*short_s));
            }
            _ => {}
        }
    }

    /// The test as it stands; what cannot be read is told by its way there, as the station does: `when.of.1.window_s`.
    pub(crate) fn read(&self, path: &str, kinds: &Kinds, faults: &mut Vec<FieldError>) -> Test {
        let mut of: Vec<Test> = Vec::new();
        for (at, inner) in self.parts().iter().enumerate() {
            let path = if self.sort.holds_several() {
                format!("{path}.of.{at}")
            } else {
                format!("{path}.of")
            };
            of.push(inner.read(&path, kinds, faults));
        }
        let mut first = of.first().cloned().map(Box::new);
        let mut inner = || first.take().unwrap_or_else(|| Box::new(Test::Failure));
        let mut reader = Reader {
            node: self,
            path,
            kinds,
            faults,
        };
        match self.sort {
            Sort::Limit => Test::Limit {
                series: reader.pick("series"),
                bad: self.bad().unwrap_or(Bad::Above),
                limit: reader.value("limit", false),
                clear: reader.is_given("clear").then(|| reader.value("clear", false)),
            },
            Sort::Rate => Test::Rate {
                series: reader.pick("series"),
                bad: self.bad().unwrap_or(Bad::Above),
                limit: reader.value("limit", true),
                window_s: reader.seconds("window_s"),
            },
            Sort::NoData => Test::NoData {
                series: reader.is_given("series").then(|| reader.pick("series")),
                for_s: reader.seconds("for_s"),
            },
            Sort::Failure => Test::Failure,
            Sort::Finding => Test::Finding {
                code: reader.chosen("code", text::choose_defect()),
            },
            Sort::OverTime => Test::OverTime {
                of: inner(),
                window_s: reader.seconds("window_s"),
                raise: reader.spent("raise"),
                clear_window_s: reader
                    .is_given("clear_window_s")
                    .then(|| reader.seconds("clear_window_s")),
                clear: reader.is_given("clear").then(|| reader.spent("clear")),
            },
            Sort::Ratio => Test::Ratio {
                bad: reader.pick("bad"),
                of: reader.pick("of"),
                above: reader.share("above"),
                window_s: reader.seconds("window_s"),
            },
            Sort::Burn => Test::Burn {
                bad: reader.pick("bad"),
                of: reader.pick("of"),
                objective: reader.share("objective"),
                factor: reader.number("factor"),
                long_s: reader.seconds("long_s"),
                short_s: reader.seconds("short_s"),
            },
            Sort::Unusual => Test::Unusual {
                series: reader.pick("series"),
                bad: self.bad(),
                deviations: reader.number("deviations"),
            },
            Sort::UnlikePeers => Test::UnlikePeers {
                series: reader.pick("series"),
                bad: self.bad(),
                deviations: reader.number("deviations"),
                least: reader.whole("least"),
            },
            Sort::Forecast => Test::Forecast {
                series: reader.pick("series"),
                bad: self.bad().unwrap_or(Bad::Above),
                limit: reader.value("limit", false),
                within_s: reader.seconds("within_s"),
                window_s: reader.seconds("window_s"),
            },
            Sort::At => Test::At {
                probe: ProbeId(
                    reader
                        .chosen("probe", text::choose_probe())
                        .parse()
                        .unwrap_or_default(),
                ),
                of: inner(),
            },
            Sort::All => Test::All { of },
            Sort::Any => Test::Any { of },
            Sort::AtLeast => Test::AtLeast {
                count: reader.whole("count"),
                of,
            },
            Sort::Not => Test::Not { of: inner() },
        }
    }

    /// The side that is bad; none for both.
    pub(crate) fn bad(&self) -> Option<Bad> {
        match self.entry("side") {
            "above" => Some(Bad::Above),
            "below" => Some(Bad::Below),
            _ => None,
        }
    }
}

/// How much of a window, as it is entered: `10` for per cent, `5 s` for error-seconds.
fn spent(spent: Spent) -> String {
    match spent {
        Spent::Share(share) => plain(share * 100.0),
        Spent::Seconds(seconds) => format!("{seconds} s"),
    }
}

/// Reads the entries of one test.
struct Reader<'a> {
    node: &'a Node,
    path: &'a str,
    kinds: &'a Kinds,
    faults: &'a mut Vec<FieldError>,
}

impl Reader<'_> {
    fn is_given(&self, field: &str) -> bool {
        !self.node.entry(field).trim().is_empty()
    }

    fn or_fault<T: Default>(&mut self, field: &str, read: Result<T, String>) -> T {
        read.unwrap_or_else(|message| {
            self.faults
                .push(FieldError::new(format!("{}.{field}", self.path), message));
            T::default()
        })
    }

    fn chosen(&mut self, field: &str, otherwise: &str) -> String {
        let entry = self.node.entry(field).trim().to_owned();
        let read = if entry.is_empty() {
            Err(otherwise.to_owned())
        } else {
            Ok(entry)
        };
        self.or_fault(field, read)
    }

    fn pick(&mut self, field: &str) -> Pick {
        let metric = self.chosen(field, text::choose_metric());
        let labels = labels(self.node.entry(&format!("{field}.labels")));
        Pick {
            metric,
            labels: self.or_fault(field, labels),
        }
    }

    fn number(&mut self, field: &str) -> f64 {
        let read = number(self.node.entry(field).trim());
        self.or_fault(field, read)
    }

    fn whole(&mut self, field: &str) -> u32 {
        let read = self.node.entry(field).trim().parse();
        self.or_fault(field, read.map_err(|_| text::enter_whole_number().to_owned()))
    }

    fn share(&mut self, field: &str) -> f64 {
        round(self.number(field) / 100.0)
    }

    fn seconds(&mut self, field: &str) -> u32 {
        let read = lapse::read_seconds(self.node.entry(field));
        self.or_fault(field, read)
    }

    fn spent(&mut self, field: &str) -> Spent {
        let entry = self.node.entry(field).trim().to_owned();
        match entry.strip_suffix('s') {
            Some(seconds) => {
                let read = seconds.trim().parse();
                Spent::Seconds(self.or_fault(field, read.map_err(|_| text::enter_spent().to_owned())))
            }
            None => {
                let read = number(entry.trim_end_matches('%').trim());
                let share = self.or_fault(field, read.map_err(|_| text::enter_spent().to_owned()));
                Spent::Share(round(share / 100.0))
            }
        }
    }

    fn value(&mut self, field: &str, is_speed: bool) -> f64 {
        let read = self.number(field);
        let Some(scale) = self.node.scale(self.kinds) else {
            return read;
        };
        let zero = if is_speed { scale.measured(0.0) } else { 0.0 };
        round(scale.measured(read) - zero)
    }
}

fn labels(entry: &str) -> Result<Labels, String> {
    let parts = entry.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, value) = part
                .split_once('=')
                .ok_or_else(|| text::enter_labels().to_owned())?;
            Ok((name.trim().to_owned().into(), value.trim().to_owned()))
        })
        .collect()
}
