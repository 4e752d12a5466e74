//! `/api/containers/labelled` and `/api/containers/labels`: what docker finds, for those who see it.

use std::collections::BTreeSet;

use gate::Role;
use serde_json::Value;
use server::members::Kind;
use testbed::Release;

use super::{House, failure};
use crate::client::{Answer, Client};

/// A text as a value of a query.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn ask(client: &mut Client, label: &str) -> Answer {
    client.get(&format!("/api/containers/labelled?label={}", encoded(label))).await
}

async fn found(client: &mut Client, label: &str) -> BTreeSet<String> {
    let answer = ask(client, label).await;
    assert_eq!(answer.status, 200, "{label:?}: {}", answer.text);
    let told = answer.json();
    assert_eq!(told["unknown"], 0);
    told["ids"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

async fn names(client: &mut Client) -> Vec<Value> {
    client.get("/api/containers/labels").await.json().as_array().unwrap().clone()
}

impl House {
    /// A container with labels that never runs.
    async fn labelled(&mut self, name: &str, labels: &[&str]) -> String {
        let labels = labels.iter().flat_map(|label| ["--label", label]);
        let words: Vec<_> = ["create", "--name", name].into_iter().chain(labels).chain(["busybox"]).collect();
        let id = self.docker(&words);
        self.until_listed("containers", name).await;
        id
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_carries_a_label_is_what_docker_finds() {
    let mut house = House::new(Release::V28).await;
    let large = format!("large={}", "x".repeat(70_000));
    house.labelled("web", &["app=web", "empty", "url=a=b=c", "space= a b ", "ключ=значение"]).await;
    house.labelled("db", &["app=db", "quote=\"x\"", "lines=a\nb", "App=web", &large]).await;
    house.labelled("none", &[]).await;
    for label in [
        "app",
        "app=web",
        "app=db",
        "app=",
        "app=we",
        "APP",
        "App",
        "empty",
        "empty=",
        "url",
        "url=a",
        "url=a=b=c",
        "space=a b",
        "ключ=значение",
        "quote=\"x\"",
        "lines=a\nb",
        "large",
        "large=x",
        "=",
        "=web",
        "nothing",
    ] {
        let filter = format!("label={label}");
        let lines = house.docker(&["ps", "--all", "--quiet", "--no-trunc", "--filter", &filter]);
        let docker: BTreeSet<String> = lines.lines().map(str::to_owned).collect();
        assert_eq!(found(&mut house.ada, label).await, docker, "{label:?}");
    }
    // Docker's command line cuts spaces off, and the engine doesn't.
    assert_eq!(found(&mut house.ada, "space= a b ").await.len(), 1);
    house.docker(&["rm", "web"]);
    let gone = async { while !found(&mut house.ada, "app=web").await.is_empty() {} };
    tokio::time::timeout(super::SOON, gone).await.expect("it is still found");
    assert_eq!(names(&mut house.ada).await, ["App", "app", "large", "lines", "quote"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_is_found_by_those_who_see_it() {
    let mut house = House::new(Release::V28).await;
    house.add_of_stack("kim", Role::Operator, "web", "");
    house.add_of_stack("val", Role::Viewer, "web", "");
    let theirs =
        house.labelled("theirs", &["team=red", "theirs.key=hush", "com.docker.compose.project=web"]).await;
    let mine = house.labelled("mine", &["team=red", "mine.key=x"]).await;
    house.adopt("web", Kind::Container, &mine).await;
    let both: BTreeSet<_> = [theirs, mine.clone()].into();
    let of_mine: BTreeSet<_> = [mine].into();
    let mut all = [
        ("ada", true, true),
        ("otto", true, true),
        ("vera", true, false),
        ("kim", false, true),
        ("val", false, false),
    ];
    for (person, everything, values) in &mut all {
        let mut client = house.client_with_token_of(person).await;
        let (seen, hidden) = if *everything { (&both, 1) } else { (&of_mine, 0) };
        assert_eq!(&found(&mut client, "team").await, seen, "{person}");
        assert_eq!(found(&mut client, "theirs.key").await.len(), hidden, "{person}");
        assert_eq!(
            found(&mut client, "com.docker.compose.project").await.len(),
            hidden,
            "a label grants nothing"
        );
        let told = names(&mut client).await;
        assert_eq!(told.contains(&"theirs.key".into()), *everything, "{person}: {told:?}");
        assert!(told.contains(&"mine.key".into()), "{person}: {told:?}");

        // Whether a guess fits is told to nobody who isn't shown the value; and it is one rule for both ways in.
        for guess in ["team=red", "team=blue", "team=", "=", "nothing=x"] {
            let answer = ask(&mut client, guess).await;
            if *values {
                let wanted = if guess == "team=red" { seen.clone() } else { BTreeSet::new() };
                assert_eq!(found(&mut client, guess).await, wanted, "{person}: {guess}");
            } else {
                let words = "labels are found by their names alone: your role doesn't see values";
                assert_eq!(failure(&answer), (403, words.into(), "ask_admin".into()), "{person}: {guess}");
            }
            let filters = encoded(&format!(r#"{{"label":["{guess}"]}}"#));
            let engine = client.get(&format!("/docker/v1.47/containers/json?all=1&filters={filters}")).await;
            assert_eq!(engine.status, answer.status, "{person}: {guess}: {}", engine.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_question_is_answered_or_refused() {
    let mut house = House::new(Release::V28).await;
    house.labelled("web", &["app=web"]).await;
    for label in ["\0", "app\0", "app=web\0", "app=\u{202e}", "%", "a&label=b", "'; drop table", "<script>"] {
        assert!(found(&mut house.ada, label).await.is_empty(), "{label:?}");
    }
    let longest = "x".repeat(wire::LONGEST_LABEL);
    assert!(found(&mut house.ada, &longest).await.is_empty());
    let answer = ask(&mut house.ada, &(longest + "x")).await;
    assert_eq!(failure(&answer).0, 400, "{}", answer.text);
    for query in ["", "?label", "?label=%FF", "?label=a&label=b", "?label=a&other=b", "?other=b"] {
        let answer = house.ada.get(&format!("/api/containers/labelled{query}")).await;
        // What isn't UTF-8 is read as `U+FFFD`.
        let expected = if query == "?label" || query == "?label=%FF" { 200 } else { 400 };
        assert_eq!(answer.status, expected, "{query}: {}", answer.text);
    }
}
