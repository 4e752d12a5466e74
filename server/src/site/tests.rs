use super::*;

/// `{}` and an end of line.
const BROTLI: &[u8] = &[0x0b, 0x01, 0x80, b'{', b'}', b'\n', 0x03];

const FILES: &[PageFile] = &[
    PageFile { name: "en/app.html", tag: "\"1\"", content: b"<app>", is_brotli: false },
    PageFile { name: "worker.js", tag: "\"3\"", content: b"//", is_brotli: false },
    PageFile { name: "assets/app-1.wasm", tag: "\"2\"", content: b"\0asm", is_brotli: false },
    PageFile { name: "assets/app-1.js", tag: "\"4\"", content: BROTLI, is_brotli: true },
];

fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
}

async fn body(response: Response) -> Vec<u8> {
    axum::body::to_bytes(response.into_body(), 1000).await.unwrap().to_vec()
}

#[tokio::test]
async fn the_smallest_form_that_is_accepted() {
    let site = Site::of(FILES);
    for (accepted, coding) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("gzip", Some("gzip")),
        ("br;q=0, gzip;q=0.5", Some("gzip")),
        ("brotli", None),
        ("", None),
    ] {
        let asked = headers(&[(header::ACCEPT_ENCODING, accepted)]);
        let response = site.send("assets/app-1.js", &asked).unwrap();
        let found =
            response.headers().get(header::CONTENT_ENCODING).map(|it| it.to_str().unwrap().to_owned());
        assert_eq!(found.as_deref(), coding, "{accepted}");
        assert_eq!(response.headers()[header::VARY], "accept-encoding");
        let sent = body(response).await;
        let mut plain = Vec::new();
        match coding {
            Some("br") => drop(Decompressor::new(&*sent, 64).read_to_end(&mut plain).unwrap()),
            Some(_) => drop(flate2::read::GzDecoder::new(&*sent).read_to_end(&mut plain).unwrap()),
            None => plain = sent,
        }
        assert_eq!(plain, b"{}\n", "{accepted}");
        // What isn't worth it is sent as it is.
        let page = site.send("en/app.html", &asked).unwrap();
        assert!(page.headers().get(header::CONTENT_ENCODING).is_none());
    }
}

#[tokio::test]
async fn another_form_is_made_once_and_shared_by_all_who_ask_for_it() {
    let site = Site::of(FILES);
    for accepted in ["gzip", ""] {
        let asked = headers(&[(header::ACCEPT_ENCODING, accepted)]);
        let mut sent = Vec::new();
        for _ in 0..2 {
            let response = site.clone().send("assets/app-1.js", &asked).unwrap();
            sent.push(axum::body::to_bytes(response.into_body(), 1000).await.unwrap());
        }
        assert_eq!(sent[0].as_ptr(), sent[1].as_ptr(), "{accepted:?}: each would cost memory of its own");
    }
}

#[tokio::test]
async fn hashed_names_are_kept_for_ever_pages_never_and_others_are_asked_for_anew() {
    let site = Site::of(FILES);
    let wasm = site.send("assets/app-1.wasm", &HeaderMap::new()).unwrap();
    assert_eq!(wasm.headers()[header::CONTENT_TYPE], "application/wasm");
    assert!(wasm.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));

    let page = site.send("en/app.html", &HeaderMap::new()).unwrap();
    assert_eq!(page.headers()[header::CACHE_CONTROL], "no-store");

    let worker = site.send("worker.js", &HeaderMap::new()).unwrap();
    assert_eq!(worker.headers()[header::CACHE_CONTROL], "no-cache");
    let tag = worker.headers()[header::ETAG].to_str().unwrap().to_owned();
    let again = site.send("worker.js", &headers(&[(header::IF_NONE_MATCH, &tag)])).unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(body(again).await.is_empty());
    assert!(matches!(site.send("other.js", &HeaderMap::new()), Err(Error::NotFound)));
}

#[test]
fn what_is_filled_in_stays_text() {
    let template = "<p>{{error}}</p><input value=\"{{name}}\">{{unknown}}";
    let values = [("error", "{{name}}"), ("name", "\"><script>'&")];
    let page = fill(template, |name| of(&values, name));
    assert_eq!(page, "<p>{{name}}</p><input value=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">");
    assert_eq!(fill("a {{ b", |_| None), "a  b");
}

#[tokio::test]
async fn a_page_is_there_in_ones_language_or_in_another() {
    let site = Site::of(FILES);
    for language in Language::ALL {
        let response = send(site.in_language("app.html", language).unwrap(), &HeaderMap::new()).unwrap();
        assert_eq!(body(response).await, b"<app>");
    }
    let login = Site::of(PLAIN).page(Page::Login, Language::ChineseSimplified, &[("next", "/a?b=\"c")]);
    assert!(
        login.contains("lang=\"zh-Hans\"") && login.contains("密码") && login.contains("%22c"),
        "{login}"
    );
    assert!(!login.contains("{{"), "{login}");
}
