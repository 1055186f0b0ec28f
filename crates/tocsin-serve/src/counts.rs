//! Counts beside the lists, kept while nobody writes to the store: on a large store they cost more than the list.

use crate::problem::Problem;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tocsin_store::{Facet, FacetBy, Filter, Store};

/// Most answers kept; when there are more, all are dropped.
const MOST_KEPT: usize = 256;
/// A store written to so shortly ago may be written to again within the clock's last digit: its counts are not kept.
const FRESH: Duration = Duration::from_secs(2);

/// When and how long the files of a store were last written.
type Stamp = Vec<(Option<SystemTime>, u64)>;

#[derive(Debug, Default)]
struct Kept {
    stamp: Stamp,
    answers: HashMap<String, Arc<Vec<Facet>>>,
}

/// Answers of [`Store::facets`] for the state the store was last seen in.
#[derive(Debug)]
pub(crate) struct Counts {
    files: [PathBuf; 2],
    kept: Mutex<Kept>,
}

impl Counts {
    /// Nothing kept yet, of the store at `path`.
    pub(crate) fn new(path: &Path) -> Self {
        // Every commit writes to the log beside the store, and taking the log over writes to the store.
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        Counts { files: [path.to_owned(), log.into()], kept: Mutex::default() }
    }

    fn stamp(&self) -> Stamp {
        let of = |path: &PathBuf| {
            let data = std::fs::metadata(path).ok();
            (data.as_ref().and_then(|data| data.modified().ok()), data.map_or(0, |data| data.len()))
        };
        self.files.iter().map(of).collect()
    }

    /// [`Store::facets`], from what is kept where nothing has been written since.
    pub(crate) fn facets(
        &self,
        store: &Store,
        filter: &Filter,
        by: FacetBy,
        most: usize,
    ) -> Result<Arc<Vec<Facet>>, Problem> {
        let stamp = self.stamp();
        // Not every filter has a text of its own if it cannot be written; such a one is counted anew.
        let key = serde_json::to_string(&(filter, by, most)).ok();
        if let Some(key) = &key {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(answer) = kept.answers.get(key).filter(|_| kept.stamp == stamp) {
                return Ok(Arc::clone(answer));
            }
        }
        let answer = Arc::new(store.facets(filter, by, most)?);
        let settled = stamp
            .iter()
            .filter_map(|(time, _)| *time)
            .all(|time| SystemTime::now().duration_since(time).is_ok_and(|age| age > FRESH));
        // The stamp was taken before counting: what is written meanwhile makes it out of date, never too new.
        if let Some(key) = key.filter(|_| settled) {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.stamp != stamp || kept.answers.len() >= MOST_KEPT {
                *kept = Kept { stamp, answers: HashMap::new() };
            }
            kept.answers.insert(key, Arc::clone(&answer));
        }
        Ok(answer)
    }
}
