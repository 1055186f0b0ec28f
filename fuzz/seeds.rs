//! Writes small sound inputs into `corpus/`, from which the fuzzer sets out.

use parquet::basic::Compression;
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

const TEXT: &str = "The minister resigned on Monday after weeks of protest in the capital, officials said.";
const PAGE: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Minister resigns</title><meta property=\
    'article:published_time' content='2026-01-05T09:00:00Z'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\
    \"datePublished\":\"2026-01-05\",\"author\":{\"name\":\"Jane Doe\"}}</script></head><body><article><h1>Minister resigns</h1>\
    <figure><img src=x><figcaption>The minister</figcaption></figure><p>The minister resigned on Monday.</p><ul><li>One</ul>\
    <p>Read more: <a href=/x>Talks</a></article></body></html>";

fn write(target: &str, name: &str, content: &[u8]) -> std::io::Result<()> {
    let folder = Path::new("corpus").join(target);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(name), content)
}

fn parquet(version: WriterVersion, compression: Compression, dictionary: bool) -> Vec<u8> {
    let schema = "message m { OPTIONAL BYTE_ARRAY body (UTF8); REQUIRED INT64 when (TIMESTAMP(MILLIS,true));
        REQUIRED INT32 day (DATE); OPTIONAL group meta { OPTIONAL BYTE_ARRAY title (UTF8); } REQUIRED BYTE_ARRAY text; }";
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let properties = WriterProperties::builder()
        .set_writer_version(version)
        .set_compression(compression)
        .set_dictionary_enabled(dictionary)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).expect("a writer");
    let mut group = writer.next_row_group().expect("a row group");
    while let Some(mut column) = group.next_column().expect("a column") {
        match &mut column.untyped() {
            parquet::column::writer::ColumnWriter::Int64ColumnWriter(column) => {
                column.write_batch(&[1_767_612_600_000, 1_767_612_700_000], None, None)
            }
            parquet::column::writer::ColumnWriter::Int32ColumnWriter(column) => {
                column.write_batch(&[20_458, 20_459], None, None)
            }
            parquet::column::writer::ColumnWriter::ByteArrayColumnWriter(column) => {
                let depth = column.get_descriptor().max_def_level();
                column.write_batch(&[TEXT.into(), TEXT.into()], (depth > 0).then_some(&[depth, depth]), None)
            }
            _ => unreachable!("no other type is in the schema"),
        }
        .expect("a batch");
        column.close().expect("a column");
    }
    group.close().expect("a row group");
    writer.into_inner().expect("a file")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory can be written");
    encoder.finish().expect("memory can be written")
}

fn main() -> std::io::Result<()> {
    write("html", "page", PAGE.as_bytes())?;
    let item = format!("<item><title>Talks</title><link>https://news.example/a</link><pubDate>Mon, 05 Jan 2026 09:00:00 -0600\
        </pubDate><description>{TEXT}</description></item>");
    let rss = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>T</title>{item}</channel></rss>");
    write("feed", "rss", rss.as_bytes())?;
    let atom = format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><id>f</id><entry><title>A</title><id>1</id>\
        <link href=\"https://news.example/1\"/><published>2026-01-05T09:00:00+03:00</published><content type=\"html\">&lt;p&gt;{TEXT}\
        </content></entry></feed>");
    write("feed", "atom", atom.as_bytes())?;
    let json = format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[{{\"id\":\"1\",\"url\":\
        \"https://news.example/1\",\"content_html\":\"<p>{TEXT}\",\"date_published\":\"2026-01-05T09:00:00+03:00\"}}]}}");
    write("feed", "json", json.as_bytes())?;
    let message = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n\
        {:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
    let record = format!("WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/a\r\nWARC-Date: \
        2026-01-05T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{message}\r\n\r\n",
        message.len());
    let two = format!("{record}WARC/1.0\r\nWARC-Type: revisit\r\nContent-Length: 0\r\n\r\n\r\n\r\n{record}");
    write("warc", "bare", &[&[0], two.as_bytes()].concat())?;
    write("warc", "packed", &[&[2], two.as_bytes()].concat())?;
    write("warc", "members", &[&[2], &gzip(record.as_bytes())[..], &gzip(record.as_bytes())].concat())?;
    write("warc", "content", &[&[3], message.as_bytes()].concat())?;
    let mut header = [0u8; 512];
    header[..5].copy_from_slice(b"a.txt");
    header[100..108].copy_from_slice(b"0000644\0");
    header[124..136].copy_from_slice(format!("{:011o}\0", TEXT.len()).as_bytes());
    header[156] = b'0';
    header[257..265].copy_from_slice(b"ustar\x0000");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut tar = [&[1], &header[..], TEXT.as_bytes()].concat();
    tar.resize(1 + 512 + TEXT.len().div_ceil(512) * 512 + 1024, 0);
    write("warc", "tar", &tar)?;
    for (n, version) in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0].into_iter().enumerate() {
        for (m, codec) in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::GZIP(Default::default())].into_iter().enumerate() {
            for dictionary in [true, false] {
                let file = parquet(version, codec, dictionary);
                let map = (n * 3 + m) as u8;
                write("parquet", &format!("{n}-{m}-{dictionary}"), &[&[map], &file[..]].concat())?;
            }
        }
    }
    write("charset", "utf-8", format!("iso-8859-1\n“Zoë” – {TEXT}").as_bytes())?;
    write("charset", "twice", format!("\nThe ministerâ€™s plan – {TEXT}").as_bytes())?;
    write("charset", "cyrillic", b"windows-1251\n\xcc\xe8\xed\xe8\xf1\xf2\xf0 \xef\xee\xe4\xe0\xeb \xe2 \xee\xf2\xf1\xf2\xe0\xe2\xea\xf3")?;
    write("charset", "japanese", b"shift_jis\n\x96h\x89q\x91\xe5\x90b\x82\xcd\x8c\x8e\x97j\x93\xfa")?;
    write("charset", "wide", &TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>())
}
