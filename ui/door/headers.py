"""Security headers of every response, whatever the page itself may say."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from corpus import Episode
from corpus.exports.own_files import is_address
from rag.settings import LOCAL, Reach

# What the browser shall refuse is any other host. It must bear inline scripts and scripts made of
# text: Gradio writes its configuration into the page, a new one each time and without a nonce, and
# makes functions of what its events and gr.HTML bring as text (`js`, `js_on_load`). Without
# 'unsafe-eval' its page stays empty (Gradio 6.31).
OWN_HOST_ONLY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
# Nothing here looks, listens or asks where somebody is; copying and playing stay as they are.
NEVER_USED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")


def safe_headers(corpus: Iterable[Episode], reach: Reach) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers in ASGI's form."""
    headers = {
        "content-security-policy": policy(corpus, reach),
        "permissions-policy": ", ".join(f"{feature}=()" for feature in NEVER_USED),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    if not reach.embed:
        # For what knows no frame-ancestors; it cannot name other sites.
        headers["x-frame-options"] = "SAMEORIGIN"
    return tuple((name.encode(), value.encode("ascii")) for name, value in headers.items())


def policy(corpus: Iterable[Episode], reach: Reach = LOCAL) -> str:
    """Return the content security policy: this host alone, and audio from anywhere if some is.

    Podcast hosts send a player on, past those who count, to hosts that nobody can know before.
    Only what somebody plays is fetched, and encrypted unless the feed itself says http.
    """
    addresses = (episode.audio_url or "" for episode in corpus)
    heard = {urlsplit(one).scheme.lower() for one in addresses if is_address(one)}
    schemes = ("https:", "http:") if "http" in heard else ("https:",)
    framed = " ".join(["frame-ancestors 'self'", *reach.embed])
    return " ".join([f"{OWN_HOST_ONLY}; {framed}; media-src 'self'", *(schemes if heard else ())])
