//! When a feed is looked at again.

use std::time::Duration;

/// Between which bounds the interval of a feed moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Never sooner than this. Default 10 minutes.
    pub least: Duration,
    /// Where a new feed begins. Default 30 minutes.
    pub first: Duration,
    /// Never later than this. Default 1 day.
    pub most: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        Bounds { least: minutes(10), first: minutes(30), most: minutes(24 * 60) }
    }
}

/// How a look at a feed ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
    /// It came, with so many items that were not known.
    New(u64),
    /// It has not changed.
    Unchanged,
    /// It failed, so many times in a row; the host may have said when to come again.
    Failed {
        /// This one included.
        times: u32,
        /// The host's own word.
        retry_after: Option<Duration>,
    },
}

/// The interval that counts from now on, and how long to wait for the next look.
///
/// A feed that brings news is looked at sooner, one that does not later, by half each time, within `bounds` and never
/// sooner than the feed or its host asks for (`asked`: the feed's ttl, its update period, the answer's max-age; more
/// than the longest interval is not heeded). Failures double the wait and leave the interval. `key` (the feed's address)
/// moves the wait by up to a tenth, so that feeds added together do not stay together; the same key is always moved
/// alike at the same `turn`.
pub fn next_poll(
    interval: Duration,
    poll: Poll,
    asked: Option<Duration>,
    bounds: Bounds,
    key: &str,
    turn: u64,
) -> (Duration, Duration) {
    let (least, most) = (bounds.least, bounds.most.max(bounds.least));
    let within = |interval: Duration| interval.clamp(least.max(asked.unwrap_or_default()).min(most), most);
    let jitter = |wait: Duration| wait.mul_f64(0.9 + 0.2 * share(key, turn));
    match poll {
        Poll::New(0) | Poll::Unchanged => {
            let interval = within(interval.mul_f64(1.5));
            (interval, jitter(interval))
        }
        // Many at once: the feed may lose items between two looks.
        Poll::New(count) => {
            let interval = within(if count >= 5 { interval / 2 } else { interval.mul_f64(0.75) });
            (interval, jitter(interval))
        }
        Poll::Failed { times, retry_after } => {
            let doubled = interval.max(least).saturating_mul(1 << times.clamp(1, 10)).min(most);
            let wait = jitter(doubled);
            (within(interval), retry_after.map_or(wait, |asked| asked.max(wait)))
        }
    }
}

/// A number between 0 and 1 that `key` and `turn` decide (FNV-1a, finished by a mix of all bits).
fn share(key: &str, turn: u64) -> f64 {
    let bytes = key.bytes().chain(turn.to_le_bytes());
    let mut hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    ((hash ^ (hash >> 33)) >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn next(interval: u32, poll: Poll, asked: Option<u32>) -> (u64, Duration) {
        let asked = asked.map(|minutes| MINUTE * minutes);
        let (interval, wait) = next_poll(MINUTE * interval, poll, asked, Bounds::default(), "https://a.example/", 7);
        (interval.as_secs() / 60, wait)
    }

    #[test]
    fn news_shortens_the_interval_and_silence_lengthens_it() {
        assert_eq!(next(60, Poll::New(9), None).0, 30);
        assert_eq!(next(60, Poll::New(1), None).0, 45);
        assert_eq!(next(60, Poll::Unchanged, None).0, 90);
        assert_eq!(next(60, Poll::New(0), None).0, 90);
        assert_eq!(next(12, Poll::New(9), None).0, 10, "the least");
        assert_eq!(next(1400, Poll::Unchanged, None).0, 1440, "the most");
    }

    #[test]
    fn a_feed_that_asks_for_longer_gets_it() {
        assert_eq!(next(60, Poll::New(9), Some(120)).0, 120);
        assert_eq!(next(60, Poll::New(9), Some(100_000)).0, 1440, "up to the longest");
    }

    #[test]
    fn failures_double_the_wait_and_the_hosts_word_counts() {
        let wait = |times, retry_after| next(30, Poll::Failed { times, retry_after }, None).1.as_secs() / 60;
        assert!((54..=66).contains(&wait(1, None)), "{}", wait(1, None));
        assert!((216..=264).contains(&wait(3, None)));
        assert!(wait(30, None) <= 1584);
        assert!(wait(1, Some(MINUTE * 600)) >= 600);
        assert_eq!(next(30, Poll::Failed { times: 3, retry_after: None }, None).0, 30, "the interval stays");
    }

    #[test]
    fn feeds_that_were_added_together_do_not_stay_together() {
        let wait = |n: u32| next_poll(MINUTE * 60, Poll::Unchanged, None, Bounds::default(), &format!("f{n}"), 1).1;
        let waits: std::collections::BTreeSet<Duration> = (0..50).map(wait).collect();
        assert_eq!(waits.len(), 50);
        assert!(waits.iter().all(|wait| (81 * 60..=99 * 60).contains(&wait.as_secs())), "{waits:?}");
        assert!(waits.last().zip(waits.first()).is_some_and(|(a, b)| *a - *b > MINUTE * 10), "spread out");
    }
}
