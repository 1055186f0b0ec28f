//! A reader's way through the pages in a real browser: front page, first event, its article, its sentence.
//!
//! Runs Chromium through ChromeDriver, over a store made for the test or over the server that `TOCSIN_TEST_URL` names
//! (any store with at least one event). Without a browser it is skipped with a line that says so; under `CI=true` it
//! fails instead.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod demo;
mod webdriver;

use std::sync::mpsc;
use tocsin_serve::{Options, serve};
use webdriver::Browser;

/// The server to look at: the one that is named, else one of our own on a free port.
fn server() -> (String, Option<tempfile::TempDir>) {
    if let Ok(url) = std::env::var("TOCSIN_TEST_URL") {
        return (url.trim_end_matches('/').to_owned(), None);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("browser.db");
    demo::fill(&path, 70);
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let options = Options { listen: ([127, 0, 0, 1], 0).into(), ..Options::default() };
        runtime.block_on(serve(&path, options, |bound| sender.send(bound).unwrap())).unwrap();
    });
    (format!("http://{}", receiver.recv().unwrap()), Some(folder))
}

#[test]
fn a_reader_finds_the_sentence_behind_the_first_event() {
    let browser = match Browser::start() {
        Ok(browser) => browser,
        Err(missing) => {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "no browser to test with: {missing}");
            println!("skipped: no browser to test with: {missing}");
            return;
        }
    };
    let (url, _folder) = server();

    browser.open(&format!("{url}/"));
    assert!(browser.run("return document.title").as_str().unwrap().contains("tocsin"));
    assert!(browser.count("ol.rows > li.row") > 0, "the front page lists events");
    assert!(browser.count("form.filters input[type=checkbox]") > 0, "and offers filters");
    let wide = browser.run("return document.documentElement.scrollWidth > innerWidth");
    assert_eq!(wide, false, "nothing runs out of the window");
    let trigger = browser.text("ol.rows > li.row blockquote b");

    // Without the bundled script the pages work all the same, only not by these keys.
    if browser.count("script[src]") > 0 {
        let moved = browser.run(
            "for (const key of ['j', 'j', 'k']) document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
             return document.activeElement === document.querySelector('a.open')",
        );
        assert_eq!(moved, true, "j and k move through the rows");
    }

    browser.click("ol.rows > li.row a.open");
    assert!(browser.address().contains("/events/"));
    let quoted = browser.text(".evidence mark.m-trigger");
    assert_eq!(quoted, trigger, "the event's page quotes the same trigger");

    browser.click(".evidence figcaption a");
    let address = browser.address();
    assert!(address.contains("/articles/") && address.contains("#s"), "{address}");
    assert_eq!(browser.count(".sentence:target"), 1, "the sentence is the one pointed at");
    assert!(browser.text(".sentence:target").contains(&trigger));
    let seen = browser.run(
        "const s = document.querySelector('.sentence:target'), b = s.getBoundingClientRect();
         return b.top >= 0 && b.bottom <= innerHeight
             && getComputedStyle(s).outlineStyle === 'solid'
             && getComputedStyle(s.querySelector('.m-trigger')).fontWeight === '700'",
    );
    assert_eq!(seen, true, "it is in sight and stands out, by the page's own styles");

    browser.run("document.querySelector('#show-trigger').click(); return null");
    let weight = "const m = [...document.querySelectorAll('.text mark')].find(m => m.className === 'm-trigger');
                  return m ? getComputedStyle(m).fontWeight : '400'";
    assert_eq!(browser.run(weight), "400", "the legend's box takes the trigger's look away");
}

#[test]
fn pages_hold_on_a_narrow_screen_and_no_foreign_script_runs() {
    let browser = match Browser::start() {
        Ok(browser) => browser,
        Err(missing) => {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "no browser to test with: {missing}");
            println!("skipped: no browser to test with: {missing}");
            return;
        }
    };
    let (url, _folder) = server();
    browser.size(400, 900);
    for page in ["/", "/events", "/articles", "/method", "/search?q=the"] {
        browser.open(&format!("{url}{page}"));
        assert_eq!(browser.run("return innerWidth"), 400);
        let overflow =
            browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert_eq!(overflow, 0, "{page} fits a narrow screen");
        assert_eq!(browser.run("return document.images.length"), 0, "{page} holds no picture from outside");
    }
}
