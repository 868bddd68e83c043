//! How well the alarms themselves serve: few enough to be read, and what to mend first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wire::rule::{Rule, RuleKey};
use wire::score::{BadActor, MIX, Score, TEN_MINUTES_MS};

use super::past::OverMark;
use crate::link::{self, telling};
use crate::live::{Live, use_live};
use crate::model::alerts::{self as model, Grade, Span, is_flood};
use crate::model::face::Face;
use crate::model::tuning::rule_title;
use crate::{format, text};

/// So many alerts that stand are named.
const NAMED: usize = 8;

/// The score of the alarms of a stretch of time.
#[component]
pub(crate) fn AlarmHealth() -> impl IntoView {
    let live = use_live();
    let query = use_query_map();
    let span = Memo::new(move |_| query.with(|query| Span::read(query.get_str("span"))));
    let score = RwSignal::new(None::<Score>);
    let rules = RwSignal::new(Vec::<Rule>::new());
    let trouble = RwSignal::new(None::<String>);
    leptos::task::spawn_local(async move {
        // Without an answer its own rules go by their numbers.
        if let Ok(all) = telling::all::<Rule>().await {
            rules.try_set(all);
        }
    });
    let turn = Memo::new(move |_| live.clock.get().0.div_euclid(span.get().again_ms()));
    Effect::new(move || {
        // Read, not only followed: nobody works out what nobody reads.
        turn.get();
        let asked = span.get();
        if !live.filled.get() {
            return;
        }
        let to = live.now();
        leptos::task::spawn_local(async move {
            let answer = link::alerts::score(to.plus_millis(-asked.ms()), to).await;
            // Nobody needs the answer when another stretch was chosen, or the page was left.
            if span.try_get_untracked() != Some(asked) {
                return;
            }
            match answer {
                Ok(news) => {
                    trouble.set(None);
                    score.set(Some(news));
                }
                Err(met) => trouble.set(Some(met.sentence())),
            }
        });
    });
    let chip = move |of: Span| {
        view! {
            <a class="chip" href=format!("/alerts/health?span={}", of.word()) aria-current=move || (span.get() == of).then_some("true")>
                {text::span_word(of)}
            </a>
        }
    };
    let flood = move || {
        let lately = live.lately.get();
        is_flood(lately).then(|| view! {
            <p class="panel flood" role="status"><i class="g g-warn" aria-hidden="true"></i><b>{text::flood_now(lately)}</b></p>
        })
    };
    let shown = move || {
        let score = score.get()?;
        Some(match score.raised {
            0 => view! {
                <div class="lost"><h2>{text::no_alarms()}</h2><p>{text::no_alarms_advice()}</p></div>
                <ToDo live=live rules=rules score=score.clone() />
                <div class="health-figures"><Now score=score.clone() /></div>
                <Standing live=live score=score />
            }
            .into_any(),
            _ => view! {
                <ToDo live=live rules=rules score=score.clone() />
                <Figures live=live score=score.clone() />
                <OverTime live=live score=score.clone() />
                <Worst live=live rules=rules score=score.clone() />
                <Standing live=live score=score />
            }
            .into_any(),
        })
    };
    view! {
        <main class="work devices telling health">
            <header class="head">
                <a class="btn small back" href="/alerts" aria-label=text::to_the_alerts()><i class="g g-back" aria-hidden="true"></i></a>
                <h1 class="grow">{text::alarm_health()}</h1>
                <nav class="chips" aria-label=text::health_stretch()>{Span::ALL.map(chip).collect_view()}</nav>
            </header>
            <p class="t2 known">{text::health_about()}</p>
            <p class="trouble" role="alert">{trouble}</p>
            {flood}
            {shown}
        </main>
    }
}

/// A rule in words. Follows the greeting of the station and the list of rules.
fn in_words(live: Live, rules: RwSignal<Vec<Rule>>, key: &RuleKey) -> String {
    let own = |id| {
        rules.with(|rules| {
            let named = rules.iter().find(|rule| rule.id == id);
            named.map(|rule| rule.spec.name.clone())
        })
    };
    let known = match key.own_id() {
        Some(id) => own(id),
        None => rule_title(live.kind(key.family()).as_deref(), key),
    };
    known.unwrap_or_else(|| key.name().to_owned())
}

/// What to do, in sentences.
#[component]
fn ToDo(live: Live, rules: RwSignal<Vec<Rule>>, score: Score) -> impl IntoView {
    let is_fine = score.to_mend().is_empty();
    let sentences = move || {
        let sentence = |advice| text::alarm_advice(advice, |actor| in_words(live, rules, &actor.rule));
        let line = |said: String| view! { <li dir="auto">{said}</li> };
        score.to_mend().into_iter().map(sentence).map(line).collect_view()
    };
    let fine =
        view! { <p class="fine"><i class="g g-ok" aria-hidden="true"></i>{text::nothing_to_mend()}</p> };
    view! {
        <section class="panel to-do">
            <h2>{text::what_to_do()}</h2>
            {is_fine.then_some(fine)}
            <ul>{sentences}</ul>
        </section>
    }
}

/// How a figure stands beside its target: shape, word and colour.
#[component]
fn Stands(grade: Grade) -> impl IntoView {
    let (class, glyph, word) = match grade {
        Grade::Met => ("st ok", "g g-ok", text::on_target()),
        Grade::Missed => ("st warn", "g g-warn", text::off_target()),
        Grade::Unknown => ("st unk", "g g-unk", text::too_few_to_tell()),
    };
    view! { <span class=class><i class=glyph aria-hidden="true"></i>{word}</span> }
}

/// One figure, its target in words, and how it stands.
#[component]
fn Figure(
    title: &'static str,
    value: String,
    grade: Grade,
    /// What more is known of it.
    more: Option<String>,
    target: String,
) -> impl IntoView {
    view! {
        <section class="panel health-figure">
            <h2>{title}</h2>
            <p class="stands"><b class="value">{value}</b><Stands grade=grade /></p>
            <p class="t2">{more}</p>
            <p class="t3">{target}</p>
        </section>
    }
}

#[component]
fn Figures(live: Live, score: Score) -> impl IntoView {
    let when = score
        .busiest_at
        .map(|at| text::from_when(&format::moment(at, live.now())));
    view! {
        <div class="health-figures">
            <Figure
                title=text::mean_load()
                value=format::number(score.mean)
                grade=model::mean(&score)
                more=Some(text::so_many_alarms(score.raised))
                target=text::mean_target().to_owned()
            />
            <Figure
                title=text::busiest_load()
                value=score.busiest.to_string()
                grade=model::busiest(&score)
                more=when
                target=text::busiest_target()
            />
            <Figure
                title=text::time_in_flood()
                value=format!("{}\u{a0}%", format::fixed(score.flooded * 100.0, 1))
                grade=model::flooded(&score)
                more=None
                target=text::flooded_target().to_owned()
            />
            <Mix score=score.clone() />
            <Now score=score />
        </div>
    }
}

/// The shares of severities beside those that leave each its meaning.
#[component]
fn Mix(score: Score) -> impl IntoView {
    let faces = [
        Face::of_severity(wire::Severity::Critical),
        Face::of_severity(wire::Severity::Major),
        Face::of_severity(wire::Severity::Minor),
    ];
    let percent = |share: f64| format::fixed(share * 100.0, 0);
    let shares = score.mix.unwrap_or_default().into_iter().zip(MIX);
    let line = |(face, (share, target)): (Face, (f64, f64))| {
        view! {
            <li>
                <span class="st over"><i class=face.glyph() aria-hidden="true"></i>{face.word()}</span>
                <span class="share" aria-hidden="true">
                    <i style:width=format!("{}%", share * 100.0)></i>
                    <u style:left=format!("{}%", target * 100.0)></u>
                </span>
                <span>{text::share_and_target(&percent(share), &percent(target))}</span>
            </li>
        }
    };
    view! {
        <section class="panel health-figure mix">
            <h2>{text::mix_of_severities()}</h2>
            <p class="stands"><Stands grade=model::mix(&score) /></p>
            <ul>{faces.into_iter().zip(shares).map(line).collect_view()}</ul>
            <p class="t3">{text::mix_target()}</p>
        </section>
    }
}

/// How many fire now, and what is done with them.
#[component]
fn Now(score: Score) -> impl IntoView {
    let count = |number: u32, word: &'static str, to: Option<&'static str>| {
        let inside = view! { <b>{number}</b> " " {word} };
        match to {
            Some(to) => view! { <li><a href=to>{inside}<i class="g g-next" aria-hidden="true"></i></a></li> }
                .into_any(),
            None => view! { <li><span>{inside}</span></li> }.into_any(),
        }
    };
    let standing = u32::try_from(score.standing.len()).unwrap_or(u32::MAX);
    view! {
        <section class="panel health-figure now">
            <h2>{text::right_now()}</h2>
            <ul>
                {count(score.firing, text::they_fire(), Some("/alerts"))}
                {count(score.waiting, text::they_wait(), None)}
                {count(standing, text::they_stand(), None)}
                {count(score.shelved, text::they_are_shelved(), Some("/alerts?show=shelved"))}
                {count(score.silenced, text::they_are_silenced(), Some("/silences"))}
            </ul>
        </section>
    }
}

/// The alarms as bars; a line shows from where on they are a flood.
#[component]
fn OverTime(live: Live, score: Score) -> impl IntoView {
    let (bars, line) = model::bars(&score);
    let floods = bars.iter().filter(|bar| bar.is_flood).count();
    let percent = |share: f64| format!("{:.2}%", share * 100.0);
    let bar = |bar: model::Bar| view! { <i class:flood=bar.is_flood style:height=percent(bar.height)></i> };
    let about = if score.part_ms <= TEN_MINUTES_MS {
        text::bar_is_ten_minutes().to_owned()
    } else {
        text::bar_is(&format::range(score.part_ms))
    };
    let now = live.now();
    view! {
        <section class="panel over-time">
            <div class="list-head"><h2>{text::alarms_over_time()}</h2><p class="t3">{about}</p></div>
            <div class="bars-of-alarms" role="img" aria-label=text::chart_of_alarms(floods, score.busiest)>
                {bars.into_iter().map(bar).collect_view()}
                <span class="line" style:bottom=percent(line)><em>{text::line_of_floods()}</em></span>
            </div>
            <p class="ends-of-time t3"><span>{format::moment(score.from, now)}</span><span>{format::moment(score.to, now)}</span></p>
        </section>
    }
}

/// What was raised most often: its newest alert, and the rules to mend it by.
#[component]
fn Worst(live: Live, rules: RwSignal<Vec<Rule>>, score: Score) -> impl IntoView {
    let row = move |actor: BadActor| {
        let key = actor.rule.clone();
        let words = move || in_words(live, rules, &key);
        let to_rules = match (actor.rule.own_id(), actor.probe) {
            (Some(id), _) => Some(format!("/rule/{}", id.0)),
            (None, Some(probe)) if !actor.rule.is_outside() => Some(format!("/probe/{probe}/rules")),
            (None, _) => None,
        };
        let name = actor.subject.clone();
        let to_rules = to_rules.map(|to| {
            view! {
                <a class="chip" href=to aria-label=text::its_rules_of(&name)>{text::its_rules()}</a>
            }
        });
        view! {
            <li class="with-orders">
                <a class="item" href=format!("/alert/{}", actor.alert)>
                    <OverMark face=Face::of_severity(actor.severity) />
                    <span class="grow">
                        <b class="cut" dir="auto">{actor.subject}</b>
                        <span class="said t2" dir="auto">{words}</span>
                    </span>
                    <span class="times">
                        <b>{text::so_often(actor.raised)}</b>
                        {actor.chatters.then(|| view! { <span class="t2"><i class="g g-again" aria-hidden="true"></i>{text::it_chatters()}</span> })}
                    </span>
                </a>
                {to_rules}
            </li>
        }
    };
    let worst = model::repeated(&score);
    let help = if worst.is_empty() {
        text::none_repeated()
    } else {
        text::mend_first_help()
    };
    view! {
        <section class="bad-actors">
            <h2>{text::mend_first()}</h2>
            <p class="t3">{help}</p>
            <ul class="list">{worst.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

/// What has fired for more than a day.
#[component]
fn Standing(live: Live, score: Score) -> impl IntoView {
    let more = score.standing.len().saturating_sub(NAMED);
    let is_there = !score.standing.is_empty();
    let row = move |id: wire::alert::AlertId| {
        let known = move || live.alerts.with(|known| known.get(id).cloned());
        let name = move || known().map_or_else(|| id.to_string(), |alert| alert.subject.name.clone());
        let said = move || {
            let alert = known()?;
            let kind = live.kind(alert.rule.family());
            let length = format::duration(live.clock.get().millis_since(alert.raised));
            Some(format!("{} · {length}", model::sentence(&alert, kind.as_deref())))
        };
        view! {
            <li class="with-orders">
                <a class="item" href=format!("/alert/{id}")>
                    <span class="grow"><b class="cut" dir="auto">{name}</b><span class="said t2" dir="auto">{said}</span></span>
                    <i class="g g-next" aria-hidden="true"></i>
                </a>
            </li>
        }
    };
    is_there.then(|| {
        view! {
            <section class="standing">
                <h2>{text::standing_heading()}</h2>
                <p class="t3">{text::standing_help()}</p>
                <ul class="list">{score.standing.into_iter().take(NAMED).map(row).collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="t2">{text::and_others(more)}</p> })}
            </section>
        }
    })
}
