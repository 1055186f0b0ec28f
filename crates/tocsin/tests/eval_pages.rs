//! `tocsin eval pages` and `eval blocks` against figures worked out by hand, and against the reference scorer where it is.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::{Place, Ran, data, project};
use flate2::Compression;
use flate2::write::GzEncoder;
use lzma_rust2::{XzOptions, XzWriter};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A folder of two pages that are never read: the answers are given.
fn folder(place: &Place) -> PathBuf {
    place.write("set/html/one.html.gz", packed("<p>one</p>"));
    place.write("set/html/four.html.gz", packed("<p>two</p>"));
    // The list is not in alphabetical order, and it is its order that counts.
    let list = r#"{"four": {"articleBody": "a b c d e", "url": "https://x.example/2", "title": "Two", "authors": ["Ada Roe"], "date": "2024-05-03 23:30:00-04:00"},
"one": {"articleBody": "f g h i", "url": null, "title": "Caf\u00e9  One", "authors": null, "date": "2024-05-03"}}"#;
    place.write("set/ground-truth.json", list).parent().unwrap().to_owned()
}

/// Of the first page's grams (abcd, bcde) one is found and one is extra; the other page is wholly right in its body.
const ANSWERS: &str = r#"{"id": "four", "title": "Two", "authors": ["ADA ROE"], "published": "2024-05-04", "text": "Two\na b c d x\nf g", "blocks": [{"kind": "headline", "start": 0, "end": 3}, {"kind": "paragraph", "start": 4, "end": 13}, {"kind": "caption", "start": 14, "end": 17}]}
{"id": "one", "title": "Cafe\u0301 One", "authors": [], "published": "2024-05-04", "text": "f g h i", "blocks": [{"kind": "quote", "start": 0, "end": 7}]}
"#;

const FIGURES: &str = "\
body_pages 2
body_precision 0.8000
body_recall 0.8000
body_f1 0.8000
titled_pages 2
title_exact 1.000
authored_pages 1
any_author 1.000
dated_pages 2
date_right 0.500
date_wrong 0.500
inputs 2
answered 2
miss body four like 0.33
miss date one gold 2024-05-03 said 2024-05-04
";

#[test]
fn the_figures_of_a_small_folder() {
    let place = Place::new();
    folder(&place);
    place.write("answers.jsonl", ANSWERS);
    let ask =
        |more: &[&str]| place.run(&[&["eval", "pages", "set", "--answers", "answers.jsonl"], more].concat()).fine().out;
    assert_eq!(ask(&["--misses", "9"]), FIGURES);
    let with = ask(&["--intervals", "--by-page", "pages.csv"]);
    assert_eq!(with, ask(&["--intervals"]), "the draws are the same each time");
    assert!(with.contains("title_exact 1.000 [1.000, 1.000]\n"), "{with}");
    assert!(with.contains("date_right 0.500 [0.000, 1.000]\n"), "{with}");
    let csv = std::fs::read_to_string(place.path("pages.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].starts_with("set,page,half,answered,body_precision,"), "{csv}");
    // sha256("four") is even, sha256("one") odd.
    assert_eq!(lines[1], "set,four,a,1,0.5000,0.5000,0.5000,,,,,1,1,1,0");
    assert_eq!(lines[2], "set,one,b,1,1.0000,1.0000,1.0000,,,,,1,,0,1");
    assert!(ask(&["--half", "b"]).starts_with("body_pages 1\nbody_precision 1.0000\n"));
    assert!(ask(&["--half", "a"]).starts_with("body_pages 1\nbody_precision 0.5000\n"));
}

/// A tar of pages with its list.
fn archive() -> Vec<u8> {
    let list = r#"{"https://x.example/1": {"file": "1.html", "with": ["f g\u00a0h", "it's"], "without": ["read more", "a \"b\" it's"], "title": "One", "author": "Ada Roe; Ben Low", "date": "2024-05-03"},
"https://x.example/2": {"file": "2.html", "with": [], "without": ["f"], "author": ["", "Cy"], "date": "May 2024"},
"https://x.example/3": {"file": "missing.html", "with": ["x"], "without": []}}"#;
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in [("eval/2.html", &b"two"[..]), ("cache/1.html", b"one"), ("evaldata.json", list.as_bytes())] {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

const ARCHIVE_ANSWERS: &str = r#"{"id": "https://x.example/1", "title": "one", "authors": ["ben low"], "published": "2024-05-03T22:00:00Z", "text": "f g h, read more", "blocks": [{"kind": "list", "start": 0, "end": 16}]}
"#;

const ARCHIVE_FIGURES: &str = "\
segments_must_have 2
segments_must_not 3
segment_precision 0.5000
segment_recall 0.5000
segment_f1 0.5000
titled_pages 1
title_exact 0.000
authored_pages 2
any_author 0.500
dated_pages 1
date_right 1.000
date_wrong 0.000
inputs 2
answered 1
miss lost https://x.example/1 \"it's\"
miss kept https://x.example/1 'read more'
";

#[test]
fn the_figures_of_a_small_archive_however_it_is_packed() {
    let place = Place::new();
    let tar = archive();
    let mut xz = XzWriter::new(Vec::new(), XzOptions::with_preset(1)).unwrap();
    xz.write_all(&tar).unwrap();
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(&tar).unwrap();
    place.write("xz/pages.tar.xz", xz.finish().unwrap());
    place.write("gz/pages.tar.gz", gz.finish().unwrap());
    place.write("bare/pages.tar", tar);
    place.write("answers.jsonl", ARCHIVE_ANSWERS);
    for path in ["xz", "gz", "bare", "xz/pages.tar.xz"] {
        let ran = place.run(&["eval", "pages", path, "--answers", "answers.jsonl", "--misses", "9"]);
        assert_eq!(ran.out, ARCHIVE_FIGURES, "{path}");
        ran.one_line(0, &["warning: ", "there is no page for https://x.example/3"]);
    }
}

#[test]
fn pages_are_read_now_where_no_answers_are_given() {
    let place = Place::new();
    let body: Vec<String> = (0..6)
        .map(|n| {
            format!("Rescuers searched sector {n} of the strait through the night with two cutters and a helicopter.")
        })
        .collect();
    let page = format!(
        "<html><head><title>Ferry sinks</title></head><body><article><h1>Ferry sinks</h1><p>{}</p></article></body></html>",
        body.join("</p><p>")
    );
    place.write("a/html/ferry.html.gz", packed(&page));
    place.write("a/html/empty.html.gz", packed("<html><body></body></html>"));
    let list = serde_json::json!({
        "ferry": {"articleBody": body.join("\n"), "title": "Ferry sinks"}, "empty": {"articleBody": "nothing at all"}
    });
    place.write("a/ground-truth.json", list.to_string());
    let ran = place.run(&["eval", "pages", "a", "a", "--slow"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
    assert!(ran.err.starts_with("warning: 1 of 2 pages gave no document, the first: "), "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[..5], ["set a", "body_pages 2", "body_precision 1.0000", "body_recall 0.5000", "body_f1 0.6667"]);
    assert_eq!(lines[5..9], ["titled_pages 1", "title_exact 1.000", "inputs 2", "answered 1"]);
    assert!(lines[9].starts_with("pages_per_second ") && lines[10].starts_with("slowest_page_seconds "), "{}", ran.out);
    assert!(["slowest_page ferry", "slowest_page empty"].contains(&lines[11]), "{}", ran.out);
    assert_eq!(lines[12], "set a");
}

#[test]
fn what_is_no_set_of_pages_is_told() {
    let place = Place::new();
    place.write("empty/readme.txt", "x");
    place.write("bad/ground-truth.json", "{\"a\": 1}");
    place.write("broken/pages.tar.xz", b"\xfd7zXZ\0 and no more");
    place.write("answers.jsonl", "{\"id\"\n");
    folder(&place);
    let pages = |more: &[&str]| place.run(&[&["eval", "pages"], more].concat());
    pages(&["nowhere"]).one_line(1, &["error: nowhere: there is no such file or folder"]);
    pages(&["empty"]).one_line(1, &["error: empty: holds neither ground-truth.json nor one tar archive; "]);
    pages(&["bad"]).one_line(1, &["error: bad/ground-truth.json: is no list of pages ("]);
    pages(&["broken"]).one_line(1, &["error: broken/pages.tar.xz: is no tar archive, or a damaged one ("]);
    pages(&["set", "--answers", "answers.jsonl"]).one_line(1, &["answers.jsonl:1: is no extracted record"]);
    pages(&["set", "set", "--answers", "answers.jsonl"]).one_line(2, &["error: --answers: goes with one PATH; "]);
    pages(&["set", "-q", "--by-page", "no/such/pages.csv"]).one_line(1, &["error: no/such/pages.csv: "]);
}

/// The gold of blocks that is marked in `source`: each block's kind and words.
fn gold_line(id: &str, half: &str, source: &str, blocks: &[(&str, &str)]) -> String {
    let at = |words: &str| {
        let start = source.find(words).unwrap();
        let start = source[..start].chars().count();
        (start, start + words.chars().count())
    };
    let blocks: Vec<serde_json::Value> = blocks
        .iter()
        .map(|(kind, words)| serde_json::json!({"kind": kind, "start": at(words).0, "end": at(words).1}))
        .collect();
    let sha256 = tocsin_record::text_sha256(source);
    let line = serde_json::json!({"set": "set", "id": id, "sha256": sha256, "half": half, "blocks": blocks});
    format!("{line}\n")
}

const SOURCE: &str = "<h1>War &amp; peace</h1><!-- é --><figure><figcaption>A soldier on the bridge, May 3</figcaption></figure>\
                      <p>The <em>army</em> left<br>the city at dawn.</p><p>Nobody was hurt in it.</p><aside>Sign up now</aside><nav>Elections near</nav>";

fn blocks_place() -> Place {
    let place = Place::new();
    place.write("set/html/one.html.gz", packed(SOURCE));
    place.write("set/html/two.html.gz", packed("<p>Not this one</p>"));
    let list = serde_json::json!({"one": {"articleBody": "x"}, "two": {"articleBody": "y"}});
    place.write("set/ground-truth.json", list.to_string());
    let blocks = [
        ("headline", "War &amp; peace"),
        ("caption", "A soldier on the bridge, May 3"),
        ("paragraph", "The <em>army</em> left<br>the city at dawn."),
        ("paragraph", "Nobody was hurt in it."),
        ("promo", "Sign up now"),
    ];
    place.write("gold.jsonl", gold_line("one", "dev", SOURCE, &blocks));
    // The caption is taken for a paragraph, one paragraph is lost, two texts are no blocks of the article.
    let blocks = [
        ("headline", "War & peace"),
        ("paragraph", "A soldier on the bridge, May 3"),
        ("paragraph", "The army left the city at dawn."),
        ("paragraph", "Copyright by nobody"),
        ("related", "Elections near"),
    ];
    let (mut text, mut stretches) = (String::new(), Vec::new());
    for (kind, words) in blocks {
        let start = text.chars().count();
        text += words;
        stretches.push(serde_json::json!({"kind": kind, "start": start, "end": text.chars().count()}));
        text += "\n";
    }
    let answer = serde_json::json!({"id": "one", "text": text, "blocks": stretches});
    place.write("answers.jsonl", format!("{answer}\n"));
    place
}

const BLOCK_FIGURES: &str = "\
pages 1
gold_blocks 5
said_blocks 5
paired_blocks 3
kind_right_of_paired 0.6667
block_kind_precision 0.5000
block_kind_recall 0.4000
block_kind_f1 0.4444
block_kind_f1_strict 0.4000
block_kind_macro_f1 0.3500
word_kind_f1 0.4000
headline_gold 1
headline_said 1
headline_precision 1.0000
headline_recall 1.0000
headline_f1 1.0000
headline_word_f1 1.0000
";

#[test]
fn the_figures_of_a_small_gold_of_blocks() {
    let place = blocks_place();
    let ask = |more: &[&str]| {
        let arguments = ["eval", "blocks", "gold.jsonl", "set", "--answers", "answers.jsonl"];
        place.run(&[&arguments[..], more].concat()).fine().out
    };
    let out = ask(&["--confusions", "--misses", "9"]);
    assert!(out.starts_with(BLOCK_FIGURES), "{out}");
    for lines in [
        "paragraph_gold 2\nparagraph_said 3\nparagraph_precision 0.3333\nparagraph_recall 0.5000\nparagraph_f1 0.4000\n",
        "caption_gold 1\ncaption_said 0\ncaption_precision 0.0000\ncaption_recall 0.0000\ncaption_f1 0.0000\n",
        "related_gold 0\nrelated_said 1\nrelated_precision 0.0000\n",
        "promo_gold 1\npromo_said 0\n",
        "confusion_caption_as_paragraph 1\n",
        "confusion_paragraph_as_missed 1\n",
        "confusion_extra_as_related 1\n",
        "miss kind one gold caption said paragraph 'A soldier on the bridge, May 3'\n",
        "miss lost one paragraph 'Nobody was hurt in it.'\n",
        "miss extra one paragraph 'Copyright by nobody'\n",
    ] {
        assert!(out.contains(lines), "{lines} is not in {out}");
    }
    // The lost paragraph and the related link (which the gold has as no block here) could be settled otherwise.
    let at = |words: &str| (SOURCE.find(words).unwrap() - 1, SOURCE.find(words).unwrap() - 1 + words.len());
    let doubt = |words: &str, kind: &str, alt: &str| {
        let (start, end) = at(words);
        format!(
            "{{\"set\":\"set\",\"id\":\"one\",\"start\":{start},\"end\":{end},\"kind\":\"{kind}\",\"alt\":\"{alt}\"}}\n"
        )
    };
    let doubts = doubt("Nobody was hurt in it.", "paragraph", "caption") + &doubt("Elections near", "none", "related");
    place.write("doubtful.jsonl", doubts);
    let settled = ask(&["--without", "doubtful.jsonl"]);
    assert!(settled.starts_with("pages 1\ngold_blocks 4\nsaid_blocks 4\npaired_blocks 3\n"), "{settled}");
    assert!(ask(&["--half", "held-out"]).starts_with("pages 0\n"));
    // A second draw for development shows its misses, what is held out does not.
    let gold = std::fs::read_to_string(place.path("gold.jsonl")).unwrap();
    for (half, shown) in [("dev2", true), ("dev3", true), ("held-out", false)] {
        place.write("gold.jsonl", gold.replace("\"dev\"", &format!("\"{half}\"")));
        let out = ask(&["--half", half, "--misses", "9"]);
        assert!(out.starts_with("pages 1\n") && out.contains("\nmiss ") == shown, "{half}: {out}");
    }
    place.write("gold.jsonl", gold);
    assert!(ask(&["--intervals"]).contains("block_kind_f1 0.4444 [0.4444, 0.4444]\n"));
}

#[test]
fn a_gold_of_blocks_must_fit_its_pages() {
    let place = blocks_place();
    place.write("answers.jsonl", "");
    let other = gold_line("two", "dev", "<p>Another page</p>", &[("paragraph", "Another page")]);
    let outside = gold_line("one", "dev", SOURCE, &[("promo", "Sign up now")]).replace("\"end\":", "\"end\":9");
    let blocks = |gold: String| {
        place.write("gold.jsonl", gold);
        place.run(&["eval", "blocks", "gold.jsonl", "set", "--answers", "answers.jsonl"])
    };
    blocks(other).one_line(1, &["error: set#two: the page is not the one in which the gold's blocks were marked; "]);
    blocks(outside).one_line(1, &["error: set#one: a gold block holds no text of it; "]);
    blocks("{}\n".to_owned()).one_line(1, &["error: gold.jsonl:1: is no page of a gold of blocks ("]);
    let elsewhere = gold_line("one", "dev", SOURCE, &[]).replace("\"set\":\"set\"", "\"set\":\"aeb\"");
    blocks(elsewhere).one_line(0, &["warning: 1 of 1 pages of the gold are in none of the sets"]);
}

fn reference() -> Option<(PathBuf, PathBuf)> {
    let data = data()?;
    let script = data.join("../measure");
    let runs = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    (script.is_file() && runs).then_some((data, script))
}

fn by_script(script: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new("python3").arg("-B").arg(script).args(arguments).output().unwrap();
    Ran::of(output)
}

/// The lines without the one that tells the speed.
fn steady(out: &str) -> String {
    out.lines().filter(|line| !line.starts_with("pages_per_second ")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_line_is_as_the_reference_scorer_prints_it() {
    let Some((data, script)) = reference() else {
        println!(
            "skipped: $TOCSIN_DATA (default {}), its scorer or python3 is absent",
            project().join("../shared/data").display()
        );
        return;
    };
    let place = Place::new();
    let mut compared = 0;
    let every = ["--misses", "100000"];
    for name in ["aeb", "fundus", "trafilatura", "htmldate"] {
        let set = data.join("pages").join(name);
        if !set.exists() {
            println!("skipped: {} is absent", set.display());
            continue;
        }
        let set = set.to_str().unwrap();
        // Answers that hold some of everything: the gold's own, every seventh line cut out.
        let perfect = by_script(&script, &["pages", set, "--gold-as-answers"]).out;
        let some = perfect.lines().enumerate().filter(|(n, _)| n % 7 != 3).map(|(_, line)| format!("{line}\n"));
        let answers = place.write(&format!("{name}.jsonl"), some.collect::<String>());
        let answers = ["--answers", answers.to_str().unwrap()];
        let theirs = by_script(&script, &[&["pages", set], &answers[..], &every].concat()).out;
        let ours = place.run(&[&["eval", "pages", set, "-q"], &answers[..], &every].concat()).fine().out;
        assert_eq!(ours, theirs, "{name}");
        compared += 1;
    }
    assert!(compared > 0, "no set of pages is there");
    // One set is read as well, by both.
    let set = data.join("pages/fundus");
    if let Some(set) = set.to_str().filter(|_| set.exists()) {
        let program = env!("CARGO_BIN_EXE_tocsin");
        let theirs = by_script(&script, &[&["pages", set, "--tocsin", program], &every[..]].concat()).out;
        let ours = place.run(&[&["eval", "pages", set, "-q"], &every[..]].concat()).fine().out;
        assert_eq!(steady(&ours), steady(&theirs));
    }
}
