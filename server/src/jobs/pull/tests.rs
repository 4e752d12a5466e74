use super::*;

/// Steps as the engine sends them: layer, words, bytes done, bytes in all.
#[track_caller]
fn check(steps: &[(&str, &str, i64, i64)], expected: &[(&str, LayerStatus, u64, u64)]) {
    let mut layers = Layers::default();
    for (id, words, current, total) in steps {
        let mut step = Progress { id: (*id).into(), status: (*words).into(), ..Default::default() };
        (step.detail.current, step.detail.total) = (*current, *total);
        layers.take(&step);
    }
    let seen: Vec<_> = layers.0.iter().map(|it| (it.id.as_str(), it.status, it.current, it.total)).collect();
    assert_eq!(seen, expected);
}

#[test]
fn each_layer_is_where_the_engine_last_said() {
    check(
        &[
            ("latest", "Pulling from team/web", 0, 0),
            ("aaaa", "Pulling fs layer", 0, 0),
            ("bbbb", "Pulling fs layer", 0, 0),
            ("cccc", "Already exists", 0, 0),
            ("aaaa", "Downloading", 512, 2048),
            ("bbbb", "Waiting", 0, 0),
            ("aaaa", "Verifying Checksum", 0, 0),
            ("aaaa", "Extracting", 2048, 2048),
            ("bbbb", "Download complete", 0, 0),
            ("", "Status: Downloaded newer image for team/web:latest", 0, 0),
        ],
        &[
            ("aaaa", LayerStatus::Extracting, 2048, 2048),
            ("bbbb", LayerStatus::Downloaded, 0, 0),
            ("cccc", LayerStatus::Exists, 0, 0),
        ],
    );
}

#[test]
fn nonsense_from_the_engine_does_no_harm() {
    check(&[("aaaa", "Downloading", -1, i64::MIN)], &[("aaaa", LayerStatus::Downloading, 0, 0)]);
    let many: Vec<String> = (0..LAYERS + 10).map(|number| number.to_string()).collect();
    let mut layers = Layers::default();
    for id in many {
        layers.take(&Progress { id, status: "Waiting".into(), ..Default::default() });
    }
    assert_eq!(layers.0.len(), LAYERS);
}
