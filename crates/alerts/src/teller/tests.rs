use serde_json::json;
use wire::alert::{Acknowledged, Because, Subject};
use wire::phase::Phase;
use wire::probe::ProbeId;
use wire::rule::RuleKey;

use super::*;

/// Alerts that come and go, a route, and what is told on it.
struct Scene {
    teller: Teller,
    alerts: BTreeMap<u64, Alert>,
    world: World,
    now: i64,
}

impl Scene {
    fn of(routes: &[serde_json::Value]) -> Self {
        let mut teller = Teller::default();
        for (route, id) in routes.iter().zip(1..) {
            let mut route = route.clone();
            route["id"] = json!(id);
            route["revision"] = json!(1);
            route["name"] = json!(format!("Route {id}"));
            teller.put_route(serde_json::from_value(route).unwrap()).unwrap();
        }
        Self {
            teller,
            alerts: BTreeMap::new(),
            world: World::default(),
            now: 1_000_000,
        }
    }

    fn raise(&mut self, id: u64, severity: Severity) {
        let subject = Subject {
            name: format!("Probe {id}"),
            probe: Some(ProbeId(u32::try_from(id).unwrap())),
            ..Subject::default()
        };
        let key = RuleKey::of_kind("icmp", "failure");
        let alert = Alert::new(AlertId(id), key, subject, severity, Timestamp(self.now));
        self.alerts.insert(id, alert);
    }

    fn alert(&mut self, id: u64) -> &mut Alert {
        self.alerts.get_mut(&id).unwrap()
    }

    fn resolve(&mut self, id: u64) {
        let now = Timestamp(self.now);
        self.alert(id).resolved = Some(now);
    }

    fn acknowledge(&mut self, id: u64) {
        self.alert(id).acknowledged = Some(Acknowledged {
            by: "Jo".to_owned(),
            at: Timestamp(0),
            note: String::new(),
            until: None,
        });
    }

    /// `id` follows from `cause`, and both are the incident that was opened first.
    fn explain(&mut self, id: u64, cause: u64) {
        let incident = self.alert(id).incident.min(self.alert(cause).incident);
        self.alert(cause).incident = incident;
        let alert = self.alert(id);
        alert.incident = incident;
        alert.cause = Some(Because {
            alert: AlertId(cause),
            why: "it is behind it".to_owned(),
        });
        alert.suppressed = Some(wire::alert::Suppressed::Cause);
    }

    /// Lets time pass; what is told, as receiver, thread, news and title.
    fn after(&mut self, millis: i64) -> Vec<String> {
        self.now += millis;
        // As the station does: what has been told is written down and read again.
        let memory = serde_json::to_string(self.teller.memory()).unwrap();
        let routes = std::mem::take(&mut self.teller.routes);
        self.teller = Teller::new(serde_json::from_str(&memory).unwrap());
        self.teller.routes = routes;
        let told = self.teller.step(
            &self.world,
            self.alerts.values(),
            &|_| "rule".to_owned(),
            Timestamp(self.now),
        );
        let line = |telling: &Telling| {
            let news = serde_json::to_value(telling.news).unwrap();
            format!(
                "{} #{} {}: {}",
                telling.receiver.0,
                telling.thread,
                news.as_str().unwrap(),
                telling.title
            )
        };
        told.iter().map(line).collect()
    }
}

fn plain() -> serde_json::Value {
    json!({ "least": "minor", "receivers": [1] })
}

const NOTHING: [&str; 0] = [];

#[test]
fn an_incident_is_told_once_with_its_cause_and_once_that_it_is_over() {
    let mut scene = Scene::of(&[plain()]);
    scene.raise(1, Severity::Critical);
    assert_eq!(scene.after(0), NOTHING, "more may belong to it");
    scene.raise(2, Severity::Critical);
    scene.raise(3, Severity::Major);
    assert_eq!(scene.after(200), NOTHING);
    scene.explain(1, 3);
    scene.explain(2, 3);
    assert_eq!(
        scene.after(300),
        ["1 #1 raised: Probe 3: ; 2 alerts follow from it"]
    );
    assert_eq!(scene.after(60_000), NOTHING);
    scene.resolve(3);
    scene.resolve(1);
    assert_eq!(scene.after(1000), NOTHING);
    scene.resolve(2);
    assert_eq!(
        scene.after(1000),
        ["1 #1 resolved: Probe 3: ; 2 alerts follow from it"]
    );
    assert_eq!(scene.after(600_000), NOTHING);
}

#[test]
fn what_followed_before_an_alert_came_back_is_not_counted_again() {
    let mut scene = Scene::of(&[plain()]);
    scene.raise(1, Severity::Critical);
    scene.raise(2, Severity::Critical);
    scene.explain(2, 1);
    scene.after(0);
    assert_eq!(
        scene.after(500),
        ["1 #1 raised: Probe 1: ; 1 alert follows from it"]
    );
    scene.resolve(1);
    scene.resolve(2);
    scene.after(60_000);
    let now = Timestamp(scene.now);
    let back = scene.alert(1);
    (back.resolved, back.raised) = (None, now);
    scene.after(0);
    assert_eq!(scene.after(500), ["1 #1 raised: Probe 1: "]);
}

#[test]
fn what_is_well_before_it_is_told_is_not_told() {
    let mut scene = Scene::of(&[plain()]);
    scene.raise(1, Severity::Critical);
    assert_eq!(scene.after(0), NOTHING);
    scene.resolve(1);
    assert_eq!(scene.after(1000), NOTHING);
    assert_eq!(scene.teller.due(), None);
}

#[test]
fn a_cause_that_is_found_late_is_told_under_the_incident_that_is_known() {
    let mut scene = Scene::of(&[plain()]);
    scene.raise(1, Severity::Critical);
    scene.raise(2, Severity::Critical);
    scene.after(0);
    assert_eq!(
        scene.after(500),
        ["1 #1 raised: Probe 1: ", "1 #2 raised: Probe 2: "]
    );
    scene.raise(3, Severity::Major);
    scene.explain(1, 3);
    scene.explain(2, 3);
    scene.alert(2).incident = AlertId(1);
    let told = scene.after(5000);
    assert_eq!(
        told,
        ["1 #2 resolved: Probe 3: ; 2 alerts follow from it"],
        "the other one goes on"
    );
    assert_eq!(
        scene.after(500),
        ["1 #1 changed: Probe 3: ; 2 alerts follow from it"]
    );
    assert_eq!(scene.after(60_000), NOTHING);
}

#[test]
fn who_takes_care_is_told_and_what_comes_afterwards_too() {
    let mut scene = Scene::of(&[plain()]);
    scene.raise(1, Severity::Major);
    scene.after(0);
    scene.after(500);
    scene.acknowledge(1);
    assert_eq!(scene.after(1000), ["1 #1 acknowledged: Probe 1: "]);
    assert_eq!(scene.after(3_600_000), NOTHING);
    scene.alert(1).acknowledged = None;
    assert_eq!(scene.after(1000), ["1 #1 changed: Probe 1: "]);
}

#[test]
fn it_is_told_when_it_becomes_worse_and_not_when_it_becomes_better() {
    let mut scene = Scene::of(&[plain()]);
    scene.raise(1, Severity::Major);
    scene.after(0);
    scene.after(500);
    scene.alert(1).severity = Severity::Critical;
    assert_eq!(scene.after(100), NOTHING);
    assert_eq!(scene.after(500), ["1 #1 changed: Probe 1: "]);
    scene.alert(1).severity = Severity::Minor;
    assert_eq!(scene.after(60_000), NOTHING);
}

#[test]
fn nobody_takes_care_so_it_is_told_again_and_then_to_others() {
    let mut route = plain();
    route["repeat_minutes"] = json!(5);
    route["escalate"] = json!([{ "after_minutes": 12, "receivers": [7] }]);
    let mut scene = Scene::of(&[route]);
    scene.raise(1, Severity::Critical);
    scene.after(0);
    scene.after(500);
    let minute = 60_000;
    assert_eq!(scene.after(4 * minute), NOTHING);
    assert_eq!(scene.after(minute), ["1 #1 reminder: Probe 1: "]);
    assert_eq!(scene.after(5 * minute), ["1 #1 reminder: Probe 1: "]);
    assert_eq!(scene.after(2 * minute), ["7 #1 escalated: Probe 1: "]);
    scene.resolve(1);
    assert_eq!(
        scene.after(minute),
        ["1 #1 resolved: Probe 1: ", "7 #1 resolved: Probe 1: "]
    );
}

#[test]
fn routes_are_asked_in_order_until_one_takes_it() {
    let first = json!({ "least": "critical", "receivers": [1], "place": 1 });
    let second = json!({ "least": "minor", "receivers": [2], "place": 2, "go_on": true });
    let third = json!({ "least": "minor", "receivers": [3], "place": 3, "tell_end": false });
    let other = json!({ "least": "minor", "receivers": [4], "place": 0, "matching": [{ "label": "probe", "value": "Probe 9" }] });
    let mut scene = Scene::of(&[first, second, third, other]);
    scene.raise(1, Severity::Critical);
    scene.raise(2, Severity::Minor);
    scene.raise(9, Severity::Minor);
    scene.after(0);
    let mut told = scene.after(500);
    told.sort();
    let wanted = [
        "1 #1 raised: Probe 1: ",
        "2 #2 raised: Probe 2: ",
        "3 #2 raised: Probe 2: ",
        "4 #9 raised: Probe 9: ",
    ];
    assert_eq!(told, wanted);
    scene.resolve(2);
    assert_eq!(scene.after(1000), ["2 #2 resolved: Probe 2: "]);
}

#[test]
fn a_phase_and_hours_open_a_route() {
    let on_air = json!({ "least": "minor", "receivers": [1], "phases": ["on_air"] });
    let mut scene = Scene::of(&[on_air]);
    scene.raise(1, Severity::Critical);
    scene.after(0);
    assert_eq!(
        scene.after(500).len(),
        1,
        "as long as nobody has said, it may be on air"
    );
    scene.world.phase = Some(Phase::Down);
    scene.raise(2, Severity::Critical);
    scene.after(0);
    assert_eq!(scene.after(500), NOTHING, "nothing is on");
    scene.world.phase = Some(Phase::OnAir);
    scene.after(0);
    assert_eq!(scene.after(500).len(), 1, "it goes on air with the alert");
}

#[test]
fn five_thousand_at_once_are_one_message() {
    let mut scene = Scene::of(&[plain()]);
    (1..=5000).for_each(|id| scene.raise(id, Severity::Critical));
    scene.after(0);
    assert_eq!(
        scene.after(500),
        ["1 #1 raised: 5000 incidents, the worst: Probe 1: "]
    );
    (1..=4999).for_each(|id| scene.resolve(id));
    assert_eq!(scene.after(60_000), NOTHING);
    scene.resolve(5000);
    assert_eq!(scene.after(1000).len(), 1);
}

#[test]
fn a_flood_is_gathered_and_quiet_days_are_not() {
    let mut scene = Scene::of(&[plain()]);
    let mut told = 0;
    for id in 1..=30 {
        scene.raise(id, Severity::Major);
        told += scene.after(2000).len();
        told += scene.after(2000).len();
    }
    assert!(told <= FLOOD + 3, "{told} messages in two minutes");
    let mut scene = Scene::of(&[plain()]);
    let mut told = 0;
    for id in 1..=30 {
        scene.raise(id, Severity::Major);
        told += scene.after(60_000).len();
        told += scene.after(60_000).len();
    }
    assert_eq!(told, 30, "one every two minutes is what people can read");
}

#[test]
fn a_restart_repeats_nothing_even_when_the_route_is_gone() {
    let mut scene = Scene::of(&[plain()]);
    scene.raise(1, Severity::Critical);
    scene.after(0);
    assert_eq!(scene.after(500).len(), 1);
    scene.teller.remove_route(RouteId(1));
    assert_eq!(scene.after(1000), NOTHING);
    scene.resolve(1);
    assert_eq!(scene.after(1000), NOTHING);
    assert!(
        scene.teller.memory().groups.is_empty(),
        "nothing is left to be remembered"
    );
}
