#!/usr/bin/env python3
"""Checks gold.jsonl against the pages of $TOCSIN_DATA and counts its blocks.

    check.py [--show ID] [GOLD]

Every page must be there with the same digest; every block inside the page, after the one before, of a known kind, not
empty, and beginning and ending with visible text. doubtful.jsonl beside it must speak of stretches of these pages and give the
kind that the gold has. Prints the counts by kind and half. --show prints one page's blocks.
Status: 0 all is well, 1 something is wrong.
"""
import collections
import hashlib
import json
import os
import sys

from list_blocks import KINDS, decode, pages_of, text_of


def doubtful_wrong(path, gold, counts):
    """How many lines of doubtful.jsonl do not fit the gold; counts the others."""
    kinds = {(p["set"], p["id"], b["start"], b["end"]): b["kind"] for p in gold for b in p["blocks"]}
    halves = {(p["set"], p["id"]): p["half"] for p in gold}
    wrong = 0
    beside = os.path.join(os.path.dirname(path), "doubtful.jsonl")
    if not os.path.exists(beside):
        return 0
    with open(beside, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            item = json.loads(line)
            half = halves.get((item["set"], item["id"]))
            here = kinds.get((item["set"], item["id"], item["start"], item["end"]), "none")
            if half is None or item["kind"] != here or item["alt"] not in [*KINDS, "none"] or item["alt"] == here:
                print(f"doubtful.jsonl:{number}: does not fit the gold ({here})", file=sys.stderr)
                wrong += 1
            else:
                counts["doubtful", half] += 1
    return wrong


def main():
    arguments = sys.argv[1:]
    show = None
    if arguments[:1] == ["--show"]:
        show, arguments = arguments[1], arguments[2:]
    path = arguments[0] if arguments else os.path.join(os.path.dirname(__file__), "gold.jsonl")
    with open(path, encoding="utf-8") as f:
        gold = [json.loads(line) for line in f]
    stored = {name: pages_of(name) for name in sorted({page["set"] for page in gold})}
    wrong, counts, pages = 0, collections.Counter(), collections.Counter()
    for page in gold:
        name = f"{page['set']} {page['id']}"
        pages[page["set"], page["half"]] += 1
        if page["id"] not in stored[page["set"]]:
            print(f"{name}: no such page in $TOCSIN_DATA", file=sys.stderr)
            wrong += 1
            continue
        source = decode(stored[page["set"]][page["id"]](page["id"]))
        if hashlib.sha256(source.encode("utf-8")).hexdigest() != page["sha256"]:
            print(f"{name}: the page is another one: its digest differs", file=sys.stderr)
            wrong += 1
            continue
        last = 0
        for block in page["blocks"]:
            start, end, kind = block["start"], block["end"], block["kind"]
            stretch = source[start:end]
            text = text_of(stretch)
            faults = [
                (not last <= start < end <= len(source), "not in order or not inside the page"),
                (kind not in KINDS, "unknown kind"),
                (not text, "no text"),
                (stretch[:1].isspace() or stretch[-1:].isspace(), "begins or ends with white space"),
                (stretch.startswith("<") or stretch.endswith(">"), "begins or ends with a tag"),
            ]
            for fault, words in faults:
                if fault:
                    print(f"{name}: {kind} {start}..{end}: {words}", file=sys.stderr)
                    wrong += 1
            last = end
            counts[kind, page["half"]] += 1
            if page["id"] == show:
                print(f"{kind:10} {text}")
    wrong += doubtful_wrong(path, gold, counts)
    halves = sorted({half for _, half in counts})
    print("kind".ljust(12), *(half.rjust(9) for half in halves))
    for kind in [k for k in [*KINDS, "doubtful"] if any(counts[k, h] for h in halves)]:
        print(kind.ljust(12), *(str(counts[kind, half]).rjust(9) for half in halves))
    for name in stored:
        print((name + " pages").ljust(18), *(str(pages[name, half]).rjust(6) for half in halves))
    print("wrong", wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
