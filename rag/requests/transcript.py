"""Show the way to an episode, or to the place in it that is named."""

from collections.abc import Sequence

from corpus import Episode
from rag.question.episode_names import names_episode
from rag.requests.at_time import at_time
from rag.requests.chapters import chapter_content, says_chapter
from rag.requests.places import episode_meant, named, which_episode
from rag.requests.request import Request, Told
from rag.types import Quote, ShowNote
from rag.wording.languages import words_in

MOST_LISTED = 8  # episodes of which each is shown where none is named


def open_transcript(request: Request) -> Told | None:
    """Cite the episode that is to be opened, or what is said at the place that is named."""
    if (told := at_time(request)) is not None:
        return told
    if says_chapter(request.understood.question.text) and (told := chapter_content(request)):
        return told
    episode = episode_meant(request)
    if episode is None:
        episodes = request.index.corpus.episodes
        few = len(episodes) <= MOST_LISTED
        return _opened(request, episodes) if few else which_episode(request)
    question = request.understood.question
    if question.history and not names_episode(question.text):
        # Once more what was quoted first of this episode.
        for one in request.before():
            if isinstance(one, Quote) and one.episode.number == episode.number:
                return Told(words_in(request.understood.language).requests.open_at, (one,))
    return _opened(request, [episode])


def _opened(request: Request, episodes: Sequence[Episode]) -> Told:
    words = words_in(request.understood.language).requests
    lines = [
        words.open.format(episode=named(episode, request), title=episode.title.strip(), note=note)
        for note, episode in enumerate(episodes, 1)
    ]
    notes = tuple(ShowNote(episode, episode.title) for episode in episodes)
    return Told("\n\n".join(lines), notes, len(notes))
