#!/usr/bin/env bash
# Times `tocsin read` (reading, coding, storing) on real text and writes the figures to benches/results/. See README.md.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")

usage() {
  cat <<'EOF'
Usage: benches/read.sh [--tocsin PROGRAM] [--commit NAME] [--threads N[,N...]] [--runs N] [--output FILE|-]

Times PROGRAM (default $TOCSIN, else target/release/tocsin) reading the sets below $TOCSIN_DATA (default ../shared/data) into
new stores, and writes benches/results/YYYY-MM-DD.md: the fastest of N runs (default 3) for each number of threads (default
1 and all cores). Needs GNU time at /usr/bin/time.
EOF
}
say() { printf 'bench: %s\n' "$*" >&2; }
wrong() { say "$*; see benches/read.sh --help"; exit 2; }

tocsin=${TOCSIN:-$root/target/release/tocsin}
data=${TOCSIN_DATA:-$root/../shared/data}
commit= threads="1 $(nproc)" runs=3 output=$here/results/$(date -u +%F).md
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --tocsin | --commit | --threads | --runs | --output)
      [ $# -gt 1 ] || wrong "$1 needs a value"
      case $1 in
        --tocsin) tocsin=$2 ;;
        --commit) commit=$2 ;;
        --threads) threads=${2//,/ } ;;
        --runs) runs=$2 ;;
        --output) output=$2 ;;
      esac
      shift ;;
    *) wrong "there is no option $1" ;;
  esac
  shift
done
[ -x "$tocsin" ] || { say "no program at $tocsin: build it with cargo build --release, or name it with --tocsin"; exit 1; }
[ -x /usr/bin/time ] || { say "no /usr/bin/time: install GNU time"; exit 1; }
case $runs in '' | *[!0-9]* | 0) wrong "--runs needs a number from 1" ;; esac
if [ -z "$commit" ]; then
  commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)
  [ -z "$(git -C "$root" status --porcelain -- crates knowledge models Cargo.lock 2>/dev/null)" ] || commit="$commit with changes not committed"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
failed=0

# once THREADS INPUT: one run into a new store; prints "wall cpu rss documents store-bytes".
once() {
  rm -f "$work"/bench.db*
  /usr/bin/time -v "$tocsin" read --threads "$1" --store "$work/bench.db" "$2" 2>"$work/said" >"$work/out"
  local status=$?
  # Status 1 means that some input could not be read; the others were.
  [ "$status" -le 1 ] || { say "tocsin read ended with $status: $(grep -v '^	' "$work/said" | tail -n 1)"; return 1; }
  awk -v bytes="$(stat -c %s "$work/bench.db")" '
    /Elapsed \(wall clock\)/ { n = split($NF, t, ":"); for (i = 1; i <= n; i++) wall = wall * 60 + t[i] }
    /User time|System time/ { cpu += $NF }
    /Maximum resident/ { rss = $NF }
    $1 == "documents" { documents = $2 }
    END { if (documents == "") exit 1; printf "%.2f %.2f %d %d %d\n", wall, cpu, rss, documents, bytes }' "$work/said" "$work/out"
}

# row SET INPUT THREADS: the fastest of the runs, as a row of the table.
row() {
  local best= run line
  for run in $(seq "$runs"); do
    say "$1, $3 threads, run $run of $runs"
    line=$(once "$3" "$2") || { failed=1; return; }
    if [ -z "$best" ] || awk "BEGIN { exit !(${line%% *} < ${best%% *}) }"; then best=$line; fi
  done
  echo "$best" | awk -v set="$1" -v threads="$3" '{
    printf "| %s | %d | %d | %.2f | %.1f | %.2f | %.1f | %d | %.1f |\n",
      set, threads, $4, $1, ($1 > 0 ? $4 / $1 : 0), $2, ($2 > 0 ? $4 / $2 : 0), $3 / 1024, $5 / 1048576 }'
}

report() {
  printf '# Reading, coding and storing, %s\n\n' "$(date -u +%F)"
  printf -- '- Commit: %s\n- Program: %s\n' "$commit" "$("$tocsin" --version)"
  printf -- '- Machine: %s, %s cores, %s MiB memory, Linux %s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
    "$(nproc)" "$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" "$(uname -r)"
  printf -- '- Load when it began (1, 5, 15 minutes): %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
  printf -- '- Command: `benches/read.sh`, fastest of %s runs into a new store\n\n' "$runs"
  printf '| set | threads | documents | wall s | documents / s | CPU s | documents / CPU s | max RSS MiB | store MiB |\n'
  printf '|---|---|---|---|---|---|---|---|---|\n'
  local input count
  for input in text/whitehouse.jsonl.gz pages/aeb/html; do
    if [ ! -e "$data/$input" ]; then
      say "passed over: $data/$input is not there"
      printf '| %s | | not there | | | | | | |\n' "$input"
      continue
    fi
    for count in $(printf '%s\n' $threads | sort -nu); do row "$input" "$data/$input" "$count"; done
  done
  printf '\nLoad when it ended: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
}
report >"$work/report.md"
if [ "$output" = - ]; then
  cat "$work/report.md"
else
  mkdir -p "$(dirname "$output")" && cp "$work/report.md" "$output" && say "written: $output"
fi
exit "$failed"
