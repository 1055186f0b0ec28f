//! Character sets, declared rightly, wrongly and not at all.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::make::{answer, record};
use common::{one, records};
use encoding_rs::Encoding;
use proptest::prelude::*;
use tocsin_record::Document;

/// Reports in several languages, in the charsets that their press used, with words that only these letters can write.
const REPORTS: &[(&str, &str, &str)] = &[
    (
        "windows-1251",
        "Министр обороны подал в отставку в понедельник после недель протестов в столице, сообщили официальные лица. \
         Правительство назначило преемника, а оппозиция потребовала провести голосование.",
        "ru",
    ),
    (
        "koi8-r",
        "Министр обороны подал в отставку в понедельник после недель протестов в столице, сообщили официальные лица. \
         Правительство назначило преемника, а оппозиция потребовала провести голосование.",
        "ru",
    ),
    (
        "shift_jis",
        "防衛大臣は月曜日、首都での数週間にわたる抗議を受けて辞任したと当局者が述べた。政府は後任を指名し、野党は採決を求めた。\
         これは昨年の選挙以来三度目の内閣の交代である。",
        "jp",
    ),
    (
        "euc-jp",
        "防衛大臣は月曜日、首都での数週間にわたる抗議を受けて辞任したと当局者が述べた。政府は後任を指名し、野党は採決を求めた。\
         これは昨年の選挙以来三度目の内閣の交代である。",
        "jp",
    ),
    (
        "gb18030",
        "国防部长在首都持续数周的抗议之后于星期一辞职，官员们说。政府在几小时内任命了继任者，反对派要求举行投票。\
         这是自去年选举以来内阁的第三次变动。",
        "cn",
    ),
    (
        "big5",
        "國防部長在首都持續數週的抗議之後於星期一辭職，官員們說。政府在幾小時內任命了繼任者，反對派要求舉行投票。\
         這是自去年選舉以來內閣的第三次變動。",
        "tw",
    ),
    (
        "euc-kr",
        "국방부 장관이 수도에서 몇 주간 이어진 시위 끝에 월요일 사임했다고 관리들이 말했다. 정부는 몇 시간 만에 후임을 \
         지명했고 야당은 표결을 요구했다.",
        "kr",
    ),
    (
        "iso-8859-2",
        "Minister obrony podał się do dymisji w poniedziałek po tygodniach protestów w stolicy, powiedzieli urzędnicy. \
         Rząd wyznaczył następcę, a opozycja zażądała głosowania nad całą listą członków.",
        "pl",
    ),
    (
        "windows-1252",
        "Le ministre de la Défense a démissionné lundi après des semaines de protestations, selon des responsables. \
         Le gouvernement a nommé un successeur – l’opposition a réclamé un vote à l’Assemblée.",
        "fr",
    ),
    (
        "windows-1253",
        "Ο υπουργός Άμυνας παραιτήθηκε τη Δευτέρα μετά από εβδομάδες διαδηλώσεων στην πρωτεύουσα, δήλωσαν αξιωματούχοι. \
         Η κυβέρνηση όρισε διάδοχο και η αντιπολίτευση ζήτησε ψηφοφορία.",
        "gr",
    ),
    (
        "windows-1256",
        "استقال وزير الدفاع يوم الاثنين بعد أسابيع من الاحتجاجات في العاصمة، حسبما قال مسؤولون. وعينت الحكومة خليفة له خلال \
         ساعات، وطالبت المعارضة بإجراء تصويت.",
        "eg",
    ),
    (
        "windows-1255",
        "שר הביטחון התפטר ביום שני לאחר שבועות של מחאות בבירה, כך אמרו גורמים רשמיים. הממשלה מינתה יורש בתוך שעות, \
         והאופוזיציה דרשה לקיים הצבעה.",
        "il",
    ),
];

fn encode(label: &str, text: &str) -> Vec<u8> {
    let (bytes, used, lossy) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!lossy && used.name().eq_ignore_ascii_case(label), "{label}");
    bytes.into_owned()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn page(meta: &str, text: &str) -> String {
    format!(
        "<!doctype html><html><head>{meta}<title>News</title></head><body><article><p>{text}</p></article></body></html>"
    )
}

fn from_server(host: &str, content_type: &str, body: &[u8]) -> Document {
    let fields = format!("WARC-Target-URI: https://news.example.{host}/a\r\n");
    one("a.warc", record("response", &fields, &answer(&format!("Content-Type: {content_type}\r\n"), body)))
}

#[track_caller]
fn holds(document: &Document, text: &str, case: &str) {
    assert!(document.text.contains(text), "{case}: {} {:?}", document.text, document.warnings);
}

#[test]
fn charsets_that_are_declared_rightly() {
    for (label, text, host) in REPORTS {
        let meta = format!("<meta charset='{label}'>");
        holds(&one("a.html", encode(label, &page(&meta, text))), text, &format!("{label} by the page"));
        let type_of = format!("text/html; charset={label}");
        holds(&from_server(host, &type_of, &encode(label, &page("", text))), text, &format!("{label} by the server"));
        let wrong = from_server(host, &type_of, &encode(label, &page("<meta charset=utf-8>", text)));
        holds(&wrong, text, &format!("{label} by the server, against the page"));
    }
}

#[test]
fn charsets_that_are_not_declared_are_guessed_with_the_country() {
    for (label, text, host) in REPORTS {
        let document = from_server(host, "text/html", &encode(label, &page("", text)));
        holds(&document, text, label);
        assert!(document.warnings.iter().any(|w| w.starts_with("encoding: no charset")), "{:?}", document.warnings);
        holds(&one("a.txt", encode(label, text)), text, label);
    }
}

#[test]
fn declarations_under_which_the_text_makes_no_sense_are_not_followed() {
    for (label, text, host) in REPORTS {
        // UTF-8 is UTF-8, whatever they say.
        for (server, meta) in
            [("", format!("<meta charset={label}>")), ("iso-8859-1", String::new()), (label, String::new())]
        {
            let type_of = format!("text/html; charset={server}");
            holds(&from_server(host, &type_of, page(&meta, text).as_bytes()), text, &format!("UTF-8 as {label}"));
        }
        // The most frequent lies: a default of the server, a template that was never changed.
        for lie in ["utf-8", "iso-8859-1", "us-ascii"] {
            if *label == "windows-1252" {
                continue;
            }
            let meta = format!("<meta charset={lie}>");
            let document = from_server(host, "text/html", &encode(label, &page(&meta, text)));
            holds(&document, text, &format!("{label} as {lie}"));
            assert!(document.warnings.iter().any(|w| w.starts_with("encoding: ")), "{:?}", document.warnings);
        }
    }
    let french = REPORTS[8].1;
    for lie in ["windows-1251", "shift_jis", "gb18030", "no-such-charset", "utf-16", "iso-2022-kr"] {
        let document =
            from_server("fr", &format!("text/html; charset={lie}"), &encode("windows-1252", &page("", french)));
        holds(&document, french, &format!("windows-1252 as {lie}"));
    }
}

#[test]
fn latin_1_is_windows_1252() {
    let page = page("<meta charset=iso-8859-1>", "The minister’s plan – “no”, she said for 5 €.");
    let document = one("a.html", encode("windows-1252", &page));
    holds(&document, "The minister’s plan – “no”, she said for 5 €.", "");
    assert!(document.warnings.iter().all(|w| !w.starts_with("encoding")), "{:?}", document.warnings);
}

#[test]
fn utf_16_with_and_without_a_mark() {
    for (_, text, _) in REPORTS.iter().filter(|(label, ..)| matches!(*label, "windows-1252" | "windows-1251")) {
        let page = page("", text);
        for big in [false, true] {
            holds(&one("a.html", utf16(&format!("\u{feff}{page}"), big)), text, "mark");
            holds(&one("a.html", utf16(&page, big)), text, "no mark");
            let line = format!("{{\"text\":{text:?}}}\n");
            let all = records("a.jsonl", utf16(&format!("\u{feff}{line}{line}"), big));
            assert_eq!(all.iter().flatten().count(), 2);
            assert_eq!(all[1].as_ref().unwrap().text, *text);
        }
    }
}

#[test]
fn seven_bit_japanese_is_no_ascii() {
    let (label, text, _) = REPORTS[2];
    assert_eq!(label, "shift_jis");
    let bytes = Encoding::for_label(b"iso-2022-jp").unwrap().encode(text).0.into_owned();
    assert!(bytes.is_ascii());
    holds(&one("a.txt", bytes), text, "iso-2022-jp");
}

#[test]
fn what_was_encoded_twice_is_mended_in_documents_but_not_in_given_texts() {
    let twice = "The ministerâ€™s plan â€“ â€œnoâ€\u{9d}, said ZoÃ« MÃ¼ller on Monday.";
    let document = one("a.html", page("<meta charset=utf-8>", twice));
    holds(&document, "The minister’s plan – “no”, said Zoë Müller on Monday.", "");
    assert!(document.warnings.iter().any(|w| w.starts_with("encoding: the text was encoded twice")));
    let given = one("a.jsonl", serde_json::json!({"text": twice}).to_string());
    assert_eq!(given.text, twice);
}

#[test]
fn zeros_halves_and_broken_bytes_cost_no_document() {
    let text = "The minister resigned on Monday after weeks of protest in the capital, officials said. ".repeat(5);
    let document = one("a.html", page("", &format!("{text}\0 And more.")));
    assert!(!document.text.contains('\0') && document.text.contains("And more."));
    assert!(
        document.warnings.iter().any(|w| w == "encoding: 1 NUL characters are left out"),
        "{:?}",
        document.warnings
    );
    let halves = [text.as_bytes(), b"\xed\xa0\xbd\xed\xb8\x80 and more."].concat();
    holds(&one("a.txt", halves), "😀 and more.", "halves that fit");
    let half = [text.as_bytes(), b"\xed\xa0\xbd alone."].concat();
    holds(&one("a.txt", half), " alone.", "half a character");
    let line = |escapes: &str| one("a.jsonl", format!("{{\"text\":\"Talks {escapes} began.\"}}"));
    assert_eq!(line(r"\ud83d\ude00").text, "Talks 😀 began.");
    let document = line(r"\ud83d and \\ud83d and \ude00 and \ud83d\ude00");
    assert_eq!(document.text, "Talks \u{fffd} and \\ud83d and \u{fffd} and 😀 began.");
    assert!(document.warnings.iter().any(|w| w.starts_with("encoding: halves")), "{:?}", document.warnings);
    // A cut in the middle of a character, and a wrong declaration: UTF-8 all the same.
    let mut cut = page("<meta charset=iso-8859-1>", "“Zoë” – ‘André’ – “Noël” – ‘Müller’").into_bytes();
    cut.extend_from_slice(b"\xe2\x80");
    holds(&one("a.html", cut), "“Zoë” – ‘André’", "cut");
}

#[test]
fn feeds_are_read_in_their_charset() {
    let feed = |declared: &str, text: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"{declared}\"?><rss version=\"2.0\"><channel><title>Новости</title><item>\
             <title>Отставка</title><description>{text}</description></item></channel></rss>"
        )
    };
    let (label, text, _) = REPORTS[0];
    let bytes = encode(label, &feed(label, text));
    holds(&one("feed.xml", bytes), text, "declared rightly");
    holds(&one("feed.xml", feed(label, text)), text, "UTF-8, declared wrongly");
    holds(&one("feed.xml", encode(label, &feed("utf-8", text))), text, "not UTF-8, declared so");
    holds(&one("feed.xml", utf16(&format!("\u{feff}{}", feed("utf-16", text)), false)), text, "UTF-16");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// A declared charset gives the text back, wherever its words come from.
    #[test]
    fn sentences_survive_their_charset(which in 0..REPORTS.len(), from in 0usize..40, length in 8usize..60, by_server in any::<bool>()) {
        let (label, text, host) = REPORTS[which];
        let part: String = text.chars().skip(from).take(length).collect();
        let part = part.trim().replace('<', " ");
        let sentence = format!("{part}. {part}.");
        let document = if by_server {
            from_server(host, &format!("text/plain; charset={label}"), &encode(label, &sentence))
        } else {
            one("a.html", encode(label, &page(&format!("<meta charset={label}>"), &sentence)))
        };
        let squeezed = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert!(document.text.split_whitespace().collect::<Vec<_>>().join(" ").contains(&squeezed), "{label}: {sentence} became {}", document.text);
    }

    /// Sound UTF-8 is never touched, whatever is declared.
    #[test]
    fn sound_utf_8_stays(text in "[a-zé’–àüñßλйабв漢字 ]{1,80}", label in prop::sample::select(vec!["utf-8", "iso-8859-1", "shift_jis", "windows-1251", "x"])) {
        prop_assume!(!text.trim().is_empty());
        let document = from_server("org", &format!("text/plain; charset={label}"), text.as_bytes());
        prop_assert_eq!(document.text, text);
    }

    /// Any bytes under any declaration give a document or one line.
    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 1..300), label in "[a-z0-9-]{0,12}") {
        let content = answer(&format!("Content-Type: text/html; charset={label}\r\n"), &bytes);
        for record in records("a.warc", record("response", "", &content)) {
            if let Err(error) = record {
                prop_assert!(!error.to_string().contains('\n'));
            }
        }
    }
}
