#!/usr/bin/env python3
"""How good are the ranges that are inferred where a page gives no date?

    eval/dates/infer.py [--tocsin PROGRAM] [--keep pictures] [--misses N] SET...

SET is a set of pages with dates ($TOCSIN_DATA/pages/fundus, .../htmldate, .../trafilatura). Its pages are read with all that
dates them taken away: scripts, dated <meta>, <time>, dates in attributes, short lines that hold a date, dates in addresses.
With `--keep pictures` the addresses of pictures keep theirs. Pages that still give a day are left out and counted.
Prints the share of the rest that gets a range, the share of ranges that hold the true day, and their width in days.
"""
import argparse
import collections
import datetime
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
YEAR = r"(?:19[89]\d|20\d\d)"
MONTH = r"[^\W\d_]{3,12}\.?"
# Loose on purpose: a line that might hold a date is taken away.
DATE = re.compile(
    rf"{YEAR}\s?[-/.年년_]\s?\d{{1,2}}\s?[-/.月월_]\s?\d{{1,2}}|\b\d{{1,2}}\s?[-/._]\s?\d{{1,2}}\s?[-/._]\s?(?:{YEAR}|\d\d)\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[\s,.-]{{1,3}}(?:(?:de|of)\s)?{MONTH}[\s,-]{{1,3}}(?:(?:de|del|of)\s)?'?(?:{YEAR}|\d\d\b)"
    rf"|{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?[\s,.]{{1,3}}{YEAR}|{YEAR}\d{{4}}(?:\D|T|$)|\b1[0-9]{{9}}(?:\d{{3}})?\b"
)
MONTH_IN_PATH = re.compile(rf"/{YEAR}/\d\d?(?=/)|/{YEAR}-\d\d?(?=[/-])|/{YEAR}\d\d(?:\d\d)?(?=/)")


def hidden(html, keep_pictures):
    html = re.sub(r"(?is)<script\b.*?</script>", "", html)
    html = re.sub(r"(?is)<time\b.*?</time>", "", html)
    html = re.sub(r"(?is)<!--.*?-->", "", html)

    def tag(match):
        text = match[0]
        name = match[1].lower()
        if name not in ("meta", "link") and not re.search(r"\d{2}", text):
            return text
        if name == "meta" and (DATE.search(text) or re.search(r"(?i)date|time|publi|modif|creat", text)):
            return ""
        if name == "link" and re.search(r"(?i)canonical|alternate|shortlink", text):
            return ""
        if name == "meta" and "og:url" in text:
            return ""
        if name in ("img", "source", "picture", "figure"):
            return text if keep_pictures else MONTH_IN_PATH.sub("", DATE.sub("", text))
        return re.sub(r"""([\w:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", attribute, text)

    def attribute(match):
        return "" if re.search(r"\d{2}", match[2]) and DATE.search(match[2][:500]) else match[0]

    html = re.sub(r"(?s)<([a-zA-Z][\w-]*)\b[^<>]*>", tag, html)

    def line(match):
        text = match[1]
        return ">" if len(text.strip()) <= 160 and re.search(r"\d", text) and DATE.search(text) else match[0]

    html = re.sub(r"(?s)>([^<>]+)(?=<)", line, html)
    # Month, day and year may stand in elements of their own; a line "Published" goes with what it held.
    html = re.sub(r"(?s)>\s{0,20}(?:\d{1,2}\.?|[,.]?\s?%s)\s{0,20}(?=<)" % YEAR, ">", html)

    # A date line at the beginning of a paragraph.
    def opening(match):
        head = match[2][:120]
        return match[1] + DATE.sub("", head, count=1) + match[2][120:] if re.match(r"[^.]{0,60}?[-–—):|]", head) else match[0]

    return re.sub(r"(?s)(<p\b[^>]*>\s*)([^<>]{160,})", opening, html)


def run(command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout


def measure(options):
    data = os.environ.get("TOCSIN_DATA", os.path.join(HERE, "../../../shared/data"))
    scorer = os.path.join(data, "..", "measure")
    for path in options.sets:
        inputs = [json.loads(line) for line in run([scorer, "pages", path, "--inputs"]).split("\n") if line]
        golds = {}
        for line in run([scorer, "pages", path, "--gold-as-answers"]).split("\n"):
            if line:
                gold = json.loads(line)
                golds[gold["id"]] = gold["published"]
        with tempfile.TemporaryDirectory() as folder:
            name = os.path.join(folder, "hidden.jsonl")
            with open(name, "w", encoding="utf-8") as out:
                for page in inputs:
                    if not re.match(r"\d{4}-\d\d-\d\d", golds.get(page["id"]) or ""):
                        continue
                    page["html"] = hidden(page["html"], options.keep == "pictures")
                    if page.get("url"):
                        # Only the host: it tells the country, and so how numbers are read.
                        page["url"] = re.match(r"(?:\w+://)?[^/]*", page["url"])[0] + "/article"
                    out.write(json.dumps(page) + "\n")
            # Pages without an article fail, the others are read.
            done = subprocess.run([options.tocsin, "extract", name], capture_output=True, text=True)
        report(path, golds, [json.loads(line) for line in done.stdout.split("\n") if line], options)


def report(path, golds, answers, options):
    counts = collections.Counter()
    by_source = collections.defaultdict(list)
    for answer in answers:
        true = datetime.date.fromisoformat(golds[answer["id"]][:10])
        if answer["published"]:
            counts["still dated"] += 1
            continue
        counts["undated"] += 1
        found = answer["published_range"]
        if not found:
            continue
        start, end = (datetime.date.fromisoformat(found[k]) for k in ("start", "end"))
        warning = next((w for w in answer["warnings"] if w.startswith("date-inferred")), "")
        source = re.sub(r".*; by (.*) it lies .*", r"\1", warning)
        inside = start <= true <= end
        by_source[source].append((inside, (end - start).days + 1))
        if not inside and counts["missed"] < options.misses:
            counts["missed"] += 1
            print("miss", answer["id"], "true", true, "range", start, end, "by", source)
    print("set", path)
    print("read", len(answers), "still_dated", counts["still dated"], "undated", counts["undated"])
    everything = [r for found in by_source.values() for r in found]
    for source, found in [("all", everything)] + sorted(by_source.items()):
        if found:
            print(
                f"{source}: ranges {len(found)} ({len(found) / counts['undated']:.3f}) hold_the_day"
                f" {sum(i for i, _ in found) / len(found):.3f} median_days {statistics.median(w for _, w in found):.0f}"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--tocsin", default=os.environ.get("TOCSIN", "target/release/tocsin"))
    parser.add_argument("--keep", choices=["pictures"])
    parser.add_argument("--misses", type=int, default=0)
    sys.exit(measure(parser.parse_args()))
