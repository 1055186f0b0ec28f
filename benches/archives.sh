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
