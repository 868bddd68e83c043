//! MediaMTX: its paths and the SRT and RTMP connections of its gateways, by its control API.

mod api;
mod info;
mod tell;

use futures_util::future::BoxFuture;
use serde::Deserialize;
use tokio::time::Instant;
use wire::kind::KindInfo;
use wire::reading::Failure;
use wire::settings::{FieldError, Settings};

use self::tell::Teller;
use crate::fetch::Web;
use crate::resolve::Family;
use crate::{Kind, Look, Probe, Target, settings};

pub(crate) static KIND: Mediamtx = Mediamtx;

/// Where MediaMTX has its API unless set otherwise.
const PORT: u16 = 9997;
const ADVICE: &str = "check that MediaMTX runs and that its API is switched on (api: yes) and open to this machine (apiAddress)";

/// Asks MediaMTX for its paths and connections.
pub(crate) struct Mediamtx;

#[derive(Deserialize)]
struct Entered {
    user: String,
    password: String,
    expect_paths: String,
    family: Family,
}

impl Kind for Mediamtx {
    fn info(&self) -> &'static KindInfo {
        &info::INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let entered: Entered = settings::read(settings)?;
        if !matches!(target.url().path(), "" | "/") || target.url().query().is_some() {
            return Err(FieldError::new(
                "target",
                "a target is a host and, if need be, the port of the API: mediamtx://HOST:9997",
            ));
        }
        let access = (entered.user.as_str(), entered.password.as_str());
        let paths = entered.expect_paths.split(',').map(str::trim);
        Ok(Box::new(Gateway {
            web: Web::of(target, PORT, entered.family, access, ADVICE)?,
            teller: Teller::expecting(paths.filter(|path| !path.is_empty()).map(str::to_owned).collect()),
        }))
    }
}

struct Gateway {
    web: Web,
    teller: Teller,
}

impl Probe for Gateway {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let began = Instant::now();
            let paths = api::list(&self.web, "paths", true, seen).await?;
            seen.sample("mediamtx_answer_seconds", began.elapsed().as_secs_f64());
            let at = Instant::now();
            // A server of a protocol that is switched off has no list.
            let srt = api::list(&self.web, "srtconns", false, seen).await?;
            let rtmp = api::list(&self.web, "rtmpconns", false, seen).await?;
            self.teller.begin();
            self.teller.paths(&paths.unwrap_or_default(), at, seen);
            if let Some(connections) = srt {
                self.teller.srt(&connections, at, seen);
            }
            if let Some(connections) = rtmp {
                self.teller.rtmp(&connections, at, seen);
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests;
