"""Writes a trained reader as one ONNX file whose large weights are int8 with a scale per row, expanded when loaded."""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

LEAST = 4096  # smaller weights stay as they are


class Graph:
    def __init__(self):
        self.nodes, self.weights = [], []
        self.count = 0

    def name(self):
        self.count += 1
        return f"v{self.count}"

    def constant(self, array, name=None):
        name = name or f"c{self.name()}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(self, kind, *inputs, **attributes):
        out = self.name()
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def weight(self, array, axis):
        """A matrix, int8 with one scale for each index of `axis`."""
        array = array.astype(np.float32)
        if array.size < LEAST:
            return self.constant(array)
        other = tuple(k for k in range(array.ndim) if k != axis)
        scale = np.maximum(np.abs(array).max(axis=other), 1e-8) / 127.0
        shape = [1] * array.ndim
        shape[axis] = -1
        whole = np.clip(np.round(array / scale.reshape(shape)), -127, 127).astype(np.int8)
        return self.op("DequantizeLinear", self.constant(whole), self.constant(scale.astype(np.float32)),
                       self.constant(np.zeros(len(scale), np.int8)), axis=axis)

    def linear(self, x, state, key):
        # Stored as input x output: one scale for each output.
        matrix = self.weight(state[key + ".weight"].T, 1)
        return self.op("Add", self.op("MatMul", x, matrix), self.constant(state[key + ".bias"]))

    def norm(self, x, state, key):
        return self.op("LayerNormalization", x, self.constant(state[key + ".weight"]), self.constant(state[key + ".bias"]),
                       axis=-1, epsilon=1e-12)

    def gelu(self, x):
        half = self.op("Mul", x, self.constant(np.array(0.5, np.float32)))
        erf = self.op("Erf", self.op("Div", x, self.constant(np.array(np.sqrt(2.0), np.float32))))
        return self.op("Mul", half, self.op("Add", erf, self.constant(np.array(1.0, np.float32))))


def build(state, heads, layers):
    """Inputs: ids, shapes B x T; bias B x 1 x 1 x T (nought, or very low at padding); firsts, lasts: B x W numbers of pieces
    in the flattened batch. Outputs as those of `Reader.forward`."""
    g = Graph()
    state = {k: v.numpy() for k, v in state.items()}
    width = state["encoder.norm.weight"].shape[0]
    e = "encoder."
    words = g.op("Gather", g.weight(state[e + "words.weight"], 0), "ids")
    shapes = g.op("Gather", g.constant(state[e + "shapes.weight"]), "shapes")
    places = state[e + "places.weight"] + state[e + "kinds.weight"][0]
    size = g.op("Shape", "ids")
    t = g.op("Gather", size, g.constant(np.array([1])), axis=0)
    place = g.op("Slice", g.weight(places, 0), g.constant(np.array([0])), t,
                 g.constant(np.array([0])))
    x = g.norm(g.op("Add", g.op("Add", words, shapes), place), state, e + "norm")
    split = g.constant(np.array([0, 0, heads, width // heads]))
    whole = g.constant(np.array([0, 0, width]))
    for n in range(layers):
        p = f"{e}layers.{n}."
        part = lambda key, perm: g.op("Transpose", g.op("Reshape", g.linear(x, state, p + key), split), perm=perm)
        q, k, v = part("query", [0, 2, 1, 3]), part("key", [0, 2, 3, 1]), part("value", [0, 2, 1, 3])
        scale = g.constant(np.array(1.0 / (width // heads) ** 0.5, np.float32))
        scores = g.op("Softmax", g.op("Add", g.op("Mul", g.op("MatMul", q, k), scale), "bias"), axis=-1)
        mixed = g.op("Reshape", g.op("Transpose", g.op("MatMul", scores, v), perm=[0, 2, 1, 3]), whole)
        x = g.norm(g.op("Add", x, g.linear(mixed, state, p + "out")), state, p + "out_norm")
        inner = g.gelu(g.linear(x, state, p + "inner"))
        x = g.norm(g.op("Add", x, g.linear(inner, state, p + "outer")), state, p + "norm")
    flat = g.op("Reshape", x, g.constant(np.array([-1, width])))
    pair = g.op("Concat", g.op("Gather", flat, "firsts"), g.op("Gather", flat, "lasts"), axis=-1)
    w = g.gelu(g.linear(pair, state, "word.linear"))
    outputs = [g.linear(w, state, key) for key in ("upos", "xpos", "names")]
    mlp = lambda key: g.gelu(g.linear(w, state, key + ".linear"))
    arc = state["arc"]
    dep = g.op("Add", g.op("MatMul", mlp("arc_dep"), g.weight(arc[:-1], 1)), g.constant(arc[-1]))
    outputs.append(g.op("MatMul", dep, g.op("Transpose", mlp("arc_head"), perm=[0, 2, 1])))
    # The label of an arc: d^T R h + a d + b h + c, each for every label.
    rel = state["rel"]
    count, size, _ = rel.shape
    size -= 1
    d, h = mlp("rel_dep"), mlp("rel_head")
    matrix = rel[:, :size, :].transpose(1, 0, 2).reshape(size, count * (size + 1))
    offset = rel[:, size, :].reshape(count * (size + 1))
    left = g.op("Add", g.op("MatMul", d, g.weight(matrix, 1)), g.constant(offset))
    left = g.op("Reshape", left, g.constant(np.array([0, 0, count, size + 1])))
    left = g.op("Transpose", left, perm=[0, 2, 1, 3])
    ones = g.op("Add", g.op("Mul", g.op("Slice", h, g.constant(np.array([0])), g.constant(np.array([1])), g.constant(np.array([2]))),
                            g.constant(np.array(0.0, np.float32))), g.constant(np.array(1.0, np.float32)))
    right = g.op("Transpose", g.op("Concat", h, ones, axis=-1), perm=[0, 2, 1])
    right = g.op("Unsqueeze", right, g.constant(np.array([1])))
    outputs.append(g.op("MatMul", left, right))
    names = ["upos", "xpos", "names", "arcs", "rels"]
    nodes = g.nodes + [helper.make_node("Identity", [o], [n]) for o, n in zip(outputs, names)]
    integer = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.INT64, shape)
    number = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    graph = helper.make_graph(
        nodes, "reader",
        [integer("ids", ["b", "t"]), integer("shapes", ["b", "t"]), number("bias", ["b", 1, 1, "t"]),
         integer("firsts", ["b", "w"]), integer("lasts", ["b", "w"])],
        [number(n, [None] * (4 if n == "rels" else 3)) for n in names], g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--trained", required=True)
    parser.add_argument("--encoder", required=True, help="for its vocabulary")
    parser.add_argument("--out", required=True, help="folder for reader.onnx, labels.toml and vocabulary.txt")
    a = parser.parse_args()
    state = torch.load(Path(a.trained) / "model.pt", map_location="cpu", weights_only=True)
    model = build(state, 12, 6)
    onnx.checker.check_model(model)
    data = model.SerializeToString(deterministic=True)
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "reader.onnx").write_bytes(data)
    labels = json.loads((Path(a.trained) / "labels.json").read_text())
    lines = ["# The labels of each head, in the order of its scores."]
    lines += [f"{key} = {json.dumps(labels[key])}" for key in ("upos", "xpos", "rels", "names")]
    (out / "labels.toml").write_text("\n".join(lines) + "\n")
    (out / "vocabulary.txt").write_bytes((Path(a.encoder) / "vocab.txt").read_bytes())
    print(f"{out}/reader.onnx: {len(data) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
