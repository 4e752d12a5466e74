use super::*;

/// The texts that fit, the best first.
fn ranked<'a>(typed: &str, texts: &[&'a str]) -> Vec<&'a str> {
    let wanted = Wanted::new(typed);
    let mut best = Best::of(texts.len());
    for text in texts {
        if let Some(fit) = wanted.fit(text) {
            best.offer(fit, wanted.order(text), || *text);
        }
    }
    best.into_list()
}

#[test]
fn letters_fit_in_their_order_only() {
    assert_eq!(ranked("wb", &["web", "bow", "w-b"]), ["w-b", "web"]);
    assert_eq!(ranked("webb", &["web"]), [""; 0]);
}

#[test]
fn what_stands_together_fits_better_than_what_is_scattered() {
    assert_eq!(ranked("data", &["dead-at-last-a", "my-data", "data"]), ["data", "my-data", "dead-at-last-a"]);
}

#[test]
fn the_start_of_a_word_counts() {
    assert_eq!(ranked("db", &["feedback", "shop-db", "dashboard"])[0], "shop-db");
    assert_eq!(ranked("sd", &["used", "shop-db"])[0], "shop-db");
    assert_eq!(ranked("cc", &["accra", "Create container"])[0], "Create container");
}

#[test]
fn a_later_start_may_fit_better_than_the_first() {
    assert_eq!(ranked("web", &["west-web"]), ["west-web"]);
    assert!(Wanted::new("web").fit("west-web") > Wanted::new("web").fit("west-wb-e-b"));
}

#[test]
fn the_whole_is_before_what_goes_on() {
    assert_eq!(ranked("web", &["web-1", "webs", "web"]), ["web", "webs", "web-1"]);
}

#[test]
fn each_word_has_to_fit_somewhere() {
    assert_eq!(ranked("db shop", &["shop-db", "shop-web", "db"]), ["shop-db"]);
}

#[test]
fn case_is_nothing_and_other_scripts_are_letters_too() {
    assert_eq!(ranked("WEB", &["web"]), ["web"]);
    assert_eq!(ranked("镜", &["容器", "镜像"]), ["镜像"]);
}

#[test]
fn without_words_everything_fits_in_its_order() {
    assert_eq!(ranked("  ", &["b", "a"]), ["b", "a"]);
}

#[test]
fn only_the_best_are_made() {
    let mut best = Best::of(2);
    best.offer(1, "", || "c");
    best.offer(3, "", || "a");
    best.offer(2, "", || "b");
    best.offer(1, "", || panic!("it isn't among the best"));
    best.offer(2, "", || panic!("one as good came first"));
    assert_eq!(best.into_list(), ["a", "b"]);
}

#[test]
fn of_those_as_good_the_shortest_is_first_then_by_name() {
    assert_eq!(
        ranked("ph", &["photos-worker-1", "photos-db-1", "photos-cache-1", "photos-web-1"]),
        ["photos-db-1", "photos-web-1", "photos-cache-1", "photos-worker-1"],
    );
    assert_eq!(ranked("b", &["bd", "bc", "ba"]), ["ba", "bc", "bd"]);
}
