//! Feature keys: 32-bit hashes of a template's number and its values.

/// Hash of a piece of text (FNV-1a, folded); never 0, which stands for "nothing there".
pub fn text(bytes: impl IntoIterator<Item = u8>) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    fold(hash)
}

/// Key of feature `template` with up to three values.
#[inline(always)]
pub fn key(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let low = u64::from(a) << 32 | u64::from(b);
    let high = u64::from(c) << 32 | u64::from(template);
    let mixed = (low ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let mixed = (mixed ^ mixed >> 32 ^ high).wrapping_mul(0xff51_afd7_ed55_8ccd);
    fold(mixed)
}

#[inline(always)]
fn fold(hash: u64) -> u32 {
    let folded = ((hash >> 32) ^ hash ^ (hash >> 15)) as u32;
    if folded == 0 { 1 } else { folded }
}
