"""Everything that rag says to readers, in German and English; knows nothing of what it is about.

`words` has a field for each sentence, `german` and `english` fill them in: the type check names
what is missing. Whoever raises an error that readers see gives it in all languages; it is shown in
the reader's. What only operators read, at the command line, is in English.
"""

from dataclasses import asdict

from rag.wording.formats import place, said_by
from rag.wording.languages import LANGUAGES, words_in

__all__ = ["ANSWERS", "NOTICES", "place", "said_by"]
ANSWERS = {language: asdict(words_in(language).answers) for language in LANGUAGES}
NOTICES = {language: asdict(words_in(language).notices) for language in LANGUAGES}
