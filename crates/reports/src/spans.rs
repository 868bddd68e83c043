//! Stretches of time: put together, cut, measured.

use wire::report::Span;

/// The same time as stretches that neither touch nor overlap, by time.
pub(crate) fn united(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.into_iter().filter(|span| span.from < span.to).collect();
    spans.sort_unstable();
    let mut united: Vec<Span> = Vec::new();
    for span in spans {
        match united.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => united.push(span),
        }
    }
    united
}

/// What of it lies in `of`; nothing where they do not overlap.
pub(crate) fn within(span: Span, of: Span) -> Option<Span> {
    let cut = Span {
        from: span.from.max(of.from),
        to: span.to.min(of.to),
    };
    (cut.from < cut.to).then_some(cut)
}

/// What is left of `spans` without `holes`. Both are united.
pub(crate) fn without(spans: &[Span], holes: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    for span in spans {
        let mut from = span.from;
        for hole in holes.iter().filter_map(|hole| within(*hole, *span)) {
            left.push(Span { from, to: hole.from });
            from = hole.to;
        }
        left.push(Span { from, to: span.to });
    }
    united(left)
}

/// How long they are together, in milliseconds. They are united.
pub(crate) fn millis(spans: &[Span]) -> i64 {
    spans.iter().map(|span| span.millis()).sum()
}

/// In how many seconds of the clock some of them is. They are united.
pub(crate) fn seconds_touched(spans: &[Span]) -> u64 {
    let (mut touched, mut counted_to) = (0, i64::MIN);
    for span in spans {
        let first = span.from.0.div_euclid(1000).max(counted_to);
        // The last millisecond that belongs to it: its end does not.
        let after = (span.to.0 - 1).div_euclid(1000) + 1;
        touched += u64::try_from(after - first).unwrap_or(0);
        counted_to = after.max(counted_to);
    }
    touched
}

#[cfg(test)]
mod tests {
    use wire::Timestamp;

    use super::*;

    pub(crate) fn span((from, to): (i64, i64)) -> Span {
        Span {
            from: Timestamp(from),
            to: Timestamp(to),
        }
    }

    fn spans(pairs: &[(i64, i64)]) -> Vec<Span> {
        pairs.iter().map(|pair| span(*pair)).collect()
    }

    #[test]
    fn what_overlaps_or_touches_is_one() {
        let all = spans(&[(50, 60), (10, 20), (15, 30), (30, 40), (70, 70), (90, 80)]);
        assert_eq!(united(all), spans(&[(10, 40), (50, 60)]));
        assert_eq!(united([]), []);
        assert_eq!(united(spans(&[(0, 100), (10, 20)])), spans(&[(0, 100)]));
    }

    #[test]
    fn holes_are_cut_out() {
        let day = spans(&[(0, 100), (200, 300)]);
        assert_eq!(
            without(&day, &spans(&[(20, 30), (90, 210), (290, 400)])),
            spans(&[(0, 20), (30, 90), (210, 290)])
        );
        assert_eq!(without(&day, &[]), day);
        assert_eq!(without(&day, &spans(&[(0, 300)])), []);
        assert_eq!(within(span((0, 10)), span((10, 20))), None);
    }

    #[test]
    fn a_second_counts_once_however_often_it_is_touched() {
        assert_eq!(
            seconds_touched(&spans(&[(1_000, 2_000)])),
            1,
            "the end is not in it"
        );
        assert_eq!(seconds_touched(&spans(&[(1_999, 2_001)])), 2);
        assert_eq!(seconds_touched(&spans(&[(1_100, 1_200), (1_300, 1_400)])), 1);
        assert_eq!(
            seconds_touched(&spans(&[(1_100, 2_200), (2_300, 2_400), (9_000, 9_001)])),
            3
        );
        assert_eq!(seconds_touched(&[]), 0);
    }
}
