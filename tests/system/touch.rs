//! What a tap does not do: an order that deletes is carried out only for whoever held it long enough, whatever screen,
//! script or mistake sends it.

use std::io;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::flypack::{Answer, Flypack, flywatch, outcome, until};

const APPLY: &str = "/api/v1/configuration/apply";
const HOLDS: &str = "/api/v1/holds";

/// A station with two probes, and an order that deletes both of them.
struct Desk {
    dir: tempfile::TempDir,
    station: Flypack,
    order: Value,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("there is room");
        let station = Flypack::start(dir.path());
        for name in ["Program", "Preview"] {
            let spec = json!({ "name": name, "kind": "host", "target": "host:", "enabled": false });
            station.post("/api/v1/probes", &spec).json();
        }
        let wanted = json!({ "probes": [] });
        let plan = station.post("/api/v1/configuration/plan", &wanted).json();
        let order = json!({ "configuration": wanted, "state": plan["state"] });
        Self { dir, station, order }
    }

    /// Arms the order and begins to hold it; gives the token of the hold.
    fn hold(&self) -> String {
        let lit = self.touch(&json!({ "order": "apply-configuration", "arm": true }));
        let held = self.touch(&json!({ "order": "apply-configuration", "armed": lit["token"] }));
        assert_eq!((&held["class"], &held["hold_ms"]), (&json!("arm"), &json!(1_500)));
        held["token"].as_str().expect("a hold has a token").to_owned()
    }

    fn touch(&self, touch: &Value) -> Value {
        let answer = self.station.post(HOLDS, touch);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()
    }

    /// Sends the order with more headers.
    fn apply(&self, headers: &str) -> Answer {
        let authorization = format!("Authorization: Bearer {}\r\n", self.station.token);
        self.apply_as(&format!("{authorization}{headers}"))
            .expect("an answer")
    }

    fn apply_as(&self, headers: &str) -> io::Result<Answer> {
        let body = self.order.to_string();
        let head = format!(
            "POST {APPLY} HTTP/1.0\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{headers}\r\n",
            self.station.address,
            body.len()
        );
        self.station.say(format!("{head}{body}").as_bytes())
    }

    /// The cookie of a browser that has just signed in.
    fn session(&self) -> String {
        let link = self.station.post("/api/v1/session/links", &json!(null)).json();
        let (_, key) = link["url"]
            .as_str()
            .and_then(|url| url.split_once("/?"))
            .expect("a link");
        let signed_in = self.station.get(&format!("/?{key}"));
        let cookie = signed_in
            .head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "))
            .and_then(|cookie| cookie.split(';').next());
        format!("Cookie: {}\r\n", cookie.expect("a browser is given a cookie"))
    }

    fn probes(&self) -> usize {
        let probes = self.station.get("/api/v1/probes").json();
        probes["items"].as_array().expect("a list").len()
    }
}

fn with(token: &str) -> String {
    format!("Flywatch-Hold: {token}\r\n")
}

/// Rests until `time` has gone since `began`.
fn rest(began: Instant, time: Duration) {
    until("the finger has rested", || {
        (began.elapsed() >= time).then_some(())
    });
}

#[test]
fn the_station_tells_which_orders_must_be_held() {
    let desk = Desk::new();
    let orders = desk.station.get("/api/v1/orders").json();
    let classes: Vec<_> = orders["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|order| (order["name"].as_str(), order["class"].as_str()))
        .collect();
    for expected in [
        ("delete-probes", "hold"),
        ("shorten-retention", "hold"),
        ("apply-configuration", "arm"),
        ("leave-air", "hold"),
    ] {
        assert!(
            classes.contains(&(Some(expected.0), Some(expected.1))),
            "{orders}"
        );
    }
    let said = desk
        .station
        .post(HOLDS, &json!({ "order": "make-tea" }))
        .problem(422);
    assert!(said.contains("delete-probes"), "{said}");
}

#[test]
fn what_deletes_is_refused_without_a_hold_that_counts() {
    let desk = Desk::new();
    let said = desk.apply("").problem(428);
    assert!(
        said.contains(r#"deletes the probe "Program", the probe "Preview""#),
        "{said}"
    );
    assert!(said.contains("Arm it, then hold it"), "{said}");
    let said = desk
        .station
        .post(HOLDS, &json!({ "order": "apply-configuration" }))
        .problem(428);
    assert!(said.contains("Arm it"), "{said}");
    assert!(desk.apply(&with("made-up")).problem(409).contains("no such hold"));

    assert_eq!(desk.probes(), 2);
}

#[test]
fn what_is_let_go_early_is_not_done() {
    // On a busy machine the order may come later than it was meant to, and is right then.
    let said = until("an order comes in time to be too early", || {
        let desk = Desk::new();
        let token = desk.hold();
        rest(Instant::now(), Duration::from_millis(900));
        let answer = desk.apply(&with(&token));
        if answer.status == 200 {
            return None;
        }
        assert_eq!(desk.probes(), 2);
        Some(answer.problem(409))
    });
    assert!(said.contains("too early"), "{said}");
    assert!(said.contains("arm it again"), "{said}");
}

#[test]
fn a_hold_counts_once_and_for_its_own_screen() {
    let desk = Desk::new();
    let token = desk.hold();
    let began = Instant::now();
    rest(began, Duration::from_millis(1_600));
    let stranger = desk.apply_as(&format!("{}{}", desk.session(), with(&token)));
    assert!(stranger.expect("an answer").problem(409).contains("no such hold"));
    assert_eq!(desk.probes(), 2);

    desk.apply(&with(&token)).json();
    assert_eq!(desk.probes(), 0);
    let audit = desk.station.get("/api/v1/audit").text();
    assert!(audit.contains("delete"), "{audit}");

    // The same again, with a hold that was used.
    for name in ["Program", "Preview"] {
        let spec = json!({ "name": name, "kind": "host", "target": "host:", "enabled": false });
        desk.station.post("/api/v1/probes", &spec).json();
    }
    let wanted = json!({ "probes": [] });
    let plan = desk.station.post("/api/v1/configuration/plan", &wanted).json();
    let desk = Desk {
        order: json!({ "configuration": wanted, "state": plan["state"] }),
        ..desk
    };
    assert!(desk.apply(&with(&token)).problem(409).contains("used already"));
    assert_eq!(desk.probes(), 2);
}

#[test]
fn a_screen_holds_as_a_program_does() {
    let desk = Desk::new();
    let cookie = desk.session();
    let ask = |touch: &Value| {
        let body = touch.to_string();
        let head = format!(
            "POST {HOLDS} HTTP/1.0\r\nHost: {}\r\n{cookie}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            desk.station.address,
            body.len()
        );
        let answer = desk.station.say(format!("{head}{body}").as_bytes());
        answer.expect("an answer").json()["token"]
            .as_str()
            .expect("a token")
            .to_owned()
    };
    let lit = ask(&json!({ "order": "apply-configuration", "arm": true }));
    let token = ask(&json!({ "order": "apply-configuration", "armed": lit }));
    rest(Instant::now(), Duration::from_millis(1_500));
    assert_eq!(
        desk.apply(&with(&token)).status,
        409,
        "programs are not this screen"
    );
    desk.apply_as(&format!("{cookie}{}", with(&token)))
        .expect("an answer")
        .json();
    assert_eq!(desk.probes(), 0);
}

#[test]
fn the_command_holds_what_was_agreed_to() {
    let desk = Desk::new();
    let data = desk.dir.path();
    let file = data.join("none.yaml");
    std::fs::write(&file, "probes: []\n").expect("there is room");
    let mut command = flywatch();
    command
        .arg("apply")
        .arg(&file)
        .args(["--yes", "--data"])
        .arg(data);
    let done = outcome(command);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{said}");
    assert_eq!(desk.probes(), 0);
}
