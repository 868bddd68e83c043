//! The value that an expression computes: a number, or a straight line through the values of one or two series.

use promql_parser::parser::{AggregateExpr, BinaryExpr, Call, Expr, VectorSelector};

use super::{Notes, Unfit};

/// What is done to the past of a series. Windows are in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Over {
    /// Its newest value.
    Now,
    /// Its change for each second.
    Rate { window: f64 },
    /// The mean of a window.
    Mean { window: f64 },
    /// The least of a window.
    Least { window: f64 },
    /// The greatest of a window.
    Greatest { window: f64 },
    /// What this share of a window is not above.
    Quantile { window: f64, share: f64 },
    /// Where it will be if it goes on as in a window.
    Line { window: f64, within: f64 },
}

/// How several series are made one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Gathering {
    Sum,
    Mean,
    Least,
    Greatest,
}

/// Series of a metric.
#[derive(Clone, Debug)]
pub(super) struct Series<'e> {
    pub(super) selector: &'e VectorSelector,
    pub(super) over: Over,
    /// How they are made one, and whether one is left for each target.
    pub(super) gathered: Option<(Gathering, bool)>,
}

impl Series<'_> {
    pub(super) fn name(&self) -> &str {
        self.selector.name.as_deref().unwrap_or_default()
    }

    fn is(&self, other: &Self) -> bool {
        self.name() == other.name() && self.over == other.over
    }
}

/// What stands in the middle of a line.
#[derive(Clone, Debug)]
pub(super) enum Of<'e> {
    /// The time of day.
    Now,
    One(Series<'e>),
    /// The first over the second.
    Share(Series<'e>, Series<'e>),
    /// The first less the second.
    Less(Series<'e>, Series<'e>),
    /// A moment less the time of day.
    Until(Series<'e>),
    /// The time of day less a moment.
    Since(Series<'e>),
}

/// `scale * of + add`; without `of`, the number `add`.
#[derive(Clone, Debug)]
pub(super) struct Line<'e> {
    pub(super) scale: f64,
    pub(super) add: f64,
    pub(super) of: Option<Of<'e>>,
}

impl<'e> Line<'e> {
    fn number(number: f64) -> Self {
        Self {
            scale: 1.0,
            add: number,
            of: None,
        }
    }

    fn of(of: Of<'e>) -> Self {
        Self {
            scale: 1.0,
            add: 0.0,
            of: Some(of),
        }
    }

    fn times(self, factor: f64) -> Self {
        Self {
            scale: self.scale * factor,
            add: self.add * factor,
            of: self.of,
        }
    }

    fn plus(self, number: f64) -> Self {
        Self {
            add: self.add + number,
            ..self
        }
    }
}

/// Expressions lie in each other so deep at most.
pub(super) const DEEPEST: usize = 64;

/// What an expression computes.
pub(super) fn value<'e>(expr: &'e Expr, notes: &mut Notes, depth: usize) -> Result<Line<'e>, Unfit> {
    if depth > DEEPEST {
        return Err("Its expression is too deep to be followed.".to_owned());
    }
    match expr {
        Expr::Paren(inner) => value(&inner.expr, notes, depth + 1),
        Expr::NumberLiteral(number) => Ok(Line::number(number.val)),
        Expr::Unary(inner) => Ok(value(&inner.expr, notes, depth + 1)?.times(-1.0)),
        Expr::VectorSelector(selector) => Ok(Line::of(Of::One(series(selector, Over::Now)?))),
        Expr::Call(call) => called(call, notes, depth),
        Expr::Aggregate(gathered) => gather(gathered, notes, depth),
        Expr::Binary(pair) => computed(pair, notes, depth),
        Expr::Subquery(_) => {
            Err("It has a subquery (`[…:…]`), for which there is no counterpart.".to_owned())
        }
        Expr::MatrixSelector(_) | Expr::StringLiteral(_) | Expr::Extension(_) => {
            Err("Its expression has no number to compare.".to_owned())
        }
    }
}

fn series(selector: &VectorSelector, over: Over) -> Result<Series<'_>, Unfit> {
    if selector.offset.is_some() || selector.at.is_some() {
        return Err(
            "It looks at another time (`offset` or `@`); for what is usual at this hour make a rule of the sort “unusual”."
                .to_owned(),
        );
    }
    if selector.name.is_none() || !selector.matchers.or_matchers.is_empty() {
        return Err("It chooses series without the name of a metric.".to_owned());
    }
    Ok(Series {
        selector,
        over,
        gathered: None,
    })
}

fn called<'e>(call: &'e Call, notes: &mut Notes, depth: usize) -> Result<Line<'e>, Unfit> {
    let name = call.func.name;
    let argument = |at: usize| {
        let found = call.args.args.get(at).map(Box::as_ref);
        found.ok_or_else(|| format!("`{name}()` lacks what it works on."))
    };
    let over = |at: usize, over: &dyn Fn(f64) -> Over| -> Result<(Series<'e>, f64), Unfit> {
        match argument(at)? {
            Expr::MatrixSelector(matrix) => {
                let window = matrix.range.as_secs_f64();
                Ok((series(&matrix.vs, over(window))?, window))
            }
            Expr::Subquery(_) => {
                Err("It has a subquery (`[…:…]`), for which there is no counterpart.".to_owned())
            }
            _ => Err(format!("`{name}()` works on a window of a metric only.")),
        }
    };
    let one = |series: Series<'e>| Ok(Line::of(Of::One(series)));
    match name {
        "time" => Ok(Line::of(Of::Now)),
        "rate" | "deriv" => one(over(0, &|window| Over::Rate { window })?.0),
        "irate" => {
            notes.say(
                "`irate` looks at the two newest samples of its window; the rule takes the whole window.",
            );
            one(over(0, &|window| Over::Rate { window })?.0)
        }
        "increase" | "delta" => {
            let (series, window) = over(0, &|window| Over::Rate { window })?;
            Ok(Line::of(Of::One(series)).times(window))
        }
        "avg_over_time" => one(over(0, &|window| Over::Mean { window })?.0),
        "min_over_time" => one(over(0, &|window| Over::Least { window })?.0),
        "max_over_time" => one(over(0, &|window| Over::Greatest { window })?.0),
        "last_over_time" => one(over(0, &|_| Over::Now)?.0),
        "quantile_over_time" => {
            let share = constant(argument(0)?, notes, depth)?;
            one(over(1, &|window| Over::Quantile { window, share })?.0)
        }
        "predict_linear" => {
            let within = constant(argument(1)?, notes, depth)?;
            one(over(0, &|window| Over::Line { window, within })?.0)
        }
        "sort" | "sort_desc" | "label_replace" | "label_join" => value(argument(0)?, notes, depth + 1),
        "vector" => Ok(Line::number(constant(argument(0)?, notes, depth)?)),
        _ => Err(format!("`{name}()` has no counterpart in a rule.")),
    }
}

fn constant(expr: &Expr, notes: &mut Notes, depth: usize) -> Result<f64, Unfit> {
    match value(expr, notes, depth + 1)? {
        Line { of: None, add, .. } => Ok(add),
        Line { .. } => Err("A number stands in its expression that depends on another metric.".to_owned()),
    }
}

fn several(name: &str) -> Unfit {
    format!("`{name}()` is taken over several series; a rule tests each of them by itself.")
}

fn gather<'e>(expr: &'e AggregateExpr, notes: &mut Notes, depth: usize) -> Result<Line<'e>, Unfit> {
    let name = expr.op.to_string();
    if !matches!(name.as_str(), "sum" | "avg" | "min" | "max") {
        return Err(several(&name));
    }
    let inner = value(&expr.expr, notes, depth + 1)?;
    let turned = inner.scale < 0.0;
    let gathering = match (name.as_str(), turned) {
        ("sum", _) => Gathering::Sum,
        ("avg", _) => Gathering::Mean,
        ("min", false) | ("max", true) => Gathering::Least,
        ("max", false) | ("min", true) => Gathering::Greatest,
        _ => return Err(several(&name)),
    };
    let for_each = expr.modifier.as_ref().is_some_and(|modifier| {
        let names = &modifier.labels().labels;
        !modifier.is_include()
            || names.iter().any(|name| {
                matches!(
                    name.as_str(),
                    "instance" | "probe" | "target" | "host" | "hostname" | "nodename" | "node"
                )
            })
    });
    let mark = |mut series: Series<'e>| {
        series.gathered = Some((gathering, for_each));
        series
    };
    let of = match inner.of {
        Some(Of::One(series)) if inner.add == 0.0 || gathering != Gathering::Sum => Of::One(mark(series)),
        Some(Of::Share(one, other)) if inner.add == 0.0 || gathering != Gathering::Sum => {
            Of::Share(mark(one), mark(other))
        }
        Some(Of::Until(series)) if gathering != Gathering::Sum => Of::Until(mark(series)),
        Some(Of::Since(series)) if gathering != Gathering::Sum => Of::Since(mark(series)),
        _ => {
            return Err(format!(
                "`{name}()` of something that was computed has no counterpart in a rule."
            ));
        }
    };
    Ok(Line {
        of: Some(of),
        ..inner
    })
}

fn computed<'e>(pair: &'e BinaryExpr, notes: &mut Notes, depth: usize) -> Result<Line<'e>, Unfit> {
    let sign = pair.op.to_string();
    if !matches!(sign.as_str(), "+" | "-" | "*" | "/" | "^" | "%") {
        return Err(format!(
            "`{sign}` inside a calculation has no counterpart in a rule."
        ));
    }
    let left = value(&pair.lhs, notes, depth + 1)?;
    let right = value(&pair.rhs, notes, depth + 1)?;
    match (sign.as_str(), &left.of, &right.of) {
        ("+", _, None) => Ok(left.plus(right.add)),
        ("+", None, _) => Ok(right.plus(left.add)),
        ("-", _, None) => Ok(left.plus(-right.add)),
        ("-", None, _) => Ok(right.times(-1.0).plus(left.add)),
        ("*", _, None) => Ok(left.times(right.add)),
        ("*", None, _) => Ok(right.times(left.add)),
        ("/", _, None) => Ok(left.times(1.0 / right.add)),
        ("^", None, None) => Ok(Line::number(left.add.powf(right.add))),
        ("%", None, None) => Ok(Line::number(left.add % right.add)),
        ("-", ..) => less(&left, &right),
        ("/", ..) => over(left, right),
        _ => Err(format!(
            "It computes with two metrics (`{sign}`); a rule tests one, or one as a share of another."
        )),
    }
}

fn less<'e>(left: &Line<'e>, right: &Line<'e>) -> Result<Line<'e>, Unfit> {
    let is_plain = |line: &Line<'_>| same(line.scale, 1.0) && line.add == 0.0;
    let of = match (left.of.clone(), right.of.clone()) {
        (Some(Of::One(moment)), Some(Of::Now)) if is_plain(left) && is_plain(right) => Of::Until(moment),
        (Some(Of::Now), Some(Of::One(moment))) if is_plain(left) && is_plain(right) => Of::Since(moment),
        (Some(Of::One(one)), Some(Of::One(other)))
            if same(left.scale, right.scale) && left.add == 0.0 && right.add == 0.0 =>
        {
            Of::Less(one, other)
        }
        _ => {
            return Err("It takes one metric from another; a rule tests one by itself.".to_owned());
        }
    };
    Ok(Line {
        scale: left.scale,
        add: 0.0,
        of: Some(of),
    })
}

fn over<'e>(left: Line<'e>, right: Line<'e>) -> Result<Line<'e>, Unfit> {
    let unfit = || "It divides metrics in a way that a rule cannot; simple shares work.".to_owned();
    // (1 - a / b) / c and the like.
    if left.add != 0.0 || right.add != 0.0 {
        return Err(unfit());
    }
    let scale = left.scale / right.scale;
    let line = |scale: f64, add: f64, one: Series<'e>, other: Series<'e>| Line {
        scale,
        add,
        of: Some(Of::Share(one, other)),
    };
    match (left.of, right.of) {
        (Some(Of::One(one)), Some(Of::One(other))) => Ok(line(scale, 0.0, one, other)),
        (Some(Of::Less(all, part)), Some(Of::One(of))) if all.is(&of) => Ok(line(-scale, scale, part, of)),
        (Some(Of::Less(all, part)), Some(Of::One(of))) if part.is(&of) => Ok(line(scale, -scale, all, of)),
        _ => Err(unfit()),
    }
}

/// Whether two factors are the same but for rounding.
pub(super) fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}
