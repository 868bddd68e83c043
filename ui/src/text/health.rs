//! How well the alarms themselves serve.

use wire::score::{Advice, FLOOD};

use super::words;
use crate::format;
use crate::model::alerts::Span;

words! {
    alarm_health = "Alarm health" | "Güte der Alarme";
    /// On the way there, where there is little room.
    show_health = "Health" | "Güte";
    health_help = "Whether the alarms are few enough to be read, and what to mend first." | "Ob es wenige genug sind, um gelesen zu werden, und was zuerst zu beheben ist.";
    health_about = "Too many alarms hide the one that counts. The targets are those of EEMUA 191 and ISA-18.2 for one person; what only follows from a cause or is silenced does not count."
        | "Zu viele Alarme verdecken den einen, der zählt. Die Ziele sind die von EEMUA 191 und ISA-18.2 für eine Person; was nur aus einer Ursache folgt oder stillgelegt ist, zählt nicht.";
    health_stretch = "How far back" | "Wie weit zurück";
    health_week = "7 days" | "7 Tage";

    on_target = "on target" | "im Ziel";
    off_target = "off target" | "Ziel verfehlt";
    too_few_to_tell = "too few to tell" | "zu wenige für ein Urteil";

    mean_load = "Alarms per 10 min, mean" | "Alarme je 10 min, Mittel";
    mean_target = "Target: 1 or less, which one person can deal with for long." | "Ziel: höchstens 1; das schafft eine Person auf Dauer.";
    /// How many alarms there were in all.
    so_many_alarms(count: u32) = {
        if count == 1 { "1 alarm in all".to_owned() } else { format!("{count} alarms in all") }
    } | {
        if count == 1 { "insgesamt 1 Alarm".to_owned() } else { format!("insgesamt {count} Alarme") }
    };
    busiest_load = "Busiest 10 min" | "Vollste 10 min";
    busiest_target() = { format!("Target: {FLOOD} or less; more are a flood.") } | { format!("Ziel: höchstens {FLOOD}; mehr sind eine Flut.") };
    from_when(when: &str) = "from {when}" | "ab {when}";
    time_in_flood = "Time in flood" | "Zeit in Flut";
    flooded_target = "Target: less than 1 % of the time." | "Ziel: weniger als 1 % der Zeit.";
    mix_of_severities = "Mix of severities" | "Mischung der Schweregrade";
    mix_target = "Target: about 5 % critical, 15 % major, 80 % minor; else the words lose their meaning."
        | "Ziel: etwa 5 % kritisch, 15 % bedeutend, 80 % gering; sonst verlieren die Wörter ihren Sinn.";
    share_and_target(share: &str, target: &str) = "{share} % (target {target} %)" | "{share} % (Ziel {target} %)";
    right_now = "Now" | "Jetzt";
    they_fire = "firing" | "schlagen an";
    they_wait = "wait for somebody" | "warten auf jemanden";
    they_are_shelved = "shelved" | "beiseite";
    they_are_silenced = "silenced" | "stillgelegt";
    they_stand = "firing for more than a day" | "länger als einen Tag";
    standing_heading = "Firing for more than a day" | "Seit mehr als einem Tag";
    standing_help = "Nobody sees them any more. Mend what is wrong, shelve it, or set its limits otherwise."
        | "Niemand sieht sie mehr. Beheben, was gestört ist, beiseitelegen oder die Grenzen anders setzen.";

    alarms_over_time = "Alarms over time" | "Alarme im Verlauf";
    bar_is_ten_minutes = "Each bar: 10 minutes." | "Jeder Balken: 10 Minuten.";
    /// A bar is longer than ten minutes.
    bar_is(length: &str) = "Each bar: the busiest 10 minutes of {length}." | "Jeder Balken: die vollsten 10 Minuten von {length}.";
    line_of_floods() = { format!("flood: more than {FLOOD}") } | { format!("Flut: mehr als {FLOOD}") };
    /// What the chart says to a screen reader.
    chart_of_alarms(floods: usize, busiest: u32) = {
        let floods = if floods == 1 { "1 bar is a flood".to_owned() } else { format!("{floods} bars are floods") };
        format!("At most {busiest} alarms in 10 minutes; {floods}.")
    } | {
        let floods = if floods == 1 { "1 Balken ist eine Flut".to_owned() } else { format!("{floods} Balken sind Fluten") };
        format!("Höchstens {busiest} Alarme in 10 Minuten; {floods}.")
    };

    mend_first = "Mend these first" | "Diese zuerst beheben";
    mend_first_help = "What was raised most often. Mend the thing, or let its rule wait for longer." | "Was am häufigsten anschlug. Die Sache beheben oder die Regel länger warten lassen.";
    none_repeated = "Nothing was raised more than once." | "Nichts schlug mehr als einmal an.";
    so_often(times: u32) = { if times == 1 { "once".to_owned() } else { format!("{times} times") } }
        | { if times == 1 { "einmal".to_owned() } else { format!("{times}-mal") } };
    it_chatters = "chatters" | "flattert";
    its_rules = "Rules" | "Regeln";
    its_rules_of(name: &str) = "Rules of {name}" | "Regeln von {name}";

    what_to_do = "What to do" | "Was zu tun ist";
    nothing_to_mend = "Nothing: one person can deal with these alarms." | "Nichts: Diese Alarme schafft eine Person.";
    no_alarms = "No alarm in this time." | "Kein Alarm in dieser Zeit.";
    no_alarms_advice = "Look at a longer time, or be glad. What is raised from now on is counted here." | "Eine längere Zeit ansehen, oder sich freuen. Was von jetzt an anschlägt, wird hier gezählt.";
    advice_mend(name: &str, times: u32, of: u32, rule: &str) = "{name} raised {times} of {of} alarms: {rule}. Mend it, or let its rule wait for longer."
        | "{name} löste {times} von {of} Alarmen aus: {rule}. Beheben oder die Regel länger warten lassen.";
    advice_too_many(mean: &str) = "{mean} alarms in 10 minutes are more than one person can deal with for long; 1 is what lasts."
        | "{mean} Alarme in 10 Minuten schafft eine Person nicht auf Dauer; 1 geht auf Dauer.";
    advice_flood(count: u32) = "{count} alarms came within 10 minutes. Look for what they had in common, and say which devices, ports and channels hang together, so that one cause gives one alert."
        | "{count} Alarme kamen in 10 Minuten. Suchen, was sie gemeinsam hatten, und angeben, welche Geräte, Ports und Kanäle zusammenhängen, damit eine Ursache einen Alarm gibt.";
    advice_standing(count: usize) = {
        let alerts = if count == 1 { "1 alert has".to_owned() } else { format!("{count} alerts have") };
        format!("{alerts} fired for more than a day: mend what is wrong, shelve it, or set its limits otherwise.")
    } | {
        let alerts = if count == 1 { "1 Alarm steht".to_owned() } else { format!("{count} Alarme stehen") };
        format!("{alerts} seit mehr als einem Tag: beheben, was gestört ist, beiseitelegen oder die Grenzen anders setzen.")
    };
    advice_too_critical(share: &str) = "{share} % of the alarms were critical, where 5 % leave the word its meaning: make some of their rules major."
        | "{share} % der Alarme waren kritisch; nur bei etwa 5 % behält das Wort seinen Sinn: Einige ihrer Regeln auf bedeutend setzen.";
}

/// A stretch as a chip has it.
pub(crate) fn span_word(span: Span) -> &'static str {
    match span {
        Span::Hour => super::last_hour(),
        Span::Day => super::last_day(),
        Span::Week => health_week(),
    }
}

/// What to mend, with `rule` in words for the rule that a piece of advice is about.
pub(crate) fn alarm_advice(advice: Advice<'_>, rule: impl Fn(&wire::score::BadActor) -> String) -> String {
    match advice {
        Advice::Mend(actor, of) => advice_mend(&actor.subject, actor.raised, of, &rule(actor)),
        Advice::TooMany(mean) => advice_too_many(&format::fixed(mean, 1)),
        Advice::Flood(count) => advice_flood(count),
        Advice::Standing(count) => advice_standing(count),
        Advice::TooCritical(share) => advice_too_critical(&format::fixed(share * 100.0, 0)),
    }
}
