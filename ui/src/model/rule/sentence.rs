//! A rule in words, also while some of it is not entered yet.

use wire::kind::{Bad, KindInfo};
use wire::rule::Scope;

use super::sort::metric;
use super::{Draft, Kinds, Node, Sort};
use crate::text;

/// What things are called.
pub(crate) struct Names<'a> {
    pub(crate) kinds: &'a Kinds,
    /// A probe by its number.
    pub(crate) probe: &'a dyn Fn(u32) -> String,
    /// What a rule looks at.
    pub(crate) scope: &'a dyn Fn(&Scope) -> String,
}

const NOT_YET: &str = "…";

/// The whole rule.
pub(crate) fn whole(draft: &Draft, names: &Names<'_>) -> String {
    let on = (names.scope)(&draft.scope);
    let test = test(&draft.test, names);
    text::rule_in_words(
        text::severity(draft.severity),
        &on,
        &test,
        &draft.raise,
        &draft.clear,
    )
}

/// A test, as it follows "when".
pub(crate) fn test(node: &Node, names: &Names<'_>) -> String {
    let given = |field: &str| match node.entry(field).trim() {
        "" => NOT_YET.to_owned(),
        entry => entry.to_owned(),
    };
    let title = |field: &str| series(node, field, names.kinds);
    let inner = |join: &str| {
        let parts: Vec<_> = node
            .parts()
            .iter()
            .map(|part| {
                if part.sort.holds_several() {
                    format!("({})", test(part, names))
                } else {
                    test(part, names)
                }
            })
            .collect();
        parts.join(join)
    };
    let value = |is_speed: bool| {
        let sign = node
            .scale(names.kinds)
            .map(|scale| scale.sign)
            .unwrap_or_default();
        let per = if is_speed { "/s" } else { "" };
        let gap = if sign.is_empty() { "" } else { "\u{a0}" };
        format!("{}{gap}{sign}{per}", given("limit"))
    };
    let is_above = node.bad() != Some(Bad::Below);
    match node.sort {
        Sort::Limit => text::says_limit(&title("series"), is_above, &value(false)),
        Sort::Rate => text::says_rate(&title("series"), is_above, &value(true), &given("window_s")),
        Sort::NoData if node.entry("series").is_empty() => text::says_silent(&given("for_s")),
        Sort::NoData => text::says_no_data(&title("series"), &given("for_s")),
        Sort::Failure => text::says_failure().to_owned(),
        Sort::Finding => text::says_finding(&finding(node.entry("code"), names.kinds)),
        Sort::OverTime => {
            let raise = given("raise");
            let raise = if raise.ends_with('s') || raise == NOT_YET {
                raise
            } else {
                format!("{}\u{a0}%", raise.trim_end_matches('%').trim())
            };
            text::says_over_time(&inner(""), &raise, &given("window_s"))
        }
        Sort::Ratio => text::says_ratio(&title("bad"), &title("of"), &given("above"), &given("window_s")),
        Sort::Burn => text::says_burn(
            &title("bad"),
            &title("of"),
            &given("factor"),
            &given("objective"),
            &given("long_s"),
            &given("short_s"),
        ),
        Sort::Unusual => text::says_unusual(&title("series"), side(node), &given("deviations")),
        Sort::UnlikePeers => text::says_unlike_peers(
            &title("series"),
            side(node),
            &given("deviations"),
            &given("least"),
        ),
        Sort::Forecast => text::says_forecast(&title("series"), is_above, &value(false), &given("within_s")),
        Sort::At => {
            let probe = node
                .entry("probe")
                .parse()
                .map_or(NOT_YET.to_owned(), names.probe);
            text::says_at(&probe, &inner(""))
        }
        Sort::All => inner(text::and_between()),
        Sort::Any => inner(text::or_between()),
        Sort::AtLeast => text::says_at_least(&given("count"), &inner("; ")),
        Sort::Not => text::says_not(&inner("")),
    }
}

fn side(node: &Node) -> &'static str {
    match node.bad() {
        Some(Bad::Above) => text::far_above(),
        Some(Bad::Below) => text::far_below(),
        None => text::far_from(),
    }
}

/// The title of a metric and which of its series.
fn series(node: &Node, field: &str, kinds: &Kinds) -> String {
    let name = node.entry(field);
    if name.is_empty() {
        return NOT_YET.to_owned();
    }
    let title = metric(kinds, name).map_or(name, |metric| metric.title.as_ref());
    match node.entry(&format!("{field}.labels")).trim() {
        "" => title.to_owned(),
        labels => format!("{title} ({labels})"),
    }
}

fn finding(code: &str, kinds: &Kinds) -> String {
    if code.is_empty() {
        return NOT_YET.to_owned();
    }
    let of = |kind: &KindInfo| {
        let finding = kind.findings.iter().find(|finding| finding.code == code)?;
        Some(text::first_sentence(&finding.help).to_owned())
    };
    let help = kinds.iter().find_map(|kind| of(kind));
    help.unwrap_or_else(|| code.to_owned())
}
