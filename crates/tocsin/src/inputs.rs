//! What the user names: files, folders, and `-` for standard input.

use crate::failure::Failure;
use crate::network::WebPage;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tocsin_read::{ENDINGS, Options, Split, is_for_reading, split, split_file};

/// One thing to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file and its size in bytes, where that is known.
    File(PathBuf, u64),
    /// Standard input.
    Standard,
    /// A page of the web.
    Page(WebPage),
}

/// Inputs in the order in which they are read, among them what could not be listed.
pub type Inputs = Vec<Result<Input, Failure>>;

/// Lists all files that `named` stands for: folders with all below them, sorted by name, without hidden files, without
/// files of other endings and without those that tell about their folder. A folder is entered once, whatever links lead
/// to it.
pub fn list(named: &[PathBuf]) -> Inputs {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for path in named {
        if path.as_os_str() == "-" {
            found.push(Ok(Input::Standard));
            continue;
        }
        match fs::metadata(path) {
            Ok(about) if about.is_dir() => {
                let (before, entered) = (found.len(), seen.len());
                folder(path, &mut seen, &mut found);
                if found.len() == before && seen.len() > entered {
                    let endings = ENDINGS.join(", ");
                    let advice = format_args!("give a folder with files ending in {endings}, or name a file itself");
                    found.push(Err(Failure::new(path.display(), "holds no file to read", advice)));
                }
            }
            Ok(about) => found.push(Ok(Input::File(path.clone(), about.len()))),
            Err(error) => found.push(Err(Failure::reading(path, &error))),
        }
    }
    found
}

fn folder(path: &Path, seen: &mut HashSet<PathBuf>, found: &mut Inputs) {
    let entries = match entries(path) {
        Ok(entries) => entries,
        Err(error) => return found.push(Err(Failure::reading(path, &error))),
    };
    match fs::canonicalize(path) {
        Ok(real) => {
            if !seen.insert(real) {
                return;
            }
        }
        Err(error) => return found.push(Err(Failure::reading(path, &error))),
    }
    for entry in entries {
        match fs::metadata(&entry) {
            Ok(about) if about.is_dir() => folder(&entry, seen, found),
            Ok(about) if about.is_file() && is_known(&entry) => found.push(Ok(Input::File(entry, about.len()))),
            Ok(_) => {}
            Err(error) => found.push(Err(Failure::reading(&entry, &error))),
        }
    }
}

/// What a folder holds, hidden things aside, sorted by name.
fn entries(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path)? {
        let name = entry?.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names.into_iter().map(|name| path.join(name)).collect())
}

fn is_known(path: &Path) -> bool {
    is_for_reading(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// The size of all inputs in bytes; `None` when one has no known end.
pub fn total_bytes(inputs: &Inputs) -> Option<u64> {
    inputs.iter().flatten().try_fold(0, |sum: u64, input| match input {
        Input::File(_, size) => Some(sum.saturating_add(*size)),
        Input::Standard | Input::Page(_) => None,
    })
}

impl Input {
    /// The name by which records of this input go.
    pub fn name(&self) -> String {
        match self {
            Input::File(path, _) => path.display().to_string(),
            Input::Standard => "-".to_owned(),
            Input::Page(page) => page.address().to_owned(),
        }
    }

    /// Opens it, to be cut into records; every byte read from it is added to `taken`.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(&self, taken: &Arc<AtomicU64>, options: &Options) -> Result<Split, Failure> {
        let (name, taken, options) = (self.name(), Arc::clone(taken), options.clone());
        Ok(match self {
            Input::File(path, _) => {
                let inner = File::open(path).map_err(|error| Failure::reading(path, &error))?;
                split_file(&name, Counted { inner, taken }, options)
            }
            Input::Standard => {
                let counted = Counted { inner: io::stdin(), taken };
                split(&name, BufReader::with_capacity(1 << 16, counted), options)
            }
            // Made into a record where it is fetched: its address says more than its bytes.
            Input::Page(page) => return Err(Failure::new(page.address(), "is a page", "please report this line")),
        })
    }
}

struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(inputs: &Inputs, root: &Path) -> Vec<String> {
        inputs
            .iter()
            .map(|input| match input {
                Ok(Input::File(path, _)) => path.strip_prefix(root).unwrap_or(path).display().to_string(),
                Ok(input) => input.name(),
                Err(failure) => format!("failed {failure}"),
            })
            .collect()
    }

    #[test]
    fn a_folder_is_listed_sorted_and_without_what_is_hidden_or_foreign() {
        let root = tempfile::tempdir().unwrap();
        for name in
            ["b.txt", "a/z.HTML", "a/.hidden.txt", ".git/x.txt", "c.jsonl.gz", "d.png", "e.md.zst", "f", "README.md"]
        {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let inputs = list(&[root.path().to_owned()]);
        assert_eq!(names(&inputs, root.path()), ["a/z.HTML", "b.txt", "c.jsonl.gz", "e.md.zst"]);
        assert_eq!(total_bytes(&inputs), Some(4));
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_is_entered_once() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        fs::write(root.path().join("a/one.txt"), "x").unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("a/loop")).unwrap();
        std::os::unix::fs::symlink(root.path().join("a"), root.path().join("b")).unwrap();
        assert_eq!(names(&list(&[root.path().to_owned()]), root.path()), ["a/one.txt"]);
    }

    #[test]
    fn what_is_missing_is_a_failure_in_its_place() {
        let inputs = list(&["/no/such/file.txt".into(), "-".into()]);
        let failed = "failed /no/such/file.txt: there is no such file or folder; check the name";
        assert_eq!(names(&inputs, Path::new("/")), [failed, "-"]);
        assert_eq!(total_bytes(&inputs), None);
    }
}
