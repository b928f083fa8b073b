"""What rag says in German."""

from rag.wording.words import Answers, Counted, Errors, Notices, Requests, Roles, Talk, Wording

GERMAN = Wording(
    answers=Answers(
        # Who says it, and where
        says="Dazu sagt {speaker} in {where}:",
        says_too="{speaker} in {where}:",
        someone="jemand",
        in_episode="Folge {number}",
        in_chapter="Folge {number}, Kapitel „{chapter}“",
        at="{place}, bei {time}",
        in_podcast="„{podcast}“, {place}",
        of_podcast="„{podcast}“:",
        title_of_podcast="„{title}“",
        quote="„{quote}“ [{number}]",
        # Nothing is said, or too much
        unsaid="Dazu sagt der Podcast nichts.",
        unsaid_by="Dazu sagt {name} nichts.",
        unsaid_in="Dazu wird in Folge {number} nichts gesagt.",
        unsaid_by_in="Dazu sagt {name} in Folge {number} nichts.",
        said_elsewhere="Aber {speaker} spricht darüber, in {where}.",
        no_more="Mehr sagt der Podcast dazu nicht.",
        unsaid_all="Dazu sagt keiner der Podcasts etwas.",
        unsaid_person="{name} kommt in diesem Podcast nicht vor.",
        unsaid_episode="Eine Folge {number} gibt es hier nicht; vorhanden: {known}.",
        unsaid_episode_all="Eine Folge {number} gibt es in keinem der Podcasts.",
        which="Welcher Podcast ist gemeint? Bitte nenne in der Frage einen davon: {podcasts}.",
        unasked="Nicht gefragt werden konnte gerade: {podcasts}.",
        unsupported="{sentence} (ohne Beleg){end}",
        # Facts of the show
        guest=Counted(
            one="In {episode} ist {people} zu Gast.", other="In {episode} sind {people} zu Gast."
        ),
        host=Counted(one="Durch {place} führt {people}.", other="Durch {place} führen {people}."),
        the_podcast="den Podcast",
        date="{episode} ist am {date} erschienen [{note}].",
        days=Counted(one="Dazwischen liegt {count} Tag.", other="Dazwischen liegen {count} Tage."),
        duration="{episode} dauert {duration} [{note}].",
        total="Zusammen sind es {sum}.",
        difference="Der Unterschied beträgt {duration}.",
        chapters=Counted(
            one="{episode} hat {count} Kapitel.", other="{episode} hat {count} Kapitel."
        ),
        chapter="In den Kapitelmarken steht:",
        podcast="Der Podcast heißt „{title}“ [1].",
        language="Der Podcast ist auf {language} [1].",
        count=Counted(one="Es gibt {count} Folge:", other="Es gibt {count} Folgen:"),
        newest="Hier sind die neuesten {shown} von {count} Folgen:",
        newest_episodes="Es gibt {count} Folgen. Hier sind die neuesten {shown}:",
        links="Links aus den Shownotes:",
        person="Über {name} steht in den Shownotes:",
        about="In den Shownotes steht:",
        no_publisher="{notes} sagen nicht, wer hinter dem Podcast steht.",
        publisher="Hinter dem Podcast steht {name} [{note}].",
        website="Die Website ist {name} [{note}].",
        title="{episode} heißt „{title}“ [{note}].",
        topic="Laut den Shownotes geht es darum in {episodes}:",
        notes="Die Shownotes",
        notes_of=" zu {episode}",
        no_host="{notes} nennen niemanden, der moderiert.",
        no_guest="{notes} nennen keinen Gast.",
        no_date="{notes} nennen kein Datum.",
        no_duration="{notes} nennen keine Länge.",
        no_chapters="{notes} nennen keine Kapitel.",
        no_links="{notes} enthalten keine Links.",
        more=Counted(one="einer weiteren", other="{count} weiteren"),
        guests_in="In {count} von {all} Folgen ist jemand zu Gast:",
        guests_of_all=(
            "In {some} von {all} Folgen ist jemand zu Gast, zusammen {count} Personen: {people}."
        ),
        person_in=Counted(
            one="{name} ist in einer Folge dabei: {episodes}.",
            other="{name} ist in {count} Folgen dabei: {episodes}.",
        ),
        heard="{sentence} Zu hören: {people}.",
        of_episodes="{count} Folgen",
        some_episodes=Counted(
            one="Das trifft auf eine von {all} Folgen zu:",
            other="Das trifft auf {count} von {all} Folgen zu:",
        ),
        no_episodes="Den Shownotes nach trifft das auf keine Folge zu.",
        extremes={
            "longest": "längste",
            "shortest": "kürzeste",
            "newest": "neueste",
            "oldest": "älteste",
        },
        extreme_length="Die {which} ist {episode}, „{title}“, mit {value} [{note}].",
        extreme_words="Nach Wörtern gezählt ist die {which} {episode}, „{title}“: {words} [1].",
        extreme_date="Die {which} ist {episode}, „{title}“, vom {value} [{note}].",
        # What to ask next
        ask_chapter="Was wird zu „{title}“ gesagt?",
    ),
    requests=Requests(
        which_episode=(
            "Welche Folge ist gemeint? Bitte nenne sie in der Frage, etwa „Folge {number}“; "
            "vorhanden: {known}."
        ),
        # Times
        said_at="In {episode} wird bei {time} gesagt:",
        said_between="In {episode} wird von {time} bis {end} gesagt:",
        goes_on="(Weiter geht es bei {time}.)",
        beyond="{episode} dauert nur {length}; bei {time} ist sie schon zu Ende.",
        untimed="Zu {episode} sind keine Zeiten bekannt.",
        begins="So beginnt {episode}:",
        begins_with="Die ersten Worte von {speaker} in {episode}:",
        ends="So endet {episode}:",
        ends_with="Die letzten Worte von {speaker} in {episode}:",
        # Words and sentences, exactly
        counted=Counted(
            one="„{word}“ wird{place} ein einziges Mal gesagt.",
            other="„{word}“ wird{place} {times}-mal gesagt.",
        ),
        never="„{word}“ wird{place} nie gesagt.",
        from_speaker="von {speaker}",
        within="in {episode}",
        by="Nach Personen: {shares}.",
        by_episode="Nach Folgen: {shares}.",
        share="{name} ({times}×)",
        form="„{name}“ ({times}×)",
        more="{count} weitere",
        other_forms="Nicht mitgezählt sind andere Formen: {forms}.",
        said_by="Gesagt von {speakers}:",
        nearly_said_by="Nicht genau so, aber fast, gesagt von {speakers}:",
        not_said="„{words}“ wird so nicht gesagt.",
        nearest="Am nächsten kommt:",
        # Chapters, summaries and topics
        in_chapter="In {chapter} wird gesagt:",
        which_chapter=(
            "Ein Kapitel „{title}“ haben mehrere Folgen: {episodes}. Bitte nenne in der Frage, "
            "welche gemeint ist."
        ),
        advertised="Von Werbung und Sponsoren ist hier die Rede:",
        summary="{episode} in Zitaten:",
        summary_of_newest=(
            "{episode} in Zitaten; das ist die neueste. Eine andere so: "
            "„Fasse Folge {number} zusammen“."
        ),
        summary_of_each=(
            "Aus den neuesten {shown} von {count} Folgen je ein Zitat. Eine Folge im Ganzen so: "
            "„Fasse Folge {number} zusammen“."
        ),
        statements="Zitate von {speaker}:",
        introduced="So wird {speaker} vorgestellt:",
        first_named="Von {name} ist hier die Rede:",
        voices="In {episode} sprechen:",
        all_voices="Im Podcast sprechen:",
        voice="{person} [{number}] – {share} des Gesagten",
        on_topic="Davon ist die Rede in {episodes}:",
        compared="Im Vergleich:",
        says_nothing="Von {speaker} fand sich dazu nichts.",
        nothing_in="In {episode} fand sich dazu nichts.",
        example="In der Nähe ist von einem Beispiel die Rede:",
        after_that="Danach wird in {episode} gesagt:",
        before_that="Davor wird in {episode} gesagt:",
        no_further="Mehr gibt es in {episode} an dieser Stelle nicht.",
        open_at="Hier ist die Stelle:",
        open="Hier ist {episode}: „{title}“ [{note}].",
    ),
    talk=Talk(
        greeting=(
            "Hallo! Frag mich etwas zu „{podcast}“: Ich antworte mit dem, was dort gesagt wird."
        ),
        thanks="Gern geschehen! Gibt es noch etwas, das du wissen möchtest?",
        goodbye="Auf Wiedersehen und viel Freude beim Hören!",
        help=(
            "Ich suche in „{podcast}“ und zitiere, was gesagt wird: von wem, in welcher Folge und "
            "wann. Auch die Shownotes kenne ich, und wo nichts gesagt wird, sage ich das."
        ),
        identity=(
            "Ich bin eine Suche in „{podcast}“, kein Mensch: Ich antworte mit wörtlichen Zitaten "
            "aus den Folgen und erfinde nichts."
        ),
        acknowledgement="Alles klar. Was möchtest du als Nächstes wissen?",
        smalltalk="Ich weiß nur, was in „{podcast}“ gesagt wird, das aber Wort für Wort.",
        complaint=(
            "Schade, dass es nicht gepasst hat. Frag bitte mit anderen Worten, oder nenne eine "
            "Folge oder eine Person."
        ),
        unsupported=(
            "Das kann ich nicht: Ich übersetze nicht und schreibe nichts Eigenes, ich zitiere, was "
            "in „{podcast}“ gesagt wird."
        ),
        nonsense="Daraus werde ich nicht schlau.",
        change_language=(
            "Ich antworte auf Deutsch oder Englisch, je nachdem, wie du fragst; Zitate bleiben in "
            "der Sprache, in der sie gesagt wurden."
        ),
        ask_for="Du kannst zum Beispiel fragen:",
        ask_about="Worum geht es in Folge {number}?",
        ask_guest="Wer ist zu Gast in Folge {number}?",
        ask_chapters="Welche Kapitel hat Folge {number}?",
        ask_title="Wie heißt Folge {number}?",
        ask_episodes="Welche Folgen gibt es?",
    ),
    roles=Roles(host="Moderation", guest="Gast"),
    notices=Notices(
        timeout="Das Sprachmodell hat zu lange nicht geantwortet; hier sind die Zitate.",
        unreachable="Das Sprachmodell ist nicht erreichbar; hier sind die Zitate.",
        rate_limit="Das Sprachmodell ist gerade ausgelastet; hier sind die Zitate.",
        too_long="Die Fundstellen sind zu lang für das Sprachmodell; hier sind die Zitate.",
        denied="Das Sprachmodell verweigert den Zugang; hier sind die Zitate.",
        unknown="Das eingestellte Sprachmodell gibt es dort nicht; hier sind die Zitate.",
        broken="Das Sprachmodell hat einen Fehler gemeldet; hier sind die Zitate.",
        empty="Das Sprachmodell hat nichts geantwortet; hier sind die Zitate.",
        spent="Das Sprachmodell hat für heute genug geschrieben; hier sind die Zitate.",
        unsupported="Was das Sprachmodell schrieb, ist nicht belegt; hier sind die Zitate.",
    ),
    errors=Errors(
        nothing_fits="Dazu passt nichts, was gesagt wird.",
        no_words="Bitte eine Frage in Worten stellen.",
        too_long="Die Frage ist zu lang: höchstens {most} Zeichen.",
        unreadable="Die Frage ist kein lesbarer Text.",
        no_such_episode="Folge {number} gibt es nicht. Vorhanden: {known}",
        no_such_speaker="„{name}“ spricht hier nicht. Vorhanden: {known}",
        no_such_podcast="Den Podcast „{slug}“ gibt es hier nicht. Vorhanden: {known}",
        server_away=(
            "Der Chroma-Server unter {url} antwortet nicht, wie er sollte ({reason}). Bitte starte "
            "ihn (chroma run --path FOLDER --host HOST --port PORT), oder setze "
            "NACHGEFRAGT_CHROMA_URL auf seine Adresse."
        ),
        index_unusable="Der Index lässt sich nicht benutzen ({reason}). {remedy}",
        run="Bitte ausführen: {command}",
        free_space="Bitte schaffe Platz auf seiner Platte.",
    ),
)
