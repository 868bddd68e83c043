//! The queue of messages: in order for each receiver and incident, told once, and forgotten in time.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use store::{Deliveries, NewDelivery, Retention, Store};
use wire::alert::AlertId;
use wire::receiver::{DeliveryId, DeliveryState, Message, News, ReceiverId};
use wire::{Severity, Timestamp};

use crate::alerts::alert;
use crate::{TODAY, open, until};

const DAY: i64 = 24 * 60 * 60 * 1000;

pub(crate) fn message(title: &str, at: i64) -> Message {
    Message {
        id: title.to_owned(),
        thread: "1".to_owned(),
        station: "OB 7".to_owned(),
        news: News::Raised,
        severity: Severity::Major,
        title: title.to_owned(),
        reason: String::new(),
        advice: String::new(),
        at: Timestamp(at),
        began: Timestamp(at),
        alerts: vec![alert(1, 1)],
        more: 0,
        link: String::new(),
        is_test: false,
    }
}

fn new(receiver: u32, incident: u64, title: &str, next: i64) -> NewDelivery {
    NewDelivery {
        receiver: ReceiverId(receiver),
        message: message(title, TODAY),
        incident: AlertId(incident),
        next: Timestamp(next),
    }
}

async fn due(store: &Store, now: i64) -> Vec<String> {
    let found = store.due(Timestamp(now), 10).await.unwrap();
    for (delivery, message) in &found {
        assert_eq!(delivery.title, message.title);
    }
    found.into_iter().map(|(delivery, _)| delivery.title).collect()
}

#[tokio::test]
async fn a_later_message_never_overtakes_an_earlier_one() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    assert_eq!(store.next_due().await.unwrap(), None);
    let order = [
        new(1, 1, "first", TODAY + 10),
        new(1, 1, "second", TODAY),
        new(2, 1, "to another", TODAY + 5),
        new(1, 2, "of another", TODAY + 20),
    ];
    let queued = store.queue("", &order).await.unwrap();
    assert_eq!(queued[0].id, DeliveryId(1));
    assert_eq!(queued[0].next, Some(Timestamp(TODAY + 10)));
    assert_eq!(due(&store, TODAY + 4).await, [""; 0]);
    assert_eq!(store.next_due().await.unwrap(), Some(Timestamp(TODAY + 5)));
    assert_eq!(due(&store, TODAY + 10).await, ["first", "to another"]);
    assert_eq!(
        due(&store, TODAY + 20).await,
        ["first", "to another", "of another"]
    );
    assert_eq!(store.due(Timestamp(TODAY + 20), 1).await.unwrap().len(), 1);

    let again = Timestamp(TODAY + 60);
    store
        .not_taken(DeliveryId(1), "no answer", again, 1)
        .await
        .unwrap();
    assert_eq!(due(&store, TODAY + 20).await, ["to another", "of another"]);
    store.taken(DeliveryId(1), Timestamp(TODAY + 60)).await.unwrap();
    store
        .given_up(DeliveryId(3), Timestamp(TODAY + 61), "refused")
        .await
        .unwrap();
    assert_eq!(due(&store, TODAY + 20).await, ["second", "of another"]);
    drop(store);
    let store = open(dir.path()).await.store;
    assert_eq!(due(&store, TODAY + 20).await, ["second", "of another"]);
    let all = store.deliveries(&Deliveries::default(), None, 10).await.unwrap();
    let shown: Vec<_> = all
        .iter()
        .map(|it| (it.id.0, it.state, it.tries, it.ended, it.trouble.as_str()))
        .collect();
    use DeliveryState::{Done, GivenUp, Waiting};
    assert_eq!(
        shown,
        [
            (4, Waiting, 0, None, ""),
            (3, GivenUp, 0, Some(Timestamp(TODAY + 61)), "refused"),
            (2, Waiting, 0, None, ""),
            (1, Done, 2, Some(Timestamp(TODAY + 60)), ""),
        ]
    );
    // What ended has ended.
    store
        .given_up(DeliveryId(1), Timestamp(TODAY), "late")
        .await
        .unwrap();
    assert_eq!(
        store
            .deliveries(&Deliveries::default(), Some(2), 1)
            .await
            .unwrap(),
        all[3..]
    );
    let ids = async |wanted: Deliveries| {
        let found = store.deliveries(&wanted, None, 10).await.unwrap();
        found.iter().map(|delivery| delivery.id.0).collect::<Vec<_>>()
    };
    let any = Deliveries::default;
    let receiver = Some(ReceiverId(1));
    assert_eq!(ids(Deliveries { receiver, ..any() }).await, [4, 2, 1]);
    let incident = Some(AlertId(1));
    assert_eq!(ids(Deliveries { incident, ..any() }).await, [3, 2, 1]);
    let state = Some(Waiting);
    assert_eq!(ids(Deliveries { state, ..any() }).await, [4, 2]);
}

#[tokio::test]
async fn what_was_told_is_known_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    assert_eq!(store.told().await.unwrap(), None);
    store.queue("ten", &[]).await.unwrap();
    store.queue("nine", &[]).await.unwrap();
    drop(store);
    let store = open(dir.path()).await.store;
    assert_eq!(store.told().await.unwrap().as_deref(), Some("nine"));
}

#[tokio::test]
async fn ended_deliveries_are_forgotten_after_a_month_and_waiting_ones_never() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let order = [new(1, 1, "done", TODAY), new(2, 2, "waiting", TODAY)];
    store.queue("", &order).await.unwrap();
    store.taken(DeliveryId(1), Timestamp(TODAY)).await.unwrap();
    store.close().await;
    let believing = Retention {
        doubt_hours: 0,
        ..Retention::default()
    };
    let later = Timestamp(TODAY + 31 * DAY);
    let store = Store::open(dir.path(), believing, later).await.unwrap().store;
    let left = until("the delivery that is done is gone", async || {
        let left = store.deliveries(&Deliveries::default(), None, 10).await.unwrap();
        (left.len() == 1).then_some(left)
    })
    .await;
    assert_eq!(left[0].title, "waiting");
}

#[tokio::test]
async fn a_message_that_was_damaged_holds_up_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let order = [new(1, 1, "first", TODAY), new(1, 1, "second", TODAY)];
    store.queue("", &order).await.unwrap();
    store.close().await;
    let file = SqliteConnectOptions::new().filename(dir.path().join("state.db"));
    let mut conn = file.connect().await.unwrap();
    sqlx::raw_sql("UPDATE delivery SET message = '{' WHERE id = 1")
        .execute(&mut conn)
        .await
        .unwrap();
    conn.close().await.unwrap();
    let store = open(dir.path()).await.store;
    assert_eq!(due(&store, TODAY).await, [""; 0]);
    assert_eq!(due(&store, TODAY).await, ["second"]);
    let state = Some(DeliveryState::GivenUp);
    let wanted = Deliveries {
        state,
        ..Deliveries::default()
    };
    let given_up = store.deliveries(&wanted, None, 10).await.unwrap();
    assert_eq!(given_up[0].trouble, "it was damaged on the disk of the station");
}
