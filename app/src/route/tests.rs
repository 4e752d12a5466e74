use super::*;
use proptest::prelude::*;

fn read(address: &str) -> Route {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    Route::parse(path, query)
}

#[test]
fn the_root_is_the_dashboard() {
    assert_eq!(read("/"), Route::Dashboard);
}

#[test]
fn a_list_keeps_its_filters_in_the_address() {
    let listing = Listing {
        search: "web & is:running".into(),
        sort: Sort::Created,
        descending: true,
        grouped: true,
        folded: vec!["shop".into(), String::new()],
    };
    let address = Route::Containers(listing.clone()).to_string();
    assert_eq!(address, "/containers?q=web%20%26%20is:running&sort=-created&group=stack&fold=shop&fold=");
    assert_eq!(read(&address), Route::Containers(listing));
}

#[test]
fn an_address_typed_by_hand_is_read_leniently() {
    assert_eq!(read("/images/?q=a+b&x=1&sort=nonsense&group=nonsense"), Route::Images(Listing::of("a b")));
    assert_eq!(read("/nowhere"), Route::Unknown);
    assert_eq!(read("/containers/%zz"), Route::container("%zz"));
}

fn listings() -> impl Strategy<Value = Listing> {
    let folded = proptest::collection::vec(".{0,6}", 0..3);
    (".{0,12}", 0..SORT.len(), any::<bool>(), any::<bool>(), folded).prop_map(
        |(search, sort, descending, grouped, folded)| Listing {
            search,
            sort: SORT[sort].0,
            descending,
            grouped,
            // What isn't grouped has nothing to fold.
            folded: if grouped { folded } else { Vec::new() },
        },
    )
}

fn routes() -> impl Strategy<Value = Route> {
    prop_oneof![
        listings().prop_map(Route::Containers),
        listings().prop_map(Route::Images),
        listings().prop_map(Route::Volumes),
        listings().prop_map(Route::Networks),
        (".{1,12}", any::<bool>())
            .prop_map(|(key, raw)| Route::Container { key, tab: if raw { Tab::Raw } else { Tab::Overview } }),
        ".{0,12}".prop_map(|image| Route::Create { image }),
        Just(Route::Engine),
        Just(Route::Jobs),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(route in routes()) {
        prop_assert_eq!(read(&route.to_string()), route);
    }
}
