"""Writes the tiny model of random weights that tests of the program run: tiny.py FOLDER."""

import json
import sys
from pathlib import Path

import torch

from export import build
from model import Encoder, Reader
from pieces import SHAPES

LABELS = {
    "upos": ["ADJ", "ADP", "DET", "NOUN", "PROPN", "PUNCT", "VERB"],
    "xpos": ["DT", "IN", "JJ", "NN", "NNP", "VBD", "."],
    "rels": ["root", "nsubj", "obj", "obl", "punct"],
    "names": ["O", "B-country", "I-country", "B-person", "I-person"],
}
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + list("abcdefghijklmnopqrstuvwxyz0123456789.,'-") + ["##" + c for c in "abcdefghijklmnopqrstuvwxyz0123456789"]


def main():
    torch.manual_seed(1)
    config = {
        "vocab_size": len(PIECES), "hidden_size": 16, "max_position_embeddings": 512, "type_vocab_size": 1,
        "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16,
    }
    Reader.ARC, Reader.REL, Reader.WORD = 8, 4, 8
    reader = Reader(Encoder(config, len(SHAPES)), config["hidden_size"], LABELS, extra=8)
    for weight in reader.parameters():
        torch.nn.init.normal_(weight, std=0.7)
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    model = build(reader.state_dict(), 2, 1)
    (out / "reader.onnx").write_bytes(model.SerializeToString(deterministic=True))
    lines = [f"{key} = {json.dumps(names)}" for key, names in LABELS.items()]
    (out / "labels.toml").write_text("\n".join(lines) + "\n")
    (out / "vocabulary.txt").write_text("\n".join(PIECES) + "\n")


main()
