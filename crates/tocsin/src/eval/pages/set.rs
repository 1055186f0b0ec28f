//! Sets of pages with what careful people or other programs say of each.

use super::charset::decode;
use crate::console::Console;
use crate::eval::archive::{self, unpacked};
use crate::failure::Failure;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is known of a page; empty or `None` where the set does not say.
#[derive(Debug, Default)]
pub struct Gold {
    /// The article's text.
    pub body: Option<String>,
    /// Segments that the text must hold.
    pub with: Vec<String>,
    /// Segments that it must not hold.
    pub without: Vec<String>,
    /// The title.
    pub title: Option<String>,
    /// The authors, and the parts of names written together.
    pub authors: Vec<String>,
    /// The day or moment of publication.
    pub date: Option<String>,
}

enum Stored {
    File(PathBuf),
    Bytes(Arc<Vec<u8>>),
}

/// A page of a set.
pub struct Page {
    /// Its id in the set.
    pub id: String,
    /// Its address.
    pub url: Option<String>,
    /// What is known of it.
    pub gold: Gold,
    stored: Stored,
}

impl Page {
    /// The page as characters.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn source(&self) -> Result<String, Failure> {
        let raw = match &self.stored {
            Stored::Bytes(bytes) => unpacked(&self.id, bytes)?,
            Stored::File(path) => unpacked(&path.display().to_string(), &read(path)?)?,
        };
        Ok(decode(raw))
    }
}

/// A set of pages.
pub struct Set {
    /// The name by which it goes: that of its folder.
    pub name: String,
    /// Its pages, in the order of its list.
    pub pages: Vec<Page>,
}

/// The list of a folder of pages.
const LIST: &str = "ground-truth.json";
/// The lists of archives.
const LISTS: [&str; 2] = ["evaldata.json", "eval_default.json"];

#[derive(Deserialize)]
struct Truth {
    #[serde(rename = "articleBody")]
    body: String,
    url: Option<String>,
    title: Option<String>,
    authors: Option<Vec<String>>,
    date: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    file: String,
    with: Option<Vec<String>>,
    without: Option<Vec<String>>,
    title: Option<String>,
    author: Option<Author>,
    date: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Author {
    One(String),
    Several(Vec<String>),
}

impl Set {
    /// Loads the set at `path`: a folder with a list and pages, an archive, or a folder with one archive in it.
    ///
    /// # Errors
    /// When it cannot be read or is no such set.
    pub fn load(path: &Path, console: &Console) -> Result<Set, Failure> {
        let about = std::fs::metadata(path).map_err(|error| Failure::reading(path, &error))?;
        let name = |path: &Path| match path.file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => path.display().to_string(),
        };
        if !about.is_dir() {
            return Ok(Set { name: path.parent().map_or_else(String::new, name), pages: archived(path, console)? });
        }
        let pages = match path.join(LIST).exists() {
            true => listed(path, console)?,
            false => archived(&only_archive(path)?, console)?,
        };
        Ok(Set { name: name(path), pages })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let about = std::fs::metadata(path).map_err(|error| Failure::reading(path, &error))?;
    if about.len() > archive::MOST_BYTES {
        return Err(archive::too_large(path.display()));
    }
    std::fs::read(path).map_err(|error| Failure::reading(path, &error))
}

fn only_archive(folder: &Path) -> Result<PathBuf, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| Failure::reading(folder, &error))?;
    let mut archives = Vec::new();
    for entry in entries {
        let name = entry.map_err(|error| Failure::reading(folder, &error))?.file_name();
        let name = name.to_string_lossy();
        if [".tar.xz", ".tar.gz", ".tar"].iter().any(|ending| name.ends_with(ending)) {
            archives.push(folder.join(&*name));
        }
    }
    match archives.pop() {
        Some(archive) if archives.is_empty() => Ok(archive),
        _ => Err(no_set(folder.display(), format_args!("holds neither {LIST} nor one tar archive"))),
    }
}

fn no_set(place: impl fmt::Display, reason: impl fmt::Display) -> Failure {
    Failure::new(place, reason, "give a set of pages in one of the forms of eval/README.md")
}

fn list<V: DeserializeOwned>(place: &str, bytes: &[u8]) -> Result<Vec<(String, V)>, Failure> {
    let list: InOrder<V> =
        serde_json::from_slice(bytes).map_err(|error| no_set(place, format_args!("is no list of pages ({error})")))?;
    Ok(list.0)
}

/// The members of a JSON object in the order of the file.
struct InOrder<V>(Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for InOrder<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Members<V> {
            type Value = InOrder<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with a member for each page")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members: Vec<(String, V)> = Vec::new();
                let mut places = HashMap::new();
                while let Some((key, value)) = map.next_entry::<String, V>()? {
                    // Of two with one name the later counts, in the place of the first.
                    match places.get(&key) {
                        Some(&at) => members[at] = (key, value),
                        None => {
                            places.insert(key.clone(), members.len());
                            members.push((key, value));
                        }
                    }
                }
                Ok(InOrder(members))
            }
        }
        deserializer.deserialize_map(Members(PhantomData))
    }
}

fn known(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// The pages of a folder with [`LIST`] and `html/`.
fn listed(folder: &Path, console: &Console) -> Result<Vec<Page>, Failure> {
    let path = folder.join(LIST);
    let truths: Vec<(String, Truth)> = list(&path.display().to_string(), &read(&path)?)?;
    let mut pages = Vec::with_capacity(truths.len());
    for (id, truth) in truths {
        let file = if id.ends_with(".html.gz") { id.clone() } else { format!("{id}.html.gz") };
        let file = folder.join("html").join(file);
        if !file.exists() {
            console.warning(&Failure::new(folder.display(), format_args!("there is no page for {id}"), "get it"));
            continue;
        }
        let gold = Gold {
            body: Some(truth.body.replace('\u{ad}', "")),
            title: known(truth.title),
            authors: truth.authors.unwrap_or_default(),
            date: known(truth.date),
            ..Gold::default()
        };
        pages.push(Page { id, url: known(truth.url), gold, stored: Stored::File(file) });
    }
    Ok(pages)
}

/// The pages of an archive with one of [`LISTS`].
fn archived(path: &Path, console: &Console) -> Result<Vec<Page>, Failure> {
    let mut lists = Vec::new();
    let mut by_file = HashMap::new();
    for (name, bytes) in archive::files(path)? {
        let bytes = Arc::new(bytes);
        let base = name.rsplit('/').next().unwrap_or(&name).to_owned();
        if LISTS.contains(&base.as_str()) {
            lists.push(Arc::clone(&bytes));
        }
        // Of two with one name the last, sorted by their folders, counts.
        by_file.insert(base, bytes);
    }
    let [bytes] = lists.as_slice() else {
        return Err(no_set(path.display(), format_args!("holds no {}", LISTS.join(" or "))));
    };
    let entries: Vec<(String, Listed)> = list(&path.display().to_string(), bytes)?;
    let mut pages = Vec::with_capacity(entries.len());
    for (url, entry) in entries {
        let Some(bytes) = by_file.get(&entry.file) else {
            console.warning(&Failure::new(path.display(), format_args!("there is no page for {url}"), "get it"));
            continue;
        };
        let mut authors = match entry.author {
            Some(Author::One(name)) if name.is_empty() => Vec::new(),
            Some(Author::One(name)) => vec![name],
            Some(Author::Several(names)) => names,
            None => Vec::new(),
        };
        let parts: Vec<String> =
            authors.iter().flat_map(|name| name.split([';', ',', '/', '&'])).map(str::to_owned).collect();
        authors.extend(parts);
        let gold = Gold {
            with: entry.with.unwrap_or_default(),
            without: entry.without.unwrap_or_default(),
            title: known(entry.title),
            authors,
            date: entry.date.filter(|date| is_day(date)),
            ..Gold::default()
        };
        pages.push(Page { id: url.clone(), url: known(Some(url)), gold, stored: Stored::Bytes(Arc::clone(bytes)) });
    }
    Ok(pages)
}

/// Whether `date` is a full day, as 2026-01-31.
fn is_day(date: &str) -> bool {
    let fits = |(at, c): (usize, char)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() };
    date.chars().count() == 10 && date.chars().enumerate().all(fits)
}
