//! Events: their numbers, what is asked for of them, and notes that are replaced.

use proptest::prelude::*;
use store::{Events, Store};
use wire::event::{Event, EventSort, fold};
use wire::inventory::ChannelId;
use wire::probe::ProbeId;
use wire::{Severity, Timestamp};

use crate::{TODAY, batch, durable, open};

fn event(seq: u64) -> Event {
    Event {
        seq,
        at: Timestamp(TODAY),
        severity: Severity::Major,
        sort: EventSort::Raised,
        probe: Some(ProbeId(1)),
        channel: None,
        of: None,
        text: format!("event {seq}"),
    }
}

fn note(seq: u64, of: Option<u64>, text: &str) -> Event {
    Event {
        severity: Severity::Info,
        sort: EventSort::Note,
        probe: None,
        of,
        text: text.to_owned(),
        ..event(seq)
    }
}

async fn keep(store: &Store, events: Vec<Event>) {
    let mut news = batch(TODAY, vec![]);
    news.events = events;
    durable(store, store.append(news)).await;
}

#[tokio::test]
async fn events_keep_their_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    keep(&store, (1..=600).map(event).collect()).await;
    let older = store.events(&Events::default(), Some(3), 10).await.unwrap();
    assert_eq!(older, [event(2), event(1)]);
    store.close().await;
    let opened = open(dir.path()).await;
    assert_eq!(opened.last_event, 600);
    assert_eq!(opened.recent_events, (101..=600).map(event).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_note_is_shown_as_it_was_left_and_found_with_its_past() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let written = [
        event(1),
        note(2, None, "Camera swapped"),
        note(3, None, "Mark"),
        note(4, Some(2), "Camera 3 swapped"),
        note(5, Some(3), ""),
    ];
    keep(&store, written.to_vec()).await;
    let shown = store.events(&Events::default(), None, 10).await.unwrap();
    assert_eq!(shown, [note(2, None, "Camera 3 swapped"), event(1)]);
    let page = store.events(&Events::default(), None, 1).await.unwrap();
    assert_eq!(
        page,
        shown[..1],
        "a note that was taken back takes no place of a page"
    );
    assert_eq!(
        store.event(3).await.unwrap(),
        [written[2].clone(), written[4].clone()]
    );
    assert_eq!(store.event(6).await.unwrap(), []);
    store.close().await;
    let again = open(dir.path()).await;
    assert_eq!(again.recent_events, written, "a screen folds by itself");
}

/// Many events, of which some are notes that replace earlier ones.
fn lives() -> impl Strategy<Value = Vec<Event>> {
    let sorts = prop::sample::select(vec![EventSort::Raised, EventSort::Cleared, EventSort::Note]);
    let one = (
        sorts,
        0..50_i64,
        prop::option::of(1..4_u32),
        prop::option::of(1..3_u32),
        0..20_usize,
        prop::bool::ANY,
    );
    prop::collection::vec(one, 1..40).prop_map(|drawn| {
        let mut events: Vec<Event> = Vec::new();
        for ((sort, at, probe, channel, back, again), seq) in drawn.into_iter().zip(1..) {
            let is_note = |event: &&Event| event.sort == EventSort::Note && event.of.is_none();
            let of = events.iter().rev().skip(back).find(is_note).map(|note| note.seq);
            let of = of.filter(|_| sort == EventSort::Note && again);
            let taken_back = of.is_some() && at % 3 == 0;
            events.push(Event {
                seq,
                at: Timestamp(TODAY + at),
                severity: Severity::Info,
                sort,
                probe: probe.map(ProbeId),
                channel: channel.map(ChannelId),
                of,
                text: if taken_back {
                    String::new()
                } else {
                    format!("text {seq}")
                },
            });
        }
        events
    })
}

/// What is asked for.
fn questions() -> impl Strategy<Value = Events> {
    let moment = || prop::option::of((0..50_i64).prop_map(|at| Timestamp(TODAY + at)));
    let sorts = prop::sample::subsequence(vec![EventSort::Raised, EventSort::Note], 0..=2);
    (
        moment(),
        moment(),
        prop::option::of((1..4_u32).prop_map(ProbeId)),
        prop::option::of((1..3_u32).prop_map(ChannelId)),
        sorts,
    )
        .prop_map(|(from, to, probe, channel, sorts)| Events {
            from,
            to,
            probe,
            channel,
            sorts,
        })
}

fn fits(wanted: &Events, event: &Event) -> bool {
    wanted.from.is_none_or(|from| event.at >= from)
        && wanted.to.is_none_or(|to| event.at < to)
        && wanted.probe.is_none_or(|probe| event.probe == Some(probe))
        && wanted
            .channel
            .is_none_or(|channel| event.channel == Some(channel))
        && (wanted.sorts.is_empty() || wanted.sorts.contains(&event.sort))
}

async fn walk(written: Vec<Event>, wanted: Vec<Events>, limit: u32) {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    keep(&store, written.clone()).await;
    for wanted in wanted {
        let mut expected = fold(written.clone());
        expected.retain(|event| fits(&wanted, event));
        expected.reverse();
        let mut found: Vec<Event> = Vec::new();
        loop {
            let before = found.last().map(|event| event.seq);
            let page = store.events(&wanted, before, limit).await.unwrap();
            let is_last = page.len() < limit as usize;
            found.extend(page);
            if is_last {
                break;
            }
        }
        assert_eq!(found, expected, "{wanted:?}");
    }
    store.close().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn pages_are_the_folded_whole_in_pieces(
        written in lives(),
        wanted in prop::collection::vec(questions(), 4),
        limit in 1..8_u32,
    ) {
        tokio::runtime::Runtime::new().unwrap().block_on(walk(written, wanted, limit));
    }
}
