use super::*;

async fn check(hasher: &Hasher, typed: &str, hash: Option<&str>) -> Verdict {
    let place = hasher.place().unwrap();
    hasher.verify(place, Password::from_attempt(typed), hash.map(Into::into)).await.unwrap()
}

#[test]
fn new_passwords_have_12_to_1024_bytes() {
    for (length, fits) in [(0, false), (11, false), (12, true), (1024, true), (1025, false)] {
        assert_eq!(Password::choose("x".repeat(length)).is_ok(), fits, "{length}");
    }
}

#[tokio::test]
async fn only_the_password_matches() {
    let hasher = Hasher::new(Cost::for_tests());
    let hash = hasher.hash(Password::choose("correct horse".into()).unwrap()).await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
    assert!(check(&hasher, "correct horse", Some(&hash)).await.matches);
    assert!(!check(&hasher, "correct horsf", Some(&hash)).await.matches);
    assert!(!check(&hasher, "", Some(&hash)).await.matches);
    assert!(!check(&hasher, "correct horse", None).await.matches);
}

#[tokio::test]
async fn one_that_is_too_long_never_matches_its_beginning() {
    let hasher = Hasher::new(Cost::for_tests());
    let longest = "é".repeat(512);
    let hash = hasher.hash(Password::choose(longest.clone()).unwrap()).await.unwrap();
    assert!(check(&hasher, &longest, Some(&hash)).await.matches);
    assert!(!check(&hasher, &format!("{longest}é"), Some(&hash)).await.matches);
}

#[tokio::test]
async fn a_hash_of_another_cost_is_made_anew() {
    let old = Hasher::new(Cost::for_tests());
    let hash = old.hash(Password::choose("correct horse".into()).unwrap()).await.unwrap();
    let new = Hasher::new(Cost(Params::new(64, 1, 1, None).unwrap()));
    let verdict = check(&new, "correct horse", Some(&hash)).await;
    let better = verdict.rehashed.unwrap();
    assert!(better.contains("m=64,t=1,p=1"), "{better}");
    assert!(check(&new, "correct horse", Some(&better)).await.rehashed.is_none());
    assert!(check(&new, "wrong horse", Some(&hash)).await.rehashed.is_none());
}

#[tokio::test]
async fn a_full_queue_sends_the_next_one_away() {
    let hasher = Hasher::new(Cost::for_tests());
    let places: Vec<_> = std::iter::from_fn(|| hasher.place().ok()).collect();
    assert_eq!(places.len(), thread::available_parallelism().unwrap().get() * 9);
    assert!(matches!(hasher.place(), Err(Error::Busy)));
    drop(places);
    hasher.place().unwrap();
}

#[test]
fn production_pays_the_full_price() {
    let params = Cost::default().0;
    assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (65_536, 3, 1));
}
