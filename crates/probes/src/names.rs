/// Names as an operator lists them: separated by commas, `*` at the end for anything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(Vec<String>);

impl Names {
    /// The names in `list`.
    pub(crate) fn parse(list: &str) -> Self {
        Self(
            list.split(',')
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect(),
        )
    }

    /// Whether `name` is meant by one of them.
    pub(crate) fn hold(&self, name: &str) -> bool {
        self.0.iter().any(|listed| match listed.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == listed,
        })
    }
}
