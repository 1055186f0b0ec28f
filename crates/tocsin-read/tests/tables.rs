//! Parquet and CSV, and fields that go by other names.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::error;
use common::make::{gzip, tar};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type, Int96, Int96Type};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::io::Cursor;
use std::sync::Arc;
use tocsin_read::{FieldMap, Limits, Options, ReadError, split, split_file};
use tocsin_record::Document;

/// A column of a row group.
enum Column<'c> {
    Texts(&'c [Option<&'c str>]),
    Bytes(&'c [&'c [u8]]),
    Days(&'c [i32]),
    Numbers(&'c [Option<i64>]),
    Floats(&'c [f64]),
    OldTimes(&'c [Int96]),
}

/// A file of row groups with these columns.
fn parquet(schema: &str, properties: WriterProperties, groups: &[&[Column]]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    for columns in groups {
        let mut group = writer.next_row_group().unwrap();
        for column in *columns {
            let mut writer = group.next_column().unwrap().unwrap();
            match column {
                Column::Texts(texts) => {
                    let values: Vec<ByteArray> = texts.iter().flatten().map(|text| (*text).into()).collect();
                    let levels: Vec<i16> = texts.iter().map(|text| i16::from(text.is_some())).collect();
                    writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
                }
                Column::Bytes(bytes) => {
                    let values: Vec<ByteArray> = bytes.iter().map(|bytes| bytes.to_vec().into()).collect();
                    writer.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
                }
                Column::Days(days) => {
                    writer.typed::<Int32Type>().write_batch(days, None, None).unwrap();
                }
                Column::Numbers(numbers) => {
                    let values: Vec<i64> = numbers.iter().flatten().copied().collect();
                    let levels: Vec<i16> = numbers.iter().map(|number| i16::from(number.is_some())).collect();
                    writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None).unwrap();
                }
                Column::Floats(numbers) => {
                    writer.typed::<DoubleType>().write_batch(numbers, None, None).unwrap();
                }
                Column::OldTimes(times) => {
                    writer.typed::<Int96Type>().write_batch(times, None, None).unwrap();
                }
            }
            writer.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn plain() -> WriterProperties {
    WriterProperties::builder().build()
}

fn read(name: &str, bytes: Vec<u8>, map: &str) -> Vec<Result<Document, ReadError>> {
    let options = Options { map: Arc::new(map.parse().unwrap()), ..Options::default() };
    split_file(name, Cursor::new(bytes), options).map(|raw| raw.and_then(tocsin_read::Raw::read)).collect()
}

#[track_caller]
fn one_line(name: &str, bytes: Vec<u8>, map: &str) -> String {
    let mut all = read(name, bytes, map);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).unwrap_err().to_string()
}

const CONTRACT: &str = "message m { OPTIONAL BYTE_ARRAY id (UTF8); OPTIONAL BYTE_ARRAY url (UTF8);
    OPTIONAL BYTE_ARRAY outlet (UTF8); OPTIONAL BYTE_ARRAY title (UTF8); OPTIONAL BYTE_ARRAY published (UTF8);
    OPTIONAL BYTE_ARRAY lang (UTF8); OPTIONAL BYTE_ARRAY text (UTF8); }";

#[test]
fn columns_by_the_names_of_the_contract() {
    let page = common::make::page("Ana Ruiz");
    let columns = [
        Column::Texts(&[Some("a"), None]),
        Column::Texts(&[None, Some("https://news.example/b")]),
        Column::Texts(&[Some("The Ledger"), None]),
        Column::Texts(&[Some("Title"), None]),
        Column::Texts(&[Some("2026-01-05T09:00:00-06:00"), Some("6 January 2026")]),
        Column::Texts(&[Some("en"), None]),
        Column::Texts(&[Some("The minister resigned on Monday."), Some("Talks began in Geneva on Tuesday.")]),
    ];
    let documents = read("a.parquet", parquet(CONTRACT, plain(), &[&columns, &columns]), "");
    let documents: Vec<Document> = documents.into_iter().map(Result::unwrap).collect();
    assert_eq!(documents.len(), 4);
    let first = &documents[0];
    assert_eq!((first.id.as_str(), first.input.as_str()), ("a", "a.parquet#1"));
    assert_eq!((first.outlet.as_deref(), first.title.as_deref()), (Some("The Ledger"), Some("Title")));
    assert_eq!(first.published.as_ref().unwrap().as_str(), "2026-01-05T09:00:00-06:00");
    assert_eq!(first.text, "The minister resigned on Monday.");
    assert_eq!(documents[1].id.as_str(), "https://news.example/b");
    assert_eq!(documents[1].published.as_ref().unwrap().as_str(), "2026-01-06");
    assert_eq!(documents[3].input, "a.parquet#4");
    let html = "message m { REQUIRED BYTE_ARRAY html; }";
    let bytes = parquet(html, plain(), &[&[Column::Bytes(&[page.as_bytes()])]]);
    assert_eq!(read("a.parquet", bytes, "")[0].as_ref().unwrap().title.as_deref(), Some("Ana Ruiz resigns"));
}

#[test]
fn other_columns_are_not_read_and_those_in_structures_have_dotted_names() {
    let schema = "message m { REQUIRED BYTE_ARRAY body (UTF8); REQUIRED BYTE_ARRAY other; REQUIRED group meta {
        OPTIONAL INT64 when (TIMESTAMP(MILLIS,true)); REQUIRED INT32 day (DATE); } REQUIRED BYTE_ARRAY raw; }";
    let columns = [
        Column::Bytes(&[b"The minister resigned."]),
        Column::Bytes(&[&[7; 100_000]]),
        Column::Numbers(&[Some(1_767_612_600_000)]),
        Column::Days(&[20_458]),
        Column::Bytes(&[b"x"]),
    ];
    let mut bytes = parquet(schema, plain(), &[&columns]);
    // Whatever happened to a column that is not wanted.
    let other = bytes.windows(1000).position(|window| window == [7; 1000]).unwrap();
    bytes[other - 20..other + 50_000].fill(0xff);
    let read = |map: &str| read("a.parquet", bytes.clone(), map).remove(0).unwrap();
    assert_eq!(read("text=body,published=meta.when").published.unwrap().as_str(), "2026-01-05T11:30:00Z");
    assert_eq!(read("text=body,published=meta.day").published.unwrap().as_str(), "2026-01-05");
}

#[test]
fn every_compression_encoding_and_kind_of_time_is_read() {
    let schema = "message m { REQUIRED BYTE_ARRAY text (UTF8); REQUIRED INT96 published; REQUIRED DOUBLE seconds; }";
    let texts: Vec<String> = (0..500).map(|n| format!("The minister of province {n} resigned on Monday.")).collect();
    let texts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
    let mut time = Int96::new();
    time.set_data(0, 0, 2_440_588 + 20_458);
    let columns = [Column::Bytes(&texts), Column::OldTimes(&vec![time; 500]), Column::Floats(&vec![1.7676126e9; 500])];
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
        Compression::ZSTD(Default::default()),
        Compression::LZ4_RAW,
        Compression::BROTLI(Default::default()),
    ];
    for codec in codecs {
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            for dictionary in [true, false] {
                let properties = WriterProperties::builder()
                    .set_compression(codec)
                    .set_writer_version(version)
                    .set_dictionary_enabled(dictionary)
                    .set_data_page_row_count_limit(70)
                    .set_write_batch_size(50)
                    .build();
                let bytes = parquet(schema, properties, &[&columns]);
                let documents = read("a.parquet", bytes, "");
                assert_eq!(documents.len(), 500, "{codec} {version:?} {dictionary} {:?}", documents.last());
                let last = documents[499].as_ref().unwrap();
                assert_eq!(last.text, "The minister of province 499 resigned on Monday.");
                assert_eq!(last.published.as_ref().unwrap().as_str(), "2026-01-05T00:00:00Z");
            }
        }
    }
    let bytes = parquet(schema, plain(), &[&columns]);
    let document = read("a.parquet", bytes, "published=seconds").remove(0).unwrap();
    assert_eq!(document.published.unwrap().as_str(), "2026-01-05T11:30:00Z");
    assert!(document.warnings.iter().any(|w| w.starts_with("date: published ")), "{:?}", document.warnings);
}

#[test]
fn missing_columns_give_one_line_with_those_there_are() {
    let schema = "message m { OPTIONAL BYTE_ARRAY date (UTF8); OPTIONAL BYTE_ARRAY maintext (UTF8);
        OPTIONAL group authors (LIST) { REPEATED group list { OPTIONAL BYTE_ARRAY element (UTF8); } } }";
    let bytes = parquet(schema, plain(), &[]);
    assert_eq!(
        one_line("a.parquet", bytes.clone(), ""),
        "a.parquet: has neither text nor html; name the column with --map text=maintext; it has: date, maintext, authors"
    );
    assert_eq!(
        one_line("a.parquet", bytes.clone(), "text=maintext,published=day"),
        "a.parquet: has no column \"day\", which --map names for published; name the column with --map \
         published=COLUMN; it has: date, maintext, authors"
    );
    let line = one_line("a.parquet", bytes.clone(), "text=authors");
    assert!(line.starts_with("a.parquet: its column \"authors\" holds lists, not texts; "), "{line}");
    let line = one_line("a.parquet", bytes, "text=maintext");
    assert_eq!(line, "a.parquet: has no rows; name another column with --map, or leave it out");
}

#[test]
fn rows_without_a_text_are_counted() {
    let schema = "message m { OPTIONAL BYTE_ARRAY text (UTF8); }";
    let bytes = parquet(schema, plain(), &[&[Column::Texts(&[None, Some("The minister resigned."), Some(" ")])]]);
    let mut split = split_file("a.parquet", Cursor::new(bytes), Limits::default());
    let inputs: Vec<String> = split.by_ref().map(|raw| raw.unwrap().input().to_owned()).collect();
    assert_eq!(inputs, ["a.parquet#2"]);
    assert_eq!(split.passed_over().to_string(), "rows without a text 2");
    let bytes = parquet(schema, plain(), &[&[Column::Texts(&[None, None])]]);
    assert!(one_line("a.parquet", bytes, "").starts_with("a.parquet: none of its 2 rows holds a text; "));
}

#[test]
fn damaged_parquet_is_one_line() {
    let schema = "message m { OPTIONAL BYTE_ARRAY text (UTF8); }";
    let text = "The minister resigned on Monday, and nobody knows why he did. ".repeat(30);
    let texts: Vec<Option<&str>> = (0..100).map(|_| Some(text.as_str())).collect();
    let properties = || {
        WriterProperties::builder()
            .set_dictionary_enabled(false)
            .set_data_page_row_count_limit(10)
            .set_write_batch_size(10)
            .build()
    };
    let sound = parquet(schema, properties(), &[&[Column::Texts(&texts)]]);
    let line = one_line("a.parquet", sound[..sound.len() - 100].to_vec(), "");
    assert!(line.contains("it breaks off: its table of contents is missing"), "{line}");
    assert!(one_line("a.parquet", b"PAR1".to_vec(), "").contains("it is too short"));
    let mut footer = sound.clone();
    let length = u32::from_le_bytes(sound[sound.len() - 8..sound.len() - 4].try_into().unwrap()) as usize;
    let start = sound.len() - 8 - length;
    footer[start + 2..start + 22].fill(0xff);
    assert!(one_line("a.parquet", footer, "").starts_with("a.parquet: cannot be read as Parquet ("));
    for wrong in [0, 0x7fff_ffffu32, u32::MAX] {
        let mut lying = sound.clone();
        let at = lying.len() - 8;
        lying[at..at + 4].copy_from_slice(&wrong.to_le_bytes());
        assert!(one_line("a.parquet", lying, "").starts_with("a.parquet: cannot be read as Parquet ("));
    }
    // A page in the middle: what comes before it is read.
    let mut page = sound.clone();
    let middle = start / 2;
    page[middle..middle + 4000].fill(0xff);
    let lines = read("a.parquet", page, "");
    let good = lines.iter().filter(|line| line.is_ok()).count();
    assert!((20..100).contains(&good), "{good}");
    let last = lines.last().unwrap().as_ref().unwrap_err().to_string();
    assert!(last.contains(": cannot be read from here on ("), "{last}");
}

#[test]
fn no_damaged_byte_does_more_than_cost_rows() {
    let schema = "message m { OPTIONAL BYTE_ARRAY text (UTF8); }";
    let texts = [Some("One minister resigned."), None, Some("One minister returned."), Some("Talks began.")];
    // The encoding of this version stores what a text has in common with the one before it.
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        let properties = WriterProperties::builder().set_writer_version(version).set_dictionary_enabled(false).build();
        let sound = parquet(schema, properties, &[&[Column::Texts(&texts)]]);
        for at in (4..sound.len()).step_by(2) {
            for wrong in [0xff, sound[at] ^ 0x10] {
                let mut damaged = sound.clone();
                damaged[at] = wrong;
                let lines = read("a.parquet", damaged, "");
                assert!(lines.iter().filter(|line| line.is_err()).count() <= 1, "{at}: {lines:?}");
                assert!(lines.len() <= 5, "{at}: {lines:?}");
            }
        }
    }
}

#[test]
fn row_counts_that_lie_are_said() {
    let schema = "message m { REQUIRED BYTE_ARRAY text (UTF8); }";
    let bytes = parquet(schema, plain(), &[&[Column::Bytes(&[&b"The minister resigned."[..]; 3])]]);
    let length = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap()) as usize;
    let start = bytes.len() - 8 - length;
    // The number of rows stands as a zigzag number in the file, the column and the row group; only the last one counts.
    for (at, _) in bytes[start..].iter().enumerate().filter(|(_, byte)| **byte == 6) {
        let mut lying = bytes.clone();
        lying[start + at] = 126;
        let lines = read("a.parquet", lying, "");
        assert!(lines.len() <= 4);
        if let Some(Err(error)) = lines.last() {
            assert!(!error.to_string().contains('\n'));
        }
    }
    let mut lying = bytes.clone();
    let at = start + bytes[start..].iter().rposition(|byte| *byte == 6).unwrap();
    lying[at] = 126;
    let lines = read("a.parquet", lying, "");
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(lines[3].as_ref().unwrap_err().to_string().contains("promises 63 rows and holds 3"), "{lines:?}");
}

#[test]
fn parquet_from_a_stream_is_held_as_far_as_the_limit_goes() {
    let schema = "message m { REQUIRED BYTE_ARRAY text (UTF8); }";
    let bytes = parquet(schema, plain(), &[&[Column::Bytes(&[b"The minister resigned."])]]);
    for (name, bytes) in
        [("-", bytes.clone()), ("a.parquet.gz", gzip(&bytes)), ("t.tar", tar(&[("a.parquet", &bytes[..])]))]
    {
        let mut all: Vec<_> = split(name, Cursor::new(bytes), Limits::default()).collect();
        assert_eq!(all.len(), 1);
        assert_eq!(all.remove(0).unwrap().read().unwrap().text, "The minister resigned.");
    }
    let limits = Limits { document_bytes: 100, ..Limits::default() };
    let line = split("-", Cursor::new(bytes), limits).next().unwrap().unwrap_err().to_string();
    assert!(line.starts_with("-: is a Parquet file over 100 bytes, which cannot be read from a stream"), "{line}");
}

#[test]
fn tables_are_read_by_their_line_of_names() {
    let table = "id,title,published,text,extra\n1,Talks,2026-01-05,\"Talks began, he said.\nThey went on.\",x\n\
                 2,,,\"The \"\"minister\"\" resigned.\",y\n3,,,,z\n4,too,few\n";
    let mut split = split("a.csv", Cursor::new(table), Limits::default());
    let records: Vec<_> = split.by_ref().collect();
    assert_eq!(split.passed_over().to_string(), "rows without a text 1");
    let lines: Vec<_> = records.into_iter().map(|raw| raw.and_then(tocsin_read::Raw::read)).collect();
    let first = lines[0].as_ref().unwrap();
    assert_eq!((first.id.as_str(), first.input.as_str()), ("1", "a.csv#1"));
    assert_eq!(first.text, "Talks began, he said.\nThey went on.");
    assert_eq!(first.published.as_ref().unwrap().as_str(), "2026-01-05");
    assert_eq!(lines[1].as_ref().unwrap().text, "The \"minister\" resigned.");
    let line = lines[2].as_ref().unwrap_err().to_string();
    assert!(line.starts_with("a.csv:6: the row has 3 cells, but there are 5 names; "), "{line}");
    assert_eq!(lines.len(), 3);
}

#[test]
fn separators_charsets_and_missing_names_of_tables() {
    let rows = |parts: &str| ["title", "text"].join(parts) + "\n" + &["T", "The minister resigned."].join(parts) + "\n";
    for (name, table) in
        [("a.tsv", rows("\t")), ("a.csv", rows(";")), ("a.csv", rows("\t")), ("-", rows(",")), ("a.csv.gz", rows(","))]
    {
        let bytes = if name.ends_with("gz") { gzip(table.as_bytes()) } else { table.into_bytes() };
        assert_eq!(read(name, bytes, "")[0].as_ref().unwrap().text, "The minister resigned.", "{name}");
    }
    let bom = [b"\xef\xbb\xbf", rows(",").as_bytes()].concat();
    assert_eq!(read("a.csv", bom, "")[0].as_ref().unwrap().title.as_deref(), Some("T"));
    let wide: Vec<u8> = format!("\u{feff}{}", rows("\t")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read("a.csv", wide, "")[0].as_ref().unwrap().text, "The minister resigned.");
    let western = b"title,text\nMinist\xe9rio,S\xe3o Paulo e o minist\xe9rio da educa\xe7\xe3o.\n";
    let document = read("a.csv", western.to_vec(), "").remove(0).unwrap();
    assert_eq!(document.title.as_deref(), Some("Ministério"));
    assert!(document.warnings.iter().any(|w| w.starts_with("encoding: ")), "{:?}", document.warnings);
    assert_eq!(
        one_line("a.csv", b"day,content\n1,x\n".to_vec(), ""),
        "a.csv: has neither text nor html; name the column with --map text=content; it has: day, content"
    );
    assert_eq!(read("a.csv", b"day,content\n1,The minister resigned.\n".to_vec(), "text=content").len(), 1);
    assert!(one_line("a.csv", b"id,text\n".to_vec(), "").starts_with("a.csv: has no rows; "));
    assert!(error("a.csv", "").starts_with("a.csv: holds no text; "));
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_bounded() {
    let mut table = b"id,text\n1,One minister resigned.\n2,\"never closed".to_vec();
    table.extend(b" and on".repeat(100_000));
    let options = Limits { line_bytes: 1000, ..Limits::default() };
    let lines: Vec<_> = split("a.csv", Cursor::new(table), options).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    let line = lines[1].as_ref().unwrap_err().to_string();
    assert!(line.starts_with("a.csv:3: the row that begins here is over the limit of 1000 bytes; "), "{line}");
}

#[test]
fn fields_of_json_may_have_other_names() {
    let lines = r#"{"body":"The minister resigned.","meta":{"date":"2026-01-05"},"title":"T"}
        {"content":"x"}
        {"body":"Talks began.","meta":{"date":1767612600}}"#;
    let all = read("a.jsonl", lines.as_bytes().to_vec(), "text=body,published=meta.date");
    assert_eq!(all[0].as_ref().unwrap().published.as_ref().unwrap().as_str(), "2026-01-05");
    assert_eq!(all[2].as_ref().unwrap().published.as_ref().unwrap().as_str(), "2026-01-05T11:30:00Z");
    assert_eq!(
        all[1].as_ref().unwrap_err().to_string(),
        "a.jsonl:2: the record has neither text nor html; name the field with --map text=content; it has: content"
    );
    let list = r#"[{"body":"The minister resigned."}]"#;
    assert_eq!(
        read("a.json", list.as_bytes().to_vec(), "text=body")[0].as_ref().unwrap().text,
        "The minister resigned."
    );
}

#[test]
fn maps_that_are_none_say_why() {
    let error = |map: &str| map.parse::<FieldMap>().unwrap_err().to_string();
    let fields = "id, url, outlet, title, published, lang, text, html";
    assert_eq!(error("txt=body"), format!("a document has no field \"txt\", only {fields}"));
    assert_eq!(error("text"), "\"text\" is no FIELD=COLUMN");
    assert_eq!(error("text="), "\"text=\" names no column");
    assert_eq!(error("text=a,text=b"), "\"text\" is given twice");
}
