//! All that the station is set up to watch: read, planned, applied, as a whole and as a file.

use gloo_net::http::{Request, RequestBuilder};
use js_sys::Uint8Array;
use serde_json::{Value, json};
use wire::configuration::Plan;

use super::{Proof, Trouble, accepted, ask, get, odd, read};

/// A file as it was chosen or pasted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct File {
    /// What it is called; empty for a text that was pasted.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// All of it, as the station wants it back.
pub(crate) async fn configuration() -> Result<Value, Trouble> {
    get("/api/v1/configuration").await
}

/// What going back to a configuration would change.
pub(crate) async fn plan(configuration: &Value) -> Result<Plan, Trouble> {
    ask(Request::post("/api/v1/configuration/plan"), configuration).await
}

/// Goes back to a configuration, if nothing has changed since it was planned.
pub(crate) async fn apply(configuration: &Value, state: &str, proof: Option<Proof>) -> Result<Plan, Trouble> {
    let request = proved(Request::post("/api/v1/configuration/apply"), proof);
    ask(
        request,
        &json!({ "configuration": configuration, "state": state }),
    )
    .await
}

/// What applying a file would change, and what is wrong with it.
pub(crate) async fn plan_file(file: &File) -> Result<Plan, Trouble> {
    let path = format!("/api/v1/configuration/plan?name={}", escaped(&file.name));
    send_file(Request::post(&path), file).await
}

/// Applies a file, if nothing has changed since it was planned.
pub(crate) async fn apply_file(file: &File, state: &str, proof: Option<Proof>) -> Result<Plan, Trouble> {
    let (name, state) = (escaped(&file.name), escaped(state));
    let path = format!("/api/v1/configuration/apply?name={name}&state={state}");
    send_file(proved(Request::post(&path), proof), file).await
}

fn proved(request: RequestBuilder, proof: Option<Proof>) -> RequestBuilder {
    match proof {
        Some(proof) => proof.on(request),
        None => request,
    }
}

async fn send_file(request: RequestBuilder, file: &File) -> Result<Plan, Trouble> {
    // The station finds out what it is.
    let request = request
        .header("Content-Type", "text/plain")
        .body(Uint8Array::from(file.bytes.as_slice()))
        .map_err(|error| odd(&error.to_string()))?;
    read(accepted(request.send().await.map_err(|_| Trouble::NoAnswer)?).await?).await
}

fn escaped(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
