//! The language of a text.

use tocsin_record::{Block, TextIndex};

/// How much of a text is looked at, in code points.
const LOOKED_AT: usize = 6000;
/// A shorter text cannot speak for itself against what is declared.
const ENOUGH: usize = 200;

/// The ISO 639-1 code of the text's language: by the text where it is long and clear enough, else as declared, else by
/// the text if it is at all clear. `None` where nothing tells.
pub(crate) fn detect(text: &str, blocks: &[Block], declared: Option<&str>) -> Option<String> {
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
    let declared = declared.and_then(code);
    let info = whatlang::detect(&sample);
    let found = info.as_ref().and_then(|info| two_letters(info.lang()));
    let long = sample.chars().count() >= ENOUGH;
    match (found, info) {
        (Some(found), Some(info)) if long && info.is_reliable() => Some(found.to_owned()),
        (Some(found), Some(info)) if declared.is_none() && info.confidence() > 0.3 => Some(found.to_owned()),
        _ => declared,
    }
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
