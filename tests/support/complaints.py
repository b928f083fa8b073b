"""What a page must not do while somebody uses it: ask strangers, fail, complain in the console.

A page that is left while something is on its way complains of that, at times and in the browser's
words: this belongs to no page, and which of it is still written is chance.
"""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

# Of Gradio's own script and of Chromium, for requests that end with their page.
CUT = ("AbortError", "errored out", "ERR_ABORTED", "Failed to fetch", "network error")
# The page itself says when it is left: what the browser tells of that comes too late.
LEAVING, ARRIVED = "leaving this page", "a page has come"
TELLING = f"""if (top === window) {{
    console.debug({ARRIVED!r});
    addEventListener("beforeunload", () => console.debug({LEAVING!r}));
}}"""


@dataclass  # Playwright keeps something of its own with it
class Complaints:
    """All of one page from now on, as lines; `known` are the beginnings of what it may ask for."""

    page: Page
    known: tuple[str, ...] | None = None
    foreign: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    _leaving: bool = False

    def __post_init__(self) -> None:
        self.page.add_init_script(TELLING)
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)

    def _asked(self, request: Request) -> None:
        if self.known and not request.url.startswith((*self.known, "data:", "blob:")):
            self.foreign.append(request.url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.lines.append(f"{response.status} {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.text in (LEAVING, ARRIVED):
            self._leaving = message.text == LEAVING
        elif message.type in ("error", "warning"):
            self._add(f"{message.text} {message.location['url']}")

    def _failed(self, error: Error) -> None:
        self._add(str(error))

    def _add(self, line: str) -> None:
        if not (self._leaving and any(words in line for words in CUT)):
            self.lines.append(line)
