use super::*;

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
