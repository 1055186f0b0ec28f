//! Takes the bundled script of the pages into the program where `web/dist` holds one; without it the pages work all
//! the same, only without keyboard shortcuts.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let bundle = web.join("dist/tocsin.js");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?);
    // A watched path that does not exist makes cargo build again every time, so the folder above is watched instead.
    let watched = [bundle.clone(), web.join("dist"), web.clone()].into_iter().find(|path| path.exists());
    for path in [watched, Some(PathBuf::from("build.rs"))].into_iter().flatten() {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    let script = if bundle.exists() { fs::read(&bundle)? } else { Vec::new() };
    fs::write(out.join("tocsin.js"), script)
}
