"""The instructions for a language model: text files in prompts/, checked when they are loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from string import Formatter

from langchain_core.prompts import ChatPromptTemplate

from corpus.places import CODE
from rag.errors import PromptError
from rag.types import Language

FOLDER = CODE / "prompts"
PLACEHOLDERS = {
    "answer": frozenset({"passages", "question", "unsaid"}),
    "rewrite": frozenset({"history", "question"}),
}
DIVIDER = "\n---\n"  # between what the system says and what the user says
LANGUAGES: tuple[Language, ...] = ("de", "en")


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompts for a model, by the language of the question."""

    answer: Mapping[Language, ChatPromptTemplate]
    rewrite: Mapping[Language, ChatPromptTemplate]


def load_prompts(folder: Path = FOLDER) -> Prompts:
    """Read all prompts. Raises PromptError that names the file which cannot be used."""
    prompts: dict[str, dict[Language, ChatPromptTemplate]] = {name: {} for name in PLACEHOLDERS}
    for name, language in product(PLACEHOLDERS, LANGUAGES):
        file = folder / f"{name}.{language}.txt"
        try:
            text = file.read_text(encoding="utf-8")
            found = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
        except (OSError, ValueError) as error:
            raise PromptError(f"{file} cannot be used: {error}") from error
        if found != PLACEHOLDERS[name]:
            needed = ", ".join(sorted(f"{{{field}}}" for field in PLACEHOLDERS[name]))
            raise PromptError(f"{file} must have exactly these placeholders: {needed}")
        system, divider, user = text.partition(DIVIDER)
        if not divider:
            raise PromptError(f"{file} needs a line --- between the system's part and the user's")
        messages = [("system", system.strip()), ("human", user.strip())]
        prompts[name][language] = ChatPromptTemplate.from_messages(messages)
    return Prompts(**prompts)
