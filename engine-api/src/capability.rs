//! Linux capabilities, as the engine names them (capabilities(7)).

/// Those of the engine's own profile, which every container has: who has no others has nothing to break out with
/// (moby, daemon/pkg/oci/caps/defaults.go).
pub const USUAL: [&str; 14] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// A capability's name in one spelling: the engine takes lower case, and leaves `CAP_` to whoever likes it.
pub fn name(text: &str) -> String {
    let upper = text.to_ascii_uppercase();
    upper.strip_prefix("CAP_").unwrap_or(&upper).to_owned()
}
