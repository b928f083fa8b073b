"""What rag says in English."""

from rag.wording.words import Answers, Counted, Errors, Notices, Requests, Roles, Talk, Wording

ENGLISH = Wording(
    answers=Answers(
        # Who says it, and where
        says="{speaker} says in {where}:",
        says_too="{speaker} in {where}:",
        someone="Someone",
        in_episode="episode {number}",
        in_chapter="episode {number}, chapter “{chapter}”",
        at="{place}, at {time}",
        in_podcast="“{podcast}”, {place}",
        of_podcast="“{podcast}”:",
        title_of_podcast="“{title}”",
        quote="“{quote}” [{number}]",
        # Nothing is said, or too much
        unsaid="The podcast does not say anything about that.",
        unsaid_by="{name} says nothing about that.",
        unsaid_in="Nothing is said about that in episode {number}.",
        unsaid_by_in="{name} says nothing about that in episode {number}.",
        said_elsewhere="But {speaker} talks about it, in {where}.",
        no_more="The podcast says no more about that.",
        unsaid_all="None of the podcasts says anything about that.",
        unsaid_person="{name} does not come up in this podcast.",
        unsaid_episode="There is no episode {number} here; there are: {known}.",
        unsaid_episode_all="There is no episode {number} in any of the podcasts.",
        which="Which podcast do you mean? Please name one of them in the question: {podcasts}.",
        unasked="Could not be asked just now: {podcasts}.",
        unsupported="{sentence} (no source){end}",
        # Facts of the show
        guest=Counted(
            one="The guest of {episode} is {people}.", other="The guests of {episode} are {people}."
        ),
        host=Counted(
            one="The host of {place} is {people}.", other="The hosts of {place} are {people}."
        ),
        the_podcast="the podcast",
        date="{episode} came out on {date} [{note}].",
        days=Counted(
            one="There is {count} day in between.", other="There are {count} days in between."
        ),
        duration="{episode} lasts {duration} [{note}].",
        total="Together that is {sum}.",
        difference="The difference is {duration}.",
        chapters=Counted(
            one="{episode} has {count} chapter.", other="{episode} has {count} chapters."
        ),
        chapter="The chapter marks say:",
        podcast="The podcast is called “{title}” [1].",
        language="The podcast is in {language} [1].",
        count=Counted(one="There is {count} episode:", other="There are {count} episodes:"),
        newest="Here are the newest {shown} of {count} episodes:",
        newest_episodes="There are {count} episodes. Here are the newest {shown}:",
        links="Links from the show notes:",
        person="The show notes say about {name}:",
        about="The show notes say:",
        no_publisher="{notes} do not say who publishes the podcast.",
        publisher="The podcast is published by {name} [{note}].",
        website="The website is {name} [{note}].",
        title="{episode} is called “{title}” [{note}].",
        topic="According to the show notes, that comes up in {episodes}:",
        notes="The show notes",
        notes_of=" of {episode}",
        no_host="{notes} name no host.",
        no_guest="{notes} name no guest.",
        no_date="{notes} give no date.",
        no_duration="{notes} give no length.",
        no_chapters="{notes} list no chapters.",
        no_links="{notes} hold no links.",
        more=Counted(one="one more", other="{count} more"),
        guests_in="There is a guest in {count} of {all} episodes:",
        guests_of_all=(
            "There is a guest in {some} of {all} episodes, {count} people in all: {people}."
        ),
        person_in=Counted(
            one="{name} is in one episode: {episodes}.",
            other="{name} is in {count} episodes: {episodes}.",
        ),
        heard="{sentence} Speaking: {people}.",
        of_episodes="{count} episodes",
        some_episodes=Counted(
            one="That is one of {all} episodes:", other="That is {count} of {all} episodes:"
        ),
        no_episodes="According to the show notes that is none of the episodes.",
        extremes={
            "longest": "longest",
            "shortest": "shortest",
            "newest": "newest",
            "oldest": "oldest",
        },
        extreme_length="The {which} is {episode}, “{title}”, with {value} [{note}].",
        extreme_words="Counted in words, the {which} is {episode}, “{title}”: {words} [1].",
        extreme_date="The {which} is {episode}, “{title}”, of {value} [{note}].",
        # What to ask next
        ask_chapter="What is said about “{title}”?",
    ),
    requests=Requests(
        which_episode=(
            "Which episode do you mean? Please name it in the question, as in “episode {number}”; "
            "there are: {known}."
        ),
        # Times
        said_at="At {time} in {episode}, this is said:",
        said_between="From {time} to {end} in {episode}, this is said:",
        goes_on="(It goes on at {time}.)",
        beyond="{episode} lasts only {length}; at {time} it is over.",
        untimed="No times are known of {episode}.",
        begins="{episode} begins like this:",
        begins_with="The first words of {speaker} in {episode}:",
        ends="{episode} ends like this:",
        ends_with="The last words of {speaker} in {episode}:",
        # Words and sentences, exactly
        counted=Counted(
            one="“{word}” is said{place} just once.",
            other="“{word}” is said{place} {times} times.",
        ),
        never="“{word}” is never said{place}.",
        from_speaker="by {speaker}",
        within="in {episode}",
        by="By speaker: {shares}.",
        by_episode="By episode: {shares}.",
        share="{name} ({times}×)",
        form="“{name}” ({times}×)",
        more="{count} more",
        other_forms="Other forms are not counted: {forms}.",
        said_by="This was said by {speakers}:",
        nearly_said_by="Not quite so, but nearly, this was said by {speakers}:",
        not_said="“{words}” is not said like that.",
        nearest="What comes nearest:",
        # Chapters, summaries and topics
        in_chapter="In {chapter}, this is said:",
        which_chapter=(
            "Several episodes have a chapter “{title}”: {episodes}. Please name in the question "
            "which one you mean."
        ),
        advertised="Advertising and sponsors come up here:",
        summary="{episode} in quotes:",
        summary_of_newest=(
            "{episode} in quotes; this is the newest one. For another: "
            "“Summarize episode {number}”."
        ),
        summary_of_each=(
            "A quote from each of the newest {shown} of {count} episodes. For all of one: "
            "“Summarize episode {number}”."
        ),
        statements="Quotes of {speaker}:",
        introduced="How {speaker} is introduced:",
        first_named="{name} is spoken of here:",
        voices="Who speaks in {episode}:",
        all_voices="Who speaks in the podcast:",
        voice="{person} [{number}] – {share} of what is said",
        on_topic="This comes up in {episodes}:",
        compared="Side by side:",
        says_nothing="Nothing was found that {speaker} says about that.",
        nothing_in="Nothing was found about that in {episode}.",
        example="Near that, an example is spoken of:",
        after_that="After that, this is said in {episode}:",
        before_that="Before that, this is said in {episode}:",
        no_further="There is nothing further in {episode} at this point.",
        open_at="Here it is:",
        open="Here is {episode}: “{title}” [{note}].",
    ),
    talk=Talk(
        greeting="Hello! Ask me anything about “{podcast}”: I answer with what is said there.",
        thanks="You are welcome! Is there anything else that you would like to know?",
        goodbye="Goodbye, and enjoy listening!",
        help=(
            "I search “{podcast}” for you and quote what is said: by whom, in which episode and "
            "when. I also know the show notes, and I say so where nothing is said."
        ),
        identity=(
            "I am a search for “{podcast}”, not a person: I answer with verbatim quotes from the "
            "episodes, and make nothing up."
        ),
        acknowledgement="All right. What would you like to know next?",
        smalltalk="I only know what is said in “{podcast}”, but that I know word for word.",
        complaint=(
            "I am sorry that it did not fit. Please ask in other words, or name an episode or a "
            "person."
        ),
        unsupported=(
            "I cannot do that: I do not translate and write nothing of my own, I quote what is "
            "said in “{podcast}”."
        ),
        nonsense="I cannot make a question of that.",
        change_language=(
            "I answer in German or English, whichever you ask in; quotes stay in the language in "
            "which they were said."
        ),
        ask_for="You could ask, for example:",
        ask_about="What is episode {number} about?",
        ask_guest="Who is the guest of episode {number}?",
        ask_chapters="Which chapters does episode {number} have?",
        ask_title="What is episode {number} called?",
        ask_episodes="Which episodes are there?",
    ),
    roles=Roles(host="Host", guest="Guest"),
    notices=Notices(
        timeout="The language model was silent for too long; here are the quotes.",
        unreachable="The language model cannot be reached; here are the quotes.",
        rate_limit="The language model is busy at the moment; here are the quotes.",
        too_long="The passages are too long for the language model; here are the quotes.",
        denied="The language model denies access; here are the quotes.",
        unknown="The language model that is set does not exist there; here are the quotes.",
        broken="The language model reported an error; here are the quotes.",
        empty="The language model did not answer; here are the quotes.",
        spent="The language model has written enough for today; here are the quotes.",
        unsupported="What the language model wrote is not supported; here are the quotes.",
    ),
    errors=Errors(
        nothing_fits="Nothing that is said fits that.",
        no_words="Please ask a question in words.",
        too_long="The question is too long: at most {most} characters.",
        unreadable="The question is no readable text.",
        no_such_episode="There is no episode {number}. There are: {known}",
        no_such_speaker="“{name}” does not speak here. There are: {known}",
        no_such_podcast="There is no podcast “{slug}” here. There are: {known}",
        server_away=(
            "The Chroma server at {url} does not answer as it should ({reason}). "
            "Start it (chroma run --path FOLDER --host HOST --port PORT), or set "
            "NACHGEFRAGT_CHROMA_URL to where it is."
        ),
        index_unusable="The index cannot be used ({reason}). {remedy}",
        run="Run: {command}",
        free_space="Free some space on its disk.",
    ),
)
