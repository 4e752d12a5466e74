use super::*;

#[test]
fn ids_travel_in_both_forms() {
    for ids in [vec![], vec![Id([1; 32]), Id([0xab; 32])]] {
        let told = LabelledContainers { ids, unknown: 3 };
        let json = serde_json::to_string(&told).unwrap();
        assert_eq!(serde_json::from_str::<LabelledContainers>(&json).unwrap(), told);
        let bytes = postcard::to_allocvec(&told).unwrap();
        assert_eq!(postcard::from_bytes::<LabelledContainers>(&bytes).unwrap(), told);
    }
    let one = LabelledContainers { ids: vec![Id([0xab; 32])], unknown: 0 };
    let json = serde_json::json!({"ids": ["ab".repeat(32)], "unknown": 0});
    assert_eq!(serde_json::to_value(&one).unwrap(), json);
}
