//! One request at a time a host, with a pause between two, and so many over all hosts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex as Gate, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Hosts that are remembered; above this those that nobody waits for are forgotten.
const REMEMBERED: usize = 4_096;

/// When a host may be asked again.
#[derive(Debug)]
struct Next {
    /// By the pause between two requests.
    not_before: Instant,
    /// By the host's own word.
    asked: Option<Instant>,
}

/// Whose turn it is, at every host.
#[derive(Debug)]
pub(crate) struct Turns {
    hosts: Mutex<HashMap<String, Arc<Gate<Next>>>>,
    all: Arc<Semaphore>,
}

/// The turn of one request at one host; the next one comes when it is dropped, after the pause.
#[derive(Debug)]
pub(crate) struct Turn {
    next: OwnedMutexGuard<Next>,
    pause: Duration,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Turns {
    /// At most `concurrency` requests at once.
    pub fn new(concurrency: usize) -> Self {
        Turns { hosts: Mutex::default(), all: Arc::new(Semaphore::new(concurrency.max(1))) }
    }

    /// Waits for the turn at `host`; the time left, where the host asked for a longer wait than `patience`.
    pub async fn take(&self, host: &str, pause: Duration, patience: Duration) -> Result<Turn, Duration> {
        let gate = self.gate(host);
        let next = gate.lock_owned().await;
        let now = Instant::now();
        if let Some(left) = next.asked.map(|asked| asked.saturating_duration_since(now)).filter(|left| *left > patience)
        {
            return Err(left);
        }
        let begin = next.asked.map_or(next.not_before, |asked| asked.max(next.not_before));
        tokio::time::sleep_until(begin).await;
        // It is never closed.
        let permit = Arc::clone(&self.all).acquire_owned().await.ok();
        Ok(Turn { next, pause, _permit: permit })
    }

    fn gate(&self, host: &str) -> Arc<Gate<Next>> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= REMEMBERED {
            let now = Instant::now();
            let is_busy = |gate: &Arc<Gate<Next>>| match gate.try_lock() {
                Ok(next) => next.not_before > now || next.asked.is_some_and(|asked| asked > now),
                Err(_) => true,
            };
            hosts.retain(|_, gate| Arc::strong_count(gate) > 1 || is_busy(gate));
        }
        let free = || Arc::new(Gate::new(Next { not_before: Instant::now(), asked: None }));
        Arc::clone(hosts.entry(host.to_owned()).or_insert_with(free))
    }
}

impl Turn {
    /// Nobody comes to this host before so long.
    pub fn leave_alone_for(&mut self, wait: Duration) {
        self.next.asked = Some(Instant::now() + wait);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.next.not_before = Instant::now() + self.pause;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(2);

    #[tokio::test(start_paused = true)]
    async fn one_at_a_time_with_a_pause() {
        let turns = Arc::new(Turns::new(8));
        let begin = Instant::now();
        let ask = |host: &'static str| {
            let turns = Arc::clone(&turns);
            tokio::spawn(async move {
                let turn = turns.take(host, PAUSE, PAUSE).await.expect("a turn");
                let at = begin.elapsed();
                tokio::time::sleep(Duration::from_secs(1)).await;
                drop(turn);
                at
            })
        };
        let asked = [ask("a"), ask("a"), ask("a"), ask("b")];
        let mut times = Vec::new();
        for task in asked {
            times.push(task.await.expect("no panic").as_secs());
        }
        times[..3].sort_unstable();
        assert_eq!(times, [0, 3, 6, 0], "a pause after each answer; other hosts do not wait");
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asks_for_a_wait_gets_it() {
        let turns = Turns::new(1);
        let mut turn = turns.take("a", PAUSE, PAUSE).await.expect("a turn");
        turn.leave_alone_for(Duration::from_secs(600));
        drop(turn);
        let left = turns.take("a", PAUSE, PAUSE).await.expect_err("not now");
        assert!(left > Duration::from_secs(590), "{left:?}");
        assert!(turns.take("b", PAUSE, PAUSE).await.is_ok());
        tokio::time::sleep(Duration::from_secs(599)).await;
        assert!(turns.take("a", PAUSE, PAUSE).await.is_ok(), "a short rest of it is waited for");
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_so_many_at_once() {
        let turns = Turns::new(1);
        let _one = turns.take("a", PAUSE, PAUSE).await.expect("a turn");
        let other = tokio::time::timeout(Duration::from_secs(60), turns.take("b", PAUSE, PAUSE)).await;
        assert!(other.is_err(), "it waits for the first to end");
    }
}
