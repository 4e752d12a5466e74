use proptest::prelude::*;

use super::*;

#[derive(Clone, Copy, Debug)]
enum Step {
    Urgent(u8),
    Background(u8),
    Wait(u8),
    Next,
    Looked,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..4u8).prop_map(Step::Urgent),
        (0..4u8).prop_map(Step::Background),
        (0..4u8).prop_map(Step::Wait),
        Just(Step::Next),
        Just(Step::Looked),
    ]
}

fn place(number: u8) -> Place {
    Place::Volume(number.to_string())
}

proptest! {
    /// Whatever happens in whatever order: no place is looked at twice at once, each thing that happened is
    /// followed by a look that begins after it, and so is each wish.
    #[test]
    fn every_mark_is_followed_by_a_look(steps in prop::collection::vec(step(), 0..80)) {
        let mut queue = Queue::default();
        let mut unseen = HashSet::new();
        let mut looking: VecDeque<Place> = VecDeque::new();
        let mut wishes = Vec::new();
        let mut now_waiting = 0;
        let take = |queue: &mut Queue, looking: &mut VecDeque<Place>, unseen: &mut HashSet<Place>| {
            let (place, waiters) = queue.next()?;
            assert!(!looking.contains(&place), "looked at twice at once");
            unseen.remove(&place);
            looking.push_back(place);
            Some(waiters.len())
        };
        for step in steps {
            match step {
                Step::Urgent(number) => { queue.urgent(place(number)); unseen.insert(place(number)); }
                Step::Background(number) => { queue.background(place(number)); unseen.insert(place(number)); }
                Step::Wait(number) => {
                    let (sender, receiver) = oneshot::channel();
                    queue.wait(place(number), sender);
                    unseen.insert(place(number));
                    wishes.push(receiver);
                    now_waiting += 1;
                }
                Step::Next => now_waiting -= take(&mut queue, &mut looking, &mut unseen).unwrap_or(0),
                Step::Looked => if let Some(place) = looking.pop_front() { queue.looked(&place) },
            }
        }
        loop {
            if let Some(place) = looking.pop_front() {
                queue.looked(&place);
            } else if let Some(served) = take(&mut queue, &mut looking, &mut unseen) {
                now_waiting -= served;
            } else {
                break;
            }
        }
        prop_assert!(unseen.is_empty(), "never looked at again: {unseen:?}");
        prop_assert_eq!(now_waiting, 0);
    }
}

#[test]
fn what_happened_comes_before_what_is_only_unknown() {
    let mut queue = Queue::default();
    queue.background(place(1));
    queue.background(place(2));
    queue.urgent(place(2));
    let order: Vec<Place> = std::iter::from_fn(|| queue.next()).map(|(place, _)| place).collect();
    assert_eq!(order, [place(2), place(1)]);
}
