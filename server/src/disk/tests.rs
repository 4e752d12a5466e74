use super::*;

fn disk(usage: &str) -> Disk {
    summed(&serde_json::from_str(usage).unwrap(), Time(1))
}

#[test]
fn what_is_unused_can_be_freed() {
    let disk = disk(
        r#"{
            "LayersSize": 1000,
            "Images": [
                {"Size": 600, "SharedSize": 100, "Containers": 2},
                {"Size": 500, "SharedSize": 100, "Containers": 0}
            ],
            "Containers": [
                {"SizeRw": 30, "State": "running"}, {"SizeRw": 7, "State": "exited"}, {"State": "created"}
            ],
            "Volumes": [
                {"Name": "a", "UsageData": {"Size": 50, "RefCount": 1}},
                {"Name": "b", "UsageData": {"Size": 5, "RefCount": 0}}
            ],
            "BuildCache": [{"Size": 9, "InUse": false}, {"Size": 4, "InUse": true}, {"Size": 9, "Shared": true}]
        }"#,
    );
    assert_eq!(disk.images, Share { count: 2, used: 1, size: 1000, free: 500 });
    assert_eq!(disk.containers, Share { count: 3, used: 1, size: 37, free: 7 });
    assert_eq!(disk.volumes, Share { count: 2, used: 1, size: 55, free: 5 });
    assert_eq!(disk.build_cache, Share { count: 2, used: 1, size: 13, free: 9 });
}

#[test]
fn what_the_engine_does_not_know_is_nothing_and_counts_as_used() {
    let disk = disk(
        r#"{
            "LayersSize": -1, "Images": [{"Size": -1, "SharedSize": -1, "Containers": 1}], "Containers": null,
            "Volumes": [{"Name": "remote", "UsageData": null}, {"Name": "far"}], "BuildCache": null
        }"#,
    );
    assert_eq!(disk.images, Share { count: 1, used: 1, size: 0, free: 0 });
    assert_eq!(disk.containers, Share::default());
    assert_eq!(disk.volumes, Share { count: 2, used: 2, size: 0, free: 0 });
}
