use http::Method;

use super::*;

#[test]
fn only_what_names_a_container_can_name_pierheads_own() {
    let names = |method: Method, path: &str| names_a_container(&Named::find(&method, path).unwrap());
    assert!(names(Method::POST, "/containers/pierhead/stop"));
    assert!(names(Method::DELETE, "/v1.47/containers/pierhead"));
    for path in ["/images/pierhead", "/volumes/pierhead", "/networks/pierhead"] {
        assert!(!names(Method::DELETE, path), "{path}");
    }
    assert!(!names(Method::POST, "/containers/prune"));
}
