//! The language of a text.

use std::collections::HashSet;
use std::sync::LazyLock;
use tocsin_record::{Block, TextIndex};

/// How much of a text is looked at, in code points.
const LOOKED_AT: usize = 6000;
/// A shorter text cannot speak for itself against what is declared.
const ENOUGH: usize = 200;
/// So many words tell by their small words whether they are English.
const ENOUGH_WORDS: usize = 25;
/// English running text has at least this share of the words below; what has less than the second is something else.
/// On pages of four published sets English has .22 and more, other languages at most .16 unless half of it is English.
const ENGLISH: f64 = 0.2;
const NOT_ENGLISH: f64 = 0.1;
/// A shorter paragraph is not judged alone.
const LONG_PARAGRAPH: usize = 30;

/// Words that stand in any English text, and that few other languages have; `in`, `an`, `was`, `on` and their like are
/// German, French or Dutch words too and count only together with these.
static ENGLISH_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "the of and to in a is that for it was on with as at by from his her he she they their be are this have has had \
     not but which who will would were been or an its more than said about after when what there we you i can could \
     into out up over one all also"
        .split_whitespace()
        .collect()
});

/// The ISO 639-1 code of the text's language: by the text where it is long and clear enough, else as declared, else by
/// the text if it is at all clear. `None` where nothing tells. What is called English has the small words of English,
/// whatever is declared: a text in another language must not be coded.
pub(crate) fn detect(text: &str, blocks: &[Block], declared: Option<&str>) -> Option<String> {
    let sample = sample(text, blocks);
    let declared = declared.and_then(code);
    let info = whatlang::detect(&sample);
    let found = info.as_ref().and_then(|info| two_letters(info.lang()));
    let long = sample.chars().count() >= ENOUGH;
    if let (Some(found), Some(info)) = (found, &info)
        && long
        && info.is_reliable()
    {
        return Some(found.to_owned());
    }
    let (share, words) = english_share(&sample);
    if words >= ENOUGH_WORDS && share >= ENGLISH {
        return Some("en".to_owned());
    }
    let guess = match (found, info) {
        (Some(found), Some(info)) if info.confidence() > 0.3 => Some(found.to_owned()),
        _ => None,
    };
    // Tables of results have few small words, too, and yet are English.
    let other = found.filter(|found| *found != "en" && words >= ENOUGH_WORDS && share < NOT_ENGLISH);
    match (declared.as_deref(), other) {
        (Some("en"), Some(other)) => Some(other.to_owned()),
        (Some(_), _) => declared,
        (None, _) => guess,
    }
}

/// Where a text that is English on the whole has paragraphs that are not: "2 of 9".
pub(crate) fn other_paragraphs(text: &str, blocks: &[Block]) -> Option<String> {
    let index = TextIndex::new(text);
    let (mut others, mut all) = (0, 0);
    for block in blocks.iter().filter(|b| b.kind.can_be_evidence()) {
        let paragraph = index.slice(text, block.span());
        let (share, words) = english_share(paragraph);
        if words >= LONG_PARAGRAPH {
            all += 1;
            // Tables and lists of names have few small words, too.
            let is_other =
                || whatlang::detect(paragraph).is_some_and(|i| i.lang() != whatlang::Lang::Eng && i.is_reliable());
            others += usize::from(share < NOT_ENGLISH && is_other());
        }
    }
    (others > 0 && all > 1).then(|| format!("{others} of {all}"))
}

fn sample(text: &str, blocks: &[Block]) -> String {
    let index = TextIndex::new(text);
    let mut sample = String::new();
    let mut left = LOOKED_AT;
    for block in blocks.iter().filter(|b| b.kind.can_be_evidence()) {
        for c in index.slice(text, block.span()).chars().take(left) {
            sample.push(c);
            left -= 1;
        }
        sample.push(' ');
        if left == 0 {
            break;
        }
    }
    sample
}

/// The share of English small words among a text's words, and how many words it has.
fn english_share(text: &str) -> (f64, usize) {
    let (mut small, mut all) = (0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').filter(|w| !w.is_empty()) {
        all += 1;
        small += usize::from(word.len() <= 5 && ENGLISH_WORDS.contains(word.to_lowercase().as_str()));
    }
    (small as f64 / all.max(1) as f64, all)
}

/// The language of "en-US", "en_GB", "eng"; `None` for what is no code.
pub(crate) fn code(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    match primary.len() {
        2 if primary.bytes().all(|b| b.is_ascii_lowercase()) => Some(primary),
        3 => whatlang::Lang::from_code(&primary).and_then(two_letters).map(str::to_owned),
        _ => None,
    }
}

/// ISO 639-1 for whatlang's ISO 639-3.
fn two_letters(lang: whatlang::Lang) -> Option<&'static str> {
    Some(match lang.code() {
        "epo" => "eo",
        "eng" => "en",
        "rus" => "ru",
        "cmn" => "zh",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "ben" => "bn",
        "fra" => "fr",
        "deu" => "de",
        "ukr" => "uk",
        "kat" => "ka",
        "ara" => "ar",
        "hin" => "hi",
        "jpn" => "ja",
        "heb" => "he",
        "yid" => "yi",
        "pol" => "pl",
        "amh" => "am",
        "jav" => "jv",
        "kor" => "ko",
        "nob" => "nb",
        "dan" => "da",
        "swe" => "sv",
        "fin" => "fi",
        "tur" => "tr",
        "nld" => "nl",
        "hun" => "hu",
        "ces" => "cs",
        "ell" => "el",
        "bul" => "bg",
        "bel" => "be",
        "mar" => "mr",
        "kan" => "kn",
        "ron" => "ro",
        "slv" => "sl",
        "hrv" => "hr",
        "srp" => "sr",
        "mkd" => "mk",
        "lit" => "lt",
        "lav" => "lv",
        "est" => "et",
        "tam" => "ta",
        "vie" => "vi",
        "urd" => "ur",
        "tha" => "th",
        "guj" => "gu",
        "uzb" => "uz",
        "pan" => "pa",
        "aze" => "az",
        "ind" => "id",
        "tel" => "te",
        "pes" => "fa",
        "mal" => "ml",
        "ori" => "or",
        "mya" => "my",
        "nep" => "ne",
        "sin" => "si",
        "khm" => "km",
        "tuk" => "tk",
        "aka" => "ak",
        "zul" => "zu",
        "sna" => "sn",
        "afr" => "af",
        "lat" => "la",
        "slk" => "sk",
        "cat" => "ca",
        "tgl" => "tl",
        "hye" => "hy",
        "cym" => "cy",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tocsin_record::{BlockKind, Span};

    fn one(text: &str, declared: Option<&str>) -> Option<String> {
        let end = text.chars().count() as u32;
        detect(text, &[Block::new(BlockKind::Paragraph, Span::new(0, end))], declared)
    }

    const PAPIAMENTO: &str = "Siman pasa e minister a bishita e school nobo na e capital. El a papia cu e alumnonan \
        tocante e importancia di lesa y skirbi na nan mes lenga. E directora a gradici e minister pa su bishita y a \
        splica con e proyecto ta cana. Otro luna lo tin un otro reunion pa papia riba e cambionan.";

    #[test]
    fn what_is_declared_english_and_is_not_is_not_english() {
        assert_ne!(one(PAPIAMENTO, Some("en")).as_deref(), Some("en"));
        assert_eq!(
            one("Der Minister sagte am Montag, dass die Brücke gesperrt bleibt.", Some("de")).as_deref(),
            Some("de")
        );
    }

    #[test]
    fn english_with_foreign_names_is_english() {
        let text = "Szijjártó met Przybylski and Nguyễn in Kraków on Monday, and said that the talks on the \
            Dobrovoljačka case were of great importance to both of the ministries.";
        assert_eq!(one(text, None).as_deref(), Some("en"));
        assert_eq!(one(text, Some("pl")).as_deref(), Some("en"));
    }

    #[test]
    fn a_short_text_is_what_it_is_declared() {
        assert_eq!(one("Bridge closed", Some("en-GB")).as_deref(), Some("en"));
        assert_eq!(one("Brücke gesperrt", Some("de-AT")).as_deref(), Some("de"));
        assert_eq!(one("...", None), None);
    }

    #[test]
    fn paragraphs_in_another_language_are_counted() {
        let english = "The minister said on Monday that the bridge in the north of the town would be closed for the \
            whole of the summer because of the repairs that had been ordered by the court in May.";
        let german = "Der Minister sagte am Montag, dass die Brücke im Norden der Stadt wegen der Arbeiten, die das \
            Gericht im Mai angeordnet hatte, den ganzen Sommer über gesperrt bleiben werde und dass niemand wisse, \
            wann sie wieder für den Verkehr geöffnet werden könne.";
        let text = format!("{english}\n{german}");
        let (first, all) = (english.chars().count() as u32, text.chars().count() as u32);
        let paragraph = |from, to| Block::new(BlockKind::Paragraph, Span::new(from, to));
        let blocks = [paragraph(0, first), paragraph(first + 1, all)];
        assert_eq!(other_paragraphs(&text, &blocks).as_deref(), Some("1 of 2"));
        assert_eq!(other_paragraphs(english, &blocks[..1]), None);
    }
}
