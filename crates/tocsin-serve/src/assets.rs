//! Styles, script and icon, compiled in. Their addresses carry a hash of their content, so they may be kept for ever.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLE: &str = concat!(
    include_str!("../../../web/styles/base.css"),
    include_str!("../../../web/styles/lists.css"),
    include_str!("../../../web/styles/evidence.css"),
);
/// Empty where the program was built without `web/dist`.
const SCRIPT: &str = include_str!(concat!(env!("OUT_DIR"), "/tocsin.js"));
const ICON: &str = include_str!("../../../web/styles/icon.svg");

fn mark(content: &str) -> String {
    Sha256::digest(content)[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The address of the styles.
pub(crate) fn style_url() -> String {
    static URL: LazyLock<String> = LazyLock::new(|| format!("/assets/tocsin.css?v={}", mark(STYLE)));
    URL.clone()
}

/// The address of the script, if there is one.
pub(crate) fn script_url() -> Option<String> {
    static URL: LazyLock<Option<String>> =
        LazyLock::new(|| (!SCRIPT.is_empty()).then(|| format!("/assets/tocsin.js?v={}", mark(SCRIPT))));
    URL.clone()
}

fn kept(kind: &'static str, content: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")], content)
}

/// The routes of the assets.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/tocsin.css", get(async || kept("text/css; charset=utf-8", STYLE)))
        .route("/assets/tocsin.js", get(async || kept("text/javascript; charset=utf-8", SCRIPT)))
        .route("/assets/icon.svg", get(async || kept("image/svg+xml", ICON)))
        .route("/favicon.ico", get(async || kept("image/svg+xml", ICON)))
}
