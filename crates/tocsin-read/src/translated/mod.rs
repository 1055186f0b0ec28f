//! Whether a machine translated an English text: then its quotations are nobody's exact words.
//!
//! What says so decides alone: the address of a translating proxy, the marks that a translating browser leaves in a
//! page, a note in the text. So does a note that names a person as the translator: then it was no machine. Without these the text itself is judged: a linear model over the order of small words and
//! the shapes between them, trained on open texts translated away from English and back, and typographic habits that
//! translation engines leave behind. A false flag hides exact quotations, so the threshold leans to silence.

mod marks;
mod model;
mod quotes;
mod shapes;
mod signs;

pub use model::features;

use marks::Marks;
use std::fmt;
use std::sync::LazyLock;
use tocsin_record::{Block, BlockKind, TextIndex};

/// A shorter text is not judged by its words: chance decides there.
const FEWEST_WORDS: usize = 60;
/// No more of a text is looked at, in bytes.
const LOOKED_AT: usize = 24_000;
/// Flagged from these log odds on: see the card in `models/translated`.
const THRESHOLD: f32 = 1.0;
/// By words alone, short texts scatter far more than long ones: what is rare in 500 words comes by chance in 100. Log
/// odds are taken as those of a text of `USUAL` words; `SCATTER` is what originals of 80 to 700 words show.
const SCATTER: f32 = 30.0;
const USUAL: f32 = 160.0;
const MOST_WORDS: f32 = 800.0;

static MARKS: LazyLock<Marks> = LazyLock::new(Marks::built_in);

/// What a text's own words and marks say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Log odds by the order of words, as if the text were of usual length.
    pub words: f32,
    /// What the habits found add to them.
    pub signs: f32,
    /// The names of these habits, in the order of the file.
    pub habits: Vec<&'static str>,
}

impl Reading {
    /// How probable it is that the text is translated, where as many translated as original texts come by.
    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-(self.words + self.signs)).exp())
    }

    /// Whether it is probable enough to be said.
    pub fn is_translated(&self) -> bool {
        self.words + self.signs >= THRESHOLD
    }
}

/// Judges running English text, paragraphs divided by line ends. `None` where it is too short to tell.
pub fn judge(text: &str) -> Option<Reading> {
    let text = &text[..crate::words::floor(text, LOOKED_AT)];
    let shapes = shapes::of(text);
    if shapes.words < FEWEST_WORDS {
        return None;
    }
    let (signs, habits) = signs::weigh(text);
    let length = SCATTER * (USUAL.sqrt().recip() - (shapes.words as f32).min(MOST_WORDS).sqrt().recip());
    Some(Reading { words: model::log_odds(&shapes) + length, signs, habits })
}

/// Who translated a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Translation {
    /// A machine, and what shows it.
    ByMachine(String),
    /// A person, whom the text names.
    ByPerson,
}

impl fmt::Display for Translation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Translation::ByMachine(why) => write!(f, "translated: {why}; its quotations are not exact words"),
            Translation::ByPerson => f.write_str(
                "translator: the text names the person who translated it; quotations may be that person's words",
            ),
        }
    }
}

/// Who translated a document; `None` where nothing shows that it is a translation. A text that is not English
/// throughout (`all_english`) is not judged by its words: the marks of another language are its own there.
pub(crate) fn tell(
    html: Option<&str>,
    urls: &[Option<&str>],
    text: &str,
    blocks: &[Block],
    all_english: bool,
) -> Option<Translation> {
    let by_machine = |why: String| Some(Translation::ByMachine(why));
    if let Some(name) = urls.iter().flatten().find_map(|url| MARKS.address(url)) {
        return by_machine(format!("its address is {name}"));
    }
    if let Some(name) = html.and_then(|html| MARKS.markup(html)) {
        return by_machine(format!("the page carries {name}"));
    }
    if let Some(name) = MARKS.note(text) {
        return by_machine(name.to_owned());
    }
    if MARKS.names_a_translator(text) {
        return Some(Translation::ByPerson);
    }
    let reading = judge(&running(text, blocks))?;
    if !all_english || !reading.is_translated() {
        return None;
    }
    let habits = match reading.habits.first() {
        Some(habit) => format!("; found: {habit}"),
        None => String::new(),
    };
    by_machine(format!("the text reads as translated by a machine (probability {:.2}{habits})", reading.probability()))
}

/// The running text: what the article's author wrote in sentences.
fn running(text: &str, blocks: &[Block]) -> String {
    let index = TextIndex::new(text);
    let mut out = String::new();
    for block in blocks {
        if out.len() > LOOKED_AT {
            break;
        }
        if matches!(block.kind, BlockKind::Standfirst | BlockKind::Paragraph | BlockKind::Quote | BlockKind::List) {
            // White space inside a paragraph is layout.
            index.slice(text, block.span()).chars().for_each(|c| crate::words::push(&mut out, c));
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests;
