"""Every sentence of the view in which questions of an eval set are confirmed."""

from dataclasses import dataclass

from rag.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class LabellingWording:
    """Every sentence of the view in one language; what stands in braces is filled in."""

    title: str
    at: str
    open_at: str
    none: str
    none_more: str
    all_done: str
    all_done_more: str
    good: str
    bad: str
    asked: str
    chapter: str
    unsaid: str
    place: str
    before: str
    confirmed: str
    skipped: str
    question: str
    search: str
    find: str
    pick: str
    keys: str
    sentence: str
    chosen: str
    earlier: str
    later: str
    nothing: str
    save: str
    not_said: str
    skip: str
    previous: str
    following: str
    saved: str
    needs_question: str
    needs_sentence: str
    lost: str
    unsaved: str


GERMAN = LabellingWording(
    title="Fragen bestätigen",
    at="Frage {at} von {count}, offen: {open}",
    open_at="Fragen bestätigen: {url}",
    none="Hier gibt es noch keine Fragen",
    none_more="Vorschläge schreibt dieser Befehl in die Datei:",
    all_done="Alle Fragen sind durchgesehen",
    all_done_more="Gemessen wird damit so:",
    good="Ein Leser fand die Antwort hilfreich.",
    bad="Ein Leser fand die Antwort nicht hilfreich.",
    asked="So wurde schon einmal gefragt.",
    chapter=(
        "Schreib eine Frage, auf die hier geantwortet wird, so wie jemand fragt, der es nicht "
        "gehört hat."
    ),
    unsaid=(
        "Schreib eine Frage, die Hörer stellen könnten und auf die der Podcast nicht antwortet, am "
        "besten nah an diesem Thema."
    ),
    place="Folge {number}: {title}",
    before="Davor gefragt:",
    confirmed="Schon bestätigt.",
    skipped="Übersprungen.",
    question="Die Frage",
    search="Mit anderen Worten nachsehen",
    find="Nachsehen",
    pick=(
        "Klick die Sätze an, die antworten, am besten nur ein oder zwei. Was nebeneinander steht, "
        "ist eine Stelle; mehrere Stellen gelten als gleich gut."
    ),
    keys="Pfeiltasten gehen von Satz zu Satz, die Leertaste wählt, Strg+Eingabe speichert.",
    sentence="Sätze",
    chosen="Gewählte Sätze: %1",
    earlier="Davor lesen",
    later="Weiterlesen",
    nothing="Dazu ist nichts gefunden. Versuch es mit anderen Worten.",
    save="Speichern",
    not_said="Sagt der Podcast nicht",
    skip="Überspringen",
    previous="Vorige",
    following="Nächste",
    saved="Gespeichert.",
    needs_question="Es fehlt die Frage.",
    needs_sentence="Es fehlt der Satz, der antwortet.",
    lost="Diese Frage steht nicht mehr in der Datei.",
    unsaved="Das ließ sich nicht speichern: {reason}",
)

ENGLISH = LabellingWording(
    title="Confirm questions",
    at="Question {at} of {count}, open: {open}",
    open_at="Confirm questions: {url}",
    none="There are no questions here yet",
    none_more="This command writes proposals into the file:",
    all_done="All questions have been looked at",
    all_done_more="Measure with them:",
    good="A reader found the answer helpful.",
    bad="A reader did not find the answer helpful.",
    asked="Somebody has asked this.",
    chapter="Write a question that is answered here, as somebody asks who has not heard it.",
    unsaid=(
        "Write a question that listeners might ask and that the podcast does not answer, best one "
        "close to this topic."
    ),
    place="Episode {number}: {title}",
    before="Asked before:",
    confirmed="Confirmed already.",
    skipped="Skipped.",
    question="The question",
    search="Look with other words",
    find="Look",
    pick=(
        "Click the sentences that answer it, best only one or two. What stands side by side is one "
        "passage; several passages count as equally good."
    ),
    keys="Arrow keys go from sentence to sentence, space chooses, Ctrl+Enter saves.",
    sentence="Sentences",
    chosen="Sentences chosen: %1",
    earlier="Read what is before",
    later="Read on",
    nothing="Nothing was found for it. Try other words.",
    save="Save",
    not_said="The podcast does not say",
    skip="Skip",
    previous="Previous",
    following="Next",
    saved="Saved.",
    needs_question="The question is missing.",
    needs_sentence="The sentence that answers it is missing.",
    lost="This question is no longer in the file.",
    unsaved="That could not be saved: {reason}",
)


def labelling_words(language: Language) -> LabellingWording:
    """Return every sentence of the view in a language."""
    match language:
        case "de":
            return GERMAN
        case "en":
            return ENGLISH
