"""The window in German."""

from ui.texts.wording import Wording

GERMAN = Wording(
    # The frame
    code="de",
    title="Nachgefragt",
    tagline="Frag „{podcast}“: jede Antwort mit wörtlichem Zitat und Fundstelle.",
    tagline_all="Frag {count} Podcasts: jede Antwort mit wörtlichem Zitat und Fundstelle.",
    podcast="Podcast",
    all_podcasts="Alle Podcasts",
    views="Bereiche",
    ask_view="Fragen",
    search_view="Suchen",
    episodes_view="Folgen",
    in_this_language="Diese Seite auf Deutsch zeigen",
    skip="Zur Frage springen",
    # Asking
    welcome="Was möchtest du wissen?",
    welcome_more=(
        "Stell eine Frage auf Deutsch oder Englisch. Du bekommst, was im Podcast wirklich "
        "gesagt wurde – oder die ehrliche Auskunft, dass er dazu nichts sagt."
    ),
    welcome_more_all=(
        "Stell eine Frage auf Deutsch oder Englisch, allen Podcasts oder einem. Du bekommst, was "
        "dort wirklich gesagt wurde – oder die ehrliche Auskunft, dass keiner etwas dazu sagt."
    ),
    examples="Zum Beispiel",
    question="Deine Frage",
    placeholder="Deine Frage …",
    ask="Fragen",
    stop="Stopp",
    editing="Du änderst Frage {number}; sie und was danach kam, wird ersetzt.",
    keep="Doch nicht",
    filters="Filter",
    filter_episode="Folge",
    filter_speaker="Stimme",
    all_episodes="Alle Folgen",
    all_speakers="Alle Stimmen",
    reset="Filter aufheben",
    save="Speichern",
    clear="Löschen",
    clear_question="Gespräch löschen?",
    kept_here="Das Gespräch bleibt in diesem Browser, bis du es löschst.",
    # An answer
    waiting="Ich höre nach …",
    in_line="Gerade ist viel los, noch {ahead} vor dir …",
    busy="Gerade ist zu viel los. Bitte stell die Frage in einer Minute noch einmal.",
    overdone="Von deinem Anschluss kommen gerade zu viele Fragen. "
    "Bitte versuch es in {seconds} Sekunden noch einmal.",
    writing="Die Antwort entsteht …",
    stopped="Angehalten. Was bis dahin da war, steht oben.",
    stopped_early="Angehalten, bevor es eine Antwort gab.",
    lost="Die Verbindung ist abgebrochen, bevor die Antwort da war.",
    offline=(
        "Der Server ist nicht zu erreichen. Sobald er wieder antwortet, lädt die Seite von selbst "
        "neu; das Gespräch bleibt."
    ),
    broken=(
        "Da ist bei uns etwas schiefgegangen. Bitte stell die Frage noch einmal; wenn es "
        "wieder passiert, hilft ein Neustart der Anwendung."
    ),
    trouble="Dieser Teil lässt sich gerade nicht zeigen.",
    again="Noch einmal",
    extractive="Wörtliche Auszüge, ohne Sprachmodell",
    generated="Formuliert von {model}; die Belege sind wörtlich",
    done="Antwort, Belege: {count}",
    copy="Kopieren",
    copied="Kopiert",
    not_copied="Kopieren ist hier nicht erlaubt",
    link_question="Link",
    link_question_hint="Link zu dieser Frage kopieren",
    edit="Ändern",
    edit_hint="Diese Frage ändern",
    retry="Noch einmal",
    retry_hint="Diese Frage noch einmal stellen",
    copy_hint="Antwort mit Belegen kopieren",
    good="Hilfreich",
    bad="Nicht hilfreich",
    rate="War das hilfreich?",
    comment="Anmerkung (freiwillig)",
    send="Senden",
    thanks="Danke!",
    unrated="Das ließ sich nicht speichern.",
    next="Weiterfragen",
    # Sources
    sources="Belege",
    beside="Weitere Fundstellen ({count})",
    not_said="Dazu sagt der Podcast nichts",
    not_said_more=(
        "Deshalb gibt es hier keinen Beleg. Versuch es mit anderen Worten oder schau, was "
        "am nächsten liegt."
    ),
    nearest="Was am nächsten liegt ({count})",
    citation="Beleg {number}",
    passage="Fundstelle {number}",
    show_citation="Beleg {number} zeigen",
    back_to_answer="Zurück zur Antwort",
    episode="Folge {number}",
    chapter="Kapitel „{title}“",
    titled="Folge {number} „{title}“",
    from_shownotes="Aus den Shownotes",
    whole_podcast="Über den Podcast",
    unknown_speaker="Unbekannte Stimme",
    time_unknown="ohne Zeitangabe",
    measured="Zeit in der Aufnahme",
    estimated="Geschätzte Zeit, auf etwa {seconds} Sekunden genau",
    listen="Ab hier hören",
    read="Im Transkript lesen",
    open_episode="Folge ansehen",
    copy_link="Link kopieren",
    copy_quote="Zitat kopieren",
    quoted="„{quote}“ — {who}",
    conversations="Gespräche",
    conversations_hint="Frühere Gespräche und gemerkte Zitate",
    new_conversation="Neues Gespräch",
    questions_asked="Fragen: {count}",
    full_conversation=(
        "Das Gespräch davor hat {count} Fragen und bleibt unter „Gespräche“ erhalten. "
        "Hier geht es in einem neuen weiter."
    ),
    storage_full=(
        "In diesem Browser ist kein Platz mehr für Gespräche. "
        "Lösche welche unter „Gespräche“, sonst geht dieses beim Schließen verloren."
    ),
    close="Schließen",
    saved_quotes="Gemerkte Zitate",
    no_saved_quotes="Noch keine: „Merken“ steht an jedem Zitat.",
    export_quotes="Als Markdown sichern",
    save_quote="Merken",
    saved_quote="Gemerkt",
    as_image="Als Bild",
    downloads="Mitnehmen",
    this_is_it="Dieses Zitat ist das richtige",
    open_window="Im eigenen Fenster öffnen",
    as_text="Text",
    # Where it is said
    timeline="Wo es in Folge {number} gesagt wird",
    segment="Kapitel „{title}“ ab {time} lesen",
    mark_cited="Beleg {number} bei {time}",
    mark_beside="Weitere Fundstelle bei {time}",
    # Searching
    search_title="Stellen finden",
    search_more="Alle Stellen, die zu deinen Worten passen, die besten zuerst.",
    search="Suchen",
    search_for="Wonach suchst du?",
    found="{count} Treffer zu",
    found_nothing="Nichts gefunden",
    found_nothing_more="Versuch es mit anderen Worten oder ohne Filter.",
    # Episodes
    shelf="Alle Folgen",
    sift="Folge suchen",
    left="{count} gefunden",
    back_to_shelf="‹ Alle Folgen",
    pick="Wähl eine Folge",
    pick_more="Hier stehen dann Kapitel, Shownotes und das ganze Transkript.",
    no_episode="Diese Folge gibt es hier nicht",
    with_guest="mit {guest}",
    published="Erschienen",
    duration="Länge",
    listen_episode="Folge hören",
    original_page="Seite der Folge",
    chapters="Kapitel",
    shownotes="Shownotes",
    people="Personen",
    links="Links",
    transcript="Transkript",
    no_transcript="Zu dieser Folge gibt es kein Transkript.",
    find_in="Im Transkript suchen",
    hits="{at} von {count}",
    no_hits="keine Treffer",
    previous_hit="Voriger Treffer",
    next_hit="Nächster Treffer",
    now_in="Gerade:",
    # Listening
    player="Wiedergabe",
    speed="Tempo",
    close_player="Wiedergabe schließen",
    no_audio="Die Aufnahme lässt sich gerade nicht laden.",
    # For other programs
    bad_request="Diese Anfrage ist unvollständig oder falsch aufgebaut ({field}: {problem}).",
    nothing_here="Hier ist nichts.",
    not_done_here="Das wird hier nicht gemacht.",
    starting="Nachgefragt startet gerade.",
    too_many_bytes="Eine Anfrage darf hier {most} Bytes haben.",
    too_slow="Die Anfrage kam zu langsam an.",
    no_json="Die Anfrage ist nicht das JSON, das hier erwartet wird.",
    too_much="Die Anfrage enthält zu viel für das, was hier gefragt werden kann.",
    no_files="Dateien werden hier nicht angenommen.",
    one_host="Eine Anfrage nennt genau einen Host.",
    unknown_name=(
        "Auf diesen Namen antwortet das Fenster nicht. Wer es betreibt, kann "
        "NACHGEFRAGT_PUBLIC_URL auf die Adresse setzen, die Leser benutzen."
    ),
    unknown_origin=(
        "Eine andere Website darf nicht im Namen ihrer Leser fragen. Hinter einem Proxy gehört in "
        "NACHGEFRAGT_PUBLIC_URL die Adresse, die Leser benutzen."
    ),
    ready="Nachgefragt ist bereit: {url} (beenden mit Strg+C)",
    sample_questions=(
        "Wer ist in Folge {episode} zu Gast?",
        "Worum geht es in Folge {episode}?",
        "Welche Kapitel hat Folge {episode}?",
        "Wie viele Folgen gibt es?",
    ),
    sample_about="Worum geht es im Podcast „{podcast}“?",
    sample_count="Wie viele Folgen hat der Podcast „{podcast}“?",
)
