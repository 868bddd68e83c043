//! Alerts that fire, alone and in groups.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;
use wire::alert::AlertId;

use super::filter::Asked;
use super::gettable::{Gettable, Named, Quiet, State as Standing, gettable};
use super::status::{SCREEN, receiver_names};
use super::wrong::Wrong;
use crate::App;

pub(super) async fn list(State(app): State<App>, asked: Asked) -> Result<Json<Vec<Gettable>>, Wrong> {
    let found = find(&app, &asked).await?;
    Ok(Json(found.into_iter().map(|(_, alert)| alert).collect()))
}

/// Alerts of one incident, for one receiver.
#[derive(Serialize, JsonSchema)]
pub(super) struct Group {
    /// Which incident: its number.
    labels: BTreeMap<String, String>,
    /// Who would be told of it.
    receiver: Named,
    /// Its alerts.
    alerts: Vec<Gettable>,
}

pub(super) async fn groups(State(app): State<App>, asked: Asked) -> Result<Json<Vec<Group>>, Wrong> {
    let mut groups: BTreeMap<(Named, AlertId), Vec<Gettable>> = BTreeMap::new();
    for (incident, alert) in find(&app, &asked).await? {
        let is_wanted = |name: &str| asked.receiver.as_ref().is_none_or(|pattern| pattern.fits(name));
        for receiver in alert
            .receivers
            .iter()
            .filter(|receiver| is_wanted(&receiver.name))
        {
            groups
                .entry((receiver.clone(), incident))
                .or_default()
                .push(alert.clone());
        }
    }
    let group = |((receiver, incident), alerts): ((Named, AlertId), Vec<Gettable>)| Group {
        labels: [("incident".to_owned(), incident.to_string())].into(),
        receiver,
        alerts,
    };
    Ok(Json(groups.into_iter().map(group).collect()))
}

async fn find(app: &App, asked: &Asked) -> Result<Vec<(AlertId, Gettable)>, Wrong> {
    let names = receiver_names(app).await?;
    let every = app.station.labelled(Vec::new()).await?;
    let fitting = match asked.filter.as_slice() {
        [] => every.clone(),
        filter => app.station.labelled(filter.to_vec()).await?,
    };
    let name_of = |one: &station::Labelled| {
        let told = one.receivers.iter().filter_map(|id| names.get(id).cloned());
        let all = [SCREEN.to_owned()].into_iter().chain(told);
        all.map(|name| Named { name }).collect()
    };
    let page = format!("http://{}", app.at);
    let mut found = gettable(&fitting, &every, name_of, &page, app.station.now());
    found.retain(|(_, alert)| {
        let is_asked_for = match alert.status.quiet {
            Some(Quiet::Silenced) => asked.silenced,
            Some(Quiet::Inhibited) => asked.inhibited,
            None => asked.active || alert.status.state != Standing::Active,
        };
        let is_told = |receiver: &Named| {
            asked
                .receiver
                .as_ref()
                .is_none_or(|pattern| pattern.fits(&receiver.name))
        };
        is_asked_for && alert.receivers.iter().any(is_told)
    });
    Ok(found)
}
