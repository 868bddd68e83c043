//! The lists of the control API (MediaMTX, api/openapi.yaml). Names of fields changed with versions; both are known.

use hyper::StatusCode;
use serde_json::Value;
use wire::reading::{Cause, Failure};

use crate::Look;
use crate::fetch::Web;

/// The largest page that the API gives, and how many of them are read.
const PAGE: usize = 1000;
const MOST_PAGES: u64 = 10;

/// All items of `/v3/NAME/list`. Nothing when it need not be there and is not.
pub(super) async fn list(
    web: &Web,
    name: &str,
    must_be: bool,
    seen: &mut Look,
) -> Result<Option<Vec<Value>>, Failure> {
    let mut items = Vec::new();
    for number in 0..MOST_PAGES {
        let path = format!("/v3/{name}/list?itemsPerPage={PAGE}&page={number}");
        let page = web.get(&path, seen).await?;
        let place = web.place();
        match page.status {
            StatusCode::OK => {}
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                return Err(Failure::new(
                    Cause::Denied,
                    format!(
                        "MediaMTX at {place} does not let this machine use its API; check user and password, and authInternalUsers \
                         (action: api)"
                    ),
                ));
            }
            status if status.is_client_error() && !must_be => return Ok(None),
            status => {
                return Err(Failure::new(
                    Cause::Garbled,
                    format!(
                        "{place} answers {status} when asked for its {name}; check that it is MediaMTX 1.0 or later, and the port of \
                         its API"
                    ),
                ));
            }
        }
        let answer: Option<Value> = serde_json::from_slice(&page.body).ok();
        let list = answer.as_ref().and_then(|answer| answer.get("items"));
        // An empty list was written as null for a time.
        let empty = Vec::new();
        let list = match list {
            Some(Value::Array(list)) => list,
            Some(Value::Null) => &empty,
            _ => {
                return Err(Failure::new(
                    Cause::Garbled,
                    format!("what {place} answers is no list of MediaMTX; check the port of its API"),
                ));
            }
        };
        items.extend(list.iter().cloned());
        let pages = answer
            .as_ref()
            .and_then(|answer| answer.get("pageCount")?.as_u64());
        if number + 1 >= pages.unwrap_or(1) {
            break;
        }
    }
    Ok(Some(items))
}

/// The number of the first of these fields that is there.
pub(super) fn number(item: &Value, names: &[&str]) -> Option<f64> {
    names
        .iter()
        .find_map(|name| item.get(*name)?.as_f64())
        .filter(|number| number.is_finite())
}

/// The words of a field.
pub(super) fn word<'a>(item: &'a Value, name: &str) -> &'a str {
    item.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Whether the first of these fields that is there says yes.
pub(super) fn is(item: &Value, names: &[&str]) -> Option<bool> {
    names.iter().find_map(|name| item.get(*name)?.as_bool())
}
