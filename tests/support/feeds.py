"""Feeds as text, for the tests."""

from xml.sax.saxutils import quoteattr

SPACES = (
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:psc="http://podlove.org/simple-chapters" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def feed(*items: str, channel: str = "", title: str = "Werkstattgespräche") -> bytes:
    """A feed with these items, and more of the channel's own elements."""
    head = f"<title>{title}</title><language>de-DE</language>{channel}"
    return f'<rss version="2.0" {SPACES}><channel>{head}{"".join(items)}</channel></rss>'.encode()


def item(number: int, *transcripts: tuple[str, str], more: str = "", guid: str = "") -> str:
    """An item with transcripts as (address, type)."""
    links = "".join(
        f"<podcast:transcript url={quoteattr(url)} type={quoteattr(kind)}/>"
        for url, kind in transcripts
    )
    day = f"{number % 28 + 1:02} {('Jan', 'Feb', 'Mar')[number // 28 % 3]} {2020 + number // 84}"
    return (
        f"<item><title>Folge {number}: Brot</title><guid>{guid or f'ep-{number}'}</guid>"
        f"<pubDate>Fri, {day} 04:30:38 GMT</pubDate><itunes:episode>{number}</itunes:episode>"
        f"<itunes:duration>00:01:00</itunes:duration>{links}{more}</item>"
    )


def vtt(*said: tuple[str, str], seconds: int = 5) -> bytes:
    """A transcript in which each (speaker, words) takes so many seconds."""
    cues = (
        f"00:00:{index * seconds:02}.000 --> 00:00:{(index + 1) * seconds:02}.000\n"
        f"<v {speaker}>{words}\n"
        for index, (speaker, words) in enumerate(said)
    )
    return "\n".join(["WEBVTT\n", *cues]).encode()
