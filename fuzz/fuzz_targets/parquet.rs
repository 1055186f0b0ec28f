//! Any bytes as a Parquet file, the columns named in several ways. The first byte chooses the map.
#![no_main]

mod promises;
use libfuzzer_sys::fuzz_target;
use std::sync::Once;

const MAPS: [&str; 5] =
    ["", "text=body", "text=body,published=when,title=meta.title", "html=body,published=day", "text=number,id=old"];

/// The decoder of Parquet panics on some damage; that is caught where it is called. All other panics are faults.
fn let_the_decoder_panic() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let stop = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let is_decoder = |file: &str| ["/parquet-", "/lz4_flex-", "/snap-", "/brotli"].iter().any(|c| file.contains(c));
            if !info.location().is_some_and(|place| is_decoder(place.file()) || place.file().contains("/library/")) {
                stop(info);
            }
        }));
    });
}

fuzz_target!(|data: &[u8]| {
    let_the_decoder_panic();
    let Some((&choice, bytes)) = data.split_first() else { return };
    let map = MAPS[usize::from(choice) % MAPS.len()].parse().expect("a map");
    promises::file("a.parquet", bytes, map);
});
