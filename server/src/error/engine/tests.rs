use super::*;

#[test]
fn what_helps_is_told_by_the_engines_words() {
    let cases = [
        (
            "Conflict. The container name \"/web\" is already in use by container \"0123\". You have to remove (or \
             rename) that container to be able to reuse that name.",
            Advice::ChooseOtherName,
        ),
        (
            "driver failed programming external connectivity on endpoint web: Bind for 0.0.0.0:80 failed: port is \
             already allocated",
            Advice::ChooseOtherPort,
        ),
        ("listen tcp4 0.0.0.0:22: bind: address already in use", Advice::ChooseOtherPort),
        ("write /var/lib/docker/tmp/x: no space left on device", Advice::FreeDisk),
        (
            "pull access denied for nothing, repository does not exist or may require 'docker login'",
            Advice::CheckReference,
        ),
        ("manifest for busybox:none not found: manifest unknown: manifest unknown", Advice::CheckReference),
        (
            "Get \"https://registry.example/v2/\": dial tcp: lookup registry.example: no such host",
            Advice::CheckRegistry,
        ),
        (
            "conflict: unable to delete 0123 (cannot be forced) - image is being used by running container 4567",
            Advice::RemoveUsersFirst,
        ),
        ("remove data: volume is in use - [0123]", Advice::RemoveUsersFirst),
        ("error while removing network: network n id 0123 has active endpoints", Advice::RemoveUsersFirst),
        (
            "cannot remove container \"/web\": container is running: stop the container before removing",
            Advice::StopFirst,
        ),
        (
            "You cannot remove a running container 0123. Stop the container before attempting removal",
            Advice::StopFirst,
        ),
        ("invalid reference format", Advice::None),
    ];
    for (message, advice) in cases {
        assert_eq!(advice_on(message), advice, "{message}");
    }
}

#[test]
fn an_engine_that_may_still_be_at_it_is_not_said_to_be_gone() {
    let after = std::time::Duration::from_secs(70);
    let silent =
        |operation| Error::Silent { what: What::named(operation, "web"), address: "x".into(), after };
    let told = |error: Error| (status(&error).as_u16(), kind(&error), advice(&error));
    for operation in [Operation::ContainerStop, Operation::ContainerDelete, Operation::ContainerCreate] {
        assert_eq!(told(silent(operation)), (504, FailureKind::EngineFailed, Advice::LookLater));
    }
    let gone = (503, FailureKind::EngineGone, Advice::CheckEngine);
    for operation in [Operation::SystemPing, Operation::ContainerInspect, Operation::ImageCreate] {
        assert_eq!(told(silent(operation)), gone);
    }
    assert_eq!(told(Error::Unconnected { address: "x".into(), after }), gone);
}
