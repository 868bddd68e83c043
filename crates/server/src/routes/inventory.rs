//! Devices, channels and templates: the same five orders for each, and the use of a template.

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::Json;
use axum::extract::State;
use axum::response::NoContent;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use station::Station;
use store::{Change, Changed, Error};
use wire::api::Page;
use wire::inventory::{
    Channel, ChannelId, ChannelSpec, Device, DeviceId, DeviceSpec, Template, TemplateId, TemplateSpec,
};
use wire::probe::Probe;

use crate::answer::{Made, New, One, Paging};
use crate::ask::{At, Body, Expected, Params};
use crate::problem::{FAILED, Refusal};
use crate::{AUTHOR, App};

/// Something with a number and a revision that the store keeps.
pub(super) trait Thing: Serialize + JsonSchema + Send + Sized + 'static {
    type Spec: DeserializeOwned + JsonSchema + Send + 'static;
    /// Its sort in singular; the plural with `s` is its address.
    const SORT: &'static str;

    fn number(&self) -> (u32, u32);
    fn all(station: &Station) -> impl Future<Output = Result<Vec<Self>, Error>> + Send;
    fn one(station: &Station, id: u32) -> impl Future<Output = Result<Option<Self>, Error>> + Send;
    fn put(
        station: &Station,
        id: Option<u32>,
        expect: Option<u32>,
        spec: Self::Spec,
    ) -> impl Future<Output = Result<Self, Refusal>> + Send;
    fn delete(id: u32, expect: Option<u32>) -> Change;
}

macro_rules! thing {
    ($thing:ident, $id:ident, $spec:ident, $sort:literal, $all:ident, $one:ident, $put:ident, $delete:ident) => {
        impl Thing for $thing {
            type Spec = $spec;
            const SORT: &'static str = $sort;

            fn number(&self) -> (u32, u32) {
                (self.id.0, self.revision)
            }
            async fn all(station: &Station) -> Result<Vec<Self>, Error> {
                station.store().$all().await
            }
            async fn one(station: &Station, id: u32) -> Result<Option<Self>, Error> {
                station.store().$one($id(id)).await
            }
            async fn put(
                station: &Station,
                id: Option<u32>,
                expect: Option<u32>,
                spec: $spec,
            ) -> Result<Self, Refusal> {
                let mut faults = spec.faults();
                faults.extend(station.tuning_faults(&spec.alerts));
                if !faults.is_empty() {
                    return Err(Refusal::invalid(faults));
                }
                let id = id.map($id);
                let done = commit(station, Change::$put { id, expect, spec }).await?;
                match done.into_iter().next() {
                    Some(Changed::$thing(thing)) => Ok(thing),
                    _ => Err(Refusal::new(
                        FAILED,
                        concat!("The store did not give the ", $sort, " back."),
                    )),
                }
            }
            fn delete(id: u32, expect: Option<u32>) -> Change {
                Change::$delete {
                    id: $id(id),
                    expect,
                }
            }
        }
    };
}

thing!(
    Device,
    DeviceId,
    DeviceSpec,
    "device",
    devices,
    device,
    PutDevice,
    DeleteDevice
);
thing!(
    Channel,
    ChannelId,
    ChannelSpec,
    "channel",
    channels,
    channel,
    PutChannel,
    DeleteChannel
);

impl Thing for Template {
    type Spec = TemplateSpec;
    const SORT: &'static str = "template";

    fn number(&self) -> (u32, u32) {
        (self.id.0, self.revision)
    }
    async fn all(station: &Station) -> Result<Vec<Self>, Error> {
        station.templates().await
    }
    async fn one(station: &Station, id: u32) -> Result<Option<Self>, Error> {
        station.template(TemplateId(id)).await
    }
    async fn put(
        station: &Station,
        id: Option<u32>,
        expect: Option<u32>,
        spec: TemplateSpec,
    ) -> Result<Self, Refusal> {
        let id = id.map(TemplateId);
        Ok(station.put_template(AUTHOR, id, expect, spec).await?)
    }
    fn delete(id: u32, expect: Option<u32>) -> Change {
        Change::DeleteTemplate {
            id: TemplateId(id),
            expect,
        }
    }
}

pub(super) fn routes<T: Thing>() -> ApiRouter<App> {
    let (sort, tag) = (T::SORT, format!("{}s", T::SORT));
    let tag = tag.as_str();
    ApiRouter::new()
        .api_route(
            &place::<T>(),
            get_with(list::<T>, |op| {
                op.tag(tag).summary(&format!("Every {sort}, by number"))
            })
            .post_with(create::<T>, |op| op.tag(tag).summary(&format!("Make a {sort}"))),
        )
        .api_route(
            &format!("{}/{{id}}", place::<T>()),
            get_with(one::<T>, |op| op.tag(tag).summary(&format!("One {sort}")))
                .put_with(update::<T>, |op| op.tag(tag).summary(&format!("Change a {sort}")))
                .delete_with(delete::<T>, |op| op.tag(tag).summary(&format!("Delete a {sort}"))),
        )
}

fn place<T: Thing>() -> String {
    format!("/api/v1/{}s", T::SORT)
}

/// What uses a template.
pub(super) fn uses() -> ApiRouter<App> {
    ApiRouter::new().api_route(
        "/api/v1/devices/{id}/probes",
        post_with(use_template, |op| {
            op.tag("devices")
                .summary("Make the probes of a template for a device, all or none")
                .description(
                    "In names, targets, groups and texts, `{name}` and `{address}` become those of the device. An \
                     entry that does not fit is named by its way through the template: `probes.0.target`.",
                )
        }),
    )
}

/// What a device is to be watched with.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Use {
    /// The template whose probes are made.
    template: TemplateId,
}

async fn use_template(
    State(app): State<App>,
    At { id }: At,
    Body(Use { template }): Body<Use>,
) -> Result<New<Page<Probe>>, Refusal> {
    let items = app.station.use_template(AUTHOR, DeviceId(id), template).await?;
    Ok(New(Page { items, next: None }))
}

async fn list<T: Thing>(
    State(app): State<App>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<T>>, Refusal> {
    paging.of(T::all(&app.station).await?, |thing| thing.number().0.into())
}

async fn one<T: Thing>(State(app): State<App>, At { id }: At) -> Result<One<T>, Refusal> {
    let thing = T::one(&app.station, id)
        .await?
        .ok_or_else(|| Refusal::no(T::SORT, id))?;
    Ok(One {
        revision: thing.number().1,
        thing,
    })
}

async fn create<T: Thing>(State(app): State<App>, Body(spec): Body<T::Spec>) -> Result<Made<T>, Refusal> {
    let thing = T::put(&app.station, None, None, spec).await?;
    let (id, revision) = thing.number();
    Ok(Made {
        place: format!("{}/{id}", place::<T>()),
        revision,
        thing,
    })
}

async fn update<T: Thing>(
    State(app): State<App>,
    At { id }: At,
    Expected(expected): Expected,
    Body(spec): Body<T::Spec>,
) -> Result<One<T>, Refusal> {
    let thing = T::put(&app.station, Some(id), expected, spec).await?;
    Ok(One {
        revision: thing.number().1,
        thing,
    })
}

async fn delete<T: Thing>(
    State(app): State<App>,
    At { id }: At,
    Expected(expected): Expected,
) -> Result<NoContent, Refusal> {
    commit(&app.station, T::delete(id, expected)).await?;
    Ok(NoContent)
}

async fn commit(station: &Station, change: Change) -> Result<Vec<Changed>, Refusal> {
    Ok(station.change(AUTHOR, change).await?)
}
