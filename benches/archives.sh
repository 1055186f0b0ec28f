#!/usr/bin/env bash
# Compares `tocsin extract` on a folder of pages with the same pages in archives: unpacking must cost next to nothing.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")

usage() {
  cat <<'EOF'
Usage: benches/archives.sh [--tocsin PROGRAM] [--pages FOLDER] [--threads N] [--runs N]

Packs the pages of FOLDER (default pages/aeb/html below $TOCSIN_DATA, default ../shared/data) into WARC, WARC.gz (a member
each) and tar.gz, times PROGRAM (default $TOCSIN, else target/release/tocsin) extracting each, and prints the fastest of N
runs (default 3) and the largest memory taken. Needs python3, and GNU time at /usr/bin/time.
EOF
}
wrong() { printf 'bench: %s; see benches/archives.sh --help\n' "$*" >&2; exit 2; }

tocsin=${TOCSIN:-$root/target/release/tocsin}
pages=${TOCSIN_DATA:-$root/../shared/data}/pages/aeb/html
threads=1 runs=3
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --tocsin | --pages | --threads | --runs)
      [ $# -gt 1 ] || wrong "$1 needs a value"
      case $1 in
        --tocsin) tocsin=$2 ;;
        --pages) pages=$2 ;;
        --threads) threads=$2 ;;
        --runs) runs=$2 ;;
      esac
      shift ;;
    *) wrong "there is no option $1" ;;
  esac
  shift
done
[ -x "$tocsin" ] || wrong "no program at $tocsin"
[ -d "$pages" ] || wrong "no folder $pages"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$pages" "$work" <<'PY' || exit 1
import gzip, pathlib, sys, tarfile
pages, work = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
(work / "pages").mkdir()
with open(work / "pages.warc", "wb") as bare, open(work / "pages.warc.gz", "wb") as packed, \
     tarfile.open(work / "pages.tar.gz", "w:gz") as tar:
    for n, path in enumerate(sorted(p for p in pages.iterdir() if ".html" in p.name)):
        page = path.read_bytes()
        if page[:2] == b"\x1f\x8b":
            page = gzip.decompress(page)
        plain = work / "pages" / f"{n:05}.html"
        plain.write_bytes(page)
        tar.add(plain, plain.name)
        message = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
        record = (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://pages.example/%d\r\n"
                  b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % (n, len(message)))
        record += message + b"\r\n\r\n"
        bare.write(record)
        packed.write(gzip.compress(record))
PY

printf '| input | documents | seconds | documents/s | peak MiB |\n|---|---|---|---|---|\n'
for input in pages pages.warc pages.warc.gz pages.tar.gz; do
  best=
  for _ in $(seq "$runs"); do
    /usr/bin/time -f '%e %M' -o "$work/time" "$tocsin" extract --quiet --threads "$threads" "$work/$input" \
      >"$work/out" 2>/dev/null
    # The times stand in the last line; an exit status that is not 0 is told before it.
    line=$(tail -n 1 "$work/time")
    if [ -z "$best" ] || awk "BEGIN { exit !(${line%% *} < ${best%% *}) }"; then best=$line; fi
  done
  echo "$best $(wc -l <"$work/out")" |
    awk -v input="$input" '{ printf "| %s | %d | %.2f | %.0f | %.0f |\n", input, $3, $1, ($1 > 0 ? $3 / $1 : 0), $2 / 1024 }'
done
