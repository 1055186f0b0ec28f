//! The configuration file, and what holds when neither an option, a variable nor the file says anything.

use crate::arguments::Common;
use crate::failure::{Failure, Stop};
use crate::network::{FetchSection, WatchSection};
use directories::ProjectDirs;
use serde::Deserialize;
use std::io;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The keys of the file. A key that is none of these is an error: a misspelt one would be passed over otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    store: Option<PathBuf>,
    threads: Option<NonZeroUsize>,
    listen: Option<SocketAddr>,
    min_confidence: Option<f64>,
    #[serde(default)]
    fetch: FetchSection,
    #[serde(default)]
    watch: WatchSection,
}

/// What holds for this run.
#[derive(Debug)]
pub struct Config {
    store: Option<PathBuf>,
    threads: Option<NonZeroUsize>,
    /// Where to serve.
    pub listen: Option<SocketAddr>,
    /// Lowest confidence of rows that are shown.
    pub min_confidence: Option<f64>,
    /// How addresses are fetched.
    pub fetch: FetchSection,
    /// How feeds are watched.
    pub watch: WatchSection,
    /// Whether to say failures only.
    pub quiet: bool,
}

fn folders() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "tocsin")
}

impl Config {
    /// Reads the file that is named, or the one in the user's configuration folder if there is one; options and
    /// variables come before what it says.
    ///
    /// # Errors
    /// When a file that was named is not there, or a key or value is wrong.
    pub fn load(common: Common) -> Result<Config, Stop> {
        let file = match &common.config {
            Some(path) => read(path, true)?,
            None => match folders() {
                Some(folders) => read(&folders.config_dir().join("config.toml"), false)?,
                None => File::default(),
            },
        };
        Ok(Config {
            store: common.store.or(file.store),
            threads: common.threads.or(file.threads),
            listen: file.listen,
            min_confidence: file.min_confidence,
            fetch: file.fetch,
            watch: file.watch,
            quiet: common.quiet,
        })
    }

    /// The store's path. The folder of the default one is made for writing.
    ///
    /// # Errors
    /// When no home folder is known, or its data folder cannot be made.
    pub fn store(&self, write: bool) -> Result<PathBuf, Stop> {
        if let Some(path) = &self.store {
            return Ok(path.clone());
        }
        let Some(folders) = folders() else {
            let advice = "name the store with --store FILE";
            return Err(Stop::Usage(Failure::new("store", "no home folder is known", advice)));
        };
        let folder = folders.data_dir();
        if write {
            std::fs::create_dir_all(folder).map_err(|error| Failure::writing(folder.display(), &error))?;
        }
        Ok(folder.join("tocsin.db"))
    }

    /// How many threads code.
    pub fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.threads.unwrap_or_else(cores).get()
    }
}

fn read(path: &Path, named: bool) -> Result<File, Stop> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !named => return Ok(File::default()),
        Err(error) => return Err(Stop::Usage(Failure::reading(path, &error))),
    };
    let wrong = |words: &str| Stop::Usage(Failure::new(path.display(), words, "mend the file"));
    let mut file: File = toml::from_str(&text).map_err(|error| {
        let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or(""));
        let line = before.matches('\n').count() + 1;
        let place = format!("{}:{line}", path.display());
        Stop::Usage(Failure::new(place, error.message(), "mend the file"))
    })?;
    if file.min_confidence.is_some_and(|least| !(0.0..=1.0).contains(&least)) {
        return Err(wrong("min_confidence is not between 0 and 1"));
    }
    // A relative path means the same from wherever the program is called.
    if let (Some(store), Some(folder)) = (&mut file.store, path.parent()) {
        *store = folder.join(&store);
    }
    Ok(file)
}
