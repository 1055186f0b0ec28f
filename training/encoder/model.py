"""The encoder (the architecture of BERT; weights of all-MiniLM-L6-v2) and its heads."""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn


class Dropout(nn.Module):
    """Dropout whose masks are stretches of one pool of random bytes: drawing each anew takes a tenth of the time of a step."""

    POOL = torch.rand(1 << 24, generator=torch.Generator().manual_seed(1))

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, x):
        if not self.training or self.rate == 0:
            return x
        start = int(torch.randint(0, len(self.POOL) - x.numel(), ()))
        kept = self.POOL[start: start + x.numel()].view(x.shape) >= self.rate
        return x * (kept * (1 / (1 - self.rate)))


class Layer(nn.Module):
    def __init__(self, width, heads, inner, dropout):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.out_norm = nn.LayerNorm(width, eps=1e-12)
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.drop = Dropout(dropout)

    def forward(self, x, bias):
        b, t, w = x.shape
        parts = lambda y: y.view(b, t, self.heads, w // self.heads).transpose(1, 2)
        q, k, v = parts(self.query(x)), parts(self.key(x)), parts(self.value(x))
        scores = q @ k.transpose(2, 3) / (w // self.heads) ** 0.5 + bias
        mixed = self.drop(scores.softmax(-1)) @ v
        x = self.out_norm(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, t, w))))
        return self.norm(x + self.drop(self.outer(F.gelu(self.inner(x)))))


class Encoder(nn.Module):
    def __init__(self, config, shapes, dropout=0.1):
        super().__init__()
        width = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.places = nn.Embedding(config["max_position_embeddings"], width)
        self.kinds = nn.Embedding(config["type_vocab_size"], width)
        # What the uncased vocabulary hides; begins at nought, so that the encoder begins as it was.
        self.shapes = nn.Embedding(shapes + 1, width)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.drop = Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(width, config["num_attention_heads"], config["intermediate_size"], dropout)
            for _ in range(config["num_hidden_layers"]))

    def forward(self, ids, shapes, mask):
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places) + self.kinds.weight[0] + self.shapes(shapes)
        x = self.drop(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    @staticmethod
    def pretrained(folder, shapes):
        from safetensors.torch import load_file

        config = json.loads((Path(folder) / "config.json").read_text())
        model = Encoder(config, shapes)
        names = {
            "words.weight": "embeddings.word_embeddings.weight",
            "places.weight": "embeddings.position_embeddings.weight",
            "kinds.weight": "embeddings.token_type_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight", "norm.bias": "embeddings.LayerNorm.bias",
        }
        parts = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "out_norm": "attention.output.LayerNorm",
            "inner": "intermediate.dense", "outer": "output.dense", "norm": "output.LayerNorm",
        }
        for n in range(config["num_hidden_layers"]):
            for own, theirs in parts.items():
                for kind in ("weight", "bias"):
                    names[f"layers.{n}.{own}.{kind}"] = f"encoder.layer.{n}.{theirs}.{kind}"
        theirs = load_file(str(Path(folder) / "model.safetensors"))
        state = model.state_dict()
        for own, name in names.items():
            state[own] = theirs[name]
        model.load_state_dict(state)
        return model, config


class Mlp(nn.Module):
    def __init__(self, width, out, dropout):
        super().__init__()
        self.linear, self.drop = nn.Linear(width, out), Dropout(dropout)

    def forward(self, x):
        return self.drop(F.gelu(self.linear(x)))


class Reader(nn.Module):
    """Encoder and heads. A word is seen through its first and its last piece; word 0 stands for the root."""

    ARC, REL, WORD = 256, 96, 256

    def __init__(self, encoder, width, labels, dropout=0.2, extra=128):
        super().__init__()
        self.encoder = encoder
        self.labels = labels
        w = self.WORD + extra
        self.word = Mlp(2 * width, w, dropout)
        self.upos, self.xpos = nn.Linear(w, len(labels["upos"])), nn.Linear(w, len(labels["xpos"]))
        self.names = nn.Linear(w, len(labels["names"]))
        self.arc_dep, self.arc_head = Mlp(w, self.ARC, dropout), Mlp(w, self.ARC, dropout)
        self.rel_dep, self.rel_head = Mlp(w, self.REL, dropout), Mlp(w, self.REL, dropout)
        self.arc = nn.Parameter(torch.zeros(self.ARC + 1, self.ARC))
        self.rel = nn.Parameter(torch.zeros(len(labels["rels"]), self.REL + 1, self.REL + 1))
        nn.init.xavier_uniform_(self.arc)
        nn.init.normal_(self.rel, std=0.05)

    def forward(self, ids, shapes, mask, firsts, lasts, heads=None):
        """ids, shapes, mask: B x T; firsts, lasts: B x W+1, places of pieces, of word 0 the first piece of all.
        Gives logits: upos, xpos, names B x W+1 x L; arcs B x W+1 (dependent) x W+1 (head); rels B x L x W+1 x W+1,
        or with `heads` (B x W+1) only the rels of those arcs, B x W+1 x L: a fifth of the time of training."""
        x = self.encoder(ids, shapes, mask)
        pick = lambda at: x.gather(1, at[:, :, None].expand(-1, -1, x.shape[2]))
        w = self.word(torch.cat([pick(firsts), pick(lasts)], -1))
        one = torch.ones_like(w[:, :, :1])
        dep = torch.cat([self.arc_dep(w), one], -1)
        arcs = dep @ self.arc @ self.arc_head(w).transpose(1, 2)
        d = torch.cat([self.rel_dep(w), one], -1)
        h = torch.cat([self.rel_head(w), one], -1)
        if heads is None:
            rels = d[:, None] @ self.rel @ h[:, None].transpose(2, 3)
        else:
            h = h.gather(1, heads[:, :, None].expand(-1, -1, h.shape[2]))
            left = d @ self.rel.permute(1, 0, 2).flatten(1)
            rels = (left.unflatten(2, (self.rel.shape[0], -1)) @ h[:, :, :, None]).squeeze(3)
        return self.upos(w), self.xpos(w), self.names(w), arcs, rels
