//! What `--help` says, word for word: a change here is a change of the contract with users.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::Place;

#[test]
fn the_help_of_the_program_and_of_every_command() {
    let place = Place::new();
    let commands: &[&[&str]] = &[
        &[],
        &["read"],
        &["extract"],
        &["code"],
        &["events"],
        &["statements"],
        &["versions"],
        &["export"],
        &["explain"],
        &["serve"],
        &["watch"],
        &["feeds"],
        &["feeds", "add"],
        &["feeds", "import"],
        &["eval"],
        &["eval", "events"],
        &["eval", "pages"],
        &["eval", "blocks"],
        &["eval", "syntax"],
        &["eval", "entities"],
        &["eval", "times"],
        &["eval", "places"],
        &["eval", "coref"],
    ];
    for command in commands {
        let mut arguments = command.to_vec();
        arguments.push("--help");
        let name = if command.is_empty() { "tocsin".to_owned() } else { command.join("-") };
        insta::assert_snapshot!(name, place.run(&arguments).fine().out);
    }
}

#[test]
fn the_version_names_the_coder() {
    let out = Place::new().run(&["--version"]).fine().out;
    assert!(out.starts_with(concat!("tocsin ", env!("CARGO_PKG_VERSION"), " (coder ")), "{out}");
}

#[test]
fn wrong_usage_ends_with_2() {
    let place = Place::new();
    for arguments in [
        &["frobnicate"][..],
        &["read"],
        &["code", "--format", "csv", "a.txt"],
        &["events", "--type", "WAR"],
        &["events", "--status", "sure"],
        &["events", "--since", "yesterday"],
        &["events", "--min-confidence", "2"],
        &["events", "--threads", "0"],
        &["export"],
        &["serve", "--listen", "here"],
        &["eval", "events", "gold.jsonl"],
        &["eval", "pages"],
        &["eval", "blocks", "gold.jsonl"],
    ] {
        let ran = place.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.starts_with("error: "), "{arguments:?}: {}", ran.err);
    }
    assert!(place.run(&["events", "--type", "WAR"]).err.contains("the types are AGREE, CONSULT"));
    assert!(place.run(&["events", "--since", "yesterday"]).err.contains("yesterday"));
}
