//! Alert rules of Prometheus, taken over as rules of the station.

use std::collections::BTreeSet;

use aide::axum::ApiRouter;
use aide::axum::routing::post_with;
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use document::prometheus::{Around, rules};
use station::Station;
use wire::prometheus::{Becomes, ForeignRule, LARGEST_RULE_FILE, TakeRules, TakenRules};
use wire::rule::RuleSpec;
use wire::settings::FieldError;

use crate::ask::Body;
use crate::problem::{FAILED, Refusal, TOO_LARGE};
use crate::{AUTHOR, App};

/// A text becomes longer in JSON, six letters for one at the worst.
const LARGEST_BODY: usize = 6 * LARGEST_RULE_FILE + 64 * 1024;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/rules/import",
            post_with(import, |op| {
                op.tag("rules")
                    .summary("Alert rules of Prometheus as rules of the station, looked through or made")
                    .description(
                        "Every rule of the file is listed with what it becomes or why it becomes nothing. With `save` \
                         those that `only` names, or all that can be, are made: all of them or none. Where the file is \
                         no rule file, the place is named by `LINE:COLUMN`.",
                    )
            }),
        )
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

async fn import(
    State(app): State<App>,
    Body(TakeRules { text, save, only }): Body<TakeRules>,
) -> Result<Json<TakenRules>, Refusal> {
    if text.len() > LARGEST_RULE_FILE {
        let most = LARGEST_RULE_FILE / 1024;
        let message = format!("A rule file may have {most} KiB at most; divide it by its groups.");
        return Err(Refusal::new(TOO_LARGE, message));
    }
    let station = &app.station;
    let around = around(station).await?;
    // Hundreds of expressions take their time, during which others are answered.
    let reading = tokio::task::spawn_blocking(move || rules(&text, &around)).await;
    let read = reading.map_err(|_| {
        Refusal::new(
            FAILED,
            "Reading the rules failed through a mistake in Flywatch; its log has the details.",
        )
    })?;
    let mut rules =
        read.map_err(|wrong| Refusal::entry(&format!("{}:{}", wrong.line, wrong.column), wrong.message))?;
    for foreign in &mut rules {
        refuse_faulty(station, foreign);
    }
    let made = if save {
        let chosen = chosen(&rules, only)?;
        station.make_rules(AUTHOR, chosen).await?
    } else {
        Vec::new()
    };
    Ok(Json(TakenRules { rules, made }))
}

async fn around(station: &Station) -> Result<Around, Refusal> {
    let rules = station.store().rules().await?;
    Ok(Around {
        probes: station.probe_views().into_iter().map(|view| view.probe).collect(),
        devices: station.store().devices().await?,
        rules: rules.into_iter().map(|rule| rule.spec.name).collect(),
    })
}

/// What the station would refuse becomes nothing, and is said before anybody chooses it.
fn refuse_faulty(station: &Station, foreign: &mut ForeignRule) {
    let Becomes::Rule { rule, .. } = &foreign.becomes else {
        return;
    };
    if let Some(FieldError { field, message }) = station.faults_of_rule(rule).into_iter().next() {
        let reason = format!("It would be wrong as a rule ({field}): {message}.");
        foreign.becomes = Becomes::Nothing { reason };
    }
}

/// The rules to be made.
fn chosen(rules: &[ForeignRule], only: Option<Vec<String>>) -> Result<Vec<RuleSpec>, Refusal> {
    let all = rules.iter().filter_map(|foreign| match &foreign.becomes {
        Becomes::Rule { rule, .. } => Some(rule.as_ref()),
        Becomes::Nothing { .. } => None,
    });
    let Some(only) = only else {
        return Ok(all.cloned().collect());
    };
    let only: BTreeSet<String> = only.into_iter().collect();
    let chosen: Vec<RuleSpec> = all.filter(|rule| only.contains(&rule.name)).cloned().collect();
    let missing = only
        .iter()
        .find(|name| chosen.iter().all(|rule| rule.name != **name));
    match missing {
        Some(name) => Err(Refusal::entry(
            "only",
            format!("No rule of the file becomes one of the name {name:?}; look through the file again."),
        )),
        None => Ok(chosen),
    }
}
