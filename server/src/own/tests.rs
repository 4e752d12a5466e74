use super::*;

const ID: &str = "00f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2eff";

#[track_caller]
fn check(mounts: &str, expected: Option<&str>) {
    assert_eq!(in_mounts(mounts).map(|id| id.to_string()).as_deref(), expected);
}

#[test]
fn a_container_is_known_by_the_files_that_the_engine_mounts() {
    let overlay = "612 505 0:52 / / rw,relatime - overlay overlay rw";
    let docker = format!(
        "{overlay}\n633 612 254:1 /var/lib/docker/containers/{ID}/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/sda1 rw"
    );
    check(&docker, Some(ID));
    let podman = format!(
        "{overlay}\n90 80 0:44 /containers/storage/overlay-containers/{ID}/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw"
    );
    check(&podman, Some(ID));
}

#[test]
fn a_host_is_no_container() {
    check("", None);
    check(
        "22 1 254:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:27 /resolv.conf /etc/resolv.conf rw - tmpfs tmpfs rw",
        None,
    );
    check(&format!("40 22 254:1 /backup/{ID} /mnt rw - ext4 /dev/sda1 rw"), None);
}
