"""Write docs/licences.md: the licence of each package in the locks, as the package states it.

`.venv/bin/python deploy/licences.py [SITE_PACKAGES …]` reads the installed packages, here and in
the folders given; a package in none of them (for another platform) keeps its row.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "docs" / "licences.md"
ROW = re.compile(r"^\| ([\w.-]+) ([^ ]+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
PIN = re.compile(r"^([\w.-]+)==([^ ]+)", re.MULTILINE)
# By what their words have in common; whatever else there is must be looked at.
PERMISSIVE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|Zlib|Unlicense|CC0|HPND|CNRI|0BSD|BlueOak", re.I
)
BINDING = re.compile(r"GPL|MPL|Mozilla|EUPL|LicenseRef|proprietary|NVIDIA|Other", re.I)


def main() -> None:
    """Rewrite the list."""
    known = {name: (version, licence) for _, name, version, licence in rows()}
    known |= {_name(one.metadata["Name"]): (one.version, licence(one)) for one in _installed()}
    lines = []
    for lock, name, version in pins():
        _, told = known.get(name, ("", "unknown"))
        lines.append(f"| {name} {version} | {told} | {lock} |")
    head = LIST.read_text("utf-8").split("| package |")[0]
    table = ["| package | licence | lock |", "|---|---|---|", *sorted(set(lines))]
    LIST.write_text(head + "\n".join(table) + "\n", encoding="utf-8")


def pins() -> list[tuple[str, str, str]]:
    """List lock, name and version of everything that is pinned."""
    locks = [*sorted(ROOT.glob("requirements*.lock")), ROOT / ".ci" / "model.lock"]
    return [
        (lock.name.removeprefix("requirements").removesuffix(".lock").strip("-") or "app", *pin)
        for lock in locks
        for pin in PIN.findall(lock.read_text("utf-8"))
    ]


def rows() -> list[tuple[str, str, str, str]]:
    """List lock, name, version and licence of every row of the list."""
    found = ROW.findall(LIST.read_text("utf-8")) if LIST.exists() else []
    return [(lock, name, version, told) for name, version, told, lock in found]


def licence(package: Distribution) -> str:
    """Return a package's own statement of its licence, in a few words."""
    told = package.metadata
    classifiers = [
        line.split(" :: ")[-1]
        for line in told.get_all("Classifier") or []
        if line.startswith("License :: ") and not line.endswith(":: OSI Approved")
    ]
    free = (told["License"] or "").strip().split("\n")[0]
    said = told["License-Expression"] or ", ".join(classifiers) or free or "unknown"
    return said.replace("|", "/")[:80].strip()


def is_permissive(words: str) -> bool:
    """Return whether these words oblige nobody to publish anything; False if unclear."""
    return bool(PERMISSIVE.search(words)) and not BINDING.search(words)


def _installed() -> Iterator[Distribution]:
    yield from distributions(path=[*sys.argv[1:], *sys.path])


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
