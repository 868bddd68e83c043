//! Links from elsewhere: `flywatch://probe/12` opens the page of that probe.

/// The pages of the screen; `:id` stands for a number.
const PAGES: &[&str] = &[
    "probe/:id",
    "probe/:id/edit",
    "add",
    "alerts",
    "alerts/health",
    "alert/:id",
    "channels",
    "channels/add",
    "channel/:id",
    "channel/:id/edit",
    "devices",
    "devices/add",
    "device/:id",
    "device/:id/edit",
    "discovery",
    "events",
    "reports",
    "reports/line-up",
    "reports/:id",
    "settings",
    "phases",
    "settings/phases",
    "receivers",
    "receivers/add",
    "receiver/:id",
    "routes",
    "routes/add",
    "route/:id",
    "silences",
    "silences/add",
    "silence/:id",
    "rules",
    "rules/add",
    "rules/import",
    "rule/:id",
    "probe/:id/rules",
    "device/:id/rules",
    "channel/:id/rules",
    "settings/rules",
    "streams",
    "import",
    "gallery",
    "glance",
];

/// Whether a word of the command line is a link.
pub(crate) fn is_link(word: &str) -> bool {
    word.starts_with("flywatch:")
}

/// The path of the page that a link names. Anybody can make up links: what names no page leads to the wall.
pub(crate) fn path(link: &str) -> String {
    let named = link.strip_prefix("flywatch:").unwrap_or_default();
    let named = named.split(['?', '#']).next().unwrap_or_default();
    let named = named.trim_matches('/');
    let known = PAGES.iter().any(|page| is_at(named, page));
    format!("/{}", if known { named } else { "" })
}

fn is_at(named: &str, page: &str) -> bool {
    let is_number =
        |word: &str| (1..=10).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let (mut words, mut parts) = (named.split('/'), page.split('/'));
    loop {
        match (words.next(), parts.next()) {
            (None, None) => return true,
            (Some(word), Some(":id")) if is_number(word) => {}
            (Some(word), Some(part)) if word == part && part != ":id" => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_its_page_and_nothing_else() {
        for (link, opened) in [
            ("flywatch://probe/12", "/probe/12"),
            ("flywatch://probe/12/", "/probe/12"),
            ("flywatch:probe/12/edit", "/probe/12/edit"),
            ("flywatch://events?at=1#x", "/events"),
            ("flywatch://", "/"),
            ("flywatch://probe/12/delete", "/"),
            ("flywatch://probe/:id", "/"),
            ("flywatch://probe/12345678901", "/"),
            ("flywatch://probe/..", "/"),
            ("flywatch://probe/%2e%2e/api", "/"),
            ("flywatch://api/v1/probes", "/"),
            ("flywatch://user@evil.example/events", "/"),
            ("flywatch:////evil.example", "/"),
            ("flywatch:javascript:alert(1)", "/"),
            ("flywatch://events\n/add", "/"),
            ("http://evil.example/events", "/"),
        ] {
            assert_eq!(path(link), opened, "{link}");
        }
    }

    /// The routes of the screen stand in `ui/src/app.rs` as `path!("/probe/:id")`.
    #[test]
    fn every_page_of_the_screen_has_its_link() {
        let app = include_str!("../../ui/src/app.rs");
        let mut routes: Vec<_> = app
            .split("path!(\"/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|route| !route.is_empty())
            .collect();
        routes.sort_unstable();
        let mut pages = PAGES.to_vec();
        pages.sort_unstable();
        assert_eq!(routes, pages);
    }
}
