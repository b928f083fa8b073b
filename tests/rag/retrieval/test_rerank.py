"""A second look by a cross-encoder: the order changes, nothing is lost."""

from pathlib import Path

import numpy as np
import pytest

from rag import Question, answer_pipeline, ensure_index
from rag.errors import ModelError
from rag.retrieval.hybrid import retrieve
from rag.retrieval.reader import Reader
from rag.retrieval.reranker import CANDIDATES, Reranker
from rag.retrieval.second_look import NONE, second_look
from rag.understand import understand
from tests.support.fakes import fake_embedder


class Likes:
    """A cross-encoder that likes one word."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[tuple[str, str]] = []

    def predict(self, pairs: list[tuple[str, str]], **_: object) -> np.ndarray:
        self.read += pairs
        return np.array([float(self.word in text) for _, text in pairs])


def test_which_looks_again():
    assert isinstance(second_look("some/model"), Reranker)
    assert second_look(NONE) is None
    assert second_look(None) is None or isinstance(second_look(None), Reader)


def test_best_first_and_nothing_lost():
    likes = Likes("Brot")
    model = Reranker(lambda: likes)  # type: ignore[arg-type,return-value]
    texts = ["Leim", "Brot", "Holz", "Brotteig"]
    assert model.rank("Frage?", [0, 1, 2, 3], texts) == [1, 3, 0, 2]
    assert likes.read[0] == ("Frage?", "Leim")
    assert model.rank("Frage?", [], []) == []
    many = list(range(CANDIDATES + 5))
    ranked = model.rank("Frage?", many, ["Leim"] * (CANDIDATES - 1) + ["Brot"] * 6)
    assert ranked[0] == CANDIDATES - 1 and ranked[-5:] == many[-5:]


def test_the_search_looks_again(settings):
    index = ensure_index(settings, fake_embedder())
    question = Question("Was ist mit Esche und Leim?")
    asked = understand(index, question)
    plain = retrieve(index, asked)
    likes = Likes("Leim")
    again = Reranker(lambda: likes)  # type: ignore[arg-type,return-value]
    found = retrieve(index, asked, again)
    assert "Leim" in likes.read[0][1] or "Esche" in likes.read[0][1]
    assert {hit.chunk for hit in found.sentences} == {hit.chunk for hit in plain.sentences}
    assert [hit.score for hit in found.sentences] == [hit.score for hit in plain.sentences]
    answer = answer_pipeline(index, second_look=again).invoke(question)
    assert "Leim" in answer.citations[0].source.text


@pytest.mark.slow
def test_a_cross_encoder_in_a_folder(settings, tmp_path: Path):
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "Esche", "Leim", "Teig"]
    cutter = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, "[UNK]"))
    cutter.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=cutter, pad_token="[PAD]", unk_token="[UNK]", model_max_length=64
    )
    tokenizer.save_pretrained(tmp_path)
    tiny = BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
    )
    BertForSequenceClassification(tiny).save_pretrained(tmp_path)
    index = ensure_index(settings, fake_embedder())
    asked = understand(index, Question("Was ist mit Esche und Leim?"))
    again = retrieve(index, asked, second_look(str(tmp_path)))
    assert {hit.chunk for hit in again.sentences} == {
        hit.chunk for hit in retrieve(index, asked).sentences
    }


@pytest.mark.slow
def test_a_cross_encoder_that_cannot_be_had(tmp_path: Path):
    model = second_look(str(tmp_path))
    assert model
    with pytest.raises(ModelError, match="Unset NACHGEFRAGT_RERANKER"):
        model.rank("Frage?", [1, 2], ["a", "b"])
