//! Serves a store filled with invented rows, to look at the pages: `cargo run -p tocsin-serve --example demo [PORT [REPORTS]]`.
//! With `--empty`, an empty one.

#[path = "../tests/demo/mod.rs"]
mod demo;

use tocsin_serve::{Options, serve};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("demo.db");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut numbers = arguments.iter().filter_map(|argument| argument.parse::<u32>().ok());
    let port = numbers.next().and_then(|port| u16::try_from(port).ok()).unwrap_or(7878);
    if !arguments.iter().any(|argument| argument == "--empty") {
        demo::fill(&path, numbers.next().unwrap_or(70));
    }
    let options = Options { listen: ([127, 0, 0, 1], port).into(), ..Options::default() };
    #[expect(clippy::print_stdout, reason = "an example tells where to look")]
    serve(&path, options, |bound| println!("open http://{bound}/")).await?;
    Ok(())
}
