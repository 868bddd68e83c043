//! Adding and changing a device.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::inventory::{Device, DeviceId, DeviceRole, DeviceSpec};
use wire::settings::FieldError;

use super::{NoSuchDevice, fetch};
use crate::link::{Trouble, inventory};
use crate::part::{Entry, Field};
use crate::text;

const ROLES: [DeviceRole; 9] = [
    DeviceRole::Encoder,
    DeviceRole::Decoder,
    DeviceRole::Presenter,
    DeviceRole::Router,
    DeviceRole::Switch,
    DeviceRole::Server,
    DeviceRole::Clock,
    DeviceRole::Ups,
    DeviceRole::Other,
];

/// A new device.
#[component]
pub(crate) fn AddDevice() -> impl IntoView {
    let blank = DeviceSpec {
        name: String::new(),
        address: String::new(),
        role: DeviceRole::Encoder,
        note: String::new(),
        port: None,
        alerts: Default::default(),
    };
    view! {
        <main class="work sheet-of-one">
            <h1 class="page-title">{text::add_device()}</h1>
            <Form of=None spec=blank />
        </main>
    }
}

/// A change of a device that is there.
#[component]
pub(crate) fn EditDevice() -> impl IntoView {
    let fetched = fetch();
    view! {
        <main class="work sheet-of-one">
            {move || match fetched.get() {
                None => ().into_any(),
                Some(Ok(Device { id, revision, spec })) => view! {
                    <h1 class="page-title cut" dir="auto">{text::edit_device(&spec.name)}</h1>
                    <Form of=Some((id, revision)) spec=spec />
                }
                .into_any(),
                Some(Err(why)) => view! { <NoSuchDevice why=why /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Form(of: Option<(DeviceId, u32)>, spec: DeviceSpec) -> impl IntoView {
    let spec = RwSignal::new(spec);
    // An entry that was not left yet is not called wrong.
    let left = RwSignal::new(Vec::<&'static str>::new());
    let refused = RwSignal::new(Vec::<FieldError>::new());
    let trouble = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let save = Action::new_local(move |(): &()| {
        let navigate = navigate.clone();
        let mut said = spec.get_untracked();
        said.name = said.name.trim().to_owned();
        said.address = said.address.trim().to_owned();
        async move {
            match inventory::save_device(of, &said).await {
                Ok(device) => navigate(
                    &format!("/device/{}", device.id.0),
                    leptos_router::NavigateOptions::default(),
                ),
                Err(met) => {
                    let sentence = met.sentence();
                    if let Trouble::Refused(problem) = met {
                        refused.set(problem.errors);
                    }
                    trouble.set(Some(sentence));
                }
            }
        }
    });
    let error = move |name: &'static str| {
        Signal::derive(move || {
            let empty = spec.with(|spec| match name {
                "name" if spec.name.trim().is_empty() => Some(text::give_name()),
                "address" if spec.address.trim().is_empty() => Some(text::give_address()),
                _ => None,
            });
            let empty = empty.filter(|_| left.with(|left| left.contains(&name)));
            let refused = || {
                refused.with(|refused| {
                    refused
                        .iter()
                        .find(|wrong| wrong.field == name)
                        .map(|wrong| wrong.message.clone())
                })
            };
            empty.map(str::to_owned).or_else(refused)
        })
    };
    let entry = move |name: &'static str,
                      title: &'static str,
                      help: &'static str,
                      takes: Entry,
                      read: fn(&DeviceSpec) -> String,
                      write: fn(&mut DeviceSpec, String)| {
        view! {
            <Field
                name=name.to_owned()
                title=title
                help=Signal::stored(help.to_owned())
                entry=takes
                value=Signal::derive(move || spec.with(read))
                error=error(name)
                on_entry=move |typed: String| {
                    refused.update(|refused| refused.retain(|wrong| wrong.field != name));
                    spec.update(|spec| write(spec, typed));
                }
                on_leave=move |()| left.update(|left| left.push(name))
            />
        }
    };
    let roles = ROLES
        .map(|role| (text::role(role).to_owned(), text::role(role).to_owned()))
        .to_vec();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        left.set(vec!["name", "address"]);
        trouble.set(None);
        let lacks = spec.with_untracked(|spec| spec.name.trim().is_empty() || spec.address.trim().is_empty());
        if lacks {
            trouble.set(Some(text::fix_entries().to_owned()));
        } else {
            save.dispatch(());
        }
    };
    let back = of.map_or_else(|| "/devices".to_owned(), |(id, _)| format!("/device/{}", id.0));
    view! {
        <form class="entries" novalidate on:submit=submit>
            {entry("name", text::device_name(), text::device_name_help(), Entry::Text, |spec| spec.name.clone(), |spec, typed| spec.name = typed)}
            {entry("address", text::device_address(), text::device_address_help(), Entry::Address, |spec| spec.address.clone(), |spec, typed| spec.address = typed)}
            {entry("role", text::device_role(), "", Entry::Choice(roles), |spec| text::role(spec.role).to_owned(), |spec, typed| {
                if let Some(role) = ROLES.into_iter().find(|role| text::role(*role) == typed) {
                    spec.role = role;
                }
            })}
            {entry("note", text::device_note(), text::device_note_help(), Entry::Text, |spec| spec.note.clone(), |spec, typed| spec.note = typed)}
            <p class="trouble" role="alert">{trouble}</p>
            <div class="ends">
                <a class="btn" href=back>{text::cancel()}</a>
                <button class="btn go" type="submit" disabled=move || save.pending().get()>{text::save_device()}</button>
            </div>
        </form>
    }
}
