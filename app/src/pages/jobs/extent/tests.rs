use super::*;
use wire::{JobId, JobKind, Step, Time};

fn layer(status: LayerStatus, current: u64, total: u64) -> Layer {
    Layer { id: "0123456789ab".into(), status, current, total }
}

fn job(layers: Vec<Layer>) -> Job {
    Job {
        id: JobId(1),
        kind: JobKind::Pull { reference: "web:1".into() },
        by: "ada".into(),
        started: Time(0),
        ended: None,
        step: Step::Pull,
        state: JobState::Running,
        layers,
    }
}

#[test]
fn before_the_first_layer_nobody_knows_how_far() {
    assert_eq!(part(&job(vec![])), None);
}

#[test]
fn a_layer_goes_from_nothing_to_all_and_never_back() {
    let steps = [
        layer(LayerStatus::Waiting, 0, 0),
        layer(LayerStatus::Downloading, 0, 100),
        layer(LayerStatus::Downloading, 99, 100),
        layer(LayerStatus::Downloaded, 0, 0),
        layer(LayerStatus::Extracting, 1, 300),
        layer(LayerStatus::Extracting, 300, 300),
        layer(LayerStatus::Complete, 0, 0),
    ];
    let parts: Vec<f64> = steps.iter().map(work).collect();
    assert!(parts.is_sorted(), "{parts:?}");
    assert_eq!((parts[0], parts[6]), (0.0, 1.0));
}

#[test]
fn layers_that_are_there_already_count() {
    let layers = vec![layer(LayerStatus::Exists, 0, 0), layer(LayerStatus::Waiting, 0, 0)];
    assert_eq!(part(&job(layers)), Some(0.5));
}

#[test]
fn a_total_that_the_engine_does_not_tell_is_no_part() {
    assert_eq!(of_layer(&layer(LayerStatus::Downloading, 5, 0)), None);
}

#[test]
fn a_cancelled_job_stands_where_it_stopped() {
    let cancelled = |layers| part(&Job { state: JobState::Cancelled, ..job(layers) });
    assert_eq!(
        cancelled(vec![layer(LayerStatus::Complete, 0, 0), layer(LayerStatus::Waiting, 0, 0)]),
        Some(0.5)
    );
    assert_eq!(cancelled(vec![]), Some(0.0));
}
