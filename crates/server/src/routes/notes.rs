//! What people note about a moment.

use aide::axum::ApiRouter;
use aide::axum::routing::{post_with, put_with};
use axum::Json;
use axum::extract::State;
use axum::response::NoContent;
use wire::event::Event;
use wire::note::{NoteSpec, NoteText};

use crate::answer::New;
use crate::ask::{At, Body};
use crate::problem::Refusal;
use crate::{AUTHOR, App};

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/notes",
            post_with(create, |op| {
                op.tag("log").summary("Note something about a moment").description(
                    "The answer is an event of the sort `note`. Without a text it is a bare mark, which says \"Mark\"; \
                     without `at` it is about now. It is on disk before it is answered.",
                )
            }),
        )
        .api_route(
            "/api/v1/notes/{id}",
            put_with(update, |op| {
                op.tag("log").summary("Let a note say something else").description(
                    "Notes are named by the number of their event. What is replaced stays on disk: screens are told \
                     another event, whose `of` names the note and whose text holds from now on. One that was taken \
                     back is there again.",
                )
            })
            .delete_with(delete, |op| {
                op.tag("log")
                    .summary("Take a note back")
                    .description("Screens are told another event, whose `of` names the note and whose text is empty.")
            }),
        )
}

async fn create(State(app): State<App>, Body(note): Body<NoteSpec>) -> Result<New<Event>, Refusal> {
    Ok(New(app.station.add_note(AUTHOR, &note).await?))
}

async fn update(
    State(app): State<App>,
    At { id }: At,
    Body(NoteText { text }): Body<NoteText>,
) -> Result<Json<Event>, Refusal> {
    Ok(Json(app.station.change_note(AUTHOR, id.into(), &text).await?))
}

async fn delete(State(app): State<App>, At { id }: At) -> Result<NoContent, Refusal> {
    app.station.delete_note(AUTHOR, id.into()).await?;
    Ok(NoContent)
}
