use wire::Timestamp;
use wire::report::{Body, Head, LineUp, ReportId, ReportSort, Zone};

use crate::{TODAY, open};

fn head(show: &str) -> Head {
    Head {
        id: ReportId(0),
        sort: ReportSort::LineUp,
        at: Timestamp(TODAY),
        show: show.to_owned(),
        by: "Ana".to_owned(),
    }
}

fn body(remark: &str) -> Body {
    Body::LineUp(Box::new(LineUp {
        station: "OB 7".to_owned(),
        version: "0.1.0".to_owned(),
        zone: Zone::default(),
        at: Timestamp(TODAY),
        remark: remark.to_owned(),
        channels: Vec::new(),
        probes: Vec::new(),
        alerts: Vec::new(),
        alerts_left_out: 0,
    }))
}

#[tokio::test]
async fn reports_are_kept_as_they_were_and_their_numbers_are_never_given_again() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let first = store
        .add_report("Ana", head("Final"), body("all well"))
        .await
        .unwrap();
    let second = store
        .add_report("Ana", head("Final"), body("again"))
        .await
        .unwrap();
    assert_eq!((first.head.id, second.head.id), (ReportId(1), ReportId(2)));
    assert!(
        store
            .delete_report("Ben", Timestamp(TODAY + 5), ReportId(2))
            .await
            .unwrap()
    );
    assert!(
        !store
            .delete_report("Ben", Timestamp(TODAY + 5), ReportId(2))
            .await
            .unwrap()
    );
    store.close().await;

    let store = open(dir.path()).await.store;
    assert_eq!(store.report(ReportId(1)).await.unwrap(), Some(first.clone()));
    assert_eq!(store.report(ReportId(2)).await.unwrap(), None);
    let third = store.add_report("Ana", head("Cup"), body("")).await.unwrap();
    assert_eq!(third.head.id, ReportId(3));
    assert_eq!(store.count_reports().await.unwrap(), 2);
    let all = store.reports(None, None, 10).await.unwrap();
    assert_eq!(all, [third.head.clone(), first.head.clone()], "newest first");
    assert_eq!(
        store.reports(None, Some(3), 10).await.unwrap(),
        std::slice::from_ref(&first.head)
    );
    assert_eq!(
        store.reports(Some(ReportSort::Event), None, 10).await.unwrap(),
        []
    );
    assert_eq!(
        store.reports(Some(ReportSort::LineUp), None, 1).await.unwrap(),
        [third.head]
    );

    let audit = store.audit(None, 10).await.unwrap();
    let told: Vec<_> = audit
        .iter()
        .map(|entry| {
            (
                entry.author.as_str(),
                entry.action.as_str(),
                entry.subject.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Ana", "create", "report 3 \"Cup\""),
            ("Ben", "delete", "report 2 \"Final\""),
            ("Ana", "create", "report 2 \"Final\""),
            ("Ana", "create", "report 1 \"Final\""),
        ]
    );
}
