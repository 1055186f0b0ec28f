#!/usr/bin/env python3
"""Checks the example articles: each file parses, carries the synthetic mark, names only
.example addresses and is listed in README.md. Prints one line for each fault and exits 1
if there is any. Standard library only."""

import json
import re
import sys
import xml.etree.ElementTree as ET
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
MARK = "Synthetic example article written for the tocsin project"
NOT_ARTICLES = {"README.md", "check.py"}
UNDATED = {"bugle-undated-sheinbaum-call.html"}
# Names of vocabularies, never fetched.
VOCABULARIES = {"schema.org", "ogp.me", "purl.org", "www.w3.org"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
JSONL_FIELDS = {"id", "url", "outlet", "title", "published", "lang", "text", "synthetic"}
CORRECTED = ("aldermere-2026-01-20-transfers-first-version.html", "aldermere-2026-01-21-transfers-corrected.html")


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.faults, self.meta = [], [], {}
        self.canonical, self.visible, self.linked_data, self.tags = None, [], [], set()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        if tag == "meta":
            key = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
            if key:
                self.meta[key] = attributes.get("content")
        if tag == "link" and attributes.get("rel") == "canonical":
            self.canonical = attributes.get("href")
        if tag == "script" and attributes.get("type") == "application/ld+json":
            self.linked_data.append("")
            tag = "script:data"
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.stack or self.stack[-1].split(":")[0] != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes nothing that is open last")
            return
        self.stack.pop()

    def handle_data(self, data):
        top = self.stack[-1] if self.stack else ""
        if top == "script:data":
            self.linked_data[-1] += data
        elif top not in ("script", "style", "title") and "body" in self.stack:
            self.visible.append(data)


def addresses(text):
    for found in re.finditer(r"https?://[^\s\"'<>)\]]+", text):
        host = urlsplit(found.group()).hostname or ""
        if not host.endswith(".example") and host not in VOCABULARIES:
            yield f"address outside .example: {found.group()}"
    for found in re.finditer(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", text):
        if not found.group(1).endswith(".example"):
            yield f"mail address outside .example: {found.group()}"


def instant(text, what):
    try:
        datetime.fromisoformat(text)
    except (TypeError, ValueError):
        yield f"{what} is not an ISO 8601 date: {text!r}"


def check_html(name, text):
    page = Page()
    page.feed(text)
    page.close()
    yield from page.faults
    if page.stack:
        yield f"elements left open: {', '.join(page.stack)}"
    if page.meta.get("tocsin:synthetic") != "true":
        yield 'no <meta name="tocsin:synthetic" content="true">'
    if MARK not in " ".join(page.visible):
        yield "no visible synthetic mark"
    if not page.canonical:
        yield "no canonical address"
    if "h1" not in page.tags:
        yield "no headline"
    dates = [page.meta[key] for key in ("article:published_time", "datePublished") if key in page.meta]
    for block in page.linked_data:
        try:
            dates.append(json.loads(block).get("datePublished"))
        except json.JSONDecodeError as error:
            yield f"JSON-LD does not parse: {error}"
    dates = [date for date in dates if date]
    for date in dates:
        yield from instant(date, "date")
    if name in UNDATED and (dates or "time" in page.tags):
        yield "should carry no machine-readable date"
    if name not in UNDATED and not dates:
        yield "no machine-readable date"
    if name in CORRECTED:
        other = (HERE / CORRECTED[1 - CORRECTED.index(name)])
        if not other.exists() or f'rel="canonical" href="{page.canonical}"' not in other.read_text(encoding="utf-8"):
            yield "the two versions of the corrected article do not share one canonical address"


def check_txt(name, text):
    if text.count(MARK) < 2 or "Synthetic: true" not in text:
        yield "no synthetic mark at top and end, or no line 'Synthetic: true'"
    found = re.search(r"^Published: (.+)$", text, re.M)
    yield from instant(found and found.group(1), "line 'Published:'")


def check_md(name, text):
    parts = text.split("---\n", 2)
    if len(parts) < 3 or parts[0]:
        yield "no front matter"
        return
    if "synthetic: true" not in parts[1].splitlines():
        yield "no 'synthetic: true' in the front matter"
    if MARK not in parts[2]:
        yield "no visible synthetic mark"
    found = re.search(r"^published: (.+)$", parts[1], re.M)
    yield from instant(found and found.group(1), "field 'published'")


def check_jsonl(name, text):
    for number, line in enumerate(text.splitlines(), 1):
        try:
            document = json.loads(line)
        except json.JSONDecodeError as error:
            yield f"line {number} does not parse: {error}"
            continue
        missing = JSONL_FIELDS - document.keys()
        if missing:
            yield f"line {number} lacks {', '.join(sorted(missing))}"
        if document.get("synthetic") is not True or MARK not in document.get("note", ""):
            yield f"line {number} carries no synthetic mark"
        yield from instant(document.get("published"), f"line {number}, 'published',")


def check_xml(name, text):
    try:
        root = ET.fromstring(text.encode("utf-8"))
    except ET.ParseError as error:
        yield f"does not parse: {error}"
        return
    own, content = "{https://tocsin.example/ns}synthetic", "{http://purl.org/rss/1.0/modules/content/}encoded"
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        yield "is not RSS"
        return
    if channel.findtext(own) != "true" or MARK not in (channel.findtext("description") or ""):
        yield "the channel carries no synthetic mark"
    items = channel.findall("item")
    if len(items) < 3:
        yield f"has only {len(items)} items"
    for number, item in enumerate(items, 1):
        for field in ("title", "link", "guid", "pubDate", content, own):
            if not item.findtext(field):
                yield f"item {number} lacks {field}"
        try:
            parsedate_to_datetime(item.findtext("pubDate") or "")
        except (TypeError, ValueError):
            yield f"item {number}: pubDate is not a date"


CHECKS = {".html": check_html, ".txt": check_txt, ".md": check_md, ".jsonl": check_jsonl, ".xml": check_xml}


def main():
    faults = []
    files = sorted(path for path in HERE.iterdir()
                   if path.is_file() and path.name not in NOT_ARTICLES and not path.name.startswith("."))
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([^`]+)` \|", readme, re.M))
    for path in files:
        if path.name not in listed:
            faults.append(f"README.md: the table does not list {path.name}")
        check = CHECKS.get(path.suffix)
        if check is None:
            faults.append(f"{path.name}: no check for files of this kind")
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            faults.append(f"{path.name}: not UTF-8: {error}")
            continue
        faults += [f"{path.name}: {fault}" for fault in check(path.name, text)]
        faults += [f"{path.name}: {fault}" for fault in addresses(text)]
    for name in sorted(listed - {path.name for path in files}):
        faults.append(f"README.md: the table lists {name}, which is not there")
    for fault in faults:
        print(fault)
    if faults:
        return 1
    print(f"{len(files)} example files are in order.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
