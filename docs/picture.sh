#!/usr/bin/env bash
# Makes docs/dashboard.png: reads examples/ into a store of its own, serves it and takes a picture of the front page.
# Needs a built tocsin ($TOCSIN, else target/release/tocsin) and Chromium ($CHROMIUM, else chromium or google-chrome).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
picture=${1:-$root/docs/dashboard.png}
most=300000

say() { printf 'picture: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

tocsin=${TOCSIN:-$root/target/release/tocsin}
[ -x "$tocsin" ] || fail "no program at $tocsin: run cargo build --release, or set TOCSIN"
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$chromium" ] || fail "no Chromium: install it, or set CHROMIUM"

work=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
  # Chromium's last processes may still be writing into their folder.
  rm -rf "$work" 2>/dev/null || { sleep 1; rm -rf "$work"; }
}
trap finish EXIT
trap 'exit 130' INT TERM

cd "$root"
"$tocsin" read --quiet --store "$work/examples.db" examples
"$tocsin" serve --store "$work/examples.db" --listen 127.0.0.1:0 >/dev/null 2>"$work/serve.txt" &
server=$!
url=
for _ in $(seq 100); do
  url=$(sed -n 's/^serving: .* at \(http[^ ]*\) .*/\1/p' "$work/serve.txt")
  [ -z "$url" ] || break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
[ -n "$url" ] || fail "tocsin serve did not start: $(cat "$work/serve.txt")"

timeout 60 "$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --hide-scrollbars --force-color-profile=srgb --user-data-dir="$work/profile" \
  --window-size=1280,900 --screenshot="$work/page.png" "$url" >"$work/chromium.txt" 2>&1 ||
  fail "Chromium took no picture: $(tail -n 1 "$work/chromium.txt")"
[ -s "$work/page.png" ] || fail "Chromium took no picture: $(tail -n 1 "$work/chromium.txt")"
size=$(stat -c %s "$work/page.png")
[ "$size" -le "$most" ] || fail "the picture has $size bytes, more than $most"
mv "$work/page.png" "$picture"
say "$picture, $size bytes"
