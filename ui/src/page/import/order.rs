use std::time::Duration;

use leptos::prelude::*;
use serde_json::Value;
use wire::configuration::Plan;
use wire::touch::APPLY_CONFIGURATION;

use super::Desk;
use crate::link::configuration::{self, File};
use crate::link::{Proof, Trouble};
use crate::model::import::losses;
use crate::part::{Arm, CarryOut, Tap};
use crate::text;

/// What was applied, and the way back to what was there before.
#[derive(Clone, Debug, PartialEq)]
struct Done {
    count: usize,
    before: Value,
    /// What going back would do; nothing when there is no way.
    back: Option<Plan>,
}

/// What came of the last order.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Applied(Box<Done>),
    Undone,
}

/// Applies what was looked through, as one order, and undoes it.
#[component]
pub(super) fn Order(desk: Desk) -> impl IntoView {
    let result = RwSignal::new(None::<Outcome>);
    let plan = Memo::new(move |_| desk.plan());
    // Another file is another matter.
    Effect::new(move || {
        if plan.with(Option::is_some) {
            result.set(None);
        }
    });
    let apply = move |proof: Option<Proof>| async move {
        let Some(plan) = plan.get_untracked() else {
            return Ok(());
        };
        let done = applied(desk.file.get_untracked(), &plan, proof).await;
        match done {
            Ok(done) => {
                desk.put(File::default(), Duration::ZERO);
                result.set(Some(Outcome::Applied(Box::new(done))));
                Ok(())
            }
            Err(trouble) => {
                // Mostly because the station has changed: the new plan is the next thing to look at.
                desk.look_through();
                Err(trouble)
            }
        }
    };
    let go_back = move |proof: Option<Proof>| async move {
        let Some(Outcome::Applied(done)) = result.get_untracked() else {
            return Ok(());
        };
        let Done {
            before,
            back: Some(back),
            ..
        } = *done
        else {
            return Ok(());
        };
        configuration::apply(&before, &back.state, proof).await?;
        result.set(Some(Outcome::Undone));
        Ok(())
    };
    let offer = move || {
        let plan = plan.get()?;
        let view = match (plan.mistakes.len(), plan.changes.len()) {
            (0, 0) => view! { <p class="t2">{text::nothing_to_change()}</p> }.into_any(),
            (0, count) => {
                let losses = lost(&plan);
                let label = match losses.len() {
                    0 => text::apply_changes(count),
                    deleted => text::apply_and_delete(count, deleted),
                };
                view! { <Meant label=label hint=text::all_or_nothing() losses=losses order=apply /> }.into_any()
            }
            (mistakes, _) => view! {
                <p class="t2"><i class="g g-crit" aria-hidden="true"></i>" "{text::correct_first(mistakes)}</p>
            }
            .into_any(),
        };
        Some(view! { <div class="carry">{view}<p class="t3">{text::nothing_saved_yet()}</p></div> })
    };
    let outcome = move || {
        let view = match result.get()? {
            Outcome::Undone => view! { <p>{text::import_undone()}</p> }.into_any(),
            Outcome::Applied(done) => {
                let Done { count, back, .. } = *done;
                let undo = match back {
                    Some(back) => {
                        let losses = lost(&back);
                        let label = match losses.len() {
                            0 => text::undo_import().to_owned(),
                            deleted => text::undo_and_delete(deleted),
                        };
                        view! { <Meant label=label hint=text::undo_import_hint() losses=losses order=go_back /> }.into_any()
                    }
                    None => view! { <p class="t2">{text::no_way_back()}</p> }.into_any(),
                };
                view! {
                    <p><i class="g g-check" aria-hidden="true"></i>" "{text::changes_applied(count)}</p>
                    {undo}
                }
                .into_any()
            }
        };
        Some(
            view! { <div class="carry" role="status">{view}<a class="btn" href="/">{text::to_the_wall()}</a></div> },
        )
    };
    view! { <div class="act">{offer}{outcome}</div> }
}

/// An order that is meant: one tap, or armed and held when something goes.
#[component]
fn Meant<O, F>(label: String, hint: &'static str, losses: Vec<String>, order: O) -> impl IntoView
where
    O: Fn(Option<Proof>) -> F + Copy + 'static,
    F: Future<Output = Result<(), Trouble>> + 'static,
{
    if losses.is_empty() {
        let carry_out = CarryOut::new(move |()| order(None));
        return view! { <Tap label=label how=hint carry_out=carry_out /> }.into_any();
    }
    let carry_out = CarryOut::new(move |proof| order(Some(proof)));
    view! { <Arm order=&APPLY_CONFIGURATION label=label drops=losses carry_out=carry_out /> }.into_any()
}

/// What goes with a plan, for whoever is about to carry it out.
fn lost(plan: &Plan) -> Vec<String> {
    let history = plan.forgets.then(|| text::older_history().to_owned());
    losses(plan).into_iter().chain(history).collect()
}

/// Applies a file, and finds the way back.
async fn applied(file: File, plan: &Plan, proof: Option<Proof>) -> Result<Done, Trouble> {
    let before = configuration::configuration().await?;
    configuration::apply_file(&file, &plan.state, proof).await?;
    // Without an answer there is no way back, but what is done is done.
    let back = configuration::plan(&before).await.ok();
    Ok(Done {
        count: plan.changes.len(),
        before,
        back: back.filter(|back| back.problems.is_empty()),
    })
}
