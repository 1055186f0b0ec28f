//! A look over Thrift's compact encoding before it is decoded.
//!
//! The decoder takes memory for as many elements as a list says it has. Here everything is walked over first, so that
//! what it is given is whole, and no larger than it says.

/// Structures inside structures. Parquet's own go some eight deep.
const DEEPEST: usize = 32;

/// The numbers that a structure holds, by the path of their field numbers, two deep.
#[derive(Debug, Default)]
pub(super) struct Walked {
    numbers: Vec<([i16; 2], i64)>,
}

impl Walked {
    /// The number of a field of the structure.
    pub fn number(&self, field: i16) -> Option<i64> {
        self.nested(field, 0)
    }

    /// The number of a field of a structure inside.
    pub fn nested(&self, outer: i16, inner: i16) -> Option<i64> {
        self.numbers.iter().find(|(path, _)| *path == [outer, inner]).map(|(_, number)| *number)
    }
}

/// Walks over the structure at the beginning of `bytes`. `None` where it is not whole or lies about its sizes.
pub(super) fn walk(bytes: &[u8]) -> Option<Walked> {
    let mut walk = Walk { bytes, at: 0, found: Walked::default() };
    walk.structure(0, 0)?;
    Some(walk.found)
}

struct Walk<'b> {
    bytes: &'b [u8],
    at: usize,
    found: Walked,
}

impl Walk<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let (value, length) = varint(self.bytes.get(self.at..)?)?;
        self.at += length;
        Some(value)
    }

    fn structure(&mut self, outer: i16, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        let mut field = 0i16;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == 0 {
                return Some(());
            }
            field = match head >> 4 {
                0 => i16::try_from(zigzag(self.varint()?)).ok()?,
                delta => field.checked_add(i16::from(delta))?,
            };
            let path = match depth {
                0 => Some([field, 0]),
                1 => Some([outer, field]),
                _ => None,
            };
            self.value(kind, path, field, depth)?;
        }
    }

    fn value(&mut self, kind: u8, path: Option<[i16; 2]>, field: i16, depth: usize) -> Option<()> {
        match kind {
            // True and false stand in the head of a field; as elements of a list they take a byte.
            1 | 2 if path.is_some() || depth > 1 => {}
            1..=3 => {
                self.byte()?;
            }
            4..=6 => {
                let number = zigzag(self.varint()?);
                if let Some(path) = path {
                    self.found.numbers.push((path, number));
                }
            }
            7 => self.skip(8)?,
            8 => {
                let length = self.varint()?;
                self.skip(length)?;
            }
            9 | 10 => self.list(depth)?,
            12 => self.structure(field, depth + 1)?,
            // No map occurs in these structures.
            _ => return None,
        }
        Some(())
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        let head = self.byte()?;
        let kind = head & 0x0f;
        let count = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
        // The smallest structure that says anything takes three bytes.
        let smallest = if kind == 12 { 3 } else { 1 };
        if count.checked_mul(smallest)? > (self.bytes.len() - self.at) as u64 {
            return None;
        }
        for _ in 0..count {
            match kind {
                1 | 2 => {
                    self.byte()?;
                }
                12 => self.structure(0, depth + 2)?,
                kind => self.value(kind, None, 0, depth + 2)?,
            }
        }
        Some(())
    }

    fn skip(&mut self, length: u64) -> Option<()> {
        let end = self.at.checked_add(usize::try_from(length).ok()?)?;
        self.bytes.get(self.at..end)?;
        self.at = end;
        Some(())
    }
}

/// A number of seven bits a byte, and how many bytes it takes.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0u64;
    for (n, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * n);
        if byte & 0x80 == 0 {
            return Some((value, n + 1));
        }
    }
    None
}

fn zigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_and_lies_are_not_followed() {
        // {1: i32 3, 2: i32 -1, 5: {1: i32 7, 2: true}, 6: list of 2 i32, 7: "ab"}
        let bytes = [0x15, 6, 0x15, 1, 0x3c, 0x15, 14, 0x11, 0, 0x19, 0x25, 2, 4, 0x18, 2, b'a', b'b', 0, 99];
        let found = walk(&bytes).unwrap();
        assert_eq!((found.number(1), found.number(2), found.nested(5, 1)), (Some(3), Some(-1), Some(7)));
        for end in 0..bytes.len() - 1 {
            assert!(walk(&bytes[..end]).is_none(), "{end}");
        }
        // A list of 2³¹ structures, a text of 2³¹ bytes, endless depth.
        assert!(walk(&[0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07, 0, 0, 0]).is_none());
        assert!(walk(&[0x18, 0xff, 0xff, 0xff, 0xff, 0x07, 0, 0]).is_none());
        assert!(walk(&[0x1c; 100_000]).is_none());
        assert!(walk(&[0x19; 100_000]).is_none());
    }
}
