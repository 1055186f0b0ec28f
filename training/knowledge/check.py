"""Checks the files of knowledge/actors and knowledge/places; prints counts and doubtful aliases; exit status 1 on errors."""
import os
import re
import sys

import common
import gazetteer

COLUMNS = {
    "actors/countries.tsv": ["iso3", "iso2", "name", "other_names", "demonyms", "people", "capitals", "seats", "wikidata", "ambiguous"],
    "actors/persons.tsv": ["name", "aliases", "country", "sector", "office", "from", "to", "wikidata", "source"],
    "actors/organisations.tsv": ["name", "aliases", "acronyms", "country", "sector", "wikidata", "source"],
    "actors/groups.tsv": ["name", "aliases", "acronyms", "country", "sector", "wikidata", "source"],
    "actors/cases.tsv": ["text", "span", "name", "country", "sector"],
    "places/admin1.tsv": ["iso3", "code", "name", "other_names", "type", "lat", "lon"],
    "places/features.tsv": ["name", "other_names", "kind", "iso3", "lat", "lon", "source"],
    "places/cases.tsv": ["text", "span", "name", "country", "kind"],
}
LEAST = {"actors/countries.tsv": 240, "actors/persons.tsv": 1000, "actors/organisations.tsv": 700, "actors/groups.tsv": 250,
         "places/admin1.tsv": 3000, "places/features.tsv": 200}
DATE = re.compile(r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
errors, tables = [], {}


def wrong(*what):
    errors.append(" ".join(str(w) for w in what))


for file, columns in COLUMNS.items():
    path = os.path.join(common.ROOT, "knowledge", file)
    if not os.path.exists(path):
        wrong(file, "is missing")
        continue
    raw = open(path, "rb").read()
    if b"\r" in raw or raw.startswith(b"\xef\xbb\xbf"):
        wrong(file, "has CR or a byte order mark")
    lines = raw.decode("utf-8").split("\n")
    if lines[-1] != "":
        wrong(file, "does not end in a line end")
    if not lines[0].startswith("# "):
        wrong(file, "has no header")
    body = [(n, l) for n, l in enumerate(lines[:-1], 1) if not l.startswith("#")]
    if body[0][1].split("\t") != columns:
        wrong(file, "has the columns", body[0][1])
        continue
    rows = []
    for n, l in body[1:]:
        cells = l.split("\t")
        if len(cells) != len(columns):
            wrong(file, n, "has", len(cells), "cells")
            continue
        for c in cells:
            if c != c.strip() or "||" in c or c.startswith("|") or c.endswith("|"):
                wrong(file, n, "untidy cell", repr(c))
        rows.append((n, dict(zip(columns, cells))))
    tables[file] = rows
    print(f"{file}: {len(rows)} rows, {len(raw)} bytes")
    if len(rows) < LEAST.get(file, 0):
        wrong(file, "has too few rows")

countries = {r["iso3"] for _, r in tables.get("actors/countries.tsv", [])}
for file, rows in tables.items():
    for n, r in rows:
        c = r.get("country", r.get("iso3", ""))
        allowed = countries | (common.CLASSES if file.startswith("actors/") else set())
        if file.endswith("cases.tsv") or file == "places/features.tsv":
            allowed = allowed | {""}
        for one in c.split("|"):
            if one not in allowed:
                wrong(file, n, "unknown country", c)
        if r.get("sector") and r["sector"] not in common.SECTORS:
            wrong(file, n, "unknown sector", r["sector"])
        if "sector" in r and not r["sector"] and not file.endswith("cases.tsv"):
            wrong(file, n, "no sector")
        if "source" in r and not r["source"]:
            wrong(file, n, "no source")
        if r.get("wikidata") and not re.match(r"^Q\d+$", r["wikidata"]):
            wrong(file, n, "bad Wikidata id", r["wikidata"])
        if "from" in r:
            if not DATE.match(r["from"]) or not DATE.match(r["to"]):
                wrong(file, n, "bad date", r["from"], r["to"])
            if r["to"] and r["from"] and r["to"][:4] < r["from"][:4]:
                wrong(file, n, "ends before it begins", r["name"])
        for key in ("lat", "lon"):
            if r.get(key) and not -180 <= float(r[key]) <= 180:
                wrong(file, n, "bad coordinate")

# The same Wikidata id for two names or kinds.
ids = {}
for file, rows in tables.items():
    for n, r in rows:
        if r.get("wikidata"):
            ids.setdefault(r["wikidata"], set()).add((file, r["name"]))
for q, names in sorted(ids.items()):
    if len(names) > 1:
        print("same id:", q, sorted(names))

# The same written form with more than one meaning across the actor files.
meanings = {}
for file in ("actors/countries.tsv", "actors/persons.tsv", "actors/organisations.tsv", "actors/groups.tsv"):
    for n, r in tables.get(file, []):
        c = r.get("country", r.get("iso3"))
        forms = [r["name"]]
        for key in ("aliases", "acronyms", "other_names", "capitals", "seats"):
            forms += r.get(key, "").split("|")
        for form in set(forms):
            if form:
                meanings.setdefault(form, set()).add((file[7:-4], r["name"], c))
doubtful = {f: m for f, m in meanings.items() if len({(k, n) for k, n, _ in m}) > 1}
print(f"{len(doubtful)} written forms with several meanings:")
for form, m in sorted(doubtful.items()):
    print("  ", form, "->", "; ".join(f"{k} {n} ({c})" for k, n, c in sorted(m)))

# Lower-case or very short forms are dangerous.
for form in sorted(meanings):
    if len(form) < 2 or (form.islower() and " " not in form):
        print("   plain word:", form, sorted(meanings[form]))

# Each case must be answerable from the tables (whether the program finds it is tested there).
forms = {"actors": {}, "places": {}}
for file, rows in tables.items():
    if file.endswith("cases.tsv"):
        continue
    for n, r in rows:
        spelt = [r["name"]]
        for key in ("aliases", "acronyms", "other_names", "demonyms", "people", "capitals", "seats"):
            spelt += r.get(key, "").split("|")
        kind = r.get("sector", "") if file.startswith("actors/") else {"places/admin1.tsv": "admin1"}.get(file, r.get("kind", ""))
        for form in spelt:
            forms[file[:6]].setdefault(form, set()).add((r["name"], r.get("country", r.get("iso3")), kind))
rows, index = gazetteer.unpack()
codes = {r["code"] for _, r in tables.get("places/admin1.tsv", [])}
print(f"places/gazetteer.bin: {len(rows)} rows, {os.path.getsize(gazetteer.PATH)} bytes")
if len(rows) < 230000:
    wrong("places/gazetteer.bin has too few rows")
for number, name, country, division, lat, lon, people in rows:
    if country not in countries or division and division not in codes:
        wrong("places/gazetteer.bin", name, "lies in", country, division)
    if not name or not -90 <= lat <= 90 or not -180 <= lon <= 180:
        wrong("places/gazetteer.bin", number, name, lat, lon)


def packed(span):
    return {(rows[i][1], rows[i][2], "city" if rows[i][0] else "admin1") for i, _ in index.get(gazetteer.hash_name(span) >> 24, [])}


count = {"none": 0, "found": 0}
for file in ("actors/cases.tsv", "places/cases.tsv"):
    for n, r in tables.get(file, []):
        if r["span"] not in r["text"]:
            wrong(file, n, "span is not in the text")
        if r["name"] == "none":
            count["none"] += 1
            continue
        count["found"] += 1
        kind = r.get("sector", r.get("kind", ""))
        if not any(a == r["name"] and c == r["country"] and (not kind or k == kind) for a, c, k in forms[file[:6]].get(r["span"], set()) | (packed(r["span"]) if file.startswith("places/") else set())):
            wrong(file, n, "no row answers", r["span"], r["name"], sorted(forms[file[:6]].get(r["span"], ()))[:4])
print("cases:", count)

if errors:
    print(f"{len(errors)} errors")
    for e in errors:
        print("  ", e)
    sys.exit(1)
print("no errors")
