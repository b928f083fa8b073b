"""Settings for readers from elsewhere."""

from ipaddress import ip_network

import pytest

from rag import Settings, SettingsError
from rag.settings import LOCAL, Reach


def test_all_of_them():
    reach = Reach.from_environment(
        {
            "NACHGEFRAGT_PUBLIC_URL": "https://Podcast.example:8443/fragen/",
            "NACHGEFRAGT_PROXY": "127.0.0.1, 10.0.0.0/8,::1",
            "NACHGEFRAGT_EMBED": "https://podcast.example/, https://*.example.org:8443",
            "NACHGEFRAGT_QUESTIONS_PER_MINUTE": "0",
        }
    )
    assert reach == Reach(
        "https://podcast.example:8443/fragen",
        (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("::1")),
        ("https://podcast.example", "https://*.example.org:8443"),
        0,
    )


def test_none_of_them():
    names = ("PUBLIC_URL", "PROXY", "EMBED", "QUESTIONS_PER_MINUTE", "LLM_PER_DAY")
    assert Reach.from_environment({f"NACHGEFRAGT_{name}": "" for name in names}) == LOCAL
    settings = Settings.from_environment({"NACHGEFRAGT_LLM_PER_DAY": "500"})
    assert (settings.llm_per_day, settings.llm_concurrent, settings.reach) == (500, None, LOCAL)


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        *(("PUBLIC_URL", url) for url in ("podcast.example", "ftp://a", "https://", "https://a:b")),
        *(("PUBLIC_URL", url) for url in ("https://a?b", "https://a#b", "https://me:secret@a")),
        *(("PUBLIC_URL", url) for url in ("https://a/b c", "https://a//b", "https://ä.example")),
        *(("PROXY", given) for given in ("nginx", "10.0.0.1/8", "10.0.0", "1.2.3.4 5.6.7.8")),
        *(
            ("EMBED", given)
            for given in ("podcast.example", "https://a/b", "https://a; x", "'none'")
        ),
        *(("QUESTIONS_PER_MINUTE", given) for given in ("-1", "viele", "1.5", "²", "9" * 10)),
        *(("LLM_CONCURRENT", given) for given in ("-1", "two")),
        *(("LLM_PER_DAY", given) for given in ("-1", "1e3")),
    ],
)
def test_what_cannot_be(name, setting):
    with pytest.raises(SettingsError, match=f"^NACHGEFRAGT_{name} must be") as failure:
        Settings.from_environment({f"NACHGEFRAGT_{name}": setting})
    assert "secret" not in str(failure.value) and "\n" not in str(failure.value)
