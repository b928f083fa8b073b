"""YouTube's own captions, as programs save them: XML (srv1, srv3).

* srv1  <transcript><text start="1.2" dur="3.4">…</text></transcript>
* srv3  <timedtext format="3"><body><p t="1200" d="3400">…</p></body></timedtext>
"""

from corpus.errors import ImportFailed
from corpus.formats.captions.other_captions import Row, as_subrip
from corpus.formats.document import Document, seconds
from corpus.formats.markup import unescaped
from corpus.formats.xml import Element, name, text_of

_ROOTS = ("transcript", "timedtext")


def is_youtube(root: Element) -> bool:
    """Return whether the root element is that of YouTube's captions."""
    return name(root) in (("", kind) for kind in _ROOTS)


def read_youtube(root: Element) -> Document:
    """Read the captions. Raises ImportFailed where none has both a time and words."""
    rows: list[Row] = []
    for element in root.iter():
        if name(element)[1] not in ("text", "p"):
            continue
        exact, thousandths = seconds(element.get("start")), seconds(element.get("t"), 1000.0)
        start = exact if thousandths is None else thousandths
        lasts = seconds(element.get("dur")) or seconds(element.get("d"), 1000.0) or 0.0
        said = unescaped(text_of(element)).strip()  # escaped twice
        if said and start is not None and start >= 0:
            rows.append((start, start + lasts, said))
    if not rows:
        raise ImportFailed("is YouTube's XML without captions")
    return as_subrip(rows)
