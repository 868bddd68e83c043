//! Pictures of streams. Who asks for one is taken to look on, so that it is decoded for nobody else.

use gloo_net::http::Request;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wire::Timestamp;
use wire::probe::ProbeId;

use super::{Trouble, accepted, odd};

/// How often a picture is asked for: streams have a key picture each second or two.
const PACE_MS: u32 = 1_500;

/// One picture, in the memory of the browser until this is dropped.
#[derive(Debug)]
pub(crate) struct Shot {
    /// When it was decoded.
    pub(crate) at: Timestamp,
    pub(crate) address: String,
}

impl Drop for Shot {
    fn drop(&mut self) {
        web_sys::Url::revoke_object_url(&self.address).ok();
    }
}

/// Shows the newest picture of a stream in `shot` for as long as that is there and the page is seen; its levels are measured
/// meanwhile where they are wanted.
pub(crate) fn follow(id: ProbeId, with_levels: bool, shot: RwSignal<Option<Shot>>) {
    leptos::task::spawn_local(async move {
        while let Some(shown) = shot.try_with_untracked(|shot| shot.as_ref().map(|shot| shot.at)) {
            if !document().hidden()
                && let Ok(Some(new)) = picture(id, with_levels).await
                && Some(new.at) != shown
            {
                shot.try_set(Some(new));
            }
            TimeoutFuture::new(PACE_MS).await;
        }
    });
}

/// The newest picture; nothing before there is one.
async fn picture(id: ProbeId, with_levels: bool) -> Result<Option<Shot>, Trouble> {
    let request = Request::get(&format!("/api/v1/probes/{id}/picture?sound={with_levels}"));
    let response = accepted(request.send().await.map_err(|_| Trouble::NoAnswer)?).await?;
    let at = response
        .headers()
        .get("picture-at")
        .and_then(|at| at.parse().ok());
    let Some(at) = at.map(Timestamp) else {
        return Ok(None);
    };
    let jpeg = response.binary().await.map_err(|error| odd(&error.to_string()))?;
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("image/jpeg");
    let parts = Array::of1(&Uint8Array::from(jpeg.as_slice()));
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options);
    let address = blob.and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob));
    let address = address.map_err(|error| odd(&format!("{error:?}")))?;
    Ok(Some(Shot { at, address }))
}
