"""The pictures of podcasts and episodes, as a page shows them."""

from hashlib import sha256

from starlette.responses import Response

from corpus.fetching.pictures import media_type
from corpus.files import IMAGES
from ui.state.conversation import Show

MOST_BYTES = 2_000_000  # of one that an editor has laid into the corpus
DAY = 24 * 3600


def cover(show: Show, name: str, podcast: str | None, known: str | None) -> Response | None:
    """Return the picture of that name; `known` is the version that a browser has.

    None where no podcast or episode has it, or where its file is none, or too large.
    """
    for corpus in show.corpora:
        names = (corpus.podcast.image, *(episode.image for episode in corpus))
        if podcast in (None, corpus.podcast.slug) and name in names and corpus.folder:
            file = corpus.folder / IMAGES / name
            break
    else:
        return None
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError:
        return None
    kind = media_type(data)
    if kind is None or len(data) > MOST_BYTES:
        return None
    version = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {"cache-control": f"public, max-age={DAY}", "etag": version}
    if known == version:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=kind, headers=headers)
