"""Known turns in every format: of a good file nothing is told, of a damaged line something is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import ImportFailed
from corpus.formats.document import Document
from corpus.importing.accounts import turns_of
from corpus.importing.recognise import read
from tests import written
from tests.test_speech_json import conversations


def told(text: str) -> list[str]:
    """What an import would say; a refusal says enough."""
    try:
        document = read(text)
    except ImportFailed as error:
        return [str(error)]
    assert isinstance(document, Document)
    return list(turns_of(document, "")[1])


@pytest.mark.parametrize("name", written.EVERY)
@settings(max_examples=20, deadline=None, suppress_health_check=[*HealthCheck])
@given(turns=conversations())
def test_nothing_is_told_of_a_good_file(name, turns):
    assert told(written.EVERY[name](turns)) == []
    assert told(written.EVERY[name](written.BEES)) == []
