//! What a host says of itself: any bytes as robots.txt and as tdmrep.json, asked about any path; any text as a host that is
//! allowed. The first line is the path, the rest the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use robotxt::Robots;
use tocsin_fetch::{AllowedHost, Reservations};

fuzz_target!(|data: &[u8]| {
    let cut = data.iter().position(|&b| b == b'\n').unwrap_or(0);
    let path = String::from_utf8_lossy(&data[..cut]).into_owned();
    let file = &data[cut..];
    let robots = Robots::parse(file, "tocsin");
    assert_eq!(robots.is_allowed(&path), robots.is_allowed(&path));
    assert!(robots.is_allowed("/robots.txt"), "the file itself may always be had");
    let reservations = Reservations::parse(file);
    assert_eq!(reservations.of(&path), reservations.of(&path));
    if let Ok(host) = path.parse::<AllowedHost>() {
        // Names of hosts know no case, and other scripts' letters may stand for these.
        let named = !path.is_ascii() || path.to_ascii_lowercase().contains("somebody-else");
        assert!(named || !host.covers(&"https://somebody-else.example:1234/".parse().expect("an address")));
    }
});
