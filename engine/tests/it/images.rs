//! Images, and pulling them from a real registry.

use engine::Error;
use engine_api::image::*;
use futures_util::{StreamExt, TryStreamExt};
use testbed::Registry;

use crate::real::{RELEASES, client, own, shared};

#[tokio::test]
async fn an_image_is_tagged_and_untagged() {
    for release in RELEASES {
        let client = client(shared(release));
        let image = "busybox:latest".to_owned();
        let id = client.call(&InspectImage { image: image.clone() }).await.unwrap().id;
        client.call(&TagImage { image, to: "reg.example:5000/team/box:2".parse().unwrap() }).await.unwrap();
        let name = "reg.example:5000/team/box:2".to_owned();
        let images = client.call(&ListImages::default()).await.unwrap();
        assert!(images.iter().find(|image| image.id == id).unwrap().repo_tags.contains(&name));
        let by_name = client.call(&InspectImage { image: name.clone() }).await.unwrap();
        assert_eq!((by_name.id, by_name.config.cmd), (id, vec!["sh".to_owned()]));
        let removal = RemoveImage { image: name.clone(), force: false, keep_parents: false };
        assert_eq!(client.call(&removal).await.unwrap(), [Removed::Untagged(name.clone())]);
        assert!(client.call(&InspectImage { image: name }).await.unwrap_err().is_not_found());
    }
}

#[tokio::test]
async fn a_pull_tells_its_progress_and_its_failure() {
    for release in RELEASES {
        let engine = own(release);
        let registry = Registry::start(&engine, 5000).unwrap();
        let name = registry.push_web_image(&engine, "web", 4, "hello").unwrap();
        // The layers come anew only if nothing holds them any more.
        let leftovers = engine.docker(&["ps", "--all", "--quiet"]).unwrap();
        for container in leftovers.lines() {
            engine.docker(&["rm", "--force", container]).unwrap();
        }
        engine.docker(&["image", "prune", "--all", "--force"]).unwrap();

        let client = client(&engine);
        let pull = |image: &str| PullImage { image: image.parse().unwrap(), platform: None, auth: None };
        let steps: Vec<Progress> = client.stream(&pull(&name)).await.unwrap().try_collect().await.unwrap();
        let layers = steps.iter().filter(|step| step.status == "Pull complete").count();
        assert!(layers >= 3, "{layers} layers");
        assert!(steps.iter().any(|step| step.status == "Downloading" && step.detail.total > 0));
        assert!(client.call(&InspectImage { image: name }).await.is_ok());

        let missing = pull(&format!("{}/nothing:1", registry.address()));
        // Engines tell it before the stream begins, or in it.
        let error = match client.stream(&missing).await {
            Ok(steps) => steps.filter_map(async |step| step.err()).boxed().next().await.unwrap(),
            Err(error) => error,
        };
        assert!(matches!(error, Error::Engine { .. } | Error::Stream { .. }), "{error:?}");
        assert!(error.to_string().contains("manifest unknown"), "{error}");
    }
}
