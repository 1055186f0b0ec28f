#!/usr/bin/env bash
# Measures a build of tocsin on the development data and writes the figures to eval/results/. See eval/README.md.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")

NAMES="events plv gsr times places attribution pages blocks"

usage() {
  cat <<EOF
Usage: eval/run.sh [--tocsin PROGRAM] [--commit NAME] [--only NAME[,NAME...]] [--output FILE|-] [--part-test]

Measures PROGRAM (default \$TOCSIN, else target/release/tocsin) on the data in \$TOCSIN_DATA (default ../shared/data) and
writes eval/results/YYYY-MM-DD.md. A set that is not there is passed over with a line that says so.

  --only NAME      measure only these: $NAMES
  --commit NAME    the commit that PROGRAM was built from, for the record (default: HEAD of this checkout)
  --output FILE    write there instead; - is standard output
  --part-test      measure the part "test" of the event gold, and nothing else. It is scored once for a release or an
                   issue, never read and never tuned to; the answers are thrown away and only totals are kept.

Exit status: 0 when all that is there was measured, 1 when a measurement failed, 2 on wrong usage.
EOF
}

say() { printf 'eval: %s\n' "$*" >&2; }
wrong() { say "$*; see eval/run.sh --help"; exit 2; }

tocsin=${TOCSIN:-$root/target/release/tocsin}
data=${TOCSIN_DATA:-$root/../shared/data}
part=dev only=$NAMES output= commit=
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --part-test) part=test ;;
    --tocsin | --only | --output | --commit)
      [ $# -gt 1 ] || wrong "$1 needs a value"
      case $1 in
        --tocsin) tocsin=$2 ;;
        --only) only=${2//,/ } ;;
        --output) output=$2 ;;
        --commit) commit=$2 ;;
      esac
      shift ;;
    *) wrong "there is no option $1" ;;
  esac
  shift
done
for name in $only; do
  case " $NAMES " in *" $name "*) ;; *) wrong "there is no measurement $name" ;; esac
done
command -v "$tocsin" >/dev/null || { say "no program at $tocsin: build it with cargo build --release, or name it with --tocsin"; exit 1; }
[ -d "$data" ] || { say "no data at $data: set TOCSIN_DATA"; exit 1; }
for scorer in score_events measure; do
  [ -x "$data/../$scorer" ] || { say "no scorer at $data/../$scorer: it comes with the data"; exit 1; }
done
if [ "$part" = test ]; then
  say "WARNING: the part test is scored once for a release or an issue. Figures seen more often stop being a test."
  only=events
fi
if [ -z "$commit" ]; then
  commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)
  [ -z "$(git -C "$root" status --porcelain -- crates knowledge models Cargo.lock 2>/dev/null)" ] || commit="$commit with changes not committed"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
failed=0

# there PATH: whether the set is there; says so where it is not.
there() {
  [ -e "$data/$1" ] && return
  printf 'Passed over: `$TOCSIN_DATA/%s` is not there.\n\n' "$1"
  say "passed over: $data/$1 is not there"
  return 1
}

# block COMMAND...: its output as a block of the report.
block() {
  local status
  printf '```\n'
  "$@" 2>"$work/said"
  status=$?
  printf '```\n\n'
  [ ! -s "$work/said" ] || sed 's/^/eval:   /' "$work/said" >&2
  [ "$status" -eq 0 ] || { failed=1; say "failed (status $status): $*"; printf 'This measurement failed with status %s.\n\n' "$status"; }
}

# Only the documents of the part reach the program and the scorer.
part_of() {
  python3 - "$1" "$2" "$part" <<'EOF'
import hashlib, json, sys
path, key, part = sys.argv[1:]
for line in open(path, encoding="utf-8"):
    odd = int(hashlib.sha256(json.loads(line)[key].encode()).hexdigest(), 16) % 2
    if (part == "test") == bool(odd):
        sys.stdout.write(line)
EOF
}

# The scorer prints speed and totals; the lists of confusions are for working, not for the record.
measured() { "$data/../measure" "$@" --tocsin "$tocsin" | grep -v '^confusion_'; }

events() {
  there events/dev_docs.jsonl && there events/dev_gold.jsonl || return
  part_of "$data/events/dev_docs.jsonl" id >"$work/docs.jsonl" && part_of "$data/events/dev_gold.jsonl" doc >"$work/gold.jsonl"
  local status=0
  "$tocsin" code --quiet "$work/docs.jsonl" >"$work/coded.jsonl" || status=$?
  if [ "$status" -ne 0 ]; then
    failed=1
    say "tocsin code ended with status $status"
    printf '`tocsin code` ended with status %s; documents without an answer count as empty.\n\n' "$status"
    [ "$status" -eq 1 ] || return
  fi
  printf 'Part `%s`: events, statements and predictions, with the scorer `score_events`.\n\n' "$part"
  local more=(--by-type)
  [ "$part" = dev ] || more=()
  block "$data/../score_events" "$work/gold.jsonl" "$work/coded.jsonl" --part "$part" ${more[@]+"${more[@]}"}
  rm -f "$work/docs.jsonl" "$work/gold.jsonl" "$work/coded.jsonl"
}
plv() { there events/plv_train.tsv && block measured plv "$data/events/plv_train.tsv"; }
gsr() { there events/PLOVER_GSR_CAMEO.json && block measured gsr "$data/events/PLOVER_GSR_CAMEO.json"; }

times() {
  there time/meantime_dev.tar.gz || return
  local folder="$work/times" set
  mkdir -p "$folder" && tar -xzf "$data/time/meantime_dev.tar.gz" -C "$folder" || { failed=1; return; }
  for set in apple airbus; do
    mkdir -p "$folder/of/$set"
    find "$folder" -path "$folder/of" -prune -o -ipath "*$set*" -type f -name '*.xml' -exec cp -t "$folder/of/$set" {} +
    if [ -z "$(ls -A "$folder/of/$set")" ]; then
      printf 'Passed over: MEANTIME has no folder %s here.\n\n' "$set"
    else
      case $set in apple) printf 'apple, for measuring only:\n\n' ;; *) printf '%s, also used for training and rules:\n\n' "$set" ;; esac
      block measured times "$folder/of/$set"
    fi
  done
}

places() {
  local set
  for set in lgl geovirus; do
    there "places/$set.xml.gz" && printf '%s:\n\n' "$set" && block measured places "$data/places/$set.xml.gz"
  done
}
attribution() { there attribution/polnear_train_dev.tar.gz && block measured attribution "$data/attribution/polnear_train_dev.tar.gz" --part dev; }

pages() {
  local set
  for set in aeb fundus trafilatura htmldate; do
    there "pages/$set" || continue
    printf '%s:\n\n' "$set"
    block measured pages "$data/pages/$set"
    printf 'The same by `tocsin eval pages --intervals`, with 95 %% bootstrap intervals over the pages:\n\n'
    block "$tocsin" eval pages --quiet --intervals --slow "$data/pages/$set"
  done
}

blocks() {
  local gold="$here/blocks/gold.jsonl" half set sets=()
  if [ ! -e "$gold" ]; then
    printf 'Passed over: `eval/blocks/gold.jsonl` is not there.\n\n'
    say "passed over: $gold is not there"
    return
  fi
  for set in aeb fundus trafilatura htmldate; do
    there "pages/$set" && sets+=("$data/pages/$set")
  done
  [ ${#sets[@]} -gt 0 ] || return
  for half in dev dev2 dev3 held-out; do
    printf 'Half `%s`:\n\n' "$half"
    block "$tocsin" eval blocks --quiet --half "$half" --intervals --confusions "$gold" "${sets[@]}"
    if [ -e "$here/blocks/doubtful.jsonl" ]; then
      printf 'The same without the doubtful stretches:\n\n'
      block "$tocsin" eval blocks --quiet --half "$half" --intervals --without "$here/blocks/doubtful.jsonl" "$gold" "${sets[@]}"
    fi
  done
}

title() {
  case $1 in
    events) echo "Events, statements, predictions" ;;
    plv) echo "Type of the event between two given parties (PLV)" ;;
    gsr) echo "Single sentences with PLOVER records (GSR)" ;;
    times) echo "Time expressions (MEANTIME)" ;;
    places) echo "Places" ;;
    attribution) echo "Who says what (PolNeAR, part dev)" ;;
    pages) echo "Reading pages" ;;
    blocks) echo "Kinds of blocks" ;;
  esac
}

report() {
  local day name
  day=$(date -u +%F)
  printf '# Measured on %s\n\n' "$day"
  printf -- '- Commit: %s\n' "$commit"
  printf -- '- Program: %s\n' "$("$tocsin" --version)"
  printf -- '- Machine: %s, %s cores, %s MiB memory, load %s at the start; speeds below include the start of the program\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)" "$(nproc)" \
    "$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo 2>/dev/null)" "$(cut -d' ' -f1 /proc/loadavg 2>/dev/null)"
  printf -- '- Command: `eval/run.sh%s%s`\n\n' "$([ "$only" = "$NAMES" ] || printf ' --only %s' "${only// /,}")" \
    "$([ "$part" = dev ] || printf ' --part-test')"
  for name in $only; do
    say "measuring $name"
    printf '## %s\n\n' "$(title "$name")"
    "$name" || true
  done
}

suffix=
[ "$part" = dev ] || suffix=-test
[ -n "$output" ] || output=$here/results/$(date -u +%F)$suffix.md
# In this shell, so that a failure inside is known here.
report >"$work/report.md"
if [ "$output" = - ]; then
  cat "$work/report.md"
else
  mkdir -p "$(dirname "$output")" && cp "$work/report.md" "$output" && say "written: $output"
fi
exit "$failed"
