use std::borrow::Cow::Borrowed;

use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde_json::json;
use url::Url;
use wire::describe::{secret, text, text_or, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{Settings, read};

use crate::Undelivered;
use crate::link::AUTHORITY_FILE;
use crate::receiver::{Faults, Ready, Sort};
use crate::template;
use crate::ticket::{Tickets, tell};
use crate::web::{self, Answer, Request, below};

pub(super) static RECEIVER: Sort<Jira> = Sort::new();

/// What a new issue says unless an operator writes something else.
const TEMPLATE: &str = r#"{
  "summary": {{ title_line | tojson }},
  "description": {{ text | tojson }}
}"#;

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("jira"),
    title: word("Jira"),
    help: word("Opens an issue in Jira and comments on it what becomes of it; closing it is left to people."),
    fields: Borrowed(&[
        text(
            "url",
            "Site",
            "Its address, such as https://example.atlassian.net.",
        ),
        text(
            "user",
            "User",
            "The e-mail address of the user on Jira Cloud; empty on a server of your own.",
        ),
        secret(
            "token",
            "API token",
            "The API token of the user, or a personal access token of a server.",
        ),
        text("project", "Project", "The key of the project, such as OPS."),
        text_or(
            "issue_type",
            "Issue type",
            "Task",
            "The type of new issues, as the project calls it.",
        ),
        text_or(
            "template",
            "Fields",
            TEMPLATE,
            "A template of the fields in JSON; project, type and a label of the incident are added to it.",
        ),
        AUTHORITY_FILE,
    ]),
};

/// Writes issues into Jira.
pub(super) struct Jira {
    url: Url,
    entered: Entered,
}

#[derive(Deserialize)]
struct Entered {
    url: String,
    user: String,
    token: String,
    project: String,
    issue_type: String,
    template: String,
    authority_file: String,
}

impl Ready for Jira {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let mut faults = Faults::default();
        let url = faults.sort(web::url("url", &entered.url));
        if entered.token.is_empty() {
            faults.add("token", "enter a token; its user needs no password");
        }
        let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if entered.project.is_empty() || !entered.project.chars().all(is_key) {
            faults.add(
                "project",
                "enter the key of the project: the letters before the number of an issue",
            );
        }
        if entered.issue_type.is_empty() {
            faults.add("issue_type", "enter a type that the project has, such as Task");
        }
        if let Err(wrong) = template::check(&entered.template, template::fill_object) {
            faults.add("template", wrong);
        }
        faults.or(url.map(|url| Self {
            url: below(&url, &["rest", "api", "2"]),
            entered,
        }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        tell(&self, message).await
    }
}

impl Jira {
    async fn ask(&self, request: Request) -> Result<Answer, Undelivered> {
        let Entered {
            user,
            token,
            authority_file,
            ..
        } = &self.entered;
        let request = request.trusting(authority_file).signed(user, "token", token)?;
        request.send().await
    }
}

/// The label by which the issue of an incident is found again. A label has no spaces.
fn label(message: &Message) -> String {
    let is_fine = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let thread = message.thread.chars().map(|c| if is_fine(c) { c } else { '-' });
    "flywatch-".chars().chain(thread).collect()
}

impl Tickets for Jira {
    async fn find(&self, message: &Message) -> Result<Option<String>, Undelivered> {
        let project = &self.entered.project;
        let query = format!(
            "project = \"{project}\" AND labels = \"{}\" AND statusCategory != Done",
            label(message)
        );
        let search = |path: &[&str]| {
            let mut url = below(&self.url, path);
            url.query_pairs_mut()
                .append_pair("jql", &query)
                .append_pair("maxResults", "1")
                .append_pair("fields", "summary");
            Request::new(Method::GET, url)
        };
        // Jira Cloud has only the first, a server of one's own only the second.
        let mut answer = self.ask(search(&["search", "jql"])).await?;
        if matches!(
            answer.status,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        ) {
            answer = self.ask(search(&["search"])).await?;
        }
        let found = answer.taken()?.json();
        Ok(found["issues"][0]["key"].as_str().map(str::to_owned))
    }

    async fn open(&self, message: &Message) -> Result<(), Undelivered> {
        let mut fields = template::fill_object(&self.entered.template, message)
            .map_err(|wrong| Undelivered::never(format!("the fields do not fit: {wrong}")))?;
        fields["project"] = json!({ "key": self.entered.project });
        fields["issuetype"] = json!({ "name": self.entered.issue_type });
        match fields["labels"].as_array_mut() {
            Some(labels) => labels.push(json!(label(message))),
            None => fields["labels"] = json!(["flywatch", label(message)]),
        }
        // A summary is one line.
        if let Some(summary) = fields["summary"].as_str() {
            fields["summary"] = json!(crate::text::cut(
                &summary.replace(['\n', '\r'], " "),
                LONGEST_SUMMARY
            ));
        }
        let request = Request::post(below(&self.url, &["issue"]), &json!({ "fields": fields }));
        self.ask(request).await?.taken()?;
        Ok(())
    }

    async fn add(&self, ticket: &str, note: &str) -> Result<(), Undelivered> {
        let url = below(&self.url, &["issue", ticket, "comment"]);
        self.ask(Request::post(url, &json!({ "body": note })))
            .await?
            .taken()?;
        Ok(())
    }
}

/// The longest summary, in characters.
const LONGEST_SUMMARY: usize = 255;

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use wire::receiver::News;

    use super::*;
    use crate::testing::{Web, send};
    use crate::text::example;

    fn settings(web: &Web) -> Value {
        json!({ "url": web.url(), "user": "me@example.org", "token": "secret", "project": "OPS" })
    }

    /// The shape that Atlassian publishes ("REST API v2"); Jira itself cannot be reached from a test.
    #[tokio::test]
    async fn an_incident_becomes_one_issue() {
        // As a server of one's own answers: it knows the older search alone.
        let mut web = Web::start(|line| match line {
            line if line.contains("/search/jql") => ("404 Not Found", "", ""),
            _ => ("200 OK", "", "{\"issues\":[]}"),
        })
        .await;
        send("jira", settings(&web), &example()).await.unwrap();
        assert!(
            web.asked()
                .await
                .line
                .starts_with("GET /rest/api/2/search/jql?jql=")
        );
        assert!(web.asked().await.line.starts_with("GET /rest/api/2/search?jql="));
        let made = web.asked().await;
        assert_eq!(made.line, "POST /rest/api/2/issue");
        let fields = &made.json()["fields"];
        assert_eq!(fields["project"], json!({ "key": "OPS" }));
        assert_eq!(fields["issuetype"], json!({ "name": "Task" }));
        assert_eq!(fields["labels"], json!(["flywatch", "flywatch-5f1c-7"]));
        assert_eq!(
            fields["summary"],
            "[CRIT] OB „Süd“: Switch \"Rack\\1\": no answer within 0.9 s"
        );
    }

    #[tokio::test]
    async fn what_becomes_of_it_is_a_comment() {
        let mut web = Web::start(|_| ("200 OK", "", "{\"issues\":[{\"key\":\"OPS-7\"}]}")).await;
        let over = Message {
            news: News::Resolved,
            ..example()
        };
        send("jira", settings(&web), &over).await.unwrap();
        web.asked().await;
        let added = web.asked().await;
        assert_eq!(added.line, "POST /rest/api/2/issue/OPS-7/comment");
        assert!(added.json()["body"].as_str().unwrap().starts_with("[OK] "));
    }
}
