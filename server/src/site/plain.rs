// The table of files of a binary that is built without the page: what `main.rs` includes unless PIERHEAD_SITE names another.
&[
    File {
        name: "en/login.html",
        tag: "\"plain-login\"",
        content: include_bytes!("../../../public/login.html"),
        is_brotli: false,
    },
    File {
        name: "en/setup.html",
        tag: "\"plain-setup\"",
        content: include_bytes!("../../../public/setup.html"),
        is_brotli: false,
    },
    File {
        name: "en/offline.html",
        tag: "\"plain-offline\"",
        content: include_bytes!("../../../public/offline.html"),
        is_brotli: false,
    },
]
