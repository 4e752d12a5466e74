//! Every route there is: who may use it.

use gate::Role;
use http::Request;
use server::{Access, Route};

use crate::{client::Client, running::Running};

/// The routes that strangers may use. A new one is a decision, and is written down here.
const OPEN: &[(&str, &str)] = &[
    ("GET", "/health"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("POST", "/logout"),
    ("GET", "/setup"),
    ("POST", "/setup"),
    ("GET", "/language/{tag}"),
    ("GET", "/offline"),
];

fn request(server: &Running, route: &Route) -> http::request::Builder {
    let id = "0123456789abcdef".repeat(4);
    let path = route.path.replace("{id}", &id).replace("{verb}", "stop").replace("{*rest}", "x");
    let path = path.replace("{name}", "x").replace("{reference}", "x").replace("{tag}", "en");
    let path = path.replace("{kind}", "volume").replace("{key}", "x");
    assert!(!path.contains('{'), "say what stands for the parameter in {path}");
    Request::builder()
        .method(route.method.clone())
        .uri(path)
        .header("origin", format!("http://{}", server.address))
}

#[tokio::test]
async fn strangers_get_nothing_but_the_way_in() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    for route in server::routes() {
        let open = OPEN.contains(&(route.method.as_str(), route.path));
        assert_eq!(open, route.access == Access::Anyone, "{} {}", route.method, route.path);
        if !open {
            let answer = server.client().send(request(&server, &route), "").await;
            assert_eq!(answer.status, 401, "{} {}", route.method, route.path);
            assert!(answer.text.contains(r#""message":"log in first""#), "{}", answer.text);
        }
    }
}

#[tokio::test]
async fn nobody_gets_further_than_their_role() {
    let people = [("vera", Role::Viewer), ("otto", Role::Operator), ("ada", Role::Admin)];
    let server = Running::with_people(&people).await;
    let mut tried = 0;
    for (name, role) in people {
        let mut client = Client::with_token(server.address, &server.token_of(name, None).await);
        for route in server::routes() {
            let Access::Role(needed) = route.access else { continue };
            if role < needed {
                let answer = client.send(request(&server, &route), "").await;
                assert_eq!(answer.status, 403, "{name}: {} {}", route.method, route.path);
                assert!(answer.text.contains(needed.as_str()), "{}", answer.text);
                tried += 1;
            }
        }
    }
    assert!(tried > 0);
}
