use super::*;
use crate::testing::Web;

async fn ask(answer: fn(&str) -> (&'static str, &'static str, &'static str)) -> Undelivered {
    let web = Web::start(answer).await;
    let url = url("url", &format!("{}/hook/TOKEN?key=SECRET", web.url())).unwrap();
    let answer = Request::post(url, &serde_json::json!({})).send().await.unwrap();
    let undelivered = answer.taken().err().expect("it is not taken");
    for secret in ["TOKEN", "SECRET", "hook"] {
        assert!(!undelivered.detail.contains(secret), "{}", undelivered.detail);
    }
    undelivered
}

#[tokio::test]
async fn what_a_server_never_takes_is_not_sent_again() {
    let denied = ask(|_| ("401 Unauthorized", "", "{\"error\":\"bad token\"}\nmore")).await;
    assert!(!denied.again);
    assert!(
        denied.detail.ends_with(
            "answers 401 Unauthorized; check its key, token or password, and says: {\"error\":\"bad token\"}"
        ),
        "{denied}"
    );
    assert!(!ask(|_| ("404 Not Found", "", "")).await.again);
    let moved = ask(|_| ("302 Found", "location: https://other.example/TOKEN\r\n", "")).await;
    assert!(!moved.again);
    assert!(
        moved
            .detail
            .ends_with("sends elsewhere (https://other.example); enter the address it leads to"),
        "{moved}"
    );
}

#[tokio::test]
async fn what_a_server_may_take_later_is_sent_again() {
    let busy = ask(|_| ("429 Too Many Requests", "retry-after: 17\r\n", "")).await;
    assert_eq!((busy.again, busy.after), (true, Some(Duration::from_secs(17))));
    let down = ask(|_| ("503 Service Unavailable", "retry-after: 99999999\r\n", "")).await;
    assert_eq!((down.again, down.after), (true, Some(LONGEST_WAIT)));
    assert!(ask(|_| ("500 Internal Server Error", "", "")).await.again);
}

#[tokio::test]
async fn a_long_answer_is_not_read_to_its_end() {
    let web = Web::start(|_| {
        let long = " ".repeat(LONGEST_ANSWER + 1);
        ("200 OK", "", long.leak())
    })
    .await;
    let answer = Request::new(Method::GET, url("url", &web.url()).unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.json(), Value::Null);
    assert!(answer.taken().is_ok());
}

#[test]
fn addresses_are_checked() {
    for (entered, part) in [
        ("", "the whole address"),
        ("hooks.example.org", "the whole address"),
        ("ftp://example.org", "https://"),
        ("https://user:pass@example.org", "leave user and password out"),
    ] {
        let wrong = url("url", entered).unwrap_err();
        assert!(wrong.message.contains(part), "{entered}: {}", wrong.message);
    }
    assert_eq!(
        below(&url("url", "https://example.org/a/").unwrap(), &["b/c"]).as_str(),
        "https://example.org/a/b%2Fc"
    );
}
