use super::*;

#[test]
fn volumes_of_both_ends_of_the_range_are_read() {
    for [list, one] in [
        [
            include_str!("../../testdata/20.10/volumes.json"),
            include_str!("../../testdata/20.10/volume-db.json"),
        ],
        [include_str!("../../testdata/28/volumes.json"), include_str!("../../testdata/28/volume-db.json")],
    ] {
        let list: VolumeList = serde_json::from_str(list).unwrap();
        let db: Volume = serde_json::from_str(one).unwrap();
        assert_eq!((db.driver.as_str(), db.scope.as_str()), ("local", "local"));
        assert_eq!((db.labels["tier"].as_str(), db.options["type"].as_str()), ("db", "tmpfs"));
        assert!(db.created_at.is_some() && db.mountpoint.ends_with("/db/_data"));
        let data = list.volumes.iter().find(|volume| volume.name == "data").unwrap();
        assert!(data.labels.is_empty() && data.options.is_empty());
        assert!(list.volumes.contains(&db));
    }
    let none: VolumeList = serde_json::from_str(r#"{"Volumes":null,"Warnings":null}"#).unwrap();
    assert_eq!(none, VolumeList::default());
}

#[test]
fn a_volume_without_wishes_is_an_empty_body() {
    assert_eq!(serde_json::to_string(&CreateVolume::default()).unwrap(), "{}");
}
