use super::*;

const ID: &str = "00f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2eff";

fn told_of(kind: &str, action: &str, id: &str, attributes: &str) -> Option<Event> {
    let text = format!(
        r#"{{"Type":"{kind}","Action":"{action}","time":7,"Actor":{{"ID":"{id}","Attributes":{attributes}}}}}"#
    );
    told(&serde_json::from_str(&text).unwrap())
}

#[track_caller]
fn container(action: &str, attributes: &str, expected: Happening) {
    let event = told_of("container", action, ID, attributes).unwrap();
    assert_eq!(event.object, Object::Container(ID.parse().unwrap()));
    assert_eq!((event.at, event.name.as_str(), event.what), (Time(7), "web", expected));
}

#[test]
fn what_a_container_does_is_told() {
    container("die", r#"{"name":"web","exitCode":"137"}"#, Happening::Exited(137));
    container("health_status: unhealthy", r#"{"name":"web"}"#, Happening::Unhealthy);
    container("rename", r#"{"name":"web","oldName":"/shop"}"#, Happening::Renamed("shop".into()));
}

#[test]
fn labels_among_the_attributes_say_nothing() {
    container("start", r#"{"name":"web","exitCode":"1","oldName":"x","secret":"hush"}"#, Happening::Started);
}

#[test]
fn what_is_done_inside_and_what_only_goes_with_something_else_is_not_told() {
    for action in
        ["exec_create: echo hush", "exec_die", "attach", "top", "kill", "stop", "restart", "brand_new"]
    {
        assert_eq!(told_of("container", action, ID, r#"{"name":"web"}"#), None, "{action}");
    }
    assert_eq!(told_of("container", "start", "no-id", "{}"), None);
    assert_eq!(told_of("network", "connect", "n1", r#"{"name":"back"}"#), None);
    assert_eq!(told_of("volume", "mount", "data", "{}"), None);
    assert_eq!(told_of("secret", "create", "s1", "{}"), None);
}

#[test]
fn everything_has_the_name_that_people_know() {
    let name = |kind, action, id, attributes| told_of(kind, action, id, attributes).unwrap().name;
    assert_eq!(name("volume", "create", "data", r#"{"driver":"local","name":"a label"}"#), "data");
    assert_eq!(name("image", "pull", "busybox:latest", r#"{"name":"busybox"}"#), "busybox");
    assert_eq!(name("image", "delete", "sha256:12", "{}"), "sha256:12");
    assert_eq!(name("network", "destroy", "n1", r#"{"name":"back"}"#), "back");
    assert_eq!(told_of("daemon", "reload", "D", r#"{"name":"host"}"#).unwrap().object, Object::Engine);
}
