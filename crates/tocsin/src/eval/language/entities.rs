//! Names and their kinds against files of BIO labels, with given words: a name counts when its words and its kind agree.

use crate::eval::{Figure, Score};
use crate::failure::Failure;
use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;
use tocsin_language::{Analyser, NameKind};
use tocsin_record::Document;

/// Largest file that is read.
const MOST_BYTES: u64 = 64 << 20;

/// Names of one kind, or of any: in the gold, said, in both.
const ONE: usize = 3;
/// Any kind must agree; the words alone; then each kind.
const ALL: usize = 0;
const SPANS: usize = ONE;
const KINDS: usize = 2 * ONE;
/// Each sentence's sums end with the number of its words.
const WORDS: usize = KINDS + NameKind::ALL.len() * ONE;

/// A sentence with its names.
#[derive(Debug)]
pub struct Sentence {
    /// Its words with blanks between.
    document: Document,
    words: Vec<Range<usize>>,
    names: HashSet<(Range<usize>, NameKind)>,
}

/// Reads the sentences of a file: a word and its label (`B-country`, `I-country`, `O`) a line, apart by a tab, an empty line after each
/// sentence.
///
/// # Errors
/// When it cannot be read, is too large, or a line is no word with a label of these kinds.
pub fn read(path: &Path) -> Result<Vec<Sentence>, Failure> {
    let size = std::fs::metadata(path).map_err(|error| Failure::reading(path, &error))?.len();
    if size > MOST_BYTES {
        let reason = format_args!("is larger than {} MB", MOST_BYTES >> 20);
        return Err(Failure::new(path.display(), reason, "cut it into several files"));
    }
    let content = std::fs::read_to_string(path).map_err(|error| Failure::reading(path, &error))?;
    let (mut sentences, mut now) = (Vec::new(), Builder::default());
    for (number, line) in content.lines().chain([""]).enumerate() {
        if line.trim().is_empty() {
            sentences.extend(std::mem::take(&mut now).finish(path, sentences.len()));
            continue;
        }
        now.add(line).map_err(|reason| {
            let kinds: Vec<&str> = NameKind::ALL.iter().map(|kind| kind.name()).collect();
            let advice = format!("write a word, a tab, and O or B- or I- with one of: {}", kinds.join(", "));
            Failure::new(format_args!("{}:{}", path.display(), number + 1), reason, advice)
        })?;
    }
    Ok(sentences)
}

#[derive(Default)]
struct Builder {
    text: String,
    words: Vec<Range<usize>>,
    names: Vec<(Range<usize>, NameKind)>,
}

impl Builder {
    fn add(&mut self, line: &str) -> Result<(), String> {
        let (word, label) = line.split_once('\t').ok_or("has no tab")?;
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let at = self.words.len();
        self.words.push(self.text.len()..self.text.len() + word.len());
        self.text.push_str(word);
        let label = label.split('\t').next().unwrap_or(label).trim();
        if label == "O" {
            return Ok(());
        }
        let (begins, kind) = label.split_once('-').ok_or_else(|| format!("{label:?} is no label"))?;
        let kind = NameKind::from_name(kind).ok_or_else(|| format!("{kind:?} is no kind"))?;
        match (begins, self.names.last_mut()) {
            ("I", Some((words, same))) if words.end == at && *same == kind => words.end = at + 1,
            ("B" | "I", _) => self.names.push((at..at + 1, kind)),
            _ => return Err(format!("{label:?} is no label")),
        }
        Ok(())
    }

    fn finish(self, path: &Path, number: usize) -> Option<Sentence> {
        let id = format!("{}#{number}", path.display());
        let document = Document::from_text(&id, &self.text);
        let names = self.names.into_iter().collect();
        (!self.words.is_empty()).then_some(Sentence { document, words: self.words, names })
    }
}

/// Counts one sentence.
pub fn score(analyser: &Analyser, sentence: &Sentence) -> Score {
    let analysis = analyser.analyse_words(&sentence.document, std::slice::from_ref(&sentence.words));
    let said: HashSet<_> = analysis.names.iter().map(|name| (name.tokens.clone(), name.kind)).collect();
    let mut sums = vec![0.0; WORDS + 1];
    sums[WORDS] = sentence.words.len() as f64;
    let mut count = |at: usize, gold: usize, said: usize, both: usize| {
        for (sum, number) in sums[at..at + ONE].iter_mut().zip([gold, said, both]) {
            *sum += number as f64;
        }
    };
    count(ALL, sentence.names.len(), said.len(), said.intersection(&sentence.names).count());
    let spans = |names: &HashSet<(Range<usize>, NameKind)>| names.iter().map(|n| n.0.clone()).collect::<HashSet<_>>();
    count(SPANS, sentence.names.len(), said.len(), spans(&said).intersection(&spans(&sentence.names)).count());
    for (at, &kind) in NameKind::ALL.iter().enumerate() {
        let of = |names: &HashSet<(Range<usize>, NameKind)>| names.iter().filter(|n| n.1 == kind).count();
        let both = said.intersection(&sentence.names).filter(|n| n.1 == kind).count();
        count(KINDS + at * ONE, of(&sentence.names), of(&said), both);
    }
    let phrase = |words: &Range<usize>| {
        let bytes = sentence.words[words.start].start..sentence.words[words.end - 1].end;
        sentence.document.text[bytes].to_owned()
    };
    let mut missed: Vec<_> = sentence.names.difference(&said).collect();
    missed.sort_by_key(|name| name.0.start);
    let misses = missed.into_iter().map(|(words, kind)| {
        let over = said.iter().filter(|s| s.0.start < words.end && words.start < s.0.end);
        let mut over: Vec<String> = over.map(|s| format!("{:?} {}", phrase(&s.0), s.1.name())).collect();
        over.sort();
        let said = if over.is_empty() { "nothing".to_owned() } else { over.join(", ") };
        format!("{} {:?} {} said {said}", sentence.document.id, phrase(words), kind.name())
    });
    let misses = misses.collect();
    Score { sums, misses }
}

/// The lines of the report over the sums of sentences.
pub fn figures(sentences: usize, sums: &[f64]) -> Vec<Figure> {
    let number = |at: usize| sums.get(at).map_or(0, |&n| n as u64);
    let f1 = |name: String, at: usize| {
        Figure::share(name, 4, move |s: &[f64]| 2.0 * s[at + 2], move |s: &[f64]| s[at] + s[at + 1])
    };
    let mut lines = vec![
        Figure::count("sentences", sentences as u64),
        Figure::count("words", number(WORDS)),
        Figure::count("names", number(ALL)),
        Figure::share("precision", 4, |s| s[ALL + 2], |s| s[ALL + 1]),
        Figure::share("recall", 4, |s| s[ALL + 2], |s| s[ALL]),
        f1("f1".to_owned(), ALL),
        f1("spans_f1".to_owned(), SPANS),
    ];
    lines.extend(NameKind::ALL.iter().enumerate().map(|(n, kind)| f1(format!("{}_f1", kind.name()), KINDS + n * ONE)));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_names() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(
            &path,
            "The\tO\nLabour\tB-politicalparty\nParty\tI-politicalparty\nof\tO\nMalta\tB-country\n\nYes\tO\n",
        )
        .unwrap();
        let sentences = read(&path).unwrap();
        assert_eq!(sentences.len(), 2);
        assert_eq!(sentences[0].document.text, "The Labour Party of Malta");
        assert_eq!(sentences[0].names, HashSet::from([(1..3, NameKind::Party), (4..5, NameKind::Country)]));
        std::fs::write(&path, "The\tO\nParty\tB-club\n").unwrap();
        let failure = read(&path).unwrap_err().to_string();
        assert!(failure.contains("a.txt:2: \"club\" is no kind"), "{failure}");
    }
}
