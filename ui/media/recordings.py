"""Recordings that lie in the folder of their corpus, in whatever ranges a player asks for."""

from starlette.requests import Request
from starlette.responses import FileResponse

from corpus.exports.own_files import RECORDINGS, own_file
from rag.errors import QuestionError
from ui.state.conversation import Show
from ui.texts.language import in_each


def recording(show: Show, request: Request) -> FileResponse:
    """Answer with the recording of an episode; of several podcasts of the first if none is named.

    Raises QuestionError where there is no such file within the folder of its corpus.
    """
    slug = request.query_params.get("podcast") or show.corpus.podcast.slug
    corpus = show.of(slug)
    episode = corpus.episode(request.path_params["number"]) if corpus else None
    name = (episode.audio_url if episode else None) or ""
    found = own_file(corpus.folder, name, RECORDINGS) if corpus and corpus.folder else None
    if found is None:
        raise QuestionError(in_each(lambda words: words.nothing_here))
    file, kind = found
    return FileResponse(file, media_type=kind)
