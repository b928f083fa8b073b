"""Every sentence of ours that the window shows, in German."""

from collections.abc import Mapping

TITLE = "Nachgefragt"
PAGE_TITLE = "Nachgefragt · {podcast}"
TAGLINE = "Frag „{podcast}“: jede Antwort mit wörtlichem Zitat und Fundstelle."
NEW_CONVERSATION = "Neues Gespräch"

CONVERSATION = "Gespräch"
WELCOME = "Was möchtest du wissen?"
WELCOME_MORE = (
    "Stell eine Frage auf Deutsch oder Englisch. Du bekommst, was im Podcast wirklich "
    "gesagt wurde – oder die ehrliche Auskunft, dass er dazu nichts sagt."
)
QUESTION = "Deine Frage"
PLACEHOLDER = "Deine Frage …"
ASK = "Fragen"
WAITING = "Ich höre nach …"
BROKEN = (
    "Da ist bei uns etwas schiefgegangen. Bitte stell die Frage noch einmal; wenn es wieder "
    "passiert, hilft ein Neustart der Anwendung."
)
BAD_REQUEST = "Diese Anfrage ist unvollständig oder falsch aufgebaut ({field}: {problem})."

SOURCES = "Belege"
SOURCES_TO = "Belege zu"
NO_SOURCES_YET = "Hier erscheinen die Belege"
NO_SOURCES_YET_MORE = (
    "Zu jeder Antwort siehst du die Stellen, auf die sie sich stützt: wer es sagt, in welcher "
    "Folge, in welchem Kapitel und wann."
)
NOT_SAID = "Dazu sagt der Podcast nichts"
NOT_SAID_MORE = (
    "Deshalb gibt es hier auch keinen Beleg. Versuch es mit anderen Worten oder einem "
    "verwandten Thema."
)
NO_ANSWER = "Noch keine Belege"
NO_ANSWER_MORE = "Sobald eine Frage beantwortet ist, stehen die Fundstellen hier."
SEARCHING = "Die Belege werden gesucht …"

CITATION = "Beleg {number}"
SHOW_CITATION = "Beleg {number} zeigen"
BACK_TO_ANSWER = "Zurück zur Antwort"
EPISODE = "Folge {number}"
CHAPTER = "Kapitel „{title}“"
FROM_SHOWNOTES = "Aus den Shownotes"
WHOLE_PODCAST = "Über den Podcast"
UNKNOWN_SPEAKER = "Unbekannte Stimme"
TIME_UNKNOWN = "ohne Zeitangabe"
MEASURED = "Zeit in der Aufnahme"
ESTIMATED = "Geschätzte Zeit, auf etwa {seconds} Sekunden genau"

# What can be asked of any podcast; {episode} is the number of its latest episode.
EXAMPLES = (
    "Wer ist in Folge {episode} zu Gast?",
    "Worum geht es in Folge {episode}?",
    "Welche Kapitel hat Folge {episode}?",
    "Wie viele Folgen gibt es?",
)
# Better ones for the podcast that is shipped, by its slug.
EXAMPLES_BY_PODCAST: Mapping[str, tuple[str, ...]] = {
    "better-call-service": (
        "Was sollte man auf keinen Fall automatisieren?",
        "Welche Vorteile hat Homeoffice?",
        "Why does customer service need a digital strategy?",
        "Wer ist in Folge 2 zu Gast?",
    ),
}

READY = "Nachgefragt ist bereit: {url} (beenden mit Strg+C)"
