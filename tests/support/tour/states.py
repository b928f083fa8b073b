"""Every view and state of the window, by the site where it is seen."""

from tests.support.asking import BREAKS
from tests.support.tour import sites
from tests.support.tour.podcasts import LONG_NAME
from tests.support.tour.sites import Site
from tests.support.tour.steps import (
    as_picture,
    asked,
    besides,
    brought,
    chosen,
    cut_off,
    deleting,
    drawer,
    filled,
    filling,
    focused,
    insisted,
    kept,
    left_alone,
    marked,
    on_card,
    picked,
    picking,
    playing,
    pressed,
    printed,
    scrolled_away,
    sees,
    sent,
    waited,
    without_room,
)
from tests.support.tour.visit import State, state

NEVER = asked("Welche Anfragen sollte man auf keinen Fall automatisieren?")
CITE = pressed(".settled .answer .cite")
TURNS, LINKED, SAID = sees(".turns"), sees("#linked"), sees(".said .saying")
OFFLINE = sees(".offline:not(:empty)")
ASH = asked("Ist Esche zäh oder bricht sie wie Fichte?")
DOUGH = asked("Warum muss der Teig ruhen?")
LISTEN = playing(".quote [data-act=listen]")
READ = (LINKED, playing("#linked"), sees(".p.heard"))
PASSAGE, LABEL = sees("#passage-1"), sees(".labelling .said:visible")
HENN = "?person=Harald Henn"

ASKING = (
    state("first"),
    state("first-whole", whole=True),
    state("keyboard", focused(".skip")),
    state("answer", NEVER),
    state("answer-whole", NEVER, whole=True),
    state("selected", NEVER, CITE),
    state("folded", NEVER, pressed(".folded summary"), brought(".folded summary")),
    state("timeline", NEVER, focused(".timeline a")),
    state("copied", NEVER, on_card("[data-act=copy]")),
    state("conversation", NEVER, asked("Wer ist zu Gast in Folge 2?", "Und in Folge 1?")),
    state("refusal", asked("Wie macht man einen guten Sauerteig?")),
    state("talk", asked("Hallo!")),
    state("fact", asked("Wer ist zu Gast in Folge 2?")),
    state("episodes-told", asked("Welche Folgen gibt es?")),
    state("summary", asked("Worum geht es in Folge 2?")),
    state("compared", asked("Was sagen Steven Rau und Harald Henn zum Chatbot?"), whole=True),
    state("count", asked("Wie oft fällt das Wort Amazon?")),
    state("at-time", asked("Was wird in Folge 1 bei Minute 12 gesagt?")),
    state("at-time-anywhere", asked("Was wird bei Minute 12 gesagt?")),
    state(
        "several",
        asked("Wer ist Harald Henn? Und wie lange ist Folge 1? Was sagt er zu Chatbots?"),
        whole=True,
    ),
    state("two", asked("Was sagt Harald Henn zu Chatbots? Wie lange ist Folge 1?"), whole=True),
    state("too-long", asked("Warum ist das so? " * 200)),
    state("editing", NEVER, pressed("[data-act=edit]")),
    state("rating", NEVER, pressed("[data-act=rate]"), brought("[data-act=rate]")),
    state(
        "rated",
        *(NEVER, pressed("[data-act=rate]", ".rating [type=submit]")),
        *(sees(".thanks:not(:empty)"), brought(".thanks")),
    ),
    state("picker", picking),
    state("picker-nothing", picking, filled("#picked", "Quastenflosser")),
    state("picked", picked),
    state("picked-answer", picked, NEVER),
    state("speaker-picked", chosen("#ask-speaker", "Harald Henn"), NEVER),
    state("full", NEVER, filling),
    state("no-room", without_room, NEVER, sees(".storage-full:not([hidden])")),
    state("drawer", drawer),
    state("drawer-filled", NEVER, kept),
    state("deleting", NEVER, deleting),
    state("quote-picture", NEVER, as_picture),
    state("paper", NEVER, printed, whole=True),
    state("compact", query="?embed=1"),
    state("compact-answer", NEVER, query="?embed=1"),
    state("forced", forced=True),
    state("forced-answer", NEVER, CITE, forced=True),
)
READING = (
    state("search", PASSAGE, query="?search=Kunden"),
    state("search-more", PASSAGE, pressed("[data-act=more]"), query="?search=Kunden"),
    state("search-nothing", sees("#passages .empty"), query="?search=Quastenflosser"),
    state("search-blank", query="?search="),
    state(
        "search-filtered",
        *(PASSAGE, chosen("#search-speaker", "Harald Henn"), waited(1500)),
        query="?search=Kunden",
    ),
    state("person", SAID, query=HENN),
    state("person-whole", SAID, query=HENN, whole=True),
    state("person-on-topic", SAID, query=f"{HENN}&topic=Chatbot"),
    state("topic", SAID, query="?topic=Chatbot"),
    state("topic-in-both", SAID, query="?topic=Warteschleifen"),
    state("topic-nothing", sees("#said .notice"), query="?topic=Quastenflosser"),
    state("shelf", sees(".volume"), query="?episode="),
    state("episode", TURNS, query="?episode=2"),
    state("episode-whole", TURNS, query="?episode=2", whole=True),
    state("linked", LINKED, query="?episode=2&t=29:28"),
    state("linked-range", LINKED, query="?episode=2&t=29:28,30:10"),
    state("within", TURNS, filled("#within", "Kunde"), waited(600), query="?episode=2"),
    state("within-nothing", TURNS, filled("#within", "Xylo"), waited(600), query="?episode=2"),
    state("no-episode", sees("#episode .empty.none"), query="?episode=77"),
    state("no-time", TURNS, query="?episode=2&t=99:99:99"),
    state("no-turn", TURNS, query="?episode=2&turn=9999"),
    state("paper-episode", TURNS, printed, query="?episode=2", whole=True),
    state("paper-person", SAID, printed, query=HENN, whole=True),
    state("compact-episode", TURNS, query="?embed=1&episode=2"),
    state("forced-episode", LINKED, query="?episode=2&t=29:28", forced=True),
    state("forced-search", PASSAGE, query="?search=Kunden", forced=True),
)
IN_ENGLISH = (
    state("english", english=True),
    state("english-answer", asked("Which requests should never be automated?"), english=True),
    state("english-refusal", asked("How many moons does Jupiter have?"), english=True),
    state("english-fact", asked("Who is the guest in episode 2?"), english=True),
    state("english-summary", asked("Summarise episode 1"), english=True),
    state("english-drawer", drawer, english=True),
    state("english-search", PASSAGE, query="?search=Kunden", english=True),
    state("english-episode", LINKED, query="?episode=2&t=29:28", english=True),
    state("english-person", SAID, query=HENN, english=True),
    state("english-shelf", sees(".volume"), query="?episode=", english=True),
)
LONG = (
    state("long-answer", asked("Weshalb federt Esche und bricht nicht?")),
    state("long-card", asked("Weshalb federt Esche und bricht nicht?"), CITE),
    state("long-picture", asked("Weshalb federt Esche und bricht nicht?"), as_picture),
    state("long-episode", TURNS, query="?episode=1", whole=True),
    state("long-person", sees(".said"), query=f"?person={LONG_NAME}"),
    state("long-picker", picking),
    state("long-picked", picked),
    state("covered-episode", TURNS, query="?episode=2"),
    state("covered-shelf", sees(".volume"), query="?episode="),
    state("covered", whole=True),
)
TOUR: dict[Site, tuple[State, ...]] = {
    sites.shipped: ASKING + READING + IN_ENGLISH,
    sites.writing: (state("prose", NEVER), state("prose-mark", NEVER, marked)),
    sites.growing: (
        state("growing", sent("Was darf man nicht automatisieren?", ".answer .cite")),
        state(
            "stopped",
            *(
                sent("Was darf man nicht automatisieren?", ".answer .cite"),
                pressed("[data-act=stop]"),
            ),
            sees(".exchange.settled"),
        ),
        state(
            "broken-line",
            *(sent("Was darf man nicht automatisieren?", ".answer .cite"), cut_off),
            *(pressed("[data-act=stop]"), OFFLINE),
        ),
    ),
    sites.silent: (
        state("waiting", sent("Was darf man nicht automatisieren?", "#latest .waiting")),
    ),
    sites.failing: (state("model-failed", NEVER),),
    sites.sharing: (
        state(
            "in-line",
            *(besides("Was darf man nicht automatisieren?"), sent("Und was schon?", ".waiting")),
            waited(1500),
            alone=True,
        ),
    ),
    sites.listening: (
        state("player", TURNS, playing(".episode-page .listen"), query="?episode=2"),
        state("player-answer", DOUGH, LISTEN),
        state("player-sheet", DOUGH, LISTEN, CITE),
        state("reading", *READ, query="?episode=2&t=0:34"),
        state("reading-elsewhere", *READ, scrolled_away, query="?episode=2&t=0:34"),
        state("reading-estimated", *READ, query="?episode=3&t=0:34"),
        state(
            "no-recording",
            *(TURNS, pressed(".episode-page .listen"), sees(".player .trouble:not(:empty)")),
            query="?episode=4",
        ),
    ),
    sites.two: (
        state("library", whole=True),
        state("library-answer", ASH),
        state("library-chosen", ASH, query="?podcast=werkstatt"),
        state("library-search", PASSAGE, query="?search=Esche"),
        state("library-shelf", TURNS, query="?podcast=werkstatt&episode=2"),
        state("library-english", english=True),
    ),
    sites.untitled: (
        state("untitled"),
        state("untitled-answer", asked("Was ist das für ein Hobel?")),
        state("untitled-episode", TURNS, query="?episode=1"),
        state("untitled-search", PASSAGE, query="?search=Hobel"),
    ),
    sites.many: (
        state("many", whole=True),
        state("many-shelf", sees(".volume"), query="?episode="),
        state("many-sifted", filled("#sift", "gespräch 90"), waited(300), query="?episode="),
        state("many-sifted-nothing", filled("#sift", "Xylo"), waited(300), query="?episode="),
        state("many-picker", picking),
        state("many-host", sees(".said-in > li"), query="?person=Jana Öztürk"),
    ),
    sites.labelled: (
        state("labelling", LABEL, query="?label=", alone=True),
        state("labelling-chosen", LABEL, pressed(".sentence"), query="?label=", alone=True),
        state(
            "labelling-problem",
            *(LABEL, pressed("[data-label=save]"), sees(".problem")),
            query="?label=",
            alone=True,
        ),
        state(
            "labelling-next",
            *(LABEL, pressed("[data-label=skip]"), sees("[data-id=own-002]")),
            query="?label=",
            alone=True,
        ),
        state(
            "labelling-done",
            *(LABEL, pressed("[data-label=unsaid]"), sees("[data-id=own-002]")),
            *(pressed("[data-label=skip]"), sees("[data-id=own-003]")),
            *(pressed("[data-label=unsaid]"), sees("#label-view .empty")),
            query="?label=",
            alone=True,
        ),
        state("labelling-english", LABEL, query="?label=", alone=True, english=True),
    ),
    sites.strict: (
        state(
            "gone", left_alone, sent("Weshalb federt Esche?", ".offline:not(:empty)"), alone=True
        ),
        state("overdone", asked("Weshalb federt Esche?", "Weshalb ist Esche zäh?"), alone=True),
        state("turned-away", insisted("Weshalb federt Esche?", ".toast-body"), alone=True),
    ),
    sites.faulty: (
        state("undrawn", asked("Weshalb federt Esche?")),
        state("failed", asked(f"{BREAKS}?")),
        state("search-refused", sees("#passages .notice"), query=f"?search={BREAKS}"),
    ),
    sites.endless: (state("long", whole=True),),
    sites.pictured: LONG,
}
