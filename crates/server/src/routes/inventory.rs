//! Devices, channels and templates: the same five orders for each.

use aide::axum::ApiRouter;
use aide::axum::routing::get_with;
use axum::Json;
use axum::extract::State;
use axum::response::NoContent;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Change, Changed, Error, Store};
use wire::api::Page;
use wire::inventory::{
    Channel, ChannelId, ChannelSpec, Device, DeviceId, DeviceSpec, Template, TemplateId, TemplateSpec,
};
use wire::settings::FieldError;

use crate::answer::{Made, One, Paging};
use crate::ask::{At, Body, Expected, Params};
use crate::problem::{FAILED, Refusal};
use crate::{AUTHOR, App};

/// Something with a number and a revision that the store keeps.
pub(super) trait Thing: Serialize + JsonSchema + Send + Sized + 'static {
    type Spec: DeserializeOwned + JsonSchema + Send + 'static;
    /// Its sort in singular; the plural with `s` is its address.
    const SORT: &'static str;

    fn number(&self) -> (u32, u32);
    fn all(store: &Store) -> impl Future<Output = Result<Vec<Self>, Error>> + Send;
    fn one(store: &Store, id: u32) -> impl Future<Output = Result<Option<Self>, Error>> + Send;
    fn put(id: Option<u32>, expect: Option<u32>, spec: Self::Spec) -> Change;
    fn delete(id: u32, expect: Option<u32>) -> Change;
    fn of(changed: Changed) -> Option<Self>;
    /// What is wrong with the entries beyond what the store tells.
    fn faults(spec: &Self::Spec) -> Vec<FieldError>;
}

macro_rules! thing {
    ($thing:ident, $id:ident, $spec:ident, $sort:literal, $all:ident, $one:ident, $put:ident, $delete:ident) => {
        impl Thing for $thing {
            type Spec = $spec;
            const SORT: &'static str = $sort;

            fn number(&self) -> (u32, u32) {
                (self.id.0, self.revision)
            }
            async fn all(store: &Store) -> Result<Vec<Self>, Error> {
                store.$all().await
            }
            async fn one(store: &Store, id: u32) -> Result<Option<Self>, Error> {
                store.$one($id(id)).await
            }
            fn put(id: Option<u32>, expect: Option<u32>, spec: $spec) -> Change {
                Change::$put {
                    id: id.map($id),
                    expect,
                    spec,
                }
            }
            fn delete(id: u32, expect: Option<u32>) -> Change {
                Change::$delete {
                    id: $id(id),
                    expect,
                }
            }
            fn of(changed: Changed) -> Option<Self> {
                if let Changed::$thing(thing) = changed {
                    Some(thing)
                } else {
                    None
                }
            }
            fn faults(spec: &$spec) -> Vec<FieldError> {
                spec.faults()
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
thing!(
    Template,
    TemplateId,
    TemplateSpec,
    "template",
    templates,
    template,
    PutTemplate,
    DeleteTemplate
);

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

async fn list<T: Thing>(
    State(app): State<App>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<T>>, Refusal> {
    paging.of(T::all(app.station.store()).await?, |thing| {
        thing.number().0.into()
    })
}

async fn one<T: Thing>(State(app): State<App>, At { id }: At) -> Result<One<T>, Refusal> {
    let thing = T::one(app.station.store(), id)
        .await?
        .ok_or_else(|| Refusal::no(T::SORT, id))?;
    Ok(One {
        revision: thing.number().1,
        thing,
    })
}

async fn create<T: Thing>(State(app): State<App>, Body(spec): Body<T::Spec>) -> Result<Made<T>, Refusal> {
    let thing = put::<T>(&app, None, None, spec).await?;
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
    let thing = put::<T>(&app, Some(id), expected, spec).await?;
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
    commit(&app, T::delete(id, expected)).await?;
    Ok(NoContent)
}

async fn put<T: Thing>(app: &App, id: Option<u32>, expect: Option<u32>, spec: T::Spec) -> Result<T, Refusal> {
    let faults = T::faults(&spec);
    if !faults.is_empty() {
        return Err(Refusal::invalid(faults));
    }
    commit(app, T::put(id, expect, spec))
        .await?
        .into_iter()
        .find_map(T::of)
        .ok_or_else(|| Refusal::new(FAILED, format!("The store did not give the {} back.", T::SORT)))
}

async fn commit(app: &App, change: Change) -> Result<Vec<Changed>, Error> {
    app.station
        .store()
        .commit(AUTHOR, app.station.now(), &[change])
        .await
}
