//! What an expression holds to be true, as a test.

use promql_parser::parser::{BinaryExpr, Call, Expr};
use wire::rule::{Scope, Test};

use super::limit::{self, Sign, over_share, rounded};
use super::metric::{answers, counters, find};
use super::scope::together;
use super::value::{DEEPEST, Line, Of, Over, Series, value};
use super::{Around, Notes, Unfit};
use crate::cut;

/// The longest expression that is read, in bytes.
const LONGEST: usize = 4 * 1024;
/// Prometheus takes a series for gone when nothing came for so long, in seconds.
const STALE_S: u32 = 300;

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<Expr, Unfit> {
    if text.len() > LONGEST {
        return Err(format!(
            "Its expression is longer than {LONGEST} bytes; divide it."
        ));
    }
    if is_too_large(text) {
        return Err("Its expression has a number that is too large.".to_owned());
    }
    promql_parser::parser::parse(text).map_err(|error| {
        format!(
            "It is no PromQL: {}.",
            cut(error.trim().trim_end_matches('.'), 200)
        )
    })
}

/// Whether a number has so many digits that no duration could hold it; the parser would not survive that.
pub(super) fn is_too_large(text: &str) -> bool {
    let mut digits = 0_usize;
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let follows_number = before.is_ascii_digit() || before == '.';
        if matches!(letter, 'e' | 'E') && follows_number {
            letters.next_if(|sign| matches!(sign, '+' | '-'));
            let mut power = 0;
            while letters.next_if(char::is_ascii_digit).is_some() {
                power += 1;
            }
            if power > 1 {
                return true;
            }
        }
        digits = if letter.is_ascii_digit() { digits + 1 } else { 0 };
        if digits > 18 {
            return true;
        }
        before = letter;
    }
    false
}

/// A test, and the probes that it is made for.
pub(super) struct Part {
    pub(super) test: Test,
    pub(super) scope: Scope,
}

/// Reads expressions as tests.
pub(super) struct Reader<'a> {
    around: &'a Around,
    pub(super) notes: Notes,
}

impl<'a> Reader<'a> {
    pub(super) fn new(around: &'a Around) -> Self {
        Self {
            around,
            notes: Notes::default(),
        }
    }

    /// The test that an expression is.
    pub(super) fn condition(&mut self, expr: &Expr, depth: usize) -> Result<Part, Unfit> {
        if depth > DEEPEST {
            return Err("Its expression is too deep to be followed.".to_owned());
        }
        match expr {
            Expr::Paren(inner) => self.condition(&inner.expr, depth + 1),
            Expr::Binary(pair) => match pair.op.to_string().as_str() {
                "and" => self.all(pair, depth, false),
                "unless" => self.all(pair, depth, true),
                "or" => self.any(pair, depth),
                sign => match Sign::read(sign) {
                    Some(sign) => self.compared(pair, sign, depth),
                    None => Err(NO_LIMIT.to_owned()),
                },
            },
            Expr::Call(call) if matches!(call.func.name, "absent" | "absent_over_time") => self.absent(call),
            Expr::Call(call) if call.func.name == "vector" => Err(
                "It is always true: a sign of life of Prometheus. Flywatch says by itself when it fails."
                    .to_owned(),
            ),
            Expr::Aggregate(gathered) if holds_condition(&gathered.expr, depth) => {
                self.notes.say(format!(
                    "`{}` around the condition is dropped: the rule fires for each probe by itself.",
                    gathered.op
                ));
                self.condition(&gathered.expr, depth + 1)
            }
            _ => Err(NO_LIMIT.to_owned()),
        }
    }

    /// `and`, or `unless` where the second must not be true.
    fn all(&mut self, pair: &BinaryExpr, depth: usize, is_unless: bool) -> Result<Part, Unfit> {
        let one = self.condition(&pair.lhs, depth + 1)?;
        let other = self.condition(&pair.rhs, depth + 1)?;
        let scope = together(one.scope, other.scope, true)?;
        let second = if is_unless { not(other.test) } else { other.test };
        let mut of = match one.test {
            Test::All { of } => of,
            test => vec![test],
        };
        of.push(second);
        self.notes
            .say("Its parts are held against the probe as a whole, not against each of its series.");
        Ok(Part {
            test: Test::All { of },
            scope,
        })
    }

    fn any(&mut self, pair: &BinaryExpr, depth: usize) -> Result<Part, Unfit> {
        let one = self.condition(&pair.lhs, depth + 1)?;
        let other = self.condition(&pair.rhs, depth + 1)?;
        let scope = together(one.scope, other.scope, false)?;
        let mut of = match one.test {
            Test::Any { of } => of,
            test => vec![test],
        };
        of.push(other.test);
        Ok(Part {
            test: Test::Any { of },
            scope,
        })
    }

    fn compared(&mut self, pair: &BinaryExpr, sign: Sign, depth: usize) -> Result<Part, Unfit> {
        if pair
            .modifier
            .as_ref()
            .is_some_and(|modifier| modifier.return_bool)
        {
            return Err("It computes with the outcome of a comparison (`bool`).".to_owned());
        }
        if let Some((inner, number, sign)) = distance(pair, sign) {
            return self.far(inner, number, sign, depth);
        }
        let left = value(&pair.lhs, &mut self.notes, depth + 1)?;
        let right = value(&pair.rhs, &mut self.notes, depth + 1)?;
        match (&left.of, &right.of) {
            (None, None) => Err("It compares two numbers, so it is always or never true.".to_owned()),
            (Some(_), None) => self.held(&left, sign, right.add),
            (None, Some(_)) => self.held(&right, sign.turned(), left.add),
            (Some(Of::One(one)), Some(Of::One(other)))
                if left.add == 0.0 && right.add == 0.0 && left.scale > 0.0 && right.scale > 0.0 =>
            {
                let share = Line {
                    scale: 1.0,
                    add: 0.0,
                    of: Some(Of::Share(one.clone(), other.clone())),
                };
                self.held(&share, sign, right.scale / left.scale)
            }
            _ => Err("It compares two metrics; a rule compares one with a number.".to_owned()),
        }
    }

    /// `abs(value)` is past a number: on either side.
    fn far(&mut self, inner: &Expr, number: f64, sign: Sign, depth: usize) -> Result<Part, Unfit> {
        let line = value(inner, &mut self.notes, depth + 1)?;
        let one = self.held(&line, sign, number)?;
        let other = self.held(&line, sign.turned(), -number)?;
        let of = vec![one.test, other.test];
        let test = if matches!(sign, Sign::Above | Sign::AtLeast) {
            Test::Any { of }
        } else {
            Test::All { of }
        };
        Ok(Part {
            test,
            scope: one.scope,
        })
    }

    /// A straight line of something, held against a number.
    fn held(&mut self, line: &Line<'_>, sign: Sign, number: f64) -> Result<Part, Unfit> {
        let number = rounded((number - line.add) / line.scale);
        if !number.is_finite() {
            return Err("It compares with something that is no number.".to_owned());
        }
        let sign = if line.scale < 0.0 { sign.turned() } else { sign };
        let Some(of) = &line.of else {
            return Err(NO_LIMIT.to_owned());
        };
        if let Of::One(series) = of
            && let Some(scope) = answers(series, self.around, &mut self.notes)
        {
            let test = failing(series, sign, number)?;
            return Ok(Part { test, scope });
        }
        if let Of::Share(part, whole) = of
            && let Some(grown) = self.grown(part, whole, sign, number)?
        {
            return Ok(grown);
        }
        if let Of::Since(series) = of
            && series.name() == "flywatch_probe_last_look_timestamp_seconds"
        {
            return silent(sign, number);
        }
        let found = find(of, self.around, &mut self.notes)?;
        let gathered = match of {
            Of::One(series) | Of::Until(series) | Of::Since(series) | Of::Share(series, _) => series.gathered,
            Of::Now | Of::Less(..) => None,
        };
        let test = limit::test(&found, sign, number, gathered, &mut self.notes)?;
        Ok(Part {
            test,
            scope: found.scope,
        })
    }

    /// The growth of one counter as a share of that of another.
    fn grown(
        &mut self,
        part: &Series<'_>,
        whole: &Series<'_>,
        sign: Sign,
        number: f64,
    ) -> Result<Option<Part>, Unfit> {
        let Some((bad, of, window)) = counters(part, whole, self.around, &mut self.notes) else {
            return Ok(None);
        };
        if !(0.0..=1.0).contains(&number) {
            return Err("The share that it asks for is not between none and all.".to_owned());
        }
        if part.gathered.is_some() || whole.gathered.is_some() {
            self.notes
                .say("The share is taken for each probe by itself, not for all of them together.");
        }
        let scope = together(bad.scope, of.scope, true)?;
        let window_s = limit::seconds(window)?;
        let ratio = Test::Ratio {
            bad: bad.pick,
            of: of.pick,
            above: number,
            window_s,
        };
        let test = match sign {
            Sign::Above | Sign::AtLeast => ratio,
            Sign::Below | Sign::AtMost => not(ratio),
            Sign::Is | Sign::IsNot => {
                return Err(
                    "It asks whether a share is exactly a number, which hardly ever holds.".to_owned(),
                );
            }
        };
        Ok(Some(Part { test, scope }))
    }

    fn absent(&mut self, call: &Call) -> Result<Part, Unfit> {
        let (selector, window) = match call.args.args.first().map(Box::as_ref) {
            Some(Expr::VectorSelector(selector)) => (selector, f64::from(STALE_S)),
            Some(Expr::MatrixSelector(matrix)) => (&matrix.vs, matrix.range.as_secs_f64()),
            _ => return Err("`absent()` of something computed has no counterpart in a rule.".to_owned()),
        };
        let for_s = limit::seconds(window)?;
        let series = Series {
            selector,
            over: Over::Now,
            gathered: None,
        };
        self.notes.say(format!(
            "It fires for each probe by itself from which nothing has come for {for_s} s, not only when nothing comes from any."
        ));
        if let Some(scope) = answers(&series, self.around, &mut self.notes) {
            let test = Test::NoData { series: None, for_s };
            return Ok(Part { test, scope });
        }
        let found = find(&Of::One(series), self.around, &mut self.notes)?;
        let series = Some(found.pick);
        Ok(Part {
            test: Test::NoData { series, for_s },
            scope: found.scope,
        })
    }
}

const NO_LIMIT: &str = "It compares nothing with a number, so it fires whenever there is a value.";

fn not(test: Test) -> Test {
    match test {
        Test::Not { of } => *of,
        test => Test::Not { of: Box::new(test) },
    }
}

fn holds_condition(expr: &Expr, depth: usize) -> bool {
    match expr {
        _ if depth > DEEPEST => false,
        Expr::Paren(inner) => holds_condition(&inner.expr, depth + 1),
        Expr::Binary(pair) => pair.op.is_comparison_operator() || pair.op.is_set_operator(),
        _ => false,
    }
}

/// What stands in `abs()`, the number that it is held against, and how.
fn distance(pair: &BinaryExpr, sign: Sign) -> Option<(&Expr, f64, Sign)> {
    let inside = |expr: &Expr| matches!(expr, Expr::Call(call) if call.func.name == "abs");
    let of = |expr: &Expr| matches!(expr, Expr::NumberLiteral(_));
    let number = |expr: &Expr| match expr {
        Expr::NumberLiteral(number) => number.val,
        _ => 0.0,
    };
    let (call, number, sign) = if inside(&pair.lhs) && of(&pair.rhs) {
        (&pair.lhs, number(&pair.rhs), sign)
    } else if inside(&pair.rhs) && of(&pair.lhs) {
        (&pair.rhs, number(&pair.lhs), sign.turned())
    } else {
        return None;
    };
    let Expr::Call(call) = call.as_ref() else {
        return None;
    };
    let is_limit = matches!(sign, Sign::Above | Sign::AtLeast | Sign::Below | Sign::AtMost);
    let inner = call.args.args.first().filter(|_| is_limit)?;
    Some((inner, number, sign))
}

/// A value that is 1 where a look went well, held against a number.
fn failing(series: &Series<'_>, sign: Sign, number: f64) -> Result<Test, Unfit> {
    if series.gathered.is_some_and(|(_, for_each)| !for_each) {
        return Err(
            "It takes the answers of several probes together; a rule tests each by itself.".to_owned(),
        );
    }
    let of = match (sign.holds(0.0, number), sign.holds(1.0, number)) {
        (true, false) => Test::Failure,
        (false, true) => not(Test::Failure),
        (true, true) => return Err("It is always true.".to_owned()),
        (false, false) => return Err("It is never true.".to_owned()),
    };
    let is_bad = of == Test::Failure;
    match series.over {
        Over::Now => Ok(of),
        Over::Mean { window } => over_share(of, if is_bad { 1.0 - number } else { number }, window),
        Over::Greatest { window } if is_bad => over_share(of, 1.0, window),
        Over::Least { window } if is_bad => over_share(of, 0.0, window),
        Over::Rate { .. }
        | Over::Line { .. }
        | Over::Quantile { .. }
        | Over::Greatest { .. }
        | Over::Least { .. } => Err("Whether a look went well has no rate and no forecast.".to_owned()),
    }
}

/// The time since a probe looked last, held against a number of seconds.
fn silent(sign: Sign, number: f64) -> Result<Part, Unfit> {
    if !matches!(sign, Sign::Above | Sign::AtLeast) {
        return Err("It asks whether a probe has looked lately, which is how it should be.".to_owned());
    }
    let for_s = limit::seconds(number)?;
    Ok(Part {
        test: Test::NoData { series: None, for_s },
        scope: Scope::default(),
    })
}
