use super::*;
use wire::Time;

fn image(number: u8, tags: &[&str]) -> Image {
    Image {
        id: Digest([number; 32]),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        digests: Vec::new(),
        size: u64::from(number),
        created: Time(0),
        stack: None,
    }
}

#[test]
fn a_search_finds_tags_and_ids() {
    let row = image(0xab, &["nginx:1.27", "web:latest"]);
    for wanted in ["NGINX", "latest", "abab", "sha256:ab"] {
        assert!(matches(&row, &Listing { search: wanted.into(), ..Listing::default() }, false), "{wanted}");
    }
    assert!(!matches(&row, &Listing { search: "redis".into(), ..Listing::default() }, false));
}

#[test]
fn used_and_unused_are_all_together() {
    for used in [true, false] {
        assert!(is(used, Only::Used) != is(used, Only::Unused));
        assert!(is(used, Only::All));
    }
}

#[test]
fn images_without_a_tag_come_last() {
    let rows = [image(1, &[]), image(2, &["b:1"]), image(3, &["a:1"])].map(Arc::new).to_vec();
    let order: Vec<u8> = sorted(rows, Sort::Name, false, |_| 0).iter().map(|row| row.id.0[0]).collect();
    assert_eq!(order, [3, 2, 1]);
}

#[test]
fn by_use_the_most_used_comes_first_when_descending() {
    let rows = [image(1, &["a:1"]), image(2, &["b:1"])].map(Arc::new).to_vec();
    let order: Vec<u8> =
        sorted(rows, Sort::Use, true, |id| usize::from(id.0[0])).iter().map(|row| row.id.0[0]).collect();
    assert_eq!(order, [2, 1]);
}
