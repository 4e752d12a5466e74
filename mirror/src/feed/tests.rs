use proptest::prelude::*;
use wire::{Job, JobId, JobKind, JobState, Step, Time};

use super::*;

fn volume(name: u8, driver: &str) -> Change {
    Change::Volume(Arc::new(Volume {
        name: name.to_string(),
        driver: driver.into(),
        mountpoint: String::new(),
        created: None,
        stack: None,
        anonymous: false,
        has_options: false,
    }))
}

fn job(id: u64) -> Change {
    let job = Job {
        id: JobId(id),
        kind: JobKind::Pull { reference: "busybox".into() },
        by: "kim".into(),
        started: Time(0),
        ended: None,
        step: Step::Pull,
        state: JobState::Running,
        layers: vec![],
    };
    Change::Job(Arc::new((&job).into()))
}

/// A page: takes in what it missed.
#[derive(Default)]
struct Page {
    known: Option<Known>,
    seq: Option<Seq>,
}

impl Page {
    fn catch_up(&mut self, feed: &Feed) -> Missed {
        let missed = feed.after(self.seq);
        if let Missed::Changes { frame, .. } | Missed::All { frame, .. } = &missed {
            match postcard::from_bytes::<Frame>(frame).unwrap() {
                Frame::Snapshot { seq, snapshot } => {
                    self.known = Some(Known::from(snapshot));
                    self.seq = Some(seq);
                }
                Frame::Changes { seq, changes } => {
                    let known = self.known.as_mut().unwrap();
                    changes.into_iter().for_each(|change| assert!(known.apply(change)));
                    self.seq = Some(seq);
                }
                Frame::Hello(_) => panic!("the feed greets nobody"),
            }
        }
        missed
    }
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0..6u8, "[ab]").prop_map(|(name, driver)| volume(name, &driver)),
        (0..6u8).prop_map(|name| Change::VolumeGone(name.to_string())),
        (0..3u64).prop_map(job),
    ]
}

proptest! {
    /// However seldom a page looks, it knows what the server knows.
    #[test]
    fn pages_that_look_seldom_know_the_same(changes in prop::collection::vec((change(), any::<bool>()), 0..60)) {
        let feed = Feed::new(1, String::new());
        let (mut eager, mut lazy) = (Page::default(), Page::default());
        for (change, looks) in changes {
            feed.publish([change]);
            eager.catch_up(&feed);
            if looks {
                lazy.catch_up(&feed);
            }
        }
        eager.catch_up(&feed);
        lazy.catch_up(&feed);
        prop_assert_eq!(&eager.known, &lazy.known);
        prop_assert_eq!(&eager.known.unwrap(), &feed.state().known);
    }
}

#[test]
fn what_changes_nothing_has_no_number() {
    let feed = Feed::new(1, String::new());
    assert_eq!(feed.publish([volume(1, "a"), volume(1, "a"), Change::VolumeGone("9".into())]), 1);
    assert_eq!(feed.after(Some(1)), Missed::Nothing);
}

#[test]
fn who_lags_too_far_or_comes_from_the_future_gets_everything() {
    let feed = Feed::new(1, String::new());
    let mut page = Page::default();
    page.catch_up(&feed);
    feed.publish((0..KEPT as u64).map(job));
    assert!(matches!(feed.after(Some(0)), Missed::Changes { seq, .. } if seq == KEPT as Seq));
    feed.publish([job(u64::MAX)]);
    assert!(matches!(feed.after(Some(0)), Missed::All { .. }));
    assert!(matches!(feed.after(Some(1 << 40)), Missed::All { .. }));
    assert!(matches!(page.catch_up(&feed), Missed::All { .. }));
    assert_eq!(page.known.unwrap(), feed.state().known);
}

#[test]
fn what_is_kept_is_bounded_in_bytes() {
    let feed = Feed::new(1, String::new());
    let long = "x".repeat(KEPT_BYTES / 4);
    feed.publish((0..8).map(|name| volume(name, &long)));
    let state = feed.state();
    assert!(state.kept_bytes <= KEPT_BYTES && state.kept.len() == 3, "{} bytes", state.kept_bytes);
}

#[test]
fn a_list_keeps_its_version_while_others_change() {
    let feed = Feed::new(1, String::new());
    feed.publish([volume(1, "a")]);
    let before = feed.version::<Volume>();
    feed.publish([job(1), job(2)]);
    assert_eq!((feed.version::<Volume>(), feed.list::<Volume>().version), (before, before));
    feed.publish([volume(1, "b")]);
    assert!(feed.version::<Volume>() > before);
}

#[tokio::test]
async fn waiting_for_the_head_wakes_when_it_moves() {
    let feed = Feed::new(1, String::new());
    let mut head = feed.head();
    feed.publish([job(1)]);
    assert_eq!(*head.wait_for(|head| *head > 0).await.unwrap(), 1);
}
