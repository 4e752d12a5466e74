use super::*;
use crate::search::Query;
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

fn finds(row: &Image, used: bool, text: &str) -> bool {
    Query::parse(text, FACETS).is_met(&|facet, wanted| has(row, used, facet, wanted))
}

#[test]
fn a_search_finds_tags_and_ids() {
    let row = image(0xab, &["nginx:1.27", "web:latest"]);
    for wanted in ["NGINX", "latest", "nginx:1.27", "abab", "sha256:ab", "id:ab", "name:web"] {
        assert!(finds(&row, false, wanted), "{wanted}");
    }
    assert!(!finds(&row, false, "redis"));
}

#[test]
fn used_and_unused_are_all_together() {
    let row = image(1, &["nginx:1.27"]);
    for used in [true, false] {
        assert!(finds(&row, used, "is:used") != finds(&row, used, "is:unused"));
    }
    assert!(finds(&image(1, &[]), false, "is:untagged") && !finds(&row, false, "is:untagged"));
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
