use super::*;

const ID: &str = "00f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2eff";

#[track_caller]
fn check(event: &str, expected: &[Place]) {
    let event: Event = serde_json::from_str(event).unwrap();
    assert_eq!(Place::of(&event), expected, "{event:?}");
}

fn container(action: &str) -> String {
    format!(r#"{{"Type":"container","Action":"{action}","Actor":{{"ID":"{ID}"}}}}"#)
}

#[test]
fn what_happens_to_a_container_is_looked_at() {
    let here = [Place::Container(ID.parse().unwrap())];
    for action in
        ["create", "start", "die", "destroy", "rename", "health_status: healthy", "oom", "brand_new"]
    {
        check(&container(action), &here);
    }
}

#[test]
fn what_changes_nothing_costs_nothing() {
    for action in ["exec_create: sh -c true", "exec_start: sh -c true", "exec_die", "attach", "top", "resize"]
    {
        check(&container(action), &[]);
    }
    check(r#"{"Type":"volume","Action":"mount","Actor":{"ID":"data"}}"#, &[]);
    check(r#"{"Type":"secret","Action":"create","Actor":{"ID":"x"}}"#, &[]);
}

#[test]
fn a_connection_changes_the_network_and_the_container() {
    check(
        &format!(
            r#"{{"Type":"network","Action":"connect","Actor":{{"ID":"n1","Attributes":{{"container":"{ID}"}}}}}}"#
        ),
        &[Place::Container(ID.parse().unwrap()), Place::Network("n1".into())],
    );
}

#[test]
fn what_names_no_object_means_all_of_them() {
    check(r#"{"Type":"volume","Action":"prune","Actor":{"ID":""}}"#, &[Place::Volumes]);
    check(r#"{"Type":"network","Action":"prune"}"#, &[Place::Networks]);
    check(r#"{"Type":"container","Action":"prune"}"#, &[Place::Containers]);
    check(r#"{"Type":"container","Action":"start","Actor":{"ID":"../x"}}"#, &[Place::Containers]);
    check(r#"{"Type":"image","Action":"untag","Actor":{"ID":"sha256:1"}}"#, &[Place::Images]);
    check(r#"{}"#, &[]);
}
