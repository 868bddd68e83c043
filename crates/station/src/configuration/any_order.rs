//! From any configuration to any other: what was planned without a problem is applied, and then nothing is left to do.

use probes::KINDS;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::*;

/// Few names in two spellings, so that they are met again, renamed, leaned on and missed.
fn name() -> impl Strategy<Value = &'static str> {
    select(vec!["A", "a", "B", "b", "C", "D"])
}

/// Things of which no two have one name.
fn things(one: impl Strategy<Value = Value>) -> impl Strategy<Value = Option<Vec<Value>>> {
    let several = vec(one, 0..4).prop_map(|mut things| {
        things.sort_by_key(|thing| key(thing["name"].as_str().unwrap_or_default()));
        things.dedup_by_key(|thing| key(thing["name"].as_str().unwrap_or_default()));
        things
    });
    of(several)
}

fn configurations() -> impl Strategy<Value = Configuration> {
    let device = (
        name(),
        select(vec!["192.0.2.1", "192.0.2.2"]),
        of((name(), select(vec!["", "eth0"]))),
    )
        .prop_map(|(name, address, port)| {
            let port = port.map(|(device, interface)| json!({ "device": device, "interface": interface }));
            json!({ "name": name, "address": address, "role": "other", "port": port })
        });
    let probe =
        (name(), of(name()), select(vec!["", "x", "${KEPT}", "$$"])).prop_map(|(name, device, secret)| {
            json!({ "name": name, "kind": "http", "target": "http://192.0.2.1/", "device": device,
                "settings": { "authorization": secret } })
        });
    let channel = (name(), vec(vec(name(), 0..3), 0..3)).prop_map(|(name, hops)| {
        let hops = hops
            .into_iter()
            .map(|probes| json!({ "name": "HOP", "probes": probes }));
        json!({ "name": name, "hops": hops.collect::<Vec<_>>() })
    });
    (things(device), things(probe), things(channel)).prop_map(|(devices, probes, channels)| {
        serde_json::from_value(json!({ "devices": devices, "probes": probes, "channels": channels })).unwrap()
    })
}

async fn walk(configurations: Vec<Configuration>) -> Result<(), TestCaseError> {
    let data = tempfile::tempdir().unwrap();
    let setup = Setup::open(data.path(), KINDS, Clock::system()).await.unwrap();
    for configuration in configurations {
        let plan = setup.plan(&configuration).await.unwrap();
        if !plan.problems.is_empty() {
            continue;
        }
        let order = Apply {
            configuration,
            state: plan.state.clone(),
        };
        prop_assert_eq!(setup.apply("anna", &order).await.unwrap(), plan);
        prop_assert_eq!(setup.plan(&order.configuration).await.unwrap().changes, []);
        let written = setup.read().await.unwrap();
        let again = setup.plan(&written).await.unwrap();
        prop_assert_eq!((again.changes, again.problems), (vec![], vec![]));
    }
    setup.close().await;
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_planned_is_applied_and_then_there_is_nothing_to_do(walked in vec(configurations(), 1..9)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(walk(walked))?;
    }
}
