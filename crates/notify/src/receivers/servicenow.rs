use std::borrow::Cow::Borrowed;

use hyper::Method;
use serde::Deserialize;
use serde_json::json;
use url::Url;
use wire::describe::{secret, text, text_or, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{Settings, read};

use crate::Undelivered;
use crate::link::AUTHORITY_FILE;
use crate::receiver::{Faults, Ready, Sort};
use crate::severity::words;
use crate::template;
use crate::ticket::{Tickets, tell};
use crate::web::{self, Answer, Request, below};

pub(super) static RECEIVER: Sort<ServiceNow> = Sort::new();

/// What a new record says unless an operator writes something else.
const TEMPLATE: &str = r#"{
  "short_description": {{ title_line | tojson }},
  "description": {{ text | tojson }},
  "category": "network"
}"#;

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("servicenow"),
    title: word("ServiceNow"),
    help: word("Opens an incident in ServiceNow and adds what becomes of it; closing it is left to people."),
    fields: Borrowed(&[
        text(
            "url",
            "Instance",
            "Its address, such as https://example.service-now.com.",
        ),
        text(
            "user",
            "User",
            "A user who may read and write the table; leave empty to use a token.",
        ),
        secret(
            "password",
            "Password or token",
            "The password of the user; without a user, an OAuth token.",
        ),
        text_or(
            "table",
            "Table",
            "incident",
            "The table that records are made in.",
        ),
        text_or(
            "template",
            "Record",
            TEMPLATE,
            "A template of the record in JSON; impact, urgency and correlation_id are added to it.",
        ),
        AUTHORITY_FILE,
    ]),
};

/// Writes records into ServiceNow.
pub(super) struct ServiceNow {
    url: Url,
    entered: Entered,
}

#[derive(Deserialize)]
struct Entered {
    url: String,
    user: String,
    password: String,
    table: String,
    template: String,
    authority_file: String,
}

impl Ready for ServiceNow {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let mut faults = Faults::default();
        let url = faults.sort(web::url("url", &entered.url));
        if entered.password.is_empty() {
            faults.add("password", "enter the password of the user, or a token");
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if entered.table.is_empty() || !entered.table.chars().all(is_name) {
            faults.add("table", "enter the name of a table, such as incident");
        }
        if let Err(wrong) = template::check(&entered.template, template::fill_object) {
            faults.add("template", wrong);
        }
        faults.or(url.map(|url| Self {
            url: below(&url, &["api", "now", "table", &entered.table]),
            entered,
        }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        tell(&self, message).await
    }
}

impl ServiceNow {
    async fn ask(&self, request: Request) -> Result<Answer, Undelivered> {
        let Entered {
            user,
            password,
            authority_file,
            ..
        } = &self.entered;
        let request = request
            .trusting(authority_file)
            .signed(user, "password", password)?;
        request.send().await?.taken()
    }
}

impl Tickets for ServiceNow {
    async fn find(&self, message: &Message) -> Result<Option<String>, Undelivered> {
        let mut url = self.url.clone();
        // `^` joins the terms of a query; a thread holds none.
        let thread = message.thread.replace('^', "");
        url.query_pairs_mut()
            .append_pair("sysparm_query", &format!("active=true^correlation_id={thread}"))
            .append_pair("sysparm_fields", "sys_id")
            .append_pair("sysparm_limit", "1");
        let answer = self.ask(Request::new(Method::GET, url)).await?;
        Ok(answer.json()["result"][0]["sys_id"].as_str().map(str::to_owned))
    }

    async fn open(&self, message: &Message) -> Result<(), Undelivered> {
        let mut record = template::fill_object(&self.entered.template, message)
            .map_err(|wrong| Undelivered::never(format!("the record does not fit: {wrong}")))?;
        let level = words(message.severity).servicenow;
        record["impact"] = json!(level);
        record["urgency"] = json!(level);
        record["correlation_id"] = json!(message.thread.replace('^', ""));
        record["correlation_display"] = json!("Flywatch");
        self.ask(Request::post(self.url.clone(), &record)).await?;
        Ok(())
    }

    async fn add(&self, ticket: &str, note: &str) -> Result<(), Undelivered> {
        let request = Request::new(Method::PATCH, below(&self.url, &[ticket]))
            .body("application/json", json!({ "work_notes": note }).to_string());
        self.ask(request).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wire::receiver::News;

    use super::*;
    use crate::testing::{Web, send};
    use crate::text::example;

    fn settings(web: &Web) -> serde_json::Value {
        json!({ "url": web.url(), "user": "me", "password": "secret" })
    }

    /// The shape that ServiceNow publishes ("Table API"); ServiceNow itself cannot be reached from a test.
    #[tokio::test]
    async fn an_incident_becomes_one_record() {
        let mut web = Web::start(|_| ("200 OK", "", "{\"result\":[]}")).await;
        send("servicenow", settings(&web), &example()).await.unwrap();
        let asked = web.asked().await;
        assert_eq!(
            asked.line,
            "GET /api/now/table/incident?sysparm_query=active%3Dtrue%5Ecorrelation_id%3D5f1c-7&\
             sysparm_fields=sys_id&sysparm_limit=1"
        );
        assert_eq!(asked.header("authorization"), Some("Basic bWU6c2VjcmV0"));
        let made = web.asked().await;
        assert_eq!(made.line, "POST /api/now/table/incident");
        let record = made.json();
        assert_eq!(
            (&record["correlation_id"], &record["impact"]),
            (&json!("5f1c-7"), &json!(1))
        );
        assert_eq!(
            record["short_description"],
            "[CRIT] OB „Süd“: Switch \"Rack\\1\": no answer within 0.9 s"
        );
        // It is over and nobody has opened a record: none is made.
        let over = Message {
            news: News::Resolved,
            ..example()
        };
        send("servicenow", settings(&web), &over).await.unwrap();
        assert!(web.asked().await.line.starts_with("GET "));
        send("servicenow", settings(&web), &over).await.unwrap();
        assert!(web.asked().await.line.starts_with("GET "));
    }

    #[tokio::test]
    async fn what_becomes_of_it_is_added() {
        let mut web = Web::start(|_| ("200 OK", "", "{\"result\":[{\"sys_id\":\"ab12\"}]}")).await;
        let over = Message {
            news: News::Resolved,
            ..example()
        };
        send("servicenow", settings(&web), &over).await.unwrap();
        web.asked().await;
        let added = web.asked().await;
        assert_eq!(added.line, "PATCH /api/now/table/incident/ab12");
        assert!(added.json()["work_notes"].as_str().unwrap().starts_with("[OK] "));
    }
}
