//! GET /health

use std::time::{Duration, Instant};

use crate::running::Running;

#[tokio::test]
async fn anybody_hears_that_it_lives_and_how_the_engine_is() {
    let server = Running::first().await;
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let answer = server.client().get("/health").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), "application/json");
        if answer.text == r#"{"status":"ok","engine":"down"}"# {
            return;
        }
        assert_eq!(answer.text, r#"{"status":"ok","engine":"connecting"}"#);
        assert!(Instant::now() < deadline, "it never noticed that there is no engine");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
