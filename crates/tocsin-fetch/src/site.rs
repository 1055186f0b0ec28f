//! What a host says of itself: its robots.txt, and its file of reservations.

use crate::error::{FetchError, FetchErrorKind};
use crate::fetcher::Fetcher;
use crate::options::NAME;
use crate::tdm::{self, Reservations};
use robotxt::Robots;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex as Gate, OnceCell};
use tokio::time::Instant;
use url::{Position, Url};

/// How long a host's word counts (RFC 9309: at most a day).
const KEPT: Duration = Duration::from_secs(24 * 3600);
/// How long nothing is fetched from a host whose robots.txt cannot be had.
const UNREACHABLE: Duration = Duration::from_secs(15 * 60);
/// The most of either file that is taken in; of a robots.txt 500 KiB are heeded.
const MOST_BYTES: u64 = 2 << 20;
/// Redirects of a robots.txt (RFC 9309: at least five).
const REDIRECTS: usize = 5;
/// Hosts that are remembered.
const REMEMBERED: usize = 4_096;
/// The longest pause that a robots.txt can ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What may be fetched from a host.
#[derive(Debug)]
pub(crate) enum Robot {
    Rules(Box<Robots>),
    /// Nothing may, because its robots.txt cannot be had, and why.
    Unreachable(String),
    /// Nothing can: the host itself cannot or may not be reached.
    Failed(FetchError),
}

/// A host's word.
#[derive(Debug)]
pub(crate) struct Site {
    pub robot: Robot,
    reservations: OnceCell<Reservations>,
    until: Instant,
}

impl Site {
    /// The pause that the robots.txt asks for.
    pub fn pause(&self) -> Option<Duration> {
        match &self.robot {
            Robot::Rules(robots) => robots.crawl_delay().map(|pause| pause.min(LONGEST_PAUSE)),
            Robot::Unreachable(_) | Robot::Failed(_) => None,
        }
    }

    /// Whether robots.txt allows what lies at `url`; an error where the host itself cannot be reached.
    pub fn allows(&self, url: &Url) -> Result<(), FetchError> {
        match &self.robot {
            Robot::Rules(robots) if robots.is_allowed(&url[Position::BeforePath..Position::AfterQuery]) => Ok(()),
            Robot::Rules(_) => {
                let reason = "may not be fetched by programs (robots.txt)";
                let advice = "save the page from a browser and read the file";
                Err(FetchError::new(FetchErrorKind::Robots, url, reason, advice))
            }
            // Where the host cannot be reached at all, that is the reason, not its robots.txt.
            Robot::Failed(error) => {
                let retry_after = error.is_temporary().then(|| error.retry_after.unwrap_or_default().max(self.left()));
                Err(FetchError { address: url.to_string(), retry_after, ..error.clone() })
            }
            Robot::Unreachable(why) => {
                let reason = format!("is left alone because the host's robots.txt cannot be had ({why})");
                let error = FetchError::new(FetchErrorKind::Robots, url, reason, "it is tried again later");
                Err(FetchError { retry_after: Some(self.left()), ..error })
            }
        }
    }

    /// What the host's file reserves, asked for only when something is about to be taken from the host.
    pub async fn reservations(&self, fetcher: &Fetcher, url: &Url) -> &Reservations {
        self.reservations.get_or_init(|| reservations(fetcher, url)).await
    }

    /// What is left of the time for which this counts.
    fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}

type Slot = Arc<Gate<Option<Arc<Site>>>>;

/// The hosts whose word is known.
#[derive(Debug, Default)]
pub(crate) struct Sites {
    known: Mutex<HashMap<String, Slot>>,
}

impl Sites {
    /// The word of the host of `url`, asked for if need be; whoever comes meanwhile waits for the answer.
    pub async fn of(&self, fetcher: &Fetcher, url: &Url) -> Arc<Site> {
        let slot = self.slot(&url[..Position::BeforePath]);
        let mut held = slot.lock().await;
        if let Some(site) = held.as_ref().filter(|site| site.until > Instant::now()) {
            return Arc::clone(site);
        }
        let site = Arc::new(ask(fetcher, url).await);
        *held = Some(Arc::clone(&site));
        site
    }

    fn slot(&self, origin: &str) -> Slot {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        Arc::clone(known.entry(origin.to_owned()).or_default())
    }
}

async fn ask(fetcher: &Fetcher, url: &Url) -> Site {
    let robot = robot(fetcher, url).await;
    let until = Instant::now() + if matches!(robot, Robot::Rules(_)) { KEPT } else { UNREACHABLE };
    Site { robot, reservations: OnceCell::new(), until }
}

async fn robot(fetcher: &Fetcher, url: &Url) -> Robot {
    let Ok(url) = url.join("/robots.txt") else { return Robot::Unreachable("has no address".to_owned()) };
    match fetcher.plain(url, MOST_BYTES, REDIRECTS).await {
        Ok((200..=299, bytes)) => Robot::Rules(Box::new(Robots::parse(&bytes, NAME))),
        // A host that is overrun has said nothing about what it allows.
        Ok((429, _)) => Robot::Unreachable("the host answers 429 (too many requests)".to_owned()),
        Ok((300..=499, _)) => Robot::Rules(Box::new(Robots::allow_all())),
        Ok((status, _)) => Robot::Unreachable(format!("the host answers {status}")),
        Err(error) if error.kind == FetchErrorKind::Redirects => Robot::Rules(Box::new(Robots::allow_all())),
        Err(error) => match error.kind {
            FetchErrorKind::Refused | FetchErrorKind::Connection | FetchErrorKind::Timeout | FetchErrorKind::Later => {
                Robot::Failed(error)
            }
            _ => Robot::Unreachable(error.reason),
        },
    }
}

async fn reservations(fetcher: &Fetcher, url: &Url) -> Reservations {
    let Ok(url) = url.join(tdm::PATH) else { return Reservations::default() };
    match fetcher.plain(url, MOST_BYTES, REDIRECTS).await {
        Ok((200..=299, bytes)) => Reservations::parse(&bytes),
        Ok(_) => Reservations::default(),
        Err(error) => {
            tracing::debug!(%error, "no file of reservations");
            Reservations::default()
        }
    }
}
