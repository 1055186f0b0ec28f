#!/usr/bin/env bash
# Makes models/translated/model.bin from open text: cuts passages, translates them away from English and back, trains.
# Needs Apertium with its pairs (see README.md), Python 3.11, and TOCSIN_DATA. About ten minutes on two cores.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=${WORK:-$(mktemp -d)}
data=${TOCSIN_DATA:-../shared/data}
here=training/translated
mkdir -p "$work/treebanks"
tar -xzf "$data/language/gum_train_dev.tar.gz" -C "$work/treebanks"
tar -xzf "$data/language/ewt.tar.gz" -C "$work/treebanks"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1
TOCSIN_DATA=$data python3 $here/passages.py "$work/treebanks" "$work/passages.jsonl"
python3 $here/translate.py "$(cat $here/chains.txt)" "$work/passages.jsonl" "$work/translated.jsonl"
cargo build --profile fast -p tocsin-read --example translated
"$work/venv/bin/python" $here/train.py "$work/passages.jsonl" "$work/translated.jsonl" target/fast/examples/translated models/translated/model.bin
