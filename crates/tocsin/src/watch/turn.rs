//! What is under way, so that nothing is begun twice and no host takes all the room.

use super::Done;
use jiff::Timestamp;
use std::collections::{HashSet, VecDeque};
use tocsin_store::{DueFeed, DuePage, Store, StoreError};
use url::Url;

/// Pages that are asked for at once.
const AHEAD: usize = 2_000;

/// What is under way.
#[derive(Debug)]
pub struct InHand {
    room: usize,
    feeds: HashSet<i64>,
    pages: HashSet<i64>,
    hosts: HashSet<String>,
    /// Feeds that a single run has looked at.
    looked_at: HashSet<i64>,
    waiting: VecDeque<DuePage>,
}

impl InHand {
    /// Room for so many feeds, and as many pages.
    pub fn new(room: usize) -> Self {
        InHand {
            room,
            feeds: HashSet::new(),
            pages: HashSet::new(),
            hosts: HashSet::new(),
            looked_at: HashSet::new(),
            waiting: VecDeque::new(),
        }
    }

    /// The feeds to begin now: what is due, and in a single run (since `once`) every feed that has not been looked at.
    pub fn feeds(
        &mut self,
        store: &Store,
        now: Timestamp,
        once: Option<Timestamp>,
    ) -> Result<Vec<DueFeed>, StoreError> {
        let free = self.room.saturating_sub(self.feeds.len());
        if free == 0 {
            return Ok(Vec::new());
        }
        let most = self.feeds.len() + self.looked_at.len() + free;
        let due = store.due_feeds(once.unwrap_or(now), once.is_some(), most)?;
        let is_new = |feed: &DueFeed| !self.feeds.contains(&feed.key) && !self.looked_at.contains(&feed.key);
        let begun: Vec<DueFeed> = due.into_iter().filter(is_new).take(free).collect();
        self.feeds.extend(begun.iter().map(|feed| feed.key));
        if once.is_some() {
            self.looked_at.extend(begun.iter().map(|feed| feed.key));
        }
        Ok(begun)
    }

    /// The pages to begin now: one a host.
    pub fn pages(&mut self, store: &Store, now: Timestamp) -> Result<Vec<DuePage>, StoreError> {
        let free = (2 * self.room).saturating_sub(self.pages.len());
        if free == 0 {
            return Ok(Vec::new());
        }
        if self.waiting.is_empty() {
            let due = store.due_pages(now, AHEAD)?;
            self.waiting = due.into_iter().filter(|page| !self.pages.contains(&page.key)).collect();
        }
        let mut begun = Vec::new();
        let mut left = VecDeque::new();
        for page in self.waiting.drain(..) {
            let host = host(&page);
            let is_free = begun.len() < free && host.as_ref().is_none_or(|host| !self.hosts.contains(host));
            if !is_free {
                left.push_back(page);
                continue;
            }
            self.hosts.extend(host);
            self.pages.insert(page.key);
            begun.push(page);
        }
        self.waiting = left;
        Ok(begun)
    }

    /// Notes that a task has ended.
    pub fn put_down(&mut self, done: &Done) {
        match done {
            Done::Feed(feed, _) => {
                self.feeds.remove(&feed.key);
            }
            Done::Page(page, _) => {
                self.pages.remove(&page.key);
                if let Some(host) = host(page) {
                    self.hosts.remove(&host);
                }
            }
        }
    }
}

fn host(page: &DuePage) -> Option<String> {
    let url = Url::parse(page.link.as_deref()?).ok()?;
    Some(format!("{}:{}", url.host_str()?, url.port_or_known_default().unwrap_or(0)))
}
