//! Gathers the coder's knowledge files into the program: one list of (name, contents) a folder.

use std::fmt::Write;
use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    let mut out = String::new();
    for folder in ["triggers", "words", "speech", "status", "contexts"] {
        let path = root.join(folder);
        println!("cargo::rerun-if-changed={}", path.display());
        let mut files: Vec<_> = std::fs::read_dir(&path)
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
            .map(|entry| entry.expect("a readable folder").path())
            .filter(|p| p.extension().is_some_and(|e| e == "toml"))
            .collect();
        files.sort();
        let _ = writeln!(out, "/// Files of `knowledge/{folder}`, by name.");
        let _ = writeln!(out, "pub static {}: &[(&str, &str)] = &[", folder.to_uppercase());
        for file in files {
            println!("cargo::rerun-if-changed={}", file.display());
            let name = file.file_stem().expect("a file name").to_string_lossy();
            let _ =
                writeln!(out, "    ({name:?}, include_str!({:?})),", file.canonicalize().expect("a path").display());
        }
        out.push_str("];\n");
    }
    let target = Path::new(&std::env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("knowledge.rs");
    std::fs::write(&target, out).unwrap_or_else(|e| panic!("{}: {e}", target.display()));
}
