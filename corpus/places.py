"""Default folders for a user's data.

In a checkout they are inside it; once installed, they are in the user's data folder, never among
the code.
"""

from pathlib import Path

from platformdirs import user_data_path

CODE = Path(__file__).resolve().parent.parent
SHIPPED = CODE / "corpus" / "data" / "better-call-service"


def corpora_folder() -> Path:
    """Return the folder that has a folder for each imported podcast."""
    return CODE / "corpus" / "data" if _is_checkout() else _own() / "podcasts"


def indexes_folder() -> Path:
    """Return the folder that has a folder for each podcast's index."""
    return CODE / ".nachgefragt" if _is_checkout() else _own() / "indexes"


def _is_checkout() -> bool:
    return (CODE / "pyproject.toml").exists()


def _own() -> Path:
    return user_data_path("nachgefragt", appauthor=False)
