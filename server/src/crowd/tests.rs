use super::*;

#[test]
fn one_never_takes_all_and_gives_back_what_it_took() {
    let crowd = Crowd::new(5);
    let mut ada: Vec<_> = (0..9).filter_map(|_| crowd.enter("ada", 3)).collect();
    assert_eq!(ada.len(), 3);
    let eve: Vec<_> = (0..9).filter_map(|_| crowd.enter("eve", 3)).collect();
    assert_eq!(eve.len(), 2, "five in all");
    ada.pop();
    assert!(crowd.enter("eve", 3).is_some(), "a place that was given back is anybody's");
    drop((ada, eve));
    assert!(crowd.here().each.is_empty() && crowd.here().all == 0);
}
