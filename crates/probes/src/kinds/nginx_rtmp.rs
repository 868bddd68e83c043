//! nginx with its RTMP module, by the statistics page of the module.

mod info;
mod page;
mod tell;

use futures_util::future::BoxFuture;
use hyper::StatusCode;
use serde::Deserialize;
use tokio::time::Instant;
use url::Position;
use wire::kind::KindInfo;
use wire::reading::{Cause, Failure};
use wire::settings::{FieldError, Settings};

use self::page::Element;
use self::tell::{Expected, Teller};
use crate::fetch::Web;
use crate::resolve::Family;
use crate::{Kind, Look, Probe, Target, settings};

pub(crate) static KIND: NginxRtmp = NginxRtmp;

/// Where the page is unless the target says otherwise.
const PORT: u16 = 80;
const PATH: &str = "/stat";
const ADVICE: &str = "check that nginx runs and on which port it serves the statistics page (rtmp_stat all;)";

/// Reads the statistics page of nginx-rtmp-module.
pub(crate) struct NginxRtmp;

#[derive(Deserialize)]
struct Entered {
    user: String,
    password: String,
    expect_streams: String,
    av_offset_limit_ms: u32,
    hide_names: bool,
    family: Family,
}

impl Kind for NginxRtmp {
    fn info(&self) -> &'static KindInfo {
        &info::INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let entered: Entered = settings::read(settings)?;
        let path = match target.url().path() {
            "" | "/" => PATH.to_owned(),
            _ => target.url()[Position::BeforePath..Position::AfterQuery].to_owned(),
        };
        let access = (entered.user.as_str(), entered.password.as_str());
        let streams = entered.expect_streams.split(',').map(str::trim);
        let expected = Expected {
            streams: streams
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            av_offset: f64::from(entered.av_offset_limit_ms) / 1e3,
        };
        Ok(Box::new(Statistics {
            web: Web::of(target, PORT, entered.family, access, ADVICE)?,
            path,
            teller: Teller::new(expected, entered.hide_names),
        }))
    }
}

struct Statistics {
    web: Web,
    path: String,
    teller: Teller,
}

impl Probe for Statistics {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let page = self.web.get(&self.path, seen).await?;
            let place = self.web.place();
            match page.status {
                StatusCode::OK => {}
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                    return Err(Failure::new(
                        Cause::Denied,
                        format!(
                            "nginx at {place} does not show its statistics to this machine; check user and password, and allow"
                        ),
                    ));
                }
                status => {
                    return Err(Failure::new(
                        Cause::Refused,
                        format!(
                            "{place} answers {status} when asked for the statistics page; check its path, and that its location has \
                             rtmp_stat all;"
                        ),
                    ));
                }
            }
            let text = String::from_utf8_lossy(&page.body);
            let statistics = Element::read(&text).filter(|root| root.name == "rtmp");
            let statistics = statistics.ok_or_else(|| {
                Failure::new(
                    Cause::Garbled,
                    format!("what {place} answers is no statistics page of nginx-rtmp-module; check the path of the page"),
                )
            })?;
            self.teller.tell(&statistics, Instant::now(), seen);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests;
