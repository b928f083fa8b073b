"""The window in English."""

from ui.texts.wording import Wording

ENGLISH = Wording(
    # The frame
    code="en",
    title="Nachgefragt",
    tagline="Ask “{podcast}”: every answer quotes what was said, and where.",
    tagline_all="Ask {count} podcasts: every answer quotes what was said, and where.",
    podcast="Podcast",
    all_podcasts="All podcasts",
    views="Sections",
    ask_view="Ask",
    search_view="Search",
    episodes_view="Episodes",
    in_this_language="Show this page in English",
    skip="Skip to the question",
    # Asking
    welcome="What would you like to know?",
    welcome_more=(
        "Ask in German or English. You get what was really said in the podcast – or hear "
        "honestly that it does not say."
    ),
    welcome_more_all=(
        "Ask all podcasts or one of them, in German or English. You get what was really said "
        "there – or hear honestly that none of them says anything about it."
    ),
    examples="For example",
    question="Your question",
    placeholder="Your question …",
    ask="Ask",
    stop="Stop",
    editing="You are editing question {number}; it and what followed will be replaced.",
    keep="Never mind",
    filters="Filters",
    filter_episode="Episode",
    filter_speaker="Speaker",
    all_episodes="All episodes",
    all_speakers="All speakers",
    reset="Clear filters",
    save="Save",
    clear="Delete",
    clear_question="Delete conversation?",
    kept_here="The conversation stays in this browser until you delete it.",
    # An answer
    waiting="Listening …",
    in_line="Many are asking right now, {ahead} ahead of you …",
    busy="Too many are asking right now. Please ask again in a minute.",
    overdone="Too many questions come from your connection right now. "
    "Please try again in {seconds} seconds.",
    writing="The answer is being written …",
    stopped="Stopped. What had come by then is above.",
    stopped_early="Stopped before there was an answer.",
    lost="The connection broke before the answer was here.",
    offline=(
        "The server cannot be reached. As soon as it answers again, the page reloads by itself; "
        "the conversation stays."
    ),
    broken=(
        "Something went wrong on our side. Please ask again; if it happens again, "
        "restarting the application helps."
    ),
    trouble="This part cannot be shown right now.",
    again="Try again",
    extractive="Verbatim extracts, no language model",
    generated="Worded by {model}; the sources are verbatim",
    done="Answer, sources: {count}",
    copy="Copy",
    copied="Copied",
    not_copied="Copying is not allowed here",
    link_question="Link",
    link_question_hint="Copy a link to this question",
    edit="Edit",
    edit_hint="Edit this question",
    retry="Retry",
    retry_hint="Retry this question",
    copy_hint="Copy the answer with its sources",
    good="Helpful",
    bad="Not helpful",
    rate="Was this helpful?",
    comment="Comment (optional)",
    send="Send",
    thanks="Thank you!",
    unrated="That could not be saved.",
    next="Ask on",
    # Sources
    sources="Sources",
    beside="More passages ({count})",
    not_said="The podcast does not say",
    not_said_more="So there is no source here. Try other words, or look at what comes nearest.",
    nearest="What comes nearest ({count})",
    citation="Source {number}",
    passage="Passage {number}",
    show_citation="Show source {number}",
    back_to_answer="Back to the answer",
    episode="Episode {number}",
    chapter="Chapter “{title}”",
    titled="episode {number} “{title}”",
    from_shownotes="From the show notes",
    whole_podcast="About the podcast",
    unknown_speaker="Unknown speaker",
    time_unknown="no time known",
    measured="Time in the recording",
    estimated="Estimated time, accurate to about {seconds} seconds",
    listen="Listen from here",
    read="Read in transcript",
    open_episode="View episode",
    copy_link="Copy link",
    copy_quote="Copy quote",
    quoted="“{quote}” — {who}",
    conversations="Conversations",
    conversations_hint="Earlier conversations and saved quotes",
    new_conversation="New conversation",
    questions_asked="Questions: {count}",
    full_conversation=(
        "The conversation before has {count} questions and is kept under “Conversations”. "
        "It goes on here, in a new one."
    ),
    storage_full=(
        "This browser has no room left for conversations. "
        "Delete some under “Conversations”, or this one is lost when you close it."
    ),
    close="Close",
    saved_quotes="Saved quotes",
    no_saved_quotes="None yet: each quote has “Save”.",
    export_quotes="Export as Markdown",
    save_quote="Save",
    saved_quote="Saved",
    as_image="As an image",
    downloads="Take along",
    this_is_it="This quote is the right one",
    open_window="Open in a window of its own",
    as_text="Text",
    # Where it is said
    timeline="Where it is said in episode {number}",
    segment="Read chapter “{title}” from {time}",
    mark_cited="Source {number} at {time}",
    mark_beside="Another passage at {time}",
    # Searching
    search_title="Find passages",
    search_more="All passages that fit your words, best first.",
    search="Search",
    search_for="What are you looking for?",
    found="{count} found for",
    found_nothing="Nothing found",
    found_nothing_more="Try other words, or without filters.",
    # Episodes
    shelf="All episodes",
    sift="Find an episode",
    left="{count} found",
    back_to_shelf="‹ All episodes",
    pick="Choose an episode",
    pick_more="Chapters, show notes and the whole transcript appear here.",
    no_episode="There is no such episode here",
    with_guest="with {guest}",
    published="Published",
    duration="Length",
    listen_episode="Listen to the episode",
    original_page="Page of the episode",
    chapters="Chapters",
    shownotes="Show notes",
    people="People",
    links="Links",
    transcript="Transcript",
    no_transcript="There is no transcript of this episode.",
    find_in="Search the transcript",
    hits="{at} of {count}",
    no_hits="no hits",
    previous_hit="Previous hit",
    next_hit="Next hit",
    now_in="Now:",
    # Listening
    player="Playback",
    speed="Speed",
    close_player="Close playback",
    no_audio="The recording cannot be loaded right now.",
    # For other programs
    bad_request="This request is incomplete or malformed ({field}: {problem}).",
    nothing_here="There is nothing here.",
    not_done_here="That is not done here.",
    starting="Nachgefragt is starting.",
    too_many_bytes="A request may have {most} bytes here.",
    too_slow="The request took too long to arrive.",
    no_json="The request is not the JSON that is expected here.",
    too_much="The request holds too much for what can be asked here.",
    no_files="No files are taken here.",
    one_host="A request names one host.",
    unknown_name=(
        "This window does not answer to that name. "
        "Its operator can set NACHGEFRAGT_PUBLIC_URL to the address that readers use."
    ),
    unknown_origin=(
        "Another site may not ask on behalf of its readers. "
        "Behind a proxy, set NACHGEFRAGT_PUBLIC_URL to the address that readers use."
    ),
    ready="Nachgefragt is ready: {url} (quit with Ctrl+C)",
    sample_questions=(
        "Who is the guest of episode {episode}?",
        "What is episode {episode} about?",
        "Which chapters does episode {episode} have?",
        "How many episodes are there?",
    ),
    sample_about="What is the podcast “{podcast}” about?",
    sample_count="How many episodes does the podcast “{podcast}” have?",
)
