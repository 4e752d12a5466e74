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
