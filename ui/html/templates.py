"""The page's templates: Python decides what is shown, they say how it looks.

They escape every value. What stays markup is only what another template has made.
"""

import re
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from corpus.exports.own_files import is_address

FOLDER = Path(__file__).resolve().parent / "templates"
# A line break between two tags is for those who read the template; in the page it would be a gap.
_BREAK = re.compile(r"(?<=[>}])\s*\n\s*(?=[<{])")
_ENVIRONMENT = Environment(
    autoescape=True,
    undefined=StrictUndefined,
    loader=FunctionLoader(lambda name: _BREAK.sub("", (FOLDER / name).read_text(encoding="utf-8"))),
)
_ENVIRONMENT.tests["web_address"] = is_address


def rendered(name: str, **values: object) -> Markup:
    """Fill in the template of that name. Raises jinja2.UndefinedError where a value is missing."""
    return Markup(_ENVIRONMENT.get_template(f"{name}.html").render(values))
