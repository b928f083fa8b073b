"""Files of a corpus: found inside its folder, never outside, whatever a corpus names."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.exports.own_files import RECORDINGS, is_address, own_file


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "brot"
    (folder / "audio").mkdir(parents=True)
    (folder / "audio" / "001.MP3").write_bytes(b"x")
    (folder / "podcast.json").write_text("{}")
    (tmp_path / "secret.mp3").write_bytes(b"y")
    (folder / "out.mp3").symlink_to(tmp_path / "secret.mp3")
    (folder / "round.mp3").symlink_to(folder / "round.mp3")
    return folder


def test_a_recording_is_found_with_its_type(home: Path) -> None:
    found = own_file(home, "audio/001.MP3", RECORDINGS)
    assert found == ((home / "audio" / "001.MP3").resolve(), "audio/mpeg")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../secret.mp3",
            "out.mp3",
            "round.mp3",
            "podcast.json",
            "audio",
            "no.mp3",
            "",
            "a\0.mp3",
        ),
        *("audio/../../secret.mp3", "x" * 5000 + ".mp3", "~/a.mp3", "file:audio/001.MP3", "."),
    ],
)
def test_nothing_else_is(home: Path, name: str) -> None:
    assert own_file(home, name, RECORDINGS) is None
    assert own_file(home, str(home.parent / "secret.mp3"), RECORDINGS) is None


@given(st.text().map(lambda end: f"{end}.mp3"))
def test_whatever_is_named_stays_inside(name: str) -> None:
    folder = Path(__file__).parent
    found = own_file(folder, name, RECORDINGS)
    assert found is None or found[0].is_relative_to(folder)


def test_addresses_are_no_files() -> None:
    assert is_address("HTTPS://a.example/b.mp3") and not is_address("audio/http://a.mp3")
