//! One address, fetched.

use crate::decode::{self, Broken};
use crate::error::{FetchError, FetchErrorKind};
use crate::guard;
use crate::headers;
use crate::options::Options;
use crate::resolve::{Refused, Resolver, public};
use crate::site::Sites;
use crate::tdm;
use crate::tls;
use crate::turns::{Turn, Turns};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use reqwest::{Client, Response};
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use url::{Position, Url};

/// What an address is fetched for: it decides what is accepted and how much, and whether robots.txt binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A page or anything else a person would read.
    Page,
    /// A feed that the user has named, or that a page names which the user has: it is fetched at the user's own demand, as by
    /// a browser, and robots.txt, which speaks to crawlers (RFC 9309), does not bind. What a feed leads to are pages.
    Feed,
}

/// An address to fetch, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The address.
    pub address: &'a str,
    /// What for.
    pub purpose: Purpose,
    /// The mark of the version that is known.
    pub etag: Option<&'a str>,
    /// The host's date of the version that is known.
    pub last_modified: Option<&'a str>,
}

/// What a host answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The known version is the newest.
    Unchanged {
        /// For how long that is so, where the host says.
        fresh_for: Option<Duration>,
    },
    /// This.
    Body(Box<Fetched>),
}

/// An answer's bytes, unpacked, and what the host said of them.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The address that gave them in the end.
    pub address: String,
    /// Where the address that was asked for has moved for good.
    pub moved: Option<String>,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The media type, with its parameters.
    pub content_type: Option<String>,
    /// The charset of the media type.
    pub charset: Option<String>,
    /// The mark of this version, for the next time.
    pub etag: Option<String>,
    /// The host's date of this version, for the next time.
    pub last_modified: Option<String>,
    /// For how long it stays the newest, where the host says.
    pub fresh_for: Option<Duration>,
    /// Whether text and data mining is reserved, by a field of the answer or else the host's file. A page's own word
    /// comes before it.
    pub reserved: Option<bool>,
    /// Whether the host's robots.txt asks programs to keep away from it, which a feed is not bound by.
    pub against_robots: bool,
}

/// Fetches. Cheap to clone; clones share turns and what is known of hosts.
#[derive(Clone, Debug)]
pub struct Fetcher(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: Options,
    /// For the world.
    guarded: Client,
    /// For the hosts that the user allows.
    open: Client,
    turns: Turns,
    sites: Sites,
}

/// One answer, read to its end.
struct Exchange {
    status: u16,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Fetcher {
    /// A fetcher.
    ///
    /// # Errors
    /// When the system's TLS cannot be set up.
    pub fn new(options: Options) -> Result<Fetcher, FetchError> {
        let guarded = client(&options, options.proxy.is_none())?;
        let open = client(&options, false)?;
        let turns = Turns::new(options.concurrency);
        Ok(Fetcher(Arc::new(Inner { options, guarded, open, turns, sites: Sites::default() })))
    }

    /// Whether the user may mine the pages of this address's host although they are reserved.
    pub fn may_mine(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| guard::covered(&self.0.options.mining_allowed, &url))
    }

    /// The error of a page whose publisher reserves text and data mining.
    pub fn reserved(address: &str) -> FetchError {
        let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        let reason =
            "its publisher reserves text and data mining (TDM Reservation Protocol), so its text is not stored";
        let advice =
            format!("if you have the right to, name {host:?} in mining_allowed under [fetch] of the configuration");
        FetchError::new(FetchErrorKind::Reserved, address, reason, advice)
    }

    /// Fetches an address: follows redirects, looks at every hop, heeds robots.txt, keeps to the host's pace.
    ///
    /// A redirect from https to http is followed, as a browser follows it: nothing secret is ever sent. But no mark of the
    /// known version goes along, for the network would see it, and it is never told as an address to keep.
    ///
    /// # Errors
    /// When it may not or cannot be fetched; the error names the address that was asked for.
    pub async fn fetch(&self, ask: Ask<'_>) -> Result<Answer, FetchError> {
        let wanted = guard::parse(ask.address)?;
        let fetched = self.walk(&wanted, &ask).await;
        fetched.map_err(|mut error| {
            if error.address != wanted.as_str() {
                // The user knows the address that was asked for; where it led to is part of the reason.
                error.reason = format!("leads to {}, which {}", error.address, error.reason);
                error.address = wanted.to_string();
            }
            error
        })
    }

    async fn walk(&self, wanted: &Url, ask: &Ask<'_>) -> Result<Answer, FetchError> {
        let limits = self.0.options.limits;
        let limit = if ask.purpose == Purpose::Page { limits.page } else { limits.feed };
        let mut ask = *ask;
        let mut url = wanted.clone();
        let mut moved_for_good = true;
        let mut moved = None;
        let mut against_robots = false;
        for _ in 0..=limits.redirects {
            guard::check(&url, &self.0.options.allowed)?;
            let site = self.0.sites.of(self, &url).await;
            match site.allows(&url) {
                Ok(()) => {}
                Err(error) if error.kind == FetchErrorKind::Robots && ask.purpose == Purpose::Feed => {
                    // A robots.txt that cannot be had asks for nothing.
                    against_robots |= !error.is_temporary();
                }
                Err(error) => return Err(error),
            }
            let path = &url[Position::BeforePath..Position::AfterQuery];
            let by_file = site.reservations(self, &url).await.of(path);
            // The file is there to be looked at before anything is taken from the host.
            if by_file == Some(true) && ask.purpose == Purpose::Page && !self.may_mine(url.as_str()) {
                return Err(Fetcher::reserved(url.as_str()));
            }
            let answer = self.exchange(&url, &fields(&ask), limit, site.pause()).await?;
            match answer.status {
                300..=399 if answer.status != 304 => {
                    let next = next_hop(&url, &answer)?;
                    let is_downgrade = url.scheme() == "https" && next.scheme() == "http";
                    if is_downgrade {
                        (ask.etag, ask.last_modified) = (None, None);
                    }
                    moved_for_good &= matches!(answer.status, 301 | 308) && !is_downgrade;
                    url = next;
                    if moved_for_good {
                        moved = Some(url.to_string());
                    }
                }
                304 if ask.etag.is_some() || ask.last_modified.is_some() => {
                    return Ok(Answer::Unchanged { fresh_for: headers::fresh_for(&answer.headers) });
                }
                200..=299 => {
                    let fetched = Fetched { moved, against_robots, ..fetched(&url, answer, by_file) };
                    return Ok(Answer::Body(Box::new(fetched)));
                }
                status => return Err(status_error(&url, status, &answer.headers)),
            }
        }
        let reason = format!("redirects more than {} times", limits.redirects);
        Err(FetchError::new(
            FetchErrorKind::Redirects,
            wanted,
            reason,
            "open it in a browser and give the last address",
        ))
    }

    /// A file of the host itself, outside robots.txt: status and body.
    pub(crate) async fn plain(&self, mut url: Url, limit: u64, redirects: usize) -> Result<(u16, Vec<u8>), FetchError> {
        let first = url.clone();
        for _ in 0..=redirects {
            guard::check(&url, &self.0.options.allowed)?;
            let answer = self.exchange(&url, &HeaderMap::new(), limit, None).await?;
            match answer.status {
                300..=399 if answer.headers.contains_key(LOCATION) => url = next_hop(&url, &answer)?,
                status => return Ok((status, answer.bytes)),
            }
        }
        Err(FetchError::new(FetchErrorKind::Redirects, first, "redirects without end", "tell the host"))
    }

    /// One request and its answer.
    async fn exchange(
        &self,
        url: &Url,
        fields: &HeaderMap,
        limit: u64,
        pause: Option<Duration>,
    ) -> Result<Exchange, FetchError> {
        let options = &self.0.options;
        let pause = pause.unwrap_or_default().max(options.pause);
        let host = &url[Position::BeforeHost..Position::AfterPort];
        let mut turn = self.0.turns.take(host, pause, options.patience).await.map_err(|left| {
            let reason = format!("the host asked to be left alone for another {} s", left.as_secs());
            let advice = "it is asked again then";
            FetchError { retry_after: Some(left), ..FetchError::new(FetchErrorKind::Later, url, reason, advice) }
        })?;
        let whole = options.timeouts.whole;
        let answer = tokio::time::timeout(whole, self.ask(url, fields, limit, &mut turn)).await;
        answer.unwrap_or_else(|_| Err(too_slow(url, &format!("has not come to its end in {} s", whole.as_secs()))))
    }

    async fn ask(&self, url: &Url, fields: &HeaderMap, limit: u64, turn: &mut Turn) -> Result<Exchange, FetchError> {
        let options = &self.0.options;
        let is_allowed = guard::covered(&options.allowed, url);
        if options.proxy.is_some() && !is_allowed {
            self.look_up(url).await?;
        }
        let client = if is_allowed { &self.0.open } else { &self.0.guarded };
        let request = client.get(url.clone()).headers(fields.clone()).send();
        let response = tokio::time::timeout(options.timeouts.head, request).await;
        let seconds = options.timeouts.head.as_secs();
        let mut response = response
            .map_err(|_| too_slow(url, &format!("does not answer within {seconds} s")))?
            .map_err(|error| self.failed(url, &error))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        if matches!(status, 429 | 503)
            && let Some(wait) = headers::retry_after(&headers, SystemTime::now())
        {
            turn.leave_alone_for(wait);
        }
        // What is not kept is not read: the connection goes with it.
        let bytes =
            if (200..=299).contains(&status) { self.body(url, &mut response, limit).await? } else { Vec::new() };
        Ok(Exchange { status, headers, bytes })
    }

    /// With a proxy nobody but this looks at a name's addresses.
    async fn look_up(&self, url: &Url) -> Result<(), FetchError> {
        let Some(url::Host::Domain(name)) = url.host() else { return Ok(()) };
        let found = self.0.options.lookup.lookup(name).await;
        let found = found.map_err(|error| not_found(url, &error.to_string()))?;
        public(found)
            .map(|_| ())
            .map_err(|refused| FetchError::new(FetchErrorKind::Refused, url, refused.to_string(), guard::advice(url)))
    }

    /// The body, unpacked, no longer than `limit` in either form.
    async fn body(&self, url: &Url, response: &mut Response, limit: u64) -> Result<Vec<u8>, FetchError> {
        let too_large = || {
            let reason = format!("is larger than {} MiB", limit >> 20);
            FetchError::new(FetchErrorKind::TooLarge, url, reason, "nothing is to be done: no article needs that")
        };
        if response.content_length().is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let stall = self.0.options.timeouts.stall;
        let mut packed = Vec::new();
        loop {
            let chunk = tokio::time::timeout(stall, response.chunk()).await;
            let chunk = chunk.map_err(|_| too_slow(url, &format!("stops half-way for {} s", stall.as_secs())))?;
            let Some(chunk) = chunk.map_err(|error| self.failed(url, &error))? else { break };
            if packed.len() as u64 + chunk.len() as u64 > limit {
                return Err(too_large());
            }
            packed.extend_from_slice(&chunk);
        }
        let encodings: Vec<&str> =
            response.headers().get_all(CONTENT_ENCODING).iter().filter_map(|field| field.to_str().ok()).collect();
        let encoding = encodings.join(",");
        if encoding.is_empty() {
            return Ok(packed);
        }
        let unpacked = tokio::task::spawn_blocking(move || decode::unpack(packed, &encoding, limit)).await;
        let advice = "try again later, or tell the host";
        match unpacked {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(Broken::TooLarge)) => Err(too_large()),
            Ok(Err(Broken::Unknown(encoding))) => {
                let reason = format!("is packed in a way that was not asked for ({encoding})");
                Err(FetchError::new(FetchErrorKind::Encoding, url, reason, advice))
            }
            Ok(Err(Broken::Damaged(why))) => {
                Err(FetchError::new(FetchErrorKind::Encoding, url, format!("cannot be unpacked ({why})"), advice))
            }
            Err(error) => Err(FetchError::new(FetchErrorKind::Encoding, url, error.to_string(), advice)),
        }
    }

    /// A request that came to nothing, in words.
    fn failed(&self, url: &Url, error: &reqwest::Error) -> FetchError {
        let mut innermost: &dyn Error = error;
        while let Some(source) = innermost.source() {
            innermost = source;
            if let Some(refused) = source.downcast_ref::<Refused>() {
                return FetchError::new(FetchErrorKind::Refused, url, refused.to_string(), guard::advice(url));
            }
        }
        let why = innermost.to_string();
        if error.is_timeout() {
            return too_slow(url, "cannot be connected to in time");
        }
        if let Some(error) = tls::cause(error) {
            return tls::told(url, error);
        }
        let lower = why.to_ascii_lowercase();
        if lower.contains("failed to lookup") || lower.contains("name or service") || lower.contains("nodename") {
            return not_found(url, &why);
        }
        let what = if error.is_connect() { "cannot be connected to" } else { "breaks off" };
        FetchError::new(FetchErrorKind::Connection, url, format!("{what} ({why})"), "it is tried again later")
    }
}

/// A client without redirects, proxies of the environment, cookies or referrers.
fn client(options: &Options, guarded: bool) -> Result<Client, FetchError> {
    let resolver = Resolver { lookup: Arc::clone(&options.lookup), guarded };
    let mut builder = Client::builder()
        .user_agent(options.user_agent())
        .tls_backend_preconfigured(tls::config()?)
        .http1_only()
        .http1_max_headers(100)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(options.timeouts.connect)
        .pool_idle_timeout(Duration::from_secs(30))
        .pool_max_idle_per_host(1)
        .dns_resolver(resolver)
        .no_proxy();
    let failed = |error: reqwest::Error| {
        FetchError::new(FetchErrorKind::Connection, "network", error.to_string(), "check the proxy under [fetch]")
    };
    if let Some(proxy) = &options.proxy {
        builder = builder.proxy(reqwest::Proxy::all(proxy.as_str()).map_err(failed)?);
    }
    builder.build().map_err(failed)
}

/// The fields of a request.
fn fields(ask: &Ask<'_>) -> HeaderMap {
    let mut fields = HeaderMap::new();
    let accept = match ask.purpose {
        Purpose::Page => "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
        Purpose::Feed => {
            "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, \
             text/html;q=0.5, */*;q=0.1"
        }
    };
    fields.insert(ACCEPT, HeaderValue::from_static(accept));
    fields.insert(ACCEPT_ENCODING, HeaderValue::from_static(decode::ACCEPTED));
    let mut add = |name: HeaderName, value: Option<&str>| {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            fields.insert(name, value);
        }
    };
    add(IF_NONE_MATCH, ask.etag);
    add(IF_MODIFIED_SINCE, ask.last_modified);
    fields
}

fn next_hop(url: &Url, answer: &Exchange) -> Result<Url, FetchError> {
    let wrong = |reason: &str| {
        FetchError::new(FetchErrorKind::Redirects, url, reason, "open it in a browser and give the last address")
    };
    let location = answer.headers.get(LOCATION).ok_or_else(|| wrong("redirects without saying where"))?;
    let location = String::from_utf8_lossy(location.as_bytes());
    let next = url.join(location.trim()).map_err(|_| wrong("redirects to something that is no address"))?;
    guard::parse(next.as_str())
}

fn fetched(url: &Url, answer: Exchange, by_file: Option<bool>) -> Fetched {
    let Exchange { headers, bytes, .. } = answer;
    let by_field = headers.get(tdm::FIELD).and_then(|field| tdm::said(field.to_str().ok()?));
    let content_type = headers::kept(&headers, CONTENT_TYPE);
    Fetched {
        address: url.to_string(),
        moved: None,
        bytes,
        charset: content_type.as_deref().and_then(headers::charset),
        content_type,
        etag: headers::kept(&headers, ETAG),
        last_modified: headers::kept(&headers, LAST_MODIFIED),
        fresh_for: headers::fresh_for(&headers),
        reserved: by_field.or(by_file),
        against_robots: false,
    }
}

fn status_error(url: &Url, status: u16, headers: &HeaderMap) -> FetchError {
    let (reason, advice) = match status {
        401 | 402 | 403 | 407 => (format!("is not open to programs ({status})"), "read it in a browser and save it"),
        404 => ("is not there (404)".to_owned(), "check the address"),
        410 => ("is gone for good (410)".to_owned(), "take it off your list"),
        451 => ("is barred for legal reasons (451)".to_owned(), "nothing is to be done"),
        429 => ("is asked for too often (429)".to_owned(), "it is tried again later"),
        500.. => (format!("cannot be given by its host at present ({status})"), "it is tried again later"),
        _ => (format!("is answered with {status}"), "open it in a browser to see why"),
    };
    let retry_after = headers::retry_after(headers, SystemTime::now());
    FetchError { retry_after, ..FetchError::new(FetchErrorKind::Status(status), url, reason, advice) }
}

fn too_slow(url: &Url, reason: &str) -> FetchError {
    FetchError::new(FetchErrorKind::Timeout, url, reason, "it is tried again later")
}

fn not_found(url: &Url, why: &str) -> FetchError {
    let reason = format!("names a host that cannot be found ({why})");
    FetchError::new(FetchErrorKind::Connection, url, reason, "check the address and your connection")
}
