"""Where what belongs to a user lies, unless a setting says otherwise.

In a checkout all stays there; installed, it goes to the user's data folder, never among the code.
"""

from pathlib import Path

from platformdirs import user_data_path

CODE = Path(__file__).resolve().parent.parent
SHIPPED = CODE / "corpus" / "data" / "better-call-service"


def corpora_folder() -> Path:
    """The folder of imported podcasts, a folder each."""
    return CODE / "corpus" / "data" if _is_checkout() else _own() / "podcasts"


def indexes_folder() -> Path:
    """The folder of their indexes, a folder each."""
    return CODE / ".nachgefragt" if _is_checkout() else _own() / "indexes"


def _is_checkout() -> bool:
    return (CODE / "pyproject.toml").exists()


def _own() -> Path:
    return user_data_path("nachgefragt", appauthor=False)
