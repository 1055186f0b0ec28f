use super::*;
use proptest::prelude::*;

#[test]
fn dates_are_read_as_written() {
    let cases = [
        ("2024-05-03T15:47:42.389+00:00", "2024-05-03T15:47:42+00:00"),
        ("2024-05-03T15:47:42+0200", "2024-05-03T15:47:42+02:00"),
        ("2024-05-03T15:47:42:684Z", "2024-05-03T15:47:42Z"),
        ("2024-05-03T15:47Z", "2024-05-03T15:47:00Z"),
        ("2024-05-03T15:47-05", "2024-05-03T15:47:00-05:00"),
        ("2024-05-03 15:47", "2024-05-03T15:47:00"),
        ("2024-5-3", "2024-05-03"),
        ("20240503", "2024-05-03"),
        ("20240503T154700Z", "2024-05-03T15:47:00Z"),
        ("202405031547", "2024-05-03T15:47:00"),
        ("Fri, 03 May 2024 23:30:00 -0500", "2024-05-03T23:30:00-05:00"),
        ("Fri, 03 May 2024 23:30:00 GMT", "2024-05-03T23:30:00Z"),
        ("Fri May 03 2024 09:49:32 GMT+0200 (CEST)", "2024-05-03T09:49:32+02:00"),
        ("Fri May 3 09:49:32 UTC 2024", "2024-05-03"),
        ("Published On 3 May 2024", "2024-05-03"),
        ("May 3rd, 2024", "2024-05-03"),
        ("May 3, 2024 at 5:09 p.m.", "2024-05-03T17:09:00"),
        ("May 3, 2024 12:05 AM EDT", "2024-05-03T00:05:00-04:00"),
        ("Sept. 3, 2024", "2024-09-03"),
        ("3. Mai 2024", "2024-05-03"),
        ("3. Mai 2024, 14.48 Uhr", "2024-05-03T14:48:00"),
        ("am 3. Mai 2024 um 14:48 Uhr", "2024-05-03T14:48:00"),
        ("3 de mayo de 2024", "2024-05-03"),
        ("le 3 août 2024 à 10h15", "2024-08-03T10:15:00"),
        ("1er août 2024", "2024-08-01"),
        ("3-May-2024", "2024-05-03"),
        ("03-May-24", "2024-05-03"),
        ("Juli 12, 2017", "2017-07-12"),
        ("03.05.2024", "2024-05-03"),
        ("3. 5. 2024", "2024-05-03"),
        ("13/05/2024", "2024-05-13"),
        ("05/13/2024", "2024-05-13"),
        ("2024/05/03", "2024-05-03"),
        ("2024. 5. 3.", "2024-05-03"),
        ("2024年5月3日", "2024-05-03"),
        ("2024년 5월 3일", "2024-05-03"),
        ("1714750000", "2024-05-03T15:26:40Z"),
        ("1714750000000", "2024-05-03T15:26:40Z"),
        ("3 مايو 2024", "2024-05-03"),
    ];
    for (given, wanted) in cases {
        assert_eq!(parse(given).as_ref().map(Published::as_str), Some(wanted), "{given}");
    }
}

#[test]
fn what_is_doubtful_gives_nothing() {
    for given in [
        "03/05/2024",
        "1889-01-01",
        "2998-01-01",
        "2024-13-01",
        "yesterday",
        "",
        "12 horses 2024",
        "May 2024",
        "1.2.24",
        "v1.12.2024.5",
        "192.168.10.2024",
        "May 3-5",
        "2024",
        "© 2024",
        "Tel. 030 1234 2024",
    ] {
        assert_eq!(parse(given), None, "{given}");
    }
}

#[test]
fn an_order_settles_what_numbers_leave_open() {
    let parse = |text: &str, order, short_years| {
        parse_styled(text, Style { order, short_years }).map(|p| p.as_str().to_owned())
    };
    assert_eq!(parse("03/05/2024", Order::DayFirst, false).as_deref(), Some("2024-05-03"));
    assert_eq!(parse("03/05/2024", Order::MonthFirst, false).as_deref(), Some("2024-03-05"));
    assert_eq!(parse("3.5.24", Order::Unknown, true).as_deref(), Some("2024-05-03"));
    assert_eq!(parse("26/10/13, 03:48 pm", Order::Unknown, true).as_deref(), Some("2013-10-26T15:48:00"));
    assert_eq!(parse("1.2.24.5", Order::Unknown, true), None);
}

#[test]
fn a_date_knows_where_it_stands() {
    let text = "Stand: 03.05.2024, 10:15 Uhr | Politik";
    let found = find(text, Style::default()).unwrap();
    assert_eq!(&text[found.range], "03.05.2024, 10:15 Uhr");
    let text = "Berlin, 3. Mai 2024 – Die Regierung";
    assert_eq!(&text[find(text, Style::default()).unwrap().range], "3. Mai 2024");
}

#[test]
fn days_stand_in_paths() {
    for path in [
        "/2024/05/03/story",
        "/news/2024-05-03/x",
        "/a/20240503-story",
        "/story_2024-05-03",
        "/2024/may/03/x",
        "/2024/0503/c1",
        "/home/2024/5/3/montauk",
    ] {
        assert_eq!(in_path(path, Order::Unknown), Some(date(2024, 5, 3)), "{path}");
    }
    for path in [
        "/article-20241",
        "/2024/05/",
        "/2016/12/python-360",
        "/2011/12/kein",
        "/1234567890",
        "/p/20249999",
        "/2019/43/klima",
        "/2023/10/3-questions",
        "/2023/10/12-questions",
    ] {
        assert_eq!(in_path(path, Order::Unknown), None, "{path}");
    }
    assert_eq!(in_path("/meldungen/03-05-2024", Order::DayFirst), Some(date(2024, 5, 3)));
    assert_eq!(in_path("/meldungen/03-05-2024", Order::Unknown), None);
    assert_eq!(month_in_path("/uploads/2024/05/x.jpg"), Some(date(2024, 5, 1)));
}

#[test]
fn no_month_word_stands_twice() {
    let months: BTreeMap<String, Vec<String>> = toml::from_str(MONTHS).unwrap();
    assert_eq!(months.len(), 12);
    assert_eq!(MONTH_NUMBERS.len(), months.values().map(Vec::len).sum::<usize>());
}

proptest! {
    #[test]
    fn any_text_is_read_or_left(text in "\\PC{0,120}", order in 0..3usize, short_years: bool) {
        let order = [Order::DayFirst, Order::MonthFirst, Order::Unknown][order];
        if let Some(found) = find(&text, Style { order, short_years }) {
            prop_assert!(text.get(found.range).is_some());
        }
        let _ = (parse(&text), written(&text), in_path(&text, Order::DayFirst), month_in_path(&text));
    }

    #[test]
    fn marks_of_dates_in_any_order_do_no_harm(text in "([0-9]{1,4}|[-/.: ,T+Z]|May|um|Uhr|pm){0,30}") {
        let _ = find(&text, Style { order: Order::DayFirst, short_years: true });
        let _ = (parse(&text), in_path(&text, Order::DayFirst));
    }

    #[test]
    fn a_time_comes_back_as_it_was(
        year in 1990i16..2099, month in 1i8..=12, day in 1i8..=28, hour in 0i8..24, minute in 0i8..60,
        offset in -12i8..=14,
    ) {
        let day = date(year, month, day);
        let sign = if offset < 0 { '-' } else { '+' };
        let time = format!("{day}T{hour:02}:{minute:02}:00{sign}{:02}:00", offset.abs());
        let parsed = parse(&time).unwrap();
        prop_assert_eq!(parsed.as_str(), time.as_str());
        prop_assert_eq!(parsed.day(), day);
        // As e-mail, as readers of German and English write it, and in an address.
        for written in [day.strftime("%d %b %Y").to_string(), day.strftime("%d.%m.%Y").to_string(),
            day.strftime("%B %d, %Y").to_string()] {
            prop_assert_eq!(parse(&written).map(|p| p.day()), Some(day), "{}", written);
        }
        prop_assert_eq!(in_path(&day.strftime("/%Y/%m/%d/x").to_string(), Order::Unknown), Some(day));
    }
}
