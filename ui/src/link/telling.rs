//! Rules, receivers, routes and silences, and what becomes of messages.

use gloo_net::http::Request;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wire::alert::{Alert, AlertId};
use wire::api::Page;
use wire::baseline::Usual;
use wire::probe::ProbeId;
use wire::prometheus::{TakeRules, TakenRules};
use wire::receiver::{Delivery, Receiver, ReceiverId, ReceiverInfo, ReceiverSpec};
use wire::route::{Matcher, Route, RouteId, RouteSpec, Silence, SilenceSpec};
use wire::rule::{InForce, Rule, RuleSpec};
use wire::series::SeriesId;
use wire::trial::{Trial, TryRule};
use wire::{Severity, Timestamp};

use super::{Trouble, ask, get, inventory};

/// Something with a number and a revision that the station keeps.
pub(crate) trait Kept: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// What an operator says about it.
    type Spec: Serialize + Clone + 'static;
    /// The address of all of them.
    const PLACE: &'static str;

    /// Its number and its revision.
    fn number(&self) -> (u32, u32);
    /// Its name.
    fn name(&self) -> &str;

    /// Its address, by which it is also deleted.
    fn place(&self) -> String {
        format!("{}/{}", Self::PLACE, self.number().0)
    }
}

macro_rules! kept {
    ($($thing:ident, $spec:ident, $place:literal;)*) => {
        $(impl Kept for $thing {
            type Spec = $spec;
            const PLACE: &'static str = $place;

            fn number(&self) -> (u32, u32) {
                (self.id.0, self.revision)
            }
            fn name(&self) -> &str {
                &self.spec.name
            }
        })*
    };
}

kept! {
    Rule, RuleSpec, "/api/v1/rules";
    Receiver, ReceiverSpec, "/api/v1/receivers";
    Route, RouteSpec, "/api/v1/routes";
    Silence, SilenceSpec, "/api/v1/silences";
}

/// Every one of a sort, by number.
pub(crate) async fn all<T: Kept>() -> Result<Vec<T>, Trouble> {
    inventory::all(T::PLACE).await
}

/// One of them.
pub(crate) async fn one<T: Kept>(id: u32) -> Result<T, Trouble> {
    get(&format!("{}/{id}", T::PLACE)).await
}

/// Saves a new one, or a change of the one that still has this revision.
pub(crate) async fn save<T: Kept>(of: Option<(u32, u32)>, spec: &T::Spec) -> Result<T, Trouble> {
    inventory::save(T::PLACE, of, spec).await
}

/// Every sort of receiver.
pub(crate) async fn receiver_kinds() -> Result<Vec<ReceiverInfo>, Trouble> {
    get::<Page<ReceiverInfo>>("/api/v1/receivers/kinds")
        .await
        .map(|page| page.items)
}

/// What became of a test message.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Tried {
    /// Whether the receiver took it.
    pub(crate) delivered: bool,
    /// Why not, and what to do.
    pub(crate) trouble: String,
}

/// When a rule would have fired in the last seven days.
pub(crate) async fn try_rule(spec: &RuleSpec) -> Result<Trial, Trouble> {
    let asked = TryRule {
        spec: spec.clone(),
        from: None,
        to: None,
    };
    ask(Request::post("/api/v1/rules/try"), &asked).await
}

/// What is usual for a series between two moments.
pub(crate) async fn usual(series: SeriesId, from: Timestamp, to: Timestamp) -> Result<Usual, Trouble> {
    let (series, from, to) = (series.0, from.0, to.0);
    get(&format!("/api/v1/baselines?series={series}&from={from}&to={to}")).await
}

/// Looks through a rule file of Prometheus, or makes rules of it.
pub(crate) async fn take_rules(order: &TakeRules) -> Result<TakenRules, Trouble> {
    ask(Request::post("/api/v1/rules/import"), order).await
}

/// Sends a message that says that it is a test. `id` is the receiver whose hidden secrets are used.
pub(crate) async fn try_receiver(id: Option<ReceiverId>, spec: &ReceiverSpec) -> Result<Tried, Trouble> {
    #[derive(Serialize)]
    struct Try<'a> {
        id: Option<ReceiverId>,
        spec: &'a ReceiverSpec,
    }
    ask(Request::post("/api/v1/receivers/try"), &Try { id, spec }).await
}

/// The newest messages, to one receiver or to all.
pub(crate) async fn deliveries(receiver: Option<ReceiverId>, limit: u32) -> Result<Vec<Delivery>, Trouble> {
    let receiver = receiver
        .map(|id| format!("&receiver={}", id.0))
        .unwrap_or_default();
    get::<Page<Delivery>>(&format!("/api/v1/deliveries?limit={limit}{receiver}"))
        .await
        .map(|page| page.items)
}

/// Which of the alerts that fire fit these conditions.
pub(crate) async fn fitting(matching: &[Matcher]) -> Result<Vec<Alert>, Trouble> {
    #[derive(Serialize)]
    struct Fitting<'a> {
        matching: &'a [Matcher],
    }
    ask::<Page<Alert>>(Request::post("/api/v1/silences/preview"), &Fitting { matching })
        .await
        .map(|page| page.items)
}

/// The routes on which an alert at a probe that is so bad would be told now, in order.
pub(crate) async fn routes_for(probe: ProbeId, severity: Severity) -> Result<Vec<RouteId>, Trouble> {
    let word = match severity {
        Severity::Critical => "critical",
        Severity::Major => "major",
        Severity::Minor | Severity::Info => "minor",
    };
    get::<Page<RouteId>>(&format!("/api/v1/routes/preview?probe={probe}&severity={word}"))
        .await
        .map(|page| page.items)
}

/// One alert.
pub(crate) async fn alert(id: AlertId) -> Result<Alert, Trouble> {
    #[derive(Deserialize)]
    struct Whole {
        alert: Alert,
    }
    get::<Whole>(&format!("/api/v1/alerts/{id}"))
        .await
        .map(|whole| whole.alert)
}

/// The rules of its kind as they hold for a probe.
pub(crate) async fn rules_of(probe: ProbeId) -> Result<Vec<InForce>, Trouble> {
    get::<Page<InForce>>(&format!("/api/v1/probes/{probe}/rules"))
        .await
        .map(|page| page.items)
}
