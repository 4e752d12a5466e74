// What `src/main.rs` includes unless PIERHEAD_SITE names another table: a binary without the app.
server::PLAIN
