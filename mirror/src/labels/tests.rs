use proptest::prelude::*;

use super::*;

fn id(number: u8) -> Id {
    Id([number; 32])
}

fn labels(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// One container with these labels.
fn one(of: &[(&str, &str)]) -> Labels {
    let mut kept = Labels::default();
    kept.keep(id(1), labels(of));
    kept
}

fn is_carried(kept: &Labels, label: &str) -> bool {
    kept.carriers(Wanted::parse(label), |_| true).ids == [id(1)]
}

#[test]
fn a_label_is_asked_for_as_docker_filters_by_it() {
    let kept = one(&[("app", "web"), ("empty", ""), ("url", "a=b=c"), ("space", " a b ")]);
    for label in ["app", "app=web", "empty", "empty=", "url=a=b=c", "space= a b "] {
        assert!(is_carried(&kept, label), "{label}");
    }
    for label in
        ["", "=", "=web", "ap", "app=", "app=we", "App", "app=Web", "empty=x", "url=a", "space=a b", "app "]
    {
        assert!(!is_carried(&kept, label), "{label}");
    }
    let odd = one(&[("a=b", "c"), ("", "d")]);
    assert!(!is_carried(&odd, "a=b=c") && !is_carried(&odd, "a=b"), "no filter reaches it");
    assert!(is_carried(&odd, "") && is_carried(&odd, "=d"));
}

#[test]
fn what_is_longer_than_any_question_has_a_name_and_no_value() {
    let long = "x".repeat(LONGEST_LABEL + 1);
    let kept = one(&[("app", &long), (&long, "y"), ("ok", &long[1..])]);
    assert!(
        is_carried(&kept, "app") && !is_carried(&kept, "app=") && !is_carried(&kept, &format!("app={long}"))
    );
    assert!(is_carried(&kept, &format!("ok={}", &long[1..])));
    assert_eq!(kept.names(9, |_| true), ["app", "ok"]);
}

#[test]
fn of_whoever_has_too_many_it_is_not_known() {
    let mut kept = one(&[("app", "web")]);
    let many = (0..100).map(|number| (format!("app{number}"), "x".repeat(1000))).collect();
    kept.keep(id(2), many);
    let carriers = |kept: &Labels| kept.carriers(Wanted::parse("app"), |_| true);
    assert_eq!(carriers(&kept), Carriers { ids: vec![id(1)], unknown: 1 });
    kept.forget(&id(2));
    assert_eq!(carriers(&kept), Carriers { ids: vec![id(1)], unknown: 0 });
}

#[test]
fn there_is_an_end_of_what_is_kept_and_room_again_when_something_goes() {
    let mut kept = Labels::default();
    let large = || labels(&[("a", &"x".repeat(LONGEST_LABEL))]);
    let fill = u32::try_from(MOST / (LONGEST_LABEL + 1 + EACH)).unwrap();
    let numbered = |number: u32| {
        let mut id = [0; 32];
        id[..4].copy_from_slice(&number.to_le_bytes());
        Id(id)
    };
    (0..=fill).for_each(|number| kept.keep(numbered(number), large()));
    let unknown = |kept: &Labels| kept.carriers(Wanted::parse("a"), |_| true).unknown;
    assert_eq!(unknown(&kept), 1);
    kept.forget(&numbered(0));
    kept.keep(numbered(fill), large());
    assert_eq!(unknown(&kept), 0);
}

#[test]
fn what_is_not_seen_is_not_told() {
    let mut kept = one(&[("mine", "")]);
    kept.keep(id(2), labels(&[("mine", ""), ("theirs", "")]));
    let seen = |it: &Id| *it == id(1);
    assert_eq!(kept.carriers(Wanted::parse("mine"), seen).ids, [id(1)]);
    assert_eq!(kept.carriers(Wanted::parse("theirs"), seen), Carriers::default());
    assert_eq!(kept.names(9, seen), ["mine"]);
    assert_eq!(kept.names(1, |_| true), ["mine"], "the first of them");
}

proptest! {
    /// However containers come, change and go: what is told is what the last of each had, and the count of bytes is theirs.
    #[test]
    fn what_is_kept_is_what_is_there(
        steps in proptest::collection::vec(
            (0..4u8, proptest::option::of(proptest::collection::btree_map("[ab]{0,2}", "[ab=]{0,2}", 0..4))),
            0..40,
        ),
        label in "[ab=]{0,3}",
    ) {
        let (mut kept, mut there) = (Labels::default(), BTreeMap::new());
        for (number, step) in steps {
            match step {
                Some(labels) => {
                    kept.keep(id(number), labels.clone());
                    there.insert(id(number).0, labels);
                }
                None => {
                    kept.forget(&id(number));
                    there.remove(&id(number).0);
                }
            }
        }
        let (name, value) = label.split_once('=').map_or((&*label, None), |(name, value)| (name, Some(value)));
        let has = |labels: &BTreeMap<String, String>| {
            labels.get(name).is_some_and(|it| value.is_none_or(|value| it == value))
        };
        let wanted: BTreeSet<_> = there.iter().filter(|(_, labels)| has(labels)).map(|(id, _)| *id).collect();
        let told = kept.carriers(Wanted::parse(&label), |_| true);
        prop_assert_eq!(told.ids.iter().map(|id| id.0).collect::<BTreeSet<_>>(), wanted);
        prop_assert_eq!(kept.bytes, kept.of.values().flatten().map(|labels| size(labels)).sum::<usize>());
    }
}
