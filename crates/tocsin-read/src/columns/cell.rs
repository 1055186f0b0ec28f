//! What a column holds, as text.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::data_type::{ByteArray, Int96};
use parquet::schema::types::ColumnDescriptor;

/// A value that is there.
pub(super) enum Cell {
    Bytes(ByteArray),
    Text(String),
}

impl Cell {
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Cell::Bytes(bytes) => bytes.data().to_vec(),
            Cell::Text(text) => text.into_bytes(),
        }
    }
}

/// How the values of a column are to be understood.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// As they are.
    Plain,
    /// Days since 1970.
    Day,
    /// Times since 1970, so many of which make a second; with the zone UTC or none.
    Time { a_second: i64, utc: bool },
    /// Sixteen bytes.
    Uuid,
}

impl Kind {
    pub fn of(column: &ColumnDescriptor) -> Kind {
        match column.logical_type_ref() {
            Some(LogicalType::Date) => Kind::Day,
            Some(LogicalType::Uuid) => Kind::Uuid,
            Some(LogicalType::Timestamp(time)) => {
                let a_second = match time.unit {
                    TimeUnit::MILLIS => 1_000,
                    TimeUnit::MICROS => 1_000_000,
                    TimeUnit::NANOS => 1_000_000_000,
                };
                Kind::Time { a_second, utc: time.is_adjusted_to_u_t_c }
            }
            Some(_) => Kind::Plain,
            None => match column.converted_type() {
                ConvertedType::DATE => Kind::Day,
                ConvertedType::TIMESTAMP_MILLIS => Kind::Time { a_second: 1_000, utc: true },
                ConvertedType::TIMESTAMP_MICROS => Kind::Time { a_second: 1_000_000, utc: true },
                _ => Kind::Plain,
            },
        }
    }

    pub fn boolean(self, value: bool) -> Option<Cell> {
        Some(Cell::Text(value.to_string()))
    }

    /// A number, a day or a time. What lies outside all calendars is nothing.
    pub fn number(self, value: i64) -> Option<Cell> {
        let text = match self {
            Kind::Day => day(value)?.to_string(),
            Kind::Time { a_second, utc } => {
                let nanoseconds = i128::from(value) * i128::from(1_000_000_000 / a_second);
                time(nanoseconds, utc)?
            }
            Kind::Plain | Kind::Uuid => value.to_string(),
        };
        Some(Cell::Text(text))
    }

    /// The times that older programs write: a Julian day and nanoseconds, understood as UTC.
    pub fn old_time(self, value: &Int96) -> Option<Cell> {
        let [low, high, julian] = value.data().try_into().ok()?;
        let within = (u64::from(high) << 32) | u64::from(low);
        let days = i128::from(julian) - 2_440_588;
        Some(Cell::Text(time(days * 86_400_000_000_000 + i128::from(within), true)?))
    }

    pub fn float(self, value: f64) -> Option<Cell> {
        value.is_finite().then(|| Cell::Text(value.to_string()))
    }

    pub fn bytes(self, value: ByteArray) -> Option<Cell> {
        match (self, value.data()) {
            (Kind::Uuid, &[a, b, c, d, e, f, g, h, ref rest @ ..]) if rest.len() == 8 => {
                let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
                let (head, tail) = (hex(&[a, b, c, d]), hex(&rest[2..]));
                Some(Cell::Text(format!("{head}-{}-{}-{}-{tail}", hex(&[e, f]), hex(&[g, h]), hex(&rest[..2]))))
            }
            _ => Some(Cell::Bytes(value)),
        }
    }
}

fn day(since_1970: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(since_1970).ok()?;
    date(1970, 1, 1).checked_add(span).ok().filter(|day| day.year() > 0)
}

/// A time as RFC 3339; without a zone where it has none.
fn time(nanoseconds: i128, utc: bool) -> Option<String> {
    let time = Timestamp::from_nanosecond(nanoseconds).ok()?;
    let local = time.to_zoned(TimeZone::UTC).datetime();
    if local.year() <= 0 {
        return None;
    }
    Some(if utc { time.to_string() } else { local.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(cell: Option<Cell>, text: &str) {
        assert_eq!(cell.map(|cell| String::from_utf8(cell.into_bytes()).unwrap()).as_deref(), Some(text));
    }

    #[test]
    fn days_and_times_are_written_as_the_contract_wants_them() {
        is(Kind::Day.number(20_458), "2026-01-05");
        is(Kind::Time { a_second: 1_000, utc: true }.number(1_767_612_600_000), "2026-01-05T11:30:00Z");
        is(Kind::Time { a_second: 1_000_000, utc: false }.number(1_767_612_600_500_000), "2026-01-05T11:30:00.5");
        is(Kind::Time { a_second: 1_000_000_000, utc: true }.number(-1_000_000_000), "1969-12-31T23:59:59Z");
        assert!(Kind::Time { a_second: 1_000, utc: true }.number(i64::MAX).is_none());
        assert!(Kind::Day.number(i64::MIN).is_none());
        is(Kind::Plain.number(-7), "-7");
        let mut old = Int96::new();
        old.set_data(3_600_000_000_000u64 as u32, (3_600_000_000_000u64 >> 32) as u32, 2_440_588 + 20_458);
        is(Kind::Plain.old_time(&old), "2026-01-05T01:00:00Z");
        is(Kind::Uuid.bytes(ByteArray::from((0..16).collect::<Vec<u8>>())), "00010203-0405-0607-0809-0a0b0c0d0e0f");
        assert!(Kind::Plain.float(f64::NAN).is_none());
    }
}
