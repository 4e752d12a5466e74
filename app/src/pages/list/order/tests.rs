use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn the_order_is_that_of_the_standard_library(values in proptest::collection::vec(0u8..20, 0..200)) {
        let mut expected: Vec<usize> = (0..values.len()).collect();
        expected.sort_by_key(|place| values[*place]);
        prop_assert_eq!(places(values.len(), &|a, b| values[a].cmp(&values[b])), expected);
    }
}
