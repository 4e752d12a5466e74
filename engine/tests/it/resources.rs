//! Volumes, networks, and the engine itself.

use engine_api::{
    network::*,
    system::{GetInfo, GetVersion},
    volume::*,
};
use testbed::Release;

use crate::real::{RELEASES, client, shared};

#[tokio::test]
async fn a_volume_is_made_and_removed() {
    for release in RELEASES {
        let client = client(shared(release));
        let create = CreateVolume {
            name: "made".into(),
            labels: [("tier".to_owned(), "db".to_owned())].into(),
            ..Default::default()
        };
        let made = client.call(&create).await.unwrap();
        assert_eq!(
            (made.name.as_str(), made.driver.as_str(), made.labels["tier"].as_str()),
            ("made", "local", "db")
        );
        assert!(made.created_at.is_some());
        let inspected = client.call(&InspectVolume { name: "made".into() }).await.unwrap();
        assert_eq!(inspected, made);
        assert!(client.call(&ListVolumes::default()).await.unwrap().volumes.contains(&made));
        client.call(&RemoveVolume { name: "made".into(), force: false }).await.unwrap();
        let gone = client.call(&InspectVolume { name: "made".into() }).await.unwrap_err();
        assert!(gone.is_not_found() && gone.to_string().contains("no such volume"), "{gone}");
    }
}

#[tokio::test]
async fn a_network_is_made_and_removed() {
    for release in RELEASES {
        let client = client(shared(release));
        let ranges = vec![IpamRange { subnet: "10.77.0.0/24".into(), ..Default::default() }];
        let create = CreateNetwork {
            name: "made".into(),
            check_duplicate: true,
            internal: true,
            ipam: Some(Ipam { config: ranges, ..Default::default() }),
            ..Default::default()
        };
        let id = client.call(&create).await.unwrap().id;
        let made = client.call(&InspectNetwork { network: id.clone() }).await.unwrap();
        assert_eq!((made.name.as_str(), made.driver.as_str(), made.internal), ("made", "bridge", true));
        assert_eq!(made.ipam.config[0].subnet, "10.77.0.0/24");
        let twice = client.call(&create).await.unwrap_err();
        assert!(twice.to_string().contains("already exists"), "{twice}");
        assert!(client.call(&ListNetworks::default()).await.unwrap().iter().any(|it| it.id == id));
        client.call(&RemoveNetwork { network: id.clone() }).await.unwrap();
        assert!(client.call(&InspectNetwork { network: id }).await.unwrap_err().is_not_found());
    }
}

#[tokio::test]
async fn the_newest_version_that_both_speak_is_used() {
    for release in RELEASES {
        let client = client(shared(release));
        let agreed = client.negotiate().await.unwrap();
        let (version, api) = if release == Release::V20 { ("20.10", "1.41") } else { ("28.", "1.51") };
        assert_eq!(agreed.to_string(), api);
        assert!(client.call(&GetVersion).await.unwrap().version.starts_with(version));
        let info = client.call(&GetInfo).await.unwrap();
        assert!(info.images > 0 && info.os_type == "linux" && info.server_version.starts_with(version));
    }
}
