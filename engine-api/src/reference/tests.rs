use proptest::prelude::*;

use super::*;

const DIGEST: &str = "sha256:00f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2eff";

fn check(text: &str, repository: &str, version: &str, registry: Option<&str>) {
    let reference: Reference = text.parse().unwrap();
    assert_eq!(
        (reference.repository(), reference.version(), reference.registry()),
        (repository, version, registry),
        "{text}"
    );
}

#[test]
fn references_are_read() {
    check("nginx", "nginx", "latest", None);
    check("nginx:1.27-alpine", "nginx", "1.27-alpine", None);
    check("library/nginx", "library/nginx", "latest", None);
    check("localhost/app", "localhost/app", "latest", Some("localhost"));
    check("127.0.0.1:5001/web", "127.0.0.1:5001/web", "latest", Some("127.0.0.1:5001"));
    check("[::1]:5000/web:2", "[::1]:5000/web", "2", Some("[::1]:5000"));
    check("ghcr.io/a/b__c/d-e.f:V_1", "ghcr.io/a/b__c/d-e.f", "V_1", Some("ghcr.io"));
    check(&format!("redis@{DIGEST}"), "redis", DIGEST, None);
    check(&format!("redis:7@{DIGEST}"), "redis", DIGEST, None);
}

#[test]
fn what_is_no_reference_is_refused_with_its_reason() {
    for (text, reason) in [
        ("", InvalidReference::Length),
        (":latest", InvalidReference::Length),
        ("Nginx", InvalidReference::Case),
        ("ghcr.io/Team/app", InvalidReference::Case),
        ("a//b", InvalidReference::Name),
        ("/nginx", InvalidReference::Name),
        ("nginx/", InvalidReference::Name),
        ("../nginx", InvalidReference::Name),
        ("a..b", InvalidReference::Name),
        ("a b", InvalidReference::Name),
        ("-a", InvalidReference::Name),
        ("http://x/y", InvalidReference::Name),
        ("host:port/a", InvalidReference::Name),
        ("nginx:", InvalidReference::Tag),
        ("nginx:.a", InvalidReference::Tag),
        ("nginx:a b", InvalidReference::Tag),
        ("nginx@sha256:12", InvalidReference::Digest),
        ("nginx@", InvalidReference::Digest),
    ] {
        assert_eq!(text.parse::<Reference>(), Err(reason), "{text}");
    }
    assert_eq!("a".repeat(256).parse::<Reference>(), Err(InvalidReference::Length));
}

proptest! {
    #[test]
    fn what_is_read_is_written_and_read_again(text in "([a-z0-9.]{1,8}(:[0-9]{1,5})?/)?[a-z0-9._-]{1,10}(/[a-z0-9_]{1,8})?(:[A-Za-z0-9._-]{1,10})?") {
        if let Ok(reference) = text.parse::<Reference>() {
            prop_assert_eq!(reference.to_string().parse(), Ok(reference));
        }
    }

    #[test]
    fn any_text_is_a_reference_or_not(text in "\\PC{0,40}") {
        let _ = text.parse::<Reference>();
    }
}
