//! Whether a date is right.

use super::python::is_space;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The moment that an ISO 8601 text names; `None` when it has no zone or is not one.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim_matches(is_space);
    // Without a zone it is no moment, and `Timestamp` refuses it.
    text.parse().ok()
}

/// Whether `said` has the gold's day as written or in UTC, or names the same instant.
pub fn is_right(gold: &str, said: &str) -> bool {
    let day = |text: &str| text.chars().take(10).collect::<String>();
    let said_day = day(said.trim_matches(is_space));
    if said_day == day(gold) {
        return true;
    }
    let moment = instant(gold);
    moment.is_some_and(|moment| moment.to_zoned(TimeZone::UTC).date().to_string() == said_day)
        || moment.is_some() && moment == instant(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_right_as_written_in_utc_or_as_the_instant() {
        let gold = "2024-05-03 23:47:42.389000-04:00";
        assert!(is_right(gold, "2024-05-03"));
        assert!(is_right(gold, "2024-05-04"), "the day in UTC");
        assert!(is_right(gold, "2024-05-04T05:47:42.389+02:00"));
        assert!(is_right("2024-05-03T23:30:00+02:00", "2024-05-04T00:30:00+03:00"), "the same instant");
        assert!(!is_right(gold, "2024-05-05"));
        assert!(!is_right("2024-05-03", "2024-05-04T00:30:00+03:00"), "a day is no instant");
        assert!(!is_right(gold, "soon"));
    }
}
