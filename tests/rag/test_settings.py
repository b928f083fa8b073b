"""Settings from the environment."""

from pathlib import Path

import pytest

from corpus.places import SHIPPED
from rag import SettingsError
from rag.settings import Settings
from rag.types import Chunking


def test_everything_has_a_default():
    settings = Settings.from_environment({})
    assert settings == Settings(SHIPPED, None, None, None, Chunking())
    assert (SHIPPED / "podcast.json").is_file()


def test_from_the_environment():
    settings = Settings.from_environment(
        {
            "NACHGEFRAGT_CORPUS": "mein/podcast",
            "NACHGEFRAGT_STORE": "index",
            "NACHGEFRAGT_EMBEDDING_MODEL": "some/model",
            "NACHGEFRAGT_RERANKER": "some/reranker",
            "NACHGEFRAGT_LLM": "ollama:qwen3:8b",
            "NACHGEFRAGT_LLM_TIMEOUT": "90",
            "OTHER": "x",
        }
    )
    assert settings == Settings(
        Path("mein/podcast"),
        Path("index"),
        "some/model",
        "some/reranker",
        llm="ollama:qwen3:8b",
        llm_timeout=90.0,
    )


def test_an_empty_variable_counts_as_not_set():
    names = ("CORPUS", "STORE", "EMBEDDING_MODEL", "RERANKER", "LLM", "LLM_TIMEOUT")
    empty = {f"NACHGEFRAGT_{name}": "" for name in names}
    assert Settings.from_environment(empty) == Settings()


@pytest.mark.parametrize("timeout", ["0", "-1", "bald", "nan", "inf", "1e9", "30 s"])
def test_a_time_out_that_is_none(timeout):
    with pytest.raises(SettingsError, match="NACHGEFRAGT_LLM_TIMEOUT must be seconds"):
        Settings.from_environment({"NACHGEFRAGT_LLM_TIMEOUT": timeout})


@pytest.mark.parametrize(("setting", "seconds"), [("", 5.0), ("60", 60.0), ("0", 0.0)])
def test_how_often_a_window_looks(setting, seconds):
    assert Settings.from_environment({"NACHGEFRAGT_WATCH": setting}).watch == seconds


@pytest.mark.parametrize("setting", ["0.1", "-1", "bald", "nan", "inf", "1e9"])
def test_an_interval_that_is_none(setting):
    with pytest.raises(SettingsError, match="NACHGEFRAGT_WATCH must be seconds"):
        Settings.from_environment({"NACHGEFRAGT_WATCH": setting})


def test_settings_cannot_be_changed():
    with pytest.raises(AttributeError):
        Settings().store = Path("x")  # type: ignore[misc]


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "https://chroma.example.org/"])
def test_the_address_of_a_chroma_server(url):
    settings = Settings.from_environment({"NACHGEFRAGT_CHROMA_URL": url})
    assert settings.chroma_url == url.rstrip("/")
    assert Settings.from_environment({"NACHGEFRAGT_CHROMA_URL": ""}).chroma_url is None


@pytest.mark.parametrize(
    "url",
    ["localhost:8000", "ftp://a", "http://", "http://a:b", "http://me:secret@a", "http://a?b"],
)
def test_an_address_that_is_none(url):
    with pytest.raises(SettingsError, match="NACHGEFRAGT_CHROMA_URL") as caught:
        Settings.from_environment({"NACHGEFRAGT_CHROMA_URL": url})
    assert "secret" not in str(caught.value)


def test_questions_are_confirmed_for_one_podcast_where_nobody_else_comes():
    file = {"NACHGEFRAGT_LABELLING": "mine.jsonl"}
    assert Settings.from_environment(file).labelling == Path("mine.jsonl")
    for other in ("NACHGEFRAGT_LIBRARY", "NACHGEFRAGT_PUBLIC_URL"):
        with pytest.raises(SettingsError, match=other):
            Settings.from_environment({**file, other: "https://podcast.example"})
