#!/usr/bin/env python3
"""Lists the visible text blocks of the drawn pages, and makes gold.jsonl of labels given by number.

    list_blocks.py draw                         the draw: set, id, half, size of the pages, skips as given in SKIPPED
    list_blocks.py list FOLDER                  writes one listing a page (NN.txt) for the person or model who reads
    list_blocks.py gold LABELS... > gold.jsonl  checks the labels and prints the gold

The pages are those of $TOCSIN_DATA/pages. A labels file has sections, each headed `page NN`, and lines such as

    12 headline                 block 12 of the listing
    20-34 paragraph             each of the blocks 20 to 34
    20-34 !25 !27 paragraph     without 25 and 27
    40+42 caption               one block from the start of 40 to the end of 42
    50 caption ~ Photo: ~ credit    block 50, cut where the text "Photo:" begins in the source; the kind `none` leaves a part out

A listing splits at block-level tags and at two `br` in a row; a reader joins or cuts where the page shows it otherwise.
"""
import gzip
import hashlib
import html
import json
import os
import random
import re
import sys
import tarfile

SEED = 20261129
KINDS = "headline standfirst paragraph heading quote list caption credit related promo".split()
WANTED = {"aeb": 14, "fundus": 14, "trafilatura": 6, "htmldate": 6}
TOO_BIG = 600_000
# The second draw, for development only: none of the first's pages, and of fundus one page an outlet and no outlet of the first.
WANTED_MORE = {"aeb": 8, "fundus": 8, "trafilatura": 4, "htmldate": 4}
TOO_BIG_MORE = 400_000
# The third draw, for development too and by the same rules: none of the pages and outlets of the first two.
WANTED_THIRD = {"aeb": 9, "fundus": 9, "trafilatura": 6, "htmldate": 6}
# Pages that the draw gave and that hold no article, each with the reason; the next one of the draw takes its place.
SKIPPED = {
    "https://www.offshore-stiftung.de/offshore-windenergie": "a standing page about a subject, no article",
    "https://sass-ag.de": "a company's start page, no article",
    "https://baike.baidu.com/item/%E8%94%A1%E5%81%A5%E9%9B%85": "an entry of an encyclopaedia, no article",
    "https://www.handball-world.news/o.red.r/news-1-1-1-139353.html": "the text comes from a script, the page holds none",
    "https://www.wevolver.com/article/2020.autonomous.vehicle.technology.report": "the page has no text",
}
ENGLISH = ("au_", "be_Politico", "ca_", "pt_ThePortugalNews", "uk_", "us_", "za_")  # outlets of fundus that write English
FUNDUS_ENGLISH = 9

BLOCK = set(
    "address article aside blockquote body br button center dd details dialog dir div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 head header hr html iframe img legend li main menu nav ol option p picture pre section select summary"
    " table tbody td tfoot th thead title tr ul video".split()
)
VOID = set("area base br col embed hr img input link meta param source track wbr".split())
RAW = set("iframe math noscript script style svg template textarea title".split())
TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?\]\]>|<[!?][^>]*>|<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.S
)
ATTRIBUTE = re.compile(r"([^\s=/\"'>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


def decode(raw):
    """The rule of `measure`: UTF-16 by its mark, UTF-8, the declared charset, Windows-1252."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", raw[:4096], re.I)
        name = declared[1].decode().lower() if declared else "windows-1252"
        if name in ("iso-8859-1", "latin1", "us-ascii"):
            name = "windows-1252"
        try:
            return raw.decode(name, "replace")
        except LookupError:
            return raw.decode("windows-1252", "replace")


def unzip(raw):
    return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw


def pages_of(name):
    """{id: a function that gives the raw page} of a set, by id."""
    folder = os.path.join(os.environ.get("TOCSIN_DATA", "../shared/data"), "pages", name)
    truth = os.path.join(folder, "ground-truth.json")
    if os.path.exists(truth):
        with open(truth, encoding="utf-8") as f:
            keys = sorted(json.load(f))

        def read(key):
            path = os.path.join(folder, "html", key if key.endswith(".html.gz") else key + ".html.gz")
            with open(path, "rb") as f:
                return unzip(f.read())

        return {key: read for key in keys}
    archive = next(n for n in sorted(os.listdir(folder)) if n.endswith(".tar.xz"))
    stored, truth = {}, None
    with tarfile.open(os.path.join(folder, archive)) as tar:
        for member in tar:
            if member.isfile():
                base, raw = os.path.basename(member.name), tar.extractfile(member).read()
                if base in ("evaldata.json", "eval_default.json"):
                    truth = json.loads(raw)
                stored[base] = raw
    files = {url: value["file"] for url, value in truth.items() if value["file"] in stored}
    return {url: lambda key: unzip(stored[files[key]]) for url in sorted(files)}


def draw():
    """[{set, id, half, source}] in the order of the sets and of the draws."""
    drawn = []
    for name, wanted in WANTED.items():
        stored = pages_of(name)
        chance = random.Random(f"{SEED} {name}")
        left = {True: FUNDUS_ENGLISH, False: wanted - FUNDUS_ENGLISH}

        def passed(key):
            english = key.startswith(ENGLISH)
            if name == "fundus" and not left[english]:
                return True
            left[english] -= 1
            return False

        taken = taken_of(name, stored, chance, wanted, TOO_BIG, passed)
        halves = ["dev", "held-out"] * (wanted // 2)
        chance.shuffle(halves)
        drawn += [page | {"half": half} for page, half in zip(taken, halves)]
    drawn += draw_more(drawn, WANTED_MORE, "more", "dev2")
    return drawn + draw_more(drawn, WANTED_THIRD, "third", "dev3")


def draw_more(before, wanted_of, word, half):
    """The pages of a later draw, by the same seed with another word."""
    drawn = []
    for name, wanted in wanted_of.items():
        known = {page["id"] for page in before if page["set"] == name}
        outlets = {outlet(key) for key in known}

        def passed(key):
            if key in known or name == "fundus" and outlet(key) in outlets:
                return True
            outlets.add(outlet(key))
            return False

        taken = taken_of(name, pages_of(name), random.Random(f"{SEED} {name} {word}"), wanted, TOO_BIG_MORE, passed)
        drawn += [page | {"half": half} for page in taken]
    return drawn


def outlet(key):
    return "_".join(key.split("_")[:2])


def taken_of(name, stored, chance, wanted, too_big, passed):
    """The first pages of the shuffled order that are small enough, not skipped, and not passed over."""
    order, taken = sorted(stored), []
    chance.shuffle(order)
    for key in order:
        if len(taken) == wanted:
            break
        source = decode(stored[key](key))
        size = len(source.encode("utf-8"))
        if size > too_big:
            print(f"skipped {name} {key}: {size} bytes", file=sys.stderr)
        elif key in SKIPPED:
            print(f"skipped {name} {key}: {SKIPPED[key]}", file=sys.stderr)
        elif not passed(key):
            taken.append({"set": name, "id": key, "source": source})
    return taken


def text_of(stretch):
    """The text of a stretch of source, as README.md says."""
    stretch = re.sub(r"<!--.*?(?:-->|\Z)", "", stretch, flags=re.S)
    stretch = re.sub(r"<(script|style|noscript|template|svg)\b.*?</\1\s*>", " ", stretch, flags=re.S | re.I)
    stretch = TOKEN.sub(lambda m: " " if (m[2] or "").lower() in BLOCK else "", stretch)
    return " ".join(html.unescape(stretch).split())


def attributes(text):
    return {m[1].lower(): m[2] or m[3] or m[4] or "" for m in ATTRIBUTE.finditer(text)}


def named(tag, attrs):
    hints = [attrs[k] for k in ("id", "class", "data-testid", "role", "itemprop") if attrs.get(k)]
    hidden = "hidden" in attrs or "display:none" in attrs.get("style", "").replace(" ", "")
    return tag + ("." + ".".join(" ".join(hints).split())[:70] if hints else "") + ("[HIDDEN]" if hidden else "")


def blocks_of(source):
    """[(start, end, path)]: stretches of visible text between block-level tags, and between double line breaks."""
    found, stack, start, end, breaks, at, path = [], [], None, None, 0, 0, ""

    def close():
        nonlocal start
        if start is not None:
            found.append((start, end, path))
        start = None

    def text(lo, hi):
        nonlocal start, end, breaks, path
        piece = source[lo:hi]
        if html.unescape(piece).replace("\u200b", "").strip():
            if start is None:
                start = lo + len(piece) - len(piece.lstrip())
                path = " > ".join(n for _, n in stack)
            end, breaks = lo + len(piece.rstrip()), 0

    while (m := TOKEN.search(source, at)) is not None:
        text(at, m.start())
        at = m.end()
        tag = (m[2] or "").lower()
        if not tag:
            continue
        if tag == "br":
            breaks += 1
            if breaks == 2:
                close()
            continue
        if tag in BLOCK:
            close()
        if m[1]:
            if any(t == tag for t, _ in stack):
                while stack.pop()[0] != tag:
                    pass
        elif tag in RAW and not m[3].rstrip().endswith("/"):
            over = re.compile(rf"</{tag}\s*>", re.I).search(source, at)
            at = over.end() if over else at
        elif tag not in VOID:
            if tag in ("p", "li") and stack and stack[-1][0] == tag:
                stack.pop()
            stack.append((tag, named(tag, attributes(m[3]))))
    text(at, len(source))
    close()
    return found


def shown(stretch):
    """The stretch for the reader: links as [..], classed inline tags marked, so that cuts can be seen."""
    stretch = re.sub(r"<a\b[^>]*>", "[", re.sub(r"</a\s*>", "]", stretch, flags=re.I), flags=re.I)
    stretch = re.sub(r"<(span|cite|em|small|i|b|strong|time)\b([^>]*)>", mark, stretch, flags=re.I)
    return text_of(stretch)


def mark(m):
    hint = attributes(m[2]).get("class", "")[:30]
    return "‹" + m[1].lower() + ("." + hint if hint else "") + "›"


def write_listings(folder):
    os.makedirs(folder, exist_ok=True)
    for number, page in enumerate(draw(), 1):
        with open(os.path.join(folder, f"{number:02}.txt"), "w", encoding="utf-8") as out:
            print(f"# page {number:02} {page['set']} {page['id']}", file=out)
            last = ""
            for at, (start, end, path) in enumerate(blocks_of(page["source"])):
                if path != last:
                    steps = [step[:45] for step in path.split(" > ")]
                    print("   @", "HIDDEN" if "[HIDDEN]" in path else "", " > ".join(steps[-4:]), file=out)
                last = path
                words = shown(page["source"][start:end])
                print(at, words if len(words) < 420 else words[:300] + " …… " + words[-100:], file=out)


def labelled(source, blocks, lines, where):
    for line in lines:
        head, *cuts = [part.strip() for part in line.split("~")]
        *numbers, kind = head.split()
        for kind_given in [kind, *cuts[1::2]]:
            if kind_given not in [*KINDS, "none"]:
                sys.exit(f"{where}: {line}: unknown kind {kind_given}")
        if "+" in numbers[0]:
            spans = [[blocks[int(numbers[0].split("+")[0])][0], blocks[int(numbers[0].split("+")[1])][1]]]
        else:
            first, _, final = numbers[0].partition("-")
            without = {int(n[1:]) for n in numbers[1:]}
            spans = [list(blocks[n][:2]) for n in range(int(first), int(final or first) + 1) if n not in without]
        for start, end in spans:
            spans_cut, here = [], kind
            for words, next_kind in zip(cuts[::2], cuts[1::2]):
                middle = source.find(words, start + 1, end)
                if middle < 0:
                    sys.exit(f"{where}: {line}: no such words to cut at")
                spans_cut.append((start, middle, here))
                start, here = middle, next_kind
            spans_cut.append((start, end, here))
            yield from (trimmed(source, *cut) for cut in spans_cut if cut[2] != "none")


def trimmed(source, start, end, kind):
    """Without the tags and white space at both ends."""
    while (m := re.compile(r"\s+|&nbsp;|<!--.*?-->|<[^>]*>", re.S).match(source, start, end)) is not None:
        start = m.end()
    while (m := re.search(r"(?:\s+|&nbsp;|<!--(?:(?!-->).)*-->|<[^<>]*>)\Z", source[start:end], re.S)) is not None:
        end = start + m.start()
    return {"kind": kind, "start": start, "end": end}


def make_gold(paths):
    pages, sections = draw(), {}
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for line in f:
                line = line.split("#")[0].strip()
                if line.startswith("page "):
                    lines = sections.setdefault(int(line.split()[1]), [])
                elif line:
                    lines.append(line)
    for number, page in enumerate(pages, 1):
        if number not in sections:
            continue
        source = page.pop("source")
        found = sorted(labelled(source, blocks_of(source), sections[number], f"page {number}"), key=lambda b: b["start"])
        digest = hashlib.sha256(source.encode("utf-8")).hexdigest()
        print(json.dumps({"set": page["set"], "id": page["id"], "sha256": digest, "half": page["half"], "blocks": found}))


def main():
    if sys.argv[1:] == ["draw"]:
        for number, page in enumerate(draw(), 1):
            print(f"{number:02}", page["half"], page["set"], page["id"], len(page["source"]))
    elif sys.argv[1:2] == ["list"] and len(sys.argv) == 3:
        write_listings(sys.argv[2])
    elif sys.argv[1:2] == ["gold"] and len(sys.argv) > 2:
        make_gold(sys.argv[2:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
