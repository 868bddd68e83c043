//! The power goes while alerts are told: none is lost, and none is told twice.

use std::collections::BTreeMap;
use std::path::Path;

use store::{Alerts, Deliveries, NewDelivery, Opened, Store};
use wire::Timestamp;
use wire::alert::{AlertId, What};
use wire::receiver::{DeliveryState, ReceiverId};

use crate::alerts::{alert, keep, turn};
use crate::deliveries::message;
use crate::kill::{DIR, killed};
use crate::{TODAY, open};

const ROUNDS: usize = 40;
const RECEIVERS: [u32; 2] = [1, 2];
const MANY: u32 = 1_000_000;

/// Each alert takes two turns: the odd one raises it, the even one resolves it.
fn alert_of(turn: u64) -> u64 {
    turn.div_ceil(2)
}

/// The number of the newest turn that was told.
async fn told(store: &Store) -> u64 {
    let told = store.told().await.unwrap();
    told.map_or(0, |told| told.parse().unwrap())
}

/// Queues what was not told yet, for every receiver; the number of the newest turn of it.
async fn tell(store: &Store) -> Option<u64> {
    let told = told(store).await;
    let turns = store.turns_between(told, MANY).await.unwrap();
    let newest = turns.last()?.seq;
    let queued = turns.iter().flat_map(|turn| {
        RECEIVERS.map(|receiver| NewDelivery {
            receiver: ReceiverId(receiver),
            message: message(&turn.text, turn.at.0),
            incident: turn.alert,
            next: turn.at,
        })
    });
    let queued: Vec<_> = queued.collect();
    store.queue(&newest.to_string(), &queued).await.unwrap();
    Some(newest)
}

/// Not a test of its own: what the test below kills. Says on standard output what it was told is safe.
#[tokio::test]
async fn teller_that_is_killed() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let Opened { store, last_turn, .. } = open(Path::new(&dir)).await;
    for seq in last_turn + 1.. {
        if let Some(told) = tell(&store).await {
            println!("\ntold {told}");
        }
        for (delivery, _) in store.due(Timestamp(TODAY), 3).await.unwrap() {
            match delivery.id.0 % 3 {
                0 if delivery.tries == 0 => {
                    let again = store.not_taken(delivery.id, "no answer", Timestamp(TODAY), 1);
                    again.await.unwrap();
                }
                1 => store
                    .given_up(delivery.id, Timestamp(TODAY), "refused")
                    .await
                    .unwrap(),
                _ => store.taken(delivery.id, Timestamp(TODAY)).await.unwrap(),
            }
            println!("\ntried {}", delivery.id.0);
        }
        let mut now = alert(alert_of(seq), 1);
        let mut what = What::Raised;
        if seq % 2 == 0 {
            (now.revision, now.resolved, what) = (2, Some(Timestamp(TODAY)), What::Resolved);
        }
        let id = now.id.0;
        keep(&store, vec![now], vec![turn(seq, id, what, TODAY)]).await;
        println!("\nturn {seq}");
    }
}

#[tokio::test]
async fn nothing_that_is_to_be_told_is_lost_or_told_twice() {
    let dir = tempfile::tempdir().unwrap();
    let (mut turn, mut told) = (0, 0);
    let mut rounds = 0;
    for round in 0..ROUNDS {
        let mut tried = Vec::new();
        let words = 1 + round * 7 % 23;
        let before = killed(
            "kill_told::teller_that_is_killed",
            dir.path(),
            words,
            |word, number| {
                let number = number.unsigned_abs();
                match word {
                    "turn" => turn = turn.max(number),
                    "told" => told = told.max(number),
                    "tried" => tried.push(number),
                    _ => return None,
                }
                Some(())
            },
        );
        rounds += usize::from(before > 0);

        let opened = open(dir.path()).await;
        let store = opened.store;
        assert_eq!(opened.notices, Vec::<String>::new(), "round {round}");
        let turns = store.turns_between(0, MANY).await.unwrap();
        let numbers: Vec<u64> = turns.iter().map(|turn| turn.seq).collect();
        assert_eq!(
            numbers,
            (1..=opened.last_turn).collect::<Vec<_>>(),
            "round {round}"
        );
        assert!(
            opened.last_turn >= turn,
            "round {round}: turn {turn} was called safe"
        );

        let alerts = store.alerts(&Alerts::default(), None, MANY).await.unwrap();
        assert_eq!(alerts.len() as u64, alert_of(opened.last_turn), "round {round}");
        for alert in &alerts {
            let turns = store.turns(&[alert.id]).await.unwrap().len();
            assert_eq!(turns, alert.revision as usize, "an alert and its turns are one");
        }
        let firing = opened.alerts.iter().filter(|alert| alert.is_firing());
        let last = (opened.last_turn % 2 == 1).then(|| AlertId(alert_of(opened.last_turn)));
        assert!(firing.map(|alert| alert.id).eq(last), "round {round}");

        let queued = store
            .deliveries(&Deliveries::default(), None, MANY)
            .await
            .unwrap();
        let marked = self::told(&store).await;
        assert!(marked >= told, "round {round}: turn {told} was called told");
        let mut messages: BTreeMap<(&str, u32), u32> = BTreeMap::new();
        for delivery in &queued {
            *messages
                .entry((delivery.title.as_str(), delivery.receiver.0))
                .or_default() += 1;
        }
        assert!(messages.values().all(|count| *count == 1), "round {round}");
        assert_eq!(messages.len() as u64, 2 * marked, "round {round}");
        for id in tried {
            let delivery = queued.iter().find(|delivery| delivery.id.0 == id).unwrap();
            assert!(
                delivery.state != DeliveryState::Waiting || delivery.tries == 1,
                "round {round}: what became of {id} was called safe"
            );
        }
        (turn, told) = (opened.last_turn, marked);
    }
    assert_eq!(rounds, ROUNDS);
    assert!(told > 0);
}
