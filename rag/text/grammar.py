"""Words and forms by which German and English sentences show who speaks, and what is a name."""

import re
from collections.abc import Collection, Iterator

from corpus.people import GUESTS, HOSTS, Role

_EPISODE = re.compile(r"\b(?:Folge|Episode|episode)\s+(\d+)")
_TITLES = frozenset("Herr Herrn Frau Dr Prof Mr Mrs Ms Folge Episode Kapitel Podcast I".split())  # noqa: SIM905
# A German noun, not a name: by its ending, or by the article or adjective before it.
_NOUN = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|ismus|nis|ment|ling|chen|lein|tum|ik|enz|anz|ur|erei)"
    r"(?:en|e|s|se|es)?$|(?:end|ig|lich|isch)es$"
)
_ARTICLE = re.compile(
    r"(?:\b[a-zäöüß]+(?:e|en|er|es|em)|\b(?i:das|d(?:er|ie|en|em|es)|[dmsk]?ein|ihr|im|am|zum|zur|"
    r"beim|vom|ins|ans|viel|mehr|wenig|per|"
    r"(?:[dmsk]?ein|ihr|unser|dies|jed|manch|viel|welch|solch|all)(?:e|en|er|es|em)))\s$"
)
# German openings that are no names though a podcast may never use them.
_CONNECTIVES = frozenset(
    "außerdem zudem allerdings deshalb daher dafür dennoch trotzdem stattdessen insgesamt "  # noqa: SIM905
    "zusammenfassend abschließend schließlich letztlich zunächst erstens zweitens drittens ebenso "
    "hierbei jedoch somit folglich demnach danach hingegen dagegen grundsätzlich ferner weiterhin "
    "beispielsweise insbesondere besonders gerade statt anstatt obwohl falls sobald solange sofern "
    "laut gemäß neben trotz aufgrund anhand mithilfe mittels bezüglich vielmehr darüber deswegen "
    "dadurch außer sowohl weder entweder lediglich gleichzeitig mittlerweile tatsächlich natürlich "
    "umgekehrt entscheidend wichtig".split()
)
_NAME = r"[^\W\d_a-zà-žß][\w-]*"
_SAYS = (
    r"(?:sagt|sagte|meint|erklärt|findet|rät|empfiehlt|erzählt|berichtet|betont|glaubt|nennt|"
    r"says|said|thinks|believes|explains|argues|recommends|suggests|advises|mentions|notes|states|"
    r"tells|describes|claims|points\sout)"
)
# Who is said to say it: "Henn sagt", "sagt Henn", "laut Henn".
_VOICE = re.compile(
    rf"(?:\b(?P<before>\w++)\s)?(?<![\w-])(?P<subject>{_NAME})\s{_SAYS}\b"
    rf"|\b(?:sagt|sagte|meint|erzählt|berichtet|[Ll]aut)\s(?P<object>{_NAME})"
)
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (HOSTS, re.compile(r"\b(?:Moderator(?:in)?|Gastgeber(?:in)?|[Tt]he host)\b")),
    (GUESTS, re.compile(r"\b[Dd](?:er|em|en) Gast\b|\b[Tt]he guest\b")),
)


def is_title(word: str) -> bool:
    """Return whether a word with a capital stands before a name or a number and is none."""
    return word in _TITLES


def is_common(word: str, before: str, *, opens: bool) -> bool:
    """Return whether a German word with a capital is a noun or a connective, so that it is no name.

    `before` is what stands before it in its sentence, `opens` whether it opens that.
    """
    noun = _NOUN.search(word) or _ARTICLE.search(before)
    return bool(noun) or (opens and word.lower() in _CONNECTIVES)


def voices(prose: str) -> Iterator[str]:
    """Yield the names of those who are said to say something; "der Tischler sagt" has none."""
    for found in _VOICE.finditer(prose):
        name = found["subject"] or found["object"]
        has_article = found["before"] and _ARTICLE.search(f"{found['before']} ")
        if not has_article and name not in _TITLES:
            yield name


def roles_in(text: str) -> set[Role]:
    """Return the roles that stand for somebody: "der Gast", "the host"."""
    return {role for role, pattern in _ROLES if pattern.search(text)}


def without_episodes(text: str, numbers: Collection[str]) -> str:
    """Remove "Folge 2" and "episode 2" where that is one of these numbers."""
    return _EPISODE.sub(lambda found: "" if found[1] in numbers else found.group(), text)
