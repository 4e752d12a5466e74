use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;

use super::{Row, Table};

#[derive(Clone, Debug, PartialEq, Eq)]
struct Thing {
    name: String,
    size: u8,
}

impl Row for Thing {
    type Key = str;

    fn key(&self) -> &str {
        &self.name
    }
}

/// Few names, so that many of them meet.
fn things() -> impl Strategy<Value = Vec<(bool, Thing)>> {
    let thing = ("[a-d]{1,2}", 0..3_u8).prop_map(|(name, size)| Thing { name, size });
    prop::collection::vec((any::<bool>(), thing), 0..200)
}

proptest! {
    #[test]
    fn a_table_holds_what_a_map_would(steps in things()) {
        let mut table = Table::new();
        let mut map = BTreeMap::new();
        for (put, thing) in steps {
            let differs = if put {
                map.insert(thing.name.clone(), thing.clone()) != Some(thing.clone())
            } else {
                map.remove(&thing.name).is_some()
            };
            let said = if put { table.put(Arc::new(thing.clone())) } else { table.remove(&thing.name) };
            prop_assert_eq!(said, differs);
            prop_assert_eq!(table.get(&thing.name).map(|row| &**row), map.get(&thing.name));
            prop_assert!(table.iter().map(|row| &**row).eq(map.values()));
        }
        prop_assert_eq!(table.len(), map.len());
        prop_assert_eq!(Table::from(table.rows().to_vec()), table);
    }
}
