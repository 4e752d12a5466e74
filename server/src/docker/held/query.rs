//! What the queries of held requests may ask for.

use engine_api::{
    command::{Command, NotUnderstood},
    operation::Operation,
};
use gate::{
    body::{Limits, may_pull},
    query,
};
use mirror::Wanted;
use serde_json::Value;

use crate::{
    Error, labels,
    sight::{Sight, is_id},
};

/// How many rows of a list are wanted at most: counted after what isn't theirs was left out.
pub(super) type Limit = Option<usize>;

/// The keys of a list's filters, as the API describes them (`GET /containers/json` and so on, `filters`).
fn filter_keys(operation: Operation) -> &'static [&'static str] {
    use Operation as O;
    match operation {
        O::ContainerList => &[
            "ancestor",
            "before",
            "exited",
            "expose",
            "health",
            "id",
            "is-task",
            "isolation",
            "label",
            "name",
            "network",
            "publish",
            "since",
            "status",
            "volume",
        ],
        O::ImageList => &["before", "dangling", "label", "reference", "since", "until"],
        O::ImageSearch => &["is-automated", "is-official", "stars"],
        O::VolumeList => &["dangling", "driver", "label", "name"],
        O::NetworkList => &["dangling", "driver", "id", "label", "name", "scope", "type"],
        O::SystemEvents => &[
            "config",
            "container",
            "daemon",
            "event",
            "image",
            "label",
            "network",
            "node",
            "plugin",
            "scope",
            "secret",
            "service",
            "type",
            "volume",
        ],
        O::NodeList => &["id", "label", "membership", "name", "node.label", "role"],
        O::ServiceList => &["id", "label", "mode", "name"],
        O::TaskList => &["desired-state", "id", "label", "name", "node", "service"],
        O::SecretList | O::ConfigList => &["id", "label", "name", "names"],
        _ => &[],
    }
}

/// Checks a query, and takes out what isn't the engine's to do.
pub(super) fn check(sight: &Sight, limits: &Limits, command: &mut Command) -> Result<Limit, Error> {
    use Operation as O;
    let operation = command.named.operation;
    for (key, value) in &mut command.query {
        match (operation, *key) {
            (_, "filters") => *value = filters(sight, operation, value)?,
            (_, "signal") => *value = understood(query::signal(value), key, value)?,
            (_, "t") if !value.is_empty() => {
                *value = understood(query::seconds(value, limits), key, value)?.to_string();
            }
            (_, "h" | "w") => *value = understood(query::console_side(value), key, value)?.to_string(),
            // Its own form for it prints the environment of every process.
            (O::ContainerTop, _) => only(key, value, &[""])?,
            (O::ContainerDelete, "link") => only(key, value, &["", "0", "false"])?,
            // Others' containers may be made from it.
            (O::ImageDelete, "force") => only(key, value, &["", "0", "false"])?,
            (O::ContainerWait, "condition") => {
                only(key, value, &["", "not-running", "next-exit", "removed"])?
            }
            // The engine asks whichever registry stands before a slash.
            (O::ImageSearch, "term") if value.contains('/') => drop(may_pull(value, limits)?),
            // The engine would fetch from any address, or take over what is sent along.
            (O::ImageCreate, "fromSrc" | "repo" | "message" | "changes") => only(key, value, &[""])?,
            (O::ContainerCreate | O::ContainerRename, "name") if !value.is_empty() => {
                let name = value.trim_start_matches('/');
                understood(query::is_new_name(name).then_some(()), key, value)?;
                *value = name.to_owned();
            }
            (O::ContainerCreate | O::ImageCreate, "platform") => {
                understood(query::may_be_platform(value, limits).then_some(()), key, value)?;
            }
            _ => {}
        }
    }
    match operation {
        O::DistributionInspect => drop(may_pull(&command.named.object, limits)?),
        O::ImageCreate => pull(command, limits)?,
        _ => {}
    }
    let limited = operation == O::ContainerList;
    let limit = limited.then(|| command.value("limit")).flatten().and_then(|it| it.parse().ok());
    if let Some(limit) = limit.filter(|limit| *limit > 0) {
        command.query.retain(|(key, _)| *key != "limit" && *key != "all");
        // As the engine reads it: the last so many, whether they run or not.
        command.query.push(("all", "1".into()));
        return Ok(Some(limit));
    }
    Ok(None)
}

/// One image is pulled: without a tag the engine takes all that there are, whoever uses them.
fn pull(command: &mut Command, limits: &Limits) -> Result<(), Error> {
    let text = super::shape::pulled(command);
    let name = text.rsplit('/').next().unwrap_or_default();
    if !name.contains([':', '@']) {
        return Err(Error::malformed("say which tag: all of them at once are for admins"));
    }
    let reference = may_pull(&text, limits)?;
    command.query.retain(|(key, _)| !matches!(*key, "fromImage" | "tag"));
    command.query.push(("fromImage", reference.repository().to_owned()));
    command.query.push(("tag", reference.version().to_owned()));
    Ok(())
}

/// Whether a query that was checked has a filter by this key.
pub(super) fn has_filter(command: &Command, key: &str) -> bool {
    let filters = command.value("filters").map(serde_json::from_str::<Value>);
    filters.is_some_and(|filters| filters.is_ok_and(|filters| filters.get(key).is_some()))
}

/// Filters are JSON of the engine's form: keys with values. They are written anew: of a key that is there twice, what
/// was looked at is what the engine is asked.
fn filters(sight: &Sight, operation: Operation, text: &str) -> Result<String, Error> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let unread = || NotUnderstood::Query("the filters can't be read");
    let value: Value = serde_json::from_str(text).map_err(|_| unread())?;
    for (key, values) in value.as_object().ok_or_else(unread)? {
        if !filter_keys(operation).contains(&&**key) {
            return Err(Error::malformed(format!("the filter {key:?} isn't known here")));
        }
        let values: Vec<&str> = match values {
            Value::Object(values) => values.keys().map(String::as_str).collect(),
            Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
            _ => return Err(unread().into()),
        };
        for value in values {
            filter(sight, key, value)?;
        }
    }
    Ok(value.to_string())
}

/// Checks one filter: what it lets through must tell nothing that isn't told otherwise.
fn filter(sight: &Sight, key: &str, value: &str) -> Result<(), Error> {
    let admins = |what| Err(Error::malformed(format!("the filter {key}={value:?} {what}")));
    match key {
        "label" | "node.label" if Wanted::parse(value).is_of_value() => {
            labels::check_values(&sight.principal)
        }
        // The engine compares beginnings, and what follows is the command that ran: it could be guessed, letter by letter.
        "event" if !value.starts_with("health_status: ") && value.contains(':') => {
            admins("asks for what an event quotes: ask for what happened")
        }
        "before" | "since" if !sight.is_of_all() => {
            admins("may name what isn't yours: it is for those who reach everything")
        }
        // What they call their images is others' own.
        "ancestor" if !is_id(value) && !sight.sees_name(value) => {
            admins("isn't the name of an image of yours: ask by its id")
        }
        _ => Ok(()),
    }
}

fn understood<T>(value: Option<T>, key: &str, given: &str) -> Result<T, Error> {
    value.ok_or_else(|| Error::malformed(format!("{key}={given:?} isn't taken here")))
}

fn only(key: &str, value: &str, values: &[&str]) -> Result<(), Error> {
    if values.contains(&value) {
        return Ok(());
    }
    Err(Error::malformed(format!("{key}={value} is for admins only, where the engine is served as it is")))
}
