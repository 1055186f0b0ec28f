//! Treebanks: CoNLL-U files, and which of their documents may be trained on.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};
use tocsin_language::{Tag, Upos};

/// One annotated sentence.
#[derive(Debug, Clone)]
pub struct Sentence {
    pub forms: Vec<String>,
    pub lemmas: Vec<String>,
    pub labels: Vec<(Tag, Upos)>,
}

/// The parts of the treebanks.
#[derive(Debug, Default)]
pub struct Corpora {
    pub train: Vec<Sentence>,
    /// Name and sentences of what is only measured.
    pub measured: Vec<(&'static str, Vec<Sentence>)>,
}

/// Whether a document belongs to the part of the event gold that nobody reads.
fn is_reserved(name: &str) -> bool {
    let digest = Sha256::digest(format!("gum:{name}"));
    name.starts_with("GUM_news_") && digest.last().is_some_and(|byte| byte % 2 == 1)
}

/// Reads the treebanks from their unpacked folders. With `hold_out_news` the news documents of GUM are measured as well
/// instead of trained on.
pub fn load(gum: &Path, ewt: &Path, hold_out_news: bool) -> Result<Corpora> {
    let mut corpora = Corpora::default();
    let splits = fs::read_to_string(gum.join("splits.md")).context("GUM's splits.md")?;
    let dev: HashSet<&str> = splits
        .lines()
        .skip_while(|l| l.trim() != "## dev")
        .skip(1)
        .take_while(|l| !l.starts_with("##"))
        .filter_map(|l| l.trim().strip_prefix("* "))
        .collect();
    let mut gum_dev = Vec::new();
    let mut news = Vec::new();
    for path in files(gum)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if is_reserved(&name) {
            continue;
        }
        let sentences = read(&path)?;
        if dev.contains(name.as_str()) {
            gum_dev.extend(sentences);
        } else if hold_out_news && name.starts_with("GUM_news_") {
            news.extend(sentences);
        } else {
            corpora.train.extend(sentences);
        }
    }
    let list = fs::read_to_string(ewt.join("not-to-release/file-lists/files.train")).context("EWT's list of files")?;
    let train: HashSet<&str> = list.lines().map(str::trim).collect();
    let sources = ewt.join("not-to-release/sources");
    for genre in ["answers", "email", "newsgroup", "reviews", "weblog"] {
        for path in files(&sources.join(genre))? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if train.contains(format!("{genre}/{name}").as_str()) {
                corpora.train.extend(read(&path)?);
            }
        }
    }
    corpora.measured.push(("GUM dev", gum_dev));
    if hold_out_news {
        corpora.measured.push(("GUM news", news));
    }
    corpora.measured.push(("EWT dev", read(&ewt.join("en_ewt-ud-dev.conllu"))?));
    Ok(corpora)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "conllu") {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

/// Reads one CoNLL-U file; words with a label that the program does not know get the nearest one.
pub fn read(path: &Path) -> Result<Vec<Sentence>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut all = Vec::new();
    for part in text.split("\n\n") {
        let mut sentence = Sentence { forms: vec![], lemmas: vec![], labels: vec![] };
        for line in part.lines().filter(|l| !l.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            // Ranges of fused words ("1-2") and empty nodes ("3.1") are no words.
            if fields.len() < 10 || fields[0].contains(['-', '.']) {
                continue;
            }
            sentence.forms.push(fields[1].to_owned());
            sentence.lemmas.push(fields[2].to_owned());
            let upos = Upos::from_name(fields[3]).unwrap_or(Upos::X);
            sentence.labels.push((Tag::from_name(fields[4]).unwrap_or(Tag::Xx), upos));
        }
        if !sentence.forms.is_empty() {
            all.push(sentence);
        }
    }
    Ok(all)
}
