//! Any bytes as a Parquet file, the columns named in several ways. The first byte chooses the map.
#![no_main]

mod promises;
use libfuzzer_sys::fuzz_target;
use std::sync::Once;

const MAPS: [&str; 5] =
    ["", "text=body", "text=body,published=when,title=meta.title", "html=body,published=day", "text=number,id=old"];

/// The decoder of Parquet panics on some damage, which is caught where it is called. A panic of this project's own code
/// stops here, whoever would catch it; any other one stops where nobody caught it.
fn let_the_decoder_panic() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let stop = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let is_ours = |file: &str| file.contains("tocsin") || file.contains("fuzz_targets");
            if info.location().is_none_or(|place| is_ours(place.file())) {
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
