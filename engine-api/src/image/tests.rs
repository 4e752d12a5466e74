use bytes::Bytes;

use super::*;
use crate::{jsonl::Lines, reply::Decoder};

#[test]
fn lists_of_both_ends_of_the_range_are_read() {
    for list in
        [include_str!("../../testdata/20.10/images.json"), include_str!("../../testdata/28/images.json")]
    {
        let rows: Vec<ImageSummary> = serde_json::from_str(list).unwrap();
        let mut tags: Vec<&[String]> = rows.iter().map(|row| &row.repo_tags[..]).collect();
        tags.sort_unstable();
        let app = "example.org:5000/team/app:1.2".to_owned();
        let expected: [&[String]; 4] =
            [&[], &["busybox:latest".to_owned()], std::slice::from_ref(&app), &["lost:latest".to_owned()]];
        assert_eq!(tags, expected, "an image without a name has none");
        assert!(
            rows.iter().all(|row| row.repo_digests.is_empty() && row.size > 1_000_000 && row.created > 0)
        );
        let app = rows.iter().find(|row| row.repo_tags.contains(&app)).unwrap();
        assert_eq!(app.labels["org.example"], "yes");
    }
}

#[test]
fn inspections_of_both_ends_of_the_range_are_read() {
    for image in [
        include_str!("../../testdata/20.10/image-app.json"),
        include_str!("../../testdata/28/image-app.json"),
    ] {
        let image: Image = serde_json::from_str(image).unwrap();
        assert_eq!(image.repo_tags, ["example.org:5000/team/app:1.2"]);
        assert_eq!((image.architecture.as_str(), image.os.as_str()), ("amd64", "linux"));
        assert!(image.created.is_some() && image.size > 1_000_000);
        let config = image.config;
        assert_eq!((config.user.as_str(), config.working_dir.as_str()), ("1000", "/data"));
        assert_eq!(
            (config.entrypoint, config.cmd),
            (vec!["sh".to_owned()], vec!["-c".to_owned(), "true".to_owned()])
        );
        assert_eq!(config.volumes, ["/data"]);
        let ports: Vec<String> = config.exposed_ports.iter().map(ToString::to_string).collect();
        assert_eq!(ports, ["53/udp", "80/tcp"]);
        assert!(config.env.contains(&"A=1".to_owned()));
    }
}

#[test]
fn a_pull_is_read_layer_by_layer() {
    for lines in [
        &include_bytes!("../../testdata/20.10/pull.jsonl")[..],
        include_bytes!("../../testdata/28/pull.jsonl"),
    ] {
        let mut input = Bytes::from_static(lines);
        let mut decoder = Lines::<Progress>::default();
        let mut steps = Vec::new();
        while let Some(step) = decoder.next(&mut input) {
            steps.push(step.unwrap());
        }
        assert!(decoder.finish().is_none());
        let pulled = steps.iter().filter(|step| step.status == "Pull complete").count();
        assert!(pulled >= 2 && steps.last().unwrap().status.starts_with("Status: Downloaded newer image"));
        let loads = steps.iter().filter(|step| step.status == "Downloading");
        assert!(loads.clone().count() > 0 && loads.clone().all(|it| it.detail.current <= it.detail.total));
    }
}

#[test]
fn what_was_removed_is_read() {
    let text = r#"[{"Untagged":"busybox:latest"},{"Deleted":"sha256:00"}]"#;
    let removed: Vec<Removed> = serde_json::from_str(text).unwrap();
    assert_eq!(removed, [Removed::Untagged("busybox:latest".into()), Removed::Deleted("sha256:00".into())]);
}
