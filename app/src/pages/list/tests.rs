use super::*;

#[test]
fn a_search_looks_into_every_text_without_regard_to_case() {
    assert!(holds(&["web-1", "Nginx:1.27"], "NGINX"));
    assert!(holds(&["web-1"], "  web "));
    assert!(holds(&["anything"], ""));
    assert!(!holds(&["web", "1"], "web1"));
}

#[test]
fn a_column_sorts_up_then_down_then_up_again() {
    let mut listing = Listing::default();
    let created = Sort::Created as usize;
    sort_by(&mut listing, created);
    assert_eq!((listing.sort, listing.descending), (Sort::Created, false));
    sort_by(&mut listing, created);
    assert_eq!((listing.sort, listing.descending), (Sort::Created, true));
    sort_by(&mut listing, created);
    assert_eq!((listing.sort, listing.descending), (Sort::Created, false));
}
