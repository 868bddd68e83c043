//! What has been learned about what is usual.

use store::Usual;
use wire::Timestamp;
use wire::series::SeriesId;

use super::{TODAY, open};

fn usual(series: u32, at: i64, body: &str) -> Usual {
    Usual {
        series: SeriesId(series),
        at: Timestamp(at),
        body: body.to_owned(),
    }
}

#[tokio::test]
async fn what_was_learned_outlives_a_restart_and_is_learned_anew() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    assert_eq!(store.usual().await.unwrap(), []);
    let first = [usual(7, TODAY, "{}"), usual(3, TODAY, "")];
    store.put_usual(&first).await.unwrap();
    store.put_usual(&[usual(7, TODAY + 1, "[]")]).await.unwrap();
    store.close().await;
    let store = open(dir.path()).await.store;
    let known = [usual(3, TODAY, ""), usual(7, TODAY + 1, "[]")];
    assert_eq!(store.usual().await.unwrap(), known);
    store.forget_usual(Timestamp(TODAY + 1)).await.unwrap();
    assert_eq!(store.usual().await.unwrap(), known[1..]);
    store.close().await;
}
