#!/bin/sh
# Trains models/tagger/model.bin from the treebanks of the data folder; same treebanks, same bytes.
# Options go to the trainer, for example --hold-out-news.
set -eu
cd "$(dirname "$0")/../.."
data=${TOCSIN_DATA:-../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar xzf "$data/language/gum_train_dev.tar.gz" -C "$work"
tar xzf "$data/language/ewt.tar.gz" -C "$work"
cargo run --release --package tocsin-tagger-train -- \
    --gum "$work/gum" --ewt "$work/ewt" --out models/tagger/model.bin "$@"
