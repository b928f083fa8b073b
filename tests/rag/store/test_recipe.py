"""An index knows which version of the code made it."""

import ast

import pytest

from rag import IndexMismatch, ensure_index, open_index, update_index
from rag.store import code_version as recipe
from tests.support.fakes import fake_embedder
from tests.support.places import ROOT

# What they import and what has no say in what an index holds: types, files, errors, the store; an
# embedding model goes by its name.
OTHERS = {
    *("corpus", "corpus.text.clock", "corpus.types"),
    *(
        "rag.embedding.embedder",
        "rag.question.answer_type",
        "rag.index.index",
        "rag.embedding.cache",
        "rag.retrieval.reranker",
    ),
    *("rag.serialize", "rag.store.manifest", "rag.types", "rag.store.chroma"),
}


def imported(file: str) -> set[str]:
    found = ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
    names = {node.module or "" for node in found if isinstance(node, ast.ImportFrom)}
    return {name for name in names if name.split(".")[0] in ("corpus", "rag")}


def test_everything_that_shapes_an_index_is_in_its_recipe():
    shaping = {file.removesuffix(".py").replace("/", ".") for file in recipe.SHAPING}
    assert set().union(*map(imported, recipe.SHAPING)) <= shaping | OTHERS


def test_the_index_of_other_code_is_one_line_and_made_anew(settings, monkeypatch):
    update_index(settings, fake_embedder())
    monkeypatch.setattr("rag.store.manifest.recipe", lambda: "newer")
    monkeypatch.setattr("rag.upkeep.update.recipe", lambda: "newer")
    with pytest.raises(IndexMismatch, match=r"another version\. Run: python -m rag index$"):
        open_index(settings, fake_embedder())
    embedder = fake_embedder()
    ensure_index(settings, embedder)
    assert embedder.embedded == []
