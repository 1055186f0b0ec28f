"""Puts the passages by neural engines together again, from the files that hold them.

    neural.py WMT21 OUT        (WMT21: a copy of the public repository wmt-conference/wmt21-news-systems)

`neural.tsv` says, for each passage, the part, the file, and which of its lines it is made of (first 12 hex digits of the sha256 of
each line). A line that is not there is reported: the passages were copied by hand.
"""

import collections
import csv
import hashlib
import json
import os
import re
import sys


def key(line):
    return hashlib.sha256(line.strip().encode()).hexdigest()[:12]


def joined(lines):
    """Sentences run on; a line without a full stop is a heading."""
    text = ""
    for line in lines:
        ends = re.search(r"[.!?…][\"”’')]?\s?\"?$", line)
        runs_on = text and re.search(r"[.!?…][\"”’')]?$", text) and ends
        text += (" " if runs_on else "\n" if text else "") + line
    return text


def main():
    folder, out = sys.argv[1:3]
    parts = collections.defaultdict(list)
    for row in csv.DictReader(open(os.path.join(os.path.dirname(__file__), "neural.tsv"), encoding="utf-8"), delimiter="\t"):
        path = f"{folder}/txt/system-outputs/newstest2021.{row['file']}.en"
        lines = {key(line): line.strip() for line in open(path, encoding="utf-8")}
        wanted = row["lines"].split()
        missing = [k for k in wanted if k not in lines]
        if missing:
            print(f"{row['file']}, passage {row['passage']}: {len(missing)} of {len(wanted)} lines are not in {path}", file=sys.stderr)
        text = joined([lines[k] for k in wanted if k in lines])
        parts[row["part"]].append({"id": f"{row['file']}#{row['passage']}", "system": row["system"], "text": text})
    for part, records in parts.items():
        with open(f"{out}/{part}.jsonl", "w", encoding="utf-8") as file:
            for record in records:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
