//! Rules of Prometheus: what each would be here, which are chosen, and taking them over.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::prelude::*;
use wire::prometheus::{TakeRules, TakenRules};

use super::rules::{in_words, reach};
use super::{Around, kinds};
use crate::link::Trouble;
use crate::link::configuration::File;
use crate::link::telling::take_rules;
use crate::live::{Live, use_live};
use crate::model::foreign::{Left, Offer, chosen, sorted};
use crate::model::rule::Draft;
use crate::part::{CarryOut, Source, Taken, Tap};
use crate::text;

/// How far a file has been looked through.
#[derive(Clone, Debug, PartialEq)]
enum Look {
    /// There is none.
    Nothing,
    /// The station has been asked.
    Asked,
    /// What would become of its rules.
    Seen(TakenRules),
    /// The station did not say, and why.
    Failed(String),
    /// So many rules were made.
    Made(usize),
}

/// What was chosen and what is known of it.
#[derive(Clone, Copy)]
struct Desk {
    file: RwSignal<File>,
    look: RwSignal<Look>,
    /// The names of the rules that are not to be made.
    without: RwSignal<BTreeSet<String>>,
    /// Counts the questions, so that a late answer to an old one is not taken for that to the newest.
    asked: StoredValue<u32>,
}

impl Desk {
    /// Another file, looked through after `pause`.
    fn put(self, file: File, pause: Duration) {
        let is_empty = file.bytes.iter().all(u8::is_ascii_whitespace);
        self.file.set(file);
        self.without.set(BTreeSet::new());
        self.asked.update_value(|asked| *asked += 1);
        let asked = self.asked.get_value();
        if is_empty {
            return self.look.set(Look::Nothing);
        }
        let is_newest = move || self.asked.try_get_value() == Some(asked);
        let ask = move || {
            if is_newest() {
                self.look_through(asked);
            }
        };
        set_timeout(ask, pause);
    }

    fn look_through(self, asked: u32) {
        let Some(text) = self.text() else {
            return self.look.set(Look::Failed(text::no_text().to_owned()));
        };
        self.look.set(Look::Asked);
        leptos::task::spawn_local(async move {
            let order = TakeRules {
                text,
                save: false,
                only: None,
            };
            let look = match take_rules(&order).await {
                Ok(taken) => Look::Seen(taken),
                Err(trouble) => Look::Failed(placed(&trouble)),
            };
            if self.asked.try_get_value() == Some(asked) {
                self.look.set(look);
            }
        });
    }

    fn text(self) -> Option<String> {
        self.file
            .with_untracked(|file| String::from_utf8(file.bytes.clone()).ok())
    }
}

/// What is wrong with a file, with its line.
fn placed(trouble: &Trouble) -> String {
    if let Trouble::Refused(problem) = trouble
        && let [wrong] = problem.errors.as_slice()
        && let Some((line, _)) = wrong.field.split_once(':')
    {
        return text::wrong_in_line(line, &crate::model::face::sentence(&wrong.message));
    }
    trouble.sentence()
}

/// The page.
#[component]
pub(crate) fn ForeignRules() -> impl IntoView {
    let desk = Desk {
        file: RwSignal::new(File::default()),
        look: RwSignal::new(Look::Nothing),
        without: RwSignal::new(BTreeSet::new()),
        asked: StoredValue::new(0),
    };
    let taken = Taken {
        accept: ".yml,.yaml,.rules,.txt,text/*",
        // A file never has fewer bytes than letters.
        largest: 262_144.0,
        too_large: text::rule_file_too_large(),
        drop: text::drop_rule_file(),
        paste: text::paste_rule_file(),
        example: "groups:\n  - name: …\n    rules:\n      - alert: …",
    };
    let seen = Memo::new(move |_| {
        desk.look.with(|look| match look {
            Look::Seen(taken) => sorted(taken),
            Look::Nothing | Look::Asked | Look::Failed(_) | Look::Made(_) => (Vec::new(), Vec::new()),
        })
    });
    let state = move || {
        desk.look.with(|look| match look {
            Look::Nothing => String::new(),
            Look::Asked => text::looking_through().to_owned(),
            Look::Failed(why) => why.clone(),
            Look::Made(count) => text::rules_made(*count),
            Look::Seen(_) => seen.with(|(offers, left)| text::rules_seen(offers.len(), left.len())),
        })
    };
    view! {
        <main class="work import telling foreign">
            <header class="head">
                <a class="btn small back" href="/rules" aria-label=text::rules()><i class="g g-back" aria-hidden="true"></i></a>
                <h1 class="grow">{text::import_rules()}</h1>
            </header>
            <section class="panel">
                <Source
                    taken=taken
                    file=desk.file
                    on_file=move |(file, pause)| desk.put(file, pause)
                    on_trouble=move |why| desk.look.set(Look::Failed(why))
                />
                <p class="looked" role="status">{state}</p>
            </section>
            <Offers desk=desk seen=seen />
            <NotTaken seen=seen />
            <Order desk=desk seen=seen />
        </main>
    }
}

type Seen = Memo<(Vec<Offer>, Vec<Left>)>;

/// What can be taken over, each to be left out.
#[component]
fn Offers(desk: Desk, seen: Seen) -> impl IntoView {
    let live = use_live();
    let around = Around::fetch();
    let offers = Memo::new(move |_| seen.with(|(offers, _)| offers.clone()));
    let one = move |offer: Offer| view! { <One desk=desk live=live around=around offer=offer /> };
    let every = move |_| desk.without.set(BTreeSet::new());
    let none = move |_| {
        let names = offers.with(|offers| offers.iter().map(|offer| offer.rule.name.clone()).collect());
        desk.without.set(names);
    };
    view! {
        <Show when=move || offers.with(|offers| !offers.is_empty())>
            <section class="panel">
                <h2>{text::taken_over()}</h2>
                <div class="chips">
                    <button type="button" class="chip" on:click=every>{text::choose_every()}</button>
                    <button type="button" class="chip" on:click=none>{text::choose_none()}</button>
                </div>
                <ul class="list foreign-rules">{move || offers.get().into_iter().map(one).collect_view()}</ul>
            </section>
        </Show>
    }
}

#[component]
fn One(desk: Desk, live: Live, around: Around, offer: Offer) -> impl IntoView {
    let Offer {
        line,
        expr,
        rule,
        notes,
    } = offer;
    let name = StoredValue::new(rule.name.clone());
    let is_on = move || {
        desk.without
            .with(|without| name.with_value(|name| !without.contains(name)))
    };
    let touch = move |_| {
        desk.without.update(|without| {
            let name = name.get_value();
            if !without.remove(&name) {
                without.insert(name);
            }
        });
    };
    let title = rule.name.clone();
    let rule = StoredValue::new(rule);
    let sentence = move || rule.with_value(|rule| in_words(&Draft::of(rule, &kinds(live)), live, around));
    let reach = move || rule.with_value(|rule| reach(&rule.on, live, around));
    let notes = notes
        .into_iter()
        .map(|note| view! { <li>{note}</li> })
        .collect_view();
    view! {
        <li>
            <button type="button" class="item check" role="checkbox" aria-checked=move || is_on().to_string() on:click=touch>
                <span class="box" aria-hidden="true"><i class="g g-check"></i></span>
                <span class="grow">
                    <b class="cut" dir="auto">{title}</b>
                    <span class="said t2" dir="auto">{sentence}</span>
                    <span class="said t3">{reach}" · "{text::in_line(line)}</span>
                </span>
            </button>
            <code class="expr" dir="ltr">{expr}</code>
            <ul class="notes" lang="en">{notes}</ul>
        </li>
    }
}

/// What cannot be taken over, and why.
#[component]
fn NotTaken(seen: Seen) -> impl IntoView {
    let one = |left: Left| {
        let Left {
            line,
            name,
            reason,
            expr,
        } = left;
        let name = if name.is_empty() {
            text::rule_without_name().to_owned()
        } else {
            name
        };
        view! {
            <li class="left-out">
                <p><b class="said" dir="auto">{name}</b>" "<span class="t3">{text::in_line(line)}</span></p>
                <p class="t2" lang="en">{reason}</p>
                <code class="expr" dir="ltr">{expr}</code>
            </li>
        }
    };
    let left = Memo::new(move |_| seen.with(|(_, left)| left.clone()));
    view! {
        <Show when=move || left.with(|left| !left.is_empty())>
            <section class="panel">
                <h2>{text::not_taken_over()}</h2>
                <ul class="foreign-rules">{move || left.get().into_iter().map(one).collect_view()}</ul>
            </section>
        </Show>
    }
}

/// Makes the rules that are chosen.
#[component]
fn Order(desk: Desk, seen: Seen) -> impl IntoView {
    let names = Memo::new(move |_| {
        desk.without
            .with(|without| seen.with(|(offers, _)| chosen(offers, without)))
    });
    let make = CarryOut::new(move |()| async move {
        let Some(text) = desk.text() else {
            return Ok(());
        };
        let order = TakeRules {
            text,
            save: true,
            only: Some(names.get_untracked()),
        };
        let made = take_rules(&order).await?.made.len();
        desk.put(File::default(), Duration::ZERO);
        desk.look.set(Look::Made(made));
        Ok(())
    });
    let offer = move || {
        if seen.with(|(offers, _)| offers.is_empty()) {
            return None;
        }
        let order = match names.with(Vec::len) {
            0 => view! { <p class="t2">{text::no_rule_chosen()}</p> }.into_any(),
            count => {
                let label = text::import_so_many_rules(count);
                view! { <Tap label=label how=text::all_or_nothing() carry_out=make /> }.into_any()
            }
        };
        Some(view! { <div class="carry">{order}<p class="t3">{text::nothing_saved_yet()}</p></div> })
    };
    let done = move || {
        let is_made = desk.look.with(|look| matches!(look, Look::Made(_)));
        is_made.then(
            || view! { <div class="carry"><a class="btn go" href="/rules">{text::to_the_rules()}</a></div> },
        )
    };
    view! { <div class="act">{offer}{done}</div> }
}
