"""The files of an episode: its transcript and its chapters, as players and importers read them."""

from corpus.exports.formats import FILES
from corpus.exports.sentences import is_timed
from rag.errors import QuestionError
from ui.api.endpoints import no_such_episode, podcast_of
from ui.state.conversation import Show
from ui.texts.language import in_each


def episode_file(show: Show, number: int, name: str, podcast: str | None = None) -> str:
    """Write the file of that name; of several podcasts, where none is named, of the first.

    Raises QuestionError where there is no such podcast or episode, or where it has nothing that
    could stand in that file; ExportFailed where that would be too much.
    """
    corpus = show.corpus if podcast is None else podcast_of(show, podcast)
    episode = corpus.episode(number)
    if episode is None or name not in FILES:
        raise no_such_episode(number)
    if name.startswith("transcript.") and not episode.turns:
        raise QuestionError(in_each(lambda words: words.no_transcript))
    if name not in UNTIMED and not is_timed(episode):
        raise QuestionError(in_each(lambda words: f"{words.transcript}: {words.time_unknown}"))
    return FILES[name].write(episode)


UNTIMED = frozenset({"transcript.txt", "chapters.json", "chapters.psc"})
