"""Trains the reader on the treebanks and entity sets; fixed seeds."""

import argparse
import json
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import corpora
from model import Encoder, Reader
from pieces import SHAPES, Pieces, shape
from tree import best_tree

MOST = 160  # pieces of a sentence in training


def label_sets(data):
    count = lambda key, of: Counter(t for s in of for t in (getattr(s, key) or []))
    labels = lambda key, least=1, of=data["train"]: sorted(k for k, n in count(key, of).items() if n >= least)
    return {"upos": labels("upos"), "xpos": labels("xpos", 5), "rels": labels("rels", 5), "names": labels("names", 1, data["politics"])}


def encode(s, pieces, shapes=True):
    ids, shape_ids, firsts, lasts = [pieces.first], [len(SHAPES)], [0], [0]
    for form in s.forms:
        of = pieces.of(form)
        firsts.append(len(ids))
        ids += of
        shape_ids += [shape(form)] * len(of)
        lasts.append(len(ids) - 1)
    ids.append(pieces.last)
    shape_ids.append(len(SHAPES))
    return ids, shape_ids, firsts, lasts


def batch_of(sentences, pieces, index):
    rows = [encode(s, pieces) for s in sentences]
    t = max(len(r[0]) for r in rows)
    w = max(len(r[2]) for r in rows)
    pad = lambda xs, n, v=0: xs + [v] * (n - len(xs))
    ids = torch.tensor([pad(r[0], t) for r in rows])
    shapes = torch.tensor([pad(r[1], t, len(SHAPES)) for r in rows])
    mask = torch.tensor([pad([1] * len(r[0]), t) for r in rows])
    firsts = torch.tensor([pad(r[2], w) for r in rows])
    lasts = torch.tensor([pad(r[3], w) for r in rows])
    gold = {}
    for key in ("upos", "xpos", "rels"):
        values = [[-100] + [index[key].get(v, -100) for v in (getattr(s, key) or [None] * len(s.forms))] for s in sentences]
        gold[key] = torch.tensor([pad(v, w, -100) for v in values])
    # Of names: which labels a word may have; all, where nothing is known.
    may = torch.ones(len(sentences), w, len(index["names"]), dtype=torch.bool)
    known = torch.zeros(len(sentences), w, dtype=torch.bool)
    for row, s in enumerate(sentences):
        for n, label in enumerate(s.names or []):
            if label is not None:
                allowed = {label} if isinstance(label, str) else label
                may[row, n + 1] = torch.tensor([k in allowed for k in index["names"]])
                known[row, n + 1] = True
    gold["names"] = (may, known)
    heads = [[-100] + (s.heads or [-100] * len(s.forms)) for s in sentences]
    gold["heads"] = torch.tensor([pad(v, w, -100) for v in heads])
    words = torch.tensor([pad([1] * len(r[2]), w) for r in rows])
    return (ids, shapes, mask, firsts, lasts), gold, words


def batches(sentences, pieces, budget, shuffle):
    sized = [(len(encode(s, pieces)[0]), n) for n, s in enumerate(sentences)]
    sized = [x for x in sized if x[0] <= MOST] if shuffle else sized
    if shuffle:
        random.shuffle(sized)
        sized.sort(key=lambda x: x[0] // 6)
    else:
        sized.sort()
    out, now = [], []
    for length, n in sized:
        if now and (len(now) + 1) * length > budget:
            out.append(now)
            now = []
        now.append(n)
    out.append(now)
    if shuffle:
        random.shuffle(out)
    return out


def loss_of(outputs, gold, words):
    upos, xpos, names, arcs, rels = outputs
    flat = lambda logits, key: F.cross_entropy(logits.flatten(0, 1), gold[key].flatten(), ignore_index=-100, reduction="sum")
    arcs = arcs.masked_fill(words[:, None, :] == 0, -1e4)
    known = gold["heads"] >= 0
    n = known.sum().clamp(min=1)
    loss = torch.zeros(())
    parts = {}
    if known.any():
        parts["arcs"] = F.cross_entropy(arcs[known], gold["heads"][known], reduction="sum") / n
        parts["rels"] = F.cross_entropy(rels[known], gold["rels"][known], ignore_index=-100, reduction="sum") / n
        parts["upos"] = flat(upos, "upos") / n
        parts["xpos"] = flat(xpos, "xpos") / n
    may, sure = gold["names"]
    if sure.any():
        logits = names[sure].log_softmax(-1)
        parts["names"] = -logits.masked_fill(~may[sure], -1e4).logsumexp(-1).mean()
    for value in parts.values():
        loss = loss + value
    return loss, parts


def spans(tags):
    out, start, kind = set(), None, None
    for n, tag in enumerate(list(tags) + ["O"]):
        if start is not None and not (tag.startswith("I-") and tag[2:] == kind):
            out.add((start, n, kind))
            start = None
        if tag.startswith("B-") or tag.startswith("I-") and start is None:
            start, kind = n, tag[2:]
    return out


@torch.no_grad()
def measure(model, sentences, pieces, labels, index, budget=4000):
    model.eval()
    c = Counter()
    for group in batches(sentences, pieces, budget, False):
        chosen = [sentences[n] for n in group]
        inputs, gold, words = batch_of(chosen, pieces, index)
        upos, xpos, names, arcs, rels = model(*inputs)
        arcs = arcs.masked_fill(words[:, None, :] == 0, -1e4)
        for i, s in enumerate(chosen):
            n = len(s.forms)
            if s.heads:
                c["words"] += n
                c["upos"] += sum(labels["upos"][k] == g for k, g in zip(upos[i, 1:n + 1].argmax(-1).tolist(), s.upos))
                c["xpos"] += sum(labels["xpos"][k] == g for k, g in zip(xpos[i, 1:n + 1].argmax(-1).tolist(), s.xpos))
                heads = best_tree(arcs[i, : n + 1, : n + 1].log_softmax(-1).numpy())
                for d in range(1, n + 1):
                    rel = labels["rels"][int(rels[i, :, d, heads[d]].argmax())]
                    if heads[d] == s.heads[d - 1]:
                        c["uas"] += 1
                        c["las"] += rel == s.rels[d - 1]
                        c["las plain"] += rel.split(":")[0] == s.rels[d - 1].split(":")[0]
            if s.names and isinstance(s.names[0], str):
                said = spans([labels["names"][k] for k in names[i, 1:n + 1].argmax(-1).tolist()])
                right = spans(s.names)
                c["names said"] += len(said)
                c["names gold"] += len(right)
                c["names both"] += len(said & right)
                bare = lambda found: {x[:2] for x in found}
                c["spans both"] += len(bare(said) & bare(right))
    model.train()
    out = {k: round(c[k] / c["words"], 4) for k in ("upos", "xpos", "uas", "las", "las plain") if c["words"]}
    if c["names gold"]:
        out["names"] = round(2 * c["names both"] / (c["names said"] + c["names gold"]), 4)
        out["spans"] = round(2 * c["spans both"] / (c["names said"] + c["names gold"]), 4)
    return out


def capitals(s, kind):
    """A sentence as a headline might be set."""
    forms = [f.upper() if kind == 0 or kind == 1 and n < 4 else f[:1].upper() + f[1:] for n, f in enumerate(s.forms)]
    return corpora.Sentence(forms=forms, upos=s.upos, xpos=s.xpos, heads=s.heads, rels=s.rels, names=s.names)


def main():
    parser = argparse.ArgumentParser()
    for name in ("--treebanks", "--data", "--encoder", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=int, default=1200, help="pieces in a batch")
    parser.add_argument("--rate", type=float, default=2e-4, help="highest rate of learning of the encoder; the heads' is ten times that")
    parser.add_argument("--limit", type=int, default=0)
    a = parser.parse_args()
    random.seed(a.seed)
    np.random.seed(a.seed)
    torch.manual_seed(a.seed)
    data = corpora.load(a.treebanks, a.data)
    labels = label_sets(data)
    index = {k: {v: n for n, v in enumerate(vs)} for k, vs in labels.items()}
    pieces = Pieces(Path(a.encoder) / "vocab.txt")
    encoder, config = Encoder.pretrained(a.encoder, len(SHAPES))
    model = Reader(encoder, config["hidden_size"], labels)
    train = data["train"] + [capitals(s, n % 3) for n, s in enumerate(data["train"][::9])]
    train += data["politics"] * 4 + data["own names"] + [capitals(s, n % 3) for n, s in enumerate(data["own names"][::12])]
    if a.limit:
        train = random.sample(train, a.limit)
    slow = list(model.encoder.parameters())
    fast = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW([{"params": slow, "lr": a.rate}, {"params": fast, "lr": 10 * a.rate}], weight_decay=0.01, fused=True)
    steps = a.epochs * len(batches(train, pieces, a.budget, True))
    warm = steps // 20
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / max(1, warm), max(0.0, (steps - n) / max(1, steps - warm))))
    began, done = time.time(), 0
    for epoch in range(a.epochs):
        total = Counter()
        for group in batches(train, pieces, a.budget, True):
            inputs, gold, words = batch_of([train[n] for n in group], pieces, index)
            # Unknown words must be read from their neighbours.
            hide = (torch.rand(inputs[0].shape) < 0.03) & (inputs[0] > 103)
            inputs = (inputs[0].masked_fill(hide, 103),) + inputs[1:]
            loss, parts = loss_of(model(*inputs, heads=gold["heads"].clamp(min=0)), gold, words)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            for key, value in parts.items():
                total[key] += float(value.detach())
            total["n"] += 1
            if done % 100 == 0:
                mean = {k: round(v / total["n"], 3) for k, v in total.items() if k != "n"}
                print(f"{time.time() - began:.0f} s, step {done} of {steps}: {mean}", flush=True)
        Path(a.out).mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), Path(a.out) / "model.pt")
        (Path(a.out) / "labels.json").write_text(json.dumps(labels, indent=1))
        for name, sentences in data["measured"].items():
            if a.limit:
                sentences = sentences[:200]
            print(f"epoch {epoch + 1}, {time.time() - began:.0f} s, {name}: {measure(model, sentences, pieces, labels, index)}", flush=True)


main()
