//! What every request must show before any page answers: a Host that is ours, and, to write, the page's token and
//! its own origin. So a web page elsewhere cannot reach the server on loopback, by rebinding a name or otherwise.

use crate::problem::Problem;
use crate::site::Site;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

/// Longest query string that is read, in bytes.
const LONGEST_QUERY: usize = 8 * 1024;
/// Longest path, in bytes.
const LONGEST_PATH: usize = 16 * 1024;
/// Longest form that is read for its token, in bytes.
const LONGEST_FORM: usize = 64 * 1024;
/// The header that carries the page's token; a form carries it in the field `token`.
pub const TOKEN_HEADER: &str = "x-tocsin-token";

/// The hosts by which the server may be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hosts(Vec<String>);

impl Hosts {
    /// Loopback's own names and the bound address, each with the bound port, and the names that the user configured:
    /// `name` stands for itself with the bound port and without one, `name:port` for exactly that.
    pub(crate) fn new(bound: SocketAddr, configured: &[String]) -> Self {
        let port = bound.port();
        let mut hosts = Vec::new();
        let mut with_port = |name: &str| {
            hosts.push(format!("{name}:{port}"));
            if port == 80 {
                hosts.push(name.to_owned());
            }
        };
        ["localhost", "127.0.0.1", "[::1]"].into_iter().for_each(&mut with_port);
        if !bound.ip().is_unspecified() {
            let ip = bound.ip();
            with_port(&if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() });
        }
        for name in configured.iter().map(|name| name.trim().to_ascii_lowercase()) {
            let has_port = name.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
            if !has_port {
                hosts.push(format!("{name}:{port}"));
            }
            hosts.push(name);
        }
        hosts.sort();
        hosts.dedup();
        Hosts(hosts)
    }

    fn knows(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.0.contains(&host)
    }
}

/// The one host a request names, if it names exactly one and it is known.
fn known_host<'r>(hosts: &Hosts, uri: &Uri, headers: &'r HeaderMap) -> Option<&'r str> {
    let mut given = headers.get_all(header::HOST).iter();
    let host = given.next()?.to_str().ok()?;
    let agrees = uri.authority().map(Authority::as_str).is_none_or(|authority| authority.eq_ignore_ascii_case(host));
    (given.next().is_none() && agrees && hosts.knows(host)).then_some(host)
}

/// Whether the request comes from a page of this very host.
fn own_origin(headers: &HeaderMap, host: &str) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let origin = origins.next().and_then(|origin| origin.to_str().ok());
    let own = origin
        .and_then(|origin| origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")))
        .is_some_and(|origin| origin.eq_ignore_ascii_case(host));
    let fetched = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin");
    own && fetched && origins.next().is_none()
}

/// Compares without telling by its time where the first difference is.
fn same_secret(given: &[u8], token: &[u8]) -> bool {
    given.len() == token.len() && given.iter().zip(token).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

fn writes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD)
}

/// Reads the token from the header, else from a form's field; gives the request back whole.
async fn carries_token(request: Request, token: &str) -> (Request, bool) {
    if let Some(given) = request.headers().get(TOKEN_HEADER) {
        let same = same_secret(given.as_bytes(), token.as_bytes());
        return (request, same);
    }
    let form = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !form.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return (request, false);
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LONGEST_FORM).await else {
        return (Request::from_parts(parts, Body::empty()), false);
    };
    let mut fields = url::form_urlencoded::parse(&bytes).filter(|(name, _)| name == "token");
    let same = fields.next().is_some_and(|(_, given)| same_secret(given.as_bytes(), token.as_bytes()));
    (Request::from_parts(parts, Body::from(bytes)), same)
}

/// Lets a request through or answers it; puts the security headers on every answer.
pub(crate) async fn check(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = answer(&site, request, next).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

async fn answer(site: &Site, request: Request, next: Next) -> Response {
    let Some(host) = known_host(site.hosts(), request.uri(), request.headers()).map(str::to_owned) else {
        return Problem::misdirected().into_response();
    };
    if request.uri().query().is_some_and(|q| q.len() > LONGEST_QUERY) || request.uri().path().len() > LONGEST_PATH {
        return Problem::bad_request("The address is too long.").into_response();
    }
    if !writes(request.method()) {
        return next.run(request).await;
    }
    if !own_origin(request.headers(), &host) {
        return Problem::forbidden("Only a page of this server may change something here.").into_response();
    }
    match carries_token(request, site.token()).await {
        (request, true) => next.run(request).await,
        (_, false) => {
            Problem::forbidden("The page's token is missing or out of date: load the page again.").into_response()
        }
    }
}

const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // Not `no-referrer`: under that, browsers send `Origin: null` with a form of this very page. Nothing leaves either way.
    ("referrer-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_loopback_the_bound_address_and_what_the_user_names() {
        let hosts = Hosts::new(([127, 0, 0, 1], 7878).into(), &["Desk.example".into(), "proxy.example:443".into()]);
        for known in
            ["localhost:7878", "LOCALHOST:7878", "127.0.0.1:7878", "[::1]:7878", "desk.example", "desk.example:7878"]
        {
            assert!(hosts.knows(known), "{known}");
        }
        assert!(hosts.knows("proxy.example:443"));
        for unknown in ["localhost", "localhost:80", "evil.example:7878", "localhost.:7878", "proxy.example", ""] {
            assert!(!hosts.knows(unknown), "{unknown}");
        }
        assert!(Hosts::new(([192, 168, 1, 5], 80).into(), &[]).knows("192.168.1.5"));
        assert!(!Hosts::new(([0, 0, 0, 0], 7878).into(), &[]).knows("0.0.0.0:7878"));
    }
}
