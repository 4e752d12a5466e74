//! `/api/images`: tag, remove, defaults.

use http::Method;
use serde_json::{Value, json};
use testbed::{Engine, Registry, Release};

use super::{House, between::Between};

on_both_releases!(an_image_is_tagged_and_its_tag_removed);

async fn an_image_is_tagged_and_its_tag_removed(release: Release) {
    let mut house = House::new(release).await;
    let id = house.list("images").await[0]["id"].as_str().unwrap().to_owned();
    house.does(Method::POST, &format!("/api/images/{id}/tag"), json!({"reference": "team/box:1"})).await;
    assert_eq!(house.list("images").await[0]["tags"], json!(["busybox:latest", "team/box:1"]));
    house.does(Method::DELETE, "/api/images?reference=team%2Fbox%3A1", Value::Null).await;
    assert_eq!(house.list("images").await[0]["tags"], json!(["busybox:latest"]));

    let (status, message, _) =
        house.fails(Method::POST, &format!("/api/images/{id}/tag"), json!({"reference": "A B"})).await;
    assert!(status == 400 && message.contains("A B"), "{message}");
}

on_both_releases!(an_image_in_use_stays);

async fn an_image_in_use_stays(release: Release) {
    let mut house = House::new(release).await;
    house.run("web");
    let remove = "/api/images?reference=busybox%3Alatest";
    let (status, message, advice) = house.fails(Method::DELETE, remove, Value::Null).await;
    assert_eq!(status, 409);
    assert!(message.contains("is using its referenced image") && !advice.is_empty(), "{message}");
    assert_eq!(house.list("images").await.len(), 1);
}

on_both_releases!(an_image_goes_with_all_its_tags_unless_it_is_used);

async fn an_image_goes_with_all_its_tags_unless_it_is_used(release: Release) {
    let mut house = House::new(release).await;
    let id = house.list("images").await[0]["id"].as_str().unwrap().to_owned();
    for name in ["busybox:2", "team/box:1"] {
        house.does(Method::POST, &format!("/api/images/{id}/tag"), json!({"reference": name})).await;
    }
    let whole = format!("/api/images?reference={id}");
    house.engine.docker(&["create", "--name", "stopped", "busybox"]).unwrap();
    house.until_listed("containers", "stopped").await;
    let (status, message, _) = house.fails(Method::DELETE, &whole, Value::Null).await;
    assert_eq!(status, 409, "{message}");
    assert_eq!(house.list("images").await[0]["tags"].as_array().unwrap().len(), 3, "nothing is gone");

    house.engine.docker(&["rm", "stopped"]).unwrap();
    house.until_gone("containers").await;
    house.does(Method::DELETE, &whole, Value::Null).await;
    assert!(house.list("images").await.is_empty());
}

on_both_releases!(an_image_goes_with_its_names_in_every_repository);

async fn an_image_goes_with_its_names_in_every_repository(release: Release) {
    let mut house = House::new(release).await;
    let registry = Registry::start(&house.engine, 5000).unwrap();
    let web = registry.push_web_image(&house.engine, "web:1", 1, "one").unwrap();
    house.docker(&["pull", &web]);
    let other = format!("{}/other", registry.address());
    let tagged = format!("{other}:1");
    house.docker(&["tag", &web, &tagged]);
    house.docker(&["push", &tagged]);
    let digests =
        house.docker(&["inspect", "--format", "{{range .RepoDigests}}{{println .}}{{end}}", &tagged]);
    let digest = digests.lines().find(|it| it.starts_with(&other)).unwrap();
    house.docker(&["rmi", &tagged]);
    house.docker(&["pull", digest]);
    house.docker(&["tag", &web, "web:mine"]);
    let id = house.docker(&["images", "--quiet", "--no-trunc", &web]);
    house.does(Method::DELETE, &format!("/api/images?reference={id}"), Value::Null).await;
    let left = house.list("images").await;
    assert!(left.len() == 1 && left[0]["tags"] == json!(["busybox:latest"]), "{left:?}");

    // One that has no name but digests.
    house.docker(&["pull", digest]);
    let web = digest.replace("/other@", "/web@");
    house.docker(&["pull", &web]);
    house.does(Method::DELETE, &format!("/api/images?reference={id}"), Value::Null).await;
    assert_eq!(house.list("images").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_goes_with_the_names_that_it_has_by_then() {
    let engine = Engine::start(Release::V28).unwrap();
    engine.import_busybox().unwrap();
    for (name, dockerfile) in [("mine:1", "FROM busybox\nLABEL a=1"), ("moved:1", "FROM busybox\nLABEL a=2")]
    {
        engine.docker_with_input(&["build", "--quiet", "--tag", name, "-"], dockerfile.as_bytes()).unwrap();
    }
    let id = engine.docker(&["images", "--quiet", "--no-trunc", "mine"]).unwrap();
    // As if the mirror hadn't heard yet that the name is another image's.
    let between = Between::start(&engine, |path, answer| {
        answer.map(|told| match told {
            Some(told) if path.ends_with("/images/json") => {
                let names = "\"mine:1\",\"moved:1\"";
                Some(String::from_utf8_lossy(&told).replace("\"mine:1\"", names).into())
            }
            told => told,
        })
    });
    let mut house = House::on(engine, |config| config.engine = Some(between.host())).await;
    let row = house.list("images").await.into_iter().find(|row| row["id"] == *id).unwrap();
    assert_eq!(row["tags"], json!(["mine:1", "moved:1"]));
    house.does(Method::DELETE, &format!("/api/images?reference={id}"), Value::Null).await;
    let left = house.docker(&["images", "--format", "{{.Repository}}:{{.Tag}}"]);
    assert!(left.contains("moved:1") && !left.contains("mine:1"), "{left}");
}

on_both_releases!(what_an_image_gives_to_its_containers);

async fn what_an_image_gives_to_its_containers(release: Release) {
    let mut house = House::new(release).await;
    let dockerfile = b"FROM busybox\nENV MOTTO=hi\nEXPOSE 80 53/udp\nVOLUME /data\nWORKDIR /www\nUSER 1000\nCMD [\"httpd\",\"-f\"]";
    house.engine.docker_with_input(&["build", "--quiet", "--tag", "web", "-"], dockerfile).unwrap();
    let defaults = house.does(Method::GET, "/api/images/defaults?reference=web", Value::Null).await;
    assert_eq!(defaults["command"], json!(["httpd", "-f"]));
    assert_eq!(defaults["ports"], json!([[53, "udp"], [80, "tcp"]]));
    assert_eq!((&defaults["volumes"], &defaults["user"]), (&json!(["/data"]), &json!("1000")));
    assert!(defaults["env"].as_array().unwrap().contains(&json!({"name": "MOTTO", "value": "hi"})));
    let (status, _, _) =
        house.fails(Method::GET, "/api/images/defaults?reference=nothing", Value::Null).await;
    assert_eq!(status, 404);
}
