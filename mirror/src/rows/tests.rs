use super::*;

#[test]
fn a_port_is_shown_where_others_reach_it() {
    let settings = r#"{"Ports": {"80/tcp": [
        {"HostIp": "127.0.0.1", "HostPort": "18080"},
        {"HostIp": "192.0.2.7", "HostPort": "18080"},
        {"HostIp": "127.0.0.1", "HostPort": "18081"}
    ]}}"#;
    let shown = ports(&serde_json::from_str(settings).unwrap());
    let shown = shown.iter().map(|port| format!("{}:{}", port.ip.unwrap(), port.public.unwrap()));
    assert_eq!(shown.collect::<Vec<_>>(), ["192.0.2.7:18080", "127.0.0.1:18080", "127.0.0.1:18081"]);
}
