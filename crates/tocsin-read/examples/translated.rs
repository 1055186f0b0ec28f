//! What the detector of translated text sees in texts, and how it judges them: for training and measuring it.
//!
//!     translated features < TEXTS.jsonl
//!     translated judge < TEXTS.jsonl
//!
//! TEXTS holds one object a line with `text`: paragraphs divided by line ends. Each is answered by one line of JSON.

use std::io::{BufRead, Write};
use tocsin_read::translated;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let what = std::env::args().nth(1).unwrap_or_default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().ok_or("a line has no \"text\"")?;
        let answer = match what.as_str() {
            "features" => serde_json::json!(translated::features(text)),
            "judge" => match translated::judge(text) {
                Some(reading) => serde_json::json!({
                    "words": reading.words, "signs": reading.signs, "habits": reading.habits,
                    "probability": reading.probability(), "translated": reading.is_translated(),
                }),
                None => serde_json::Value::Null,
            },
            other => return Err(format!("`{other}` is neither `features` nor `judge`").into()),
        };
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}
