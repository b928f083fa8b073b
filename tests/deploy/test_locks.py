"""The locks hold all that is needed, each file with its hash, and the licence list keeps up."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy import licences, lock
from tests.support.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NAMES = ["requirements.lock", "requirements-extras.lock", "requirements-test.lock"]
TORCH, TORCH_CPU = "requirements-torch.lock", "requirements-torch-cpu.lock"
LOCKS = [*NAMES, TORCH, TORCH_CPU, ".ci/model.lock"]


def pins(name: str) -> dict[str, str]:
    entries = lock.entries_of(ROOT / name)
    named = (entry.split()[0].split("==") for entry in entries)
    return {canonicalize_name(package): version for package, version in named}


def needed(requirement: Requirement) -> set[str]:
    """A requirement and all that it takes here, as what is installed says."""
    seen: set[str] = set()
    waiting = [requirement]
    while waiting:
        one = waiting.pop()
        for extra in one.extras or {""}:
            key = f"{canonicalize_name(one.name)}[{extra}]"
            if key in seen:
                continue
            seen.add(key)
            try:
                found = map(Requirement, requires(one.name) or ())
            except PackageNotFoundError:
                continue
            waiting += [
                need for need in found if not need.marker or need.marker.evaluate({"extra": extra})
            ]
    return {key.split("[")[0] for key in seen}


def lacking(requirements: list[str], locks: list[str]) -> set[str]:
    held = set().union(*(pins(name) for name in locks))
    all_of_them = (needed(one) for one in map(Requirement, requirements) if here(one))
    return set().union(*all_of_them) - held


def here(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate()


def test_every_file_has_a_hash():
    for name in LOCKS:
        text = (ROOT / name).read_text("utf-8")
        entries = lock.entries_of(ROOT / name)
        assert entries and all("--hash=sha256:" in entry for entry in entries)
        assert all(re.match(r"[\w.-]+==[\w.+!-]+ ", entry) for entry in entries)
        assert "://" not in text, name


def test_the_window_needs_nothing_that_is_not_locked():
    assert lacking(PROJECT["project"]["dependencies"], [NAMES[0], TORCH]) == set()


def test_extras_and_tests_need_nothing_that_is_not_locked():
    extras = PROJECT["project"]["optional-dependencies"]
    assert {*lock.EXTRAS, "test"} == set(extras)
    of_users = [need for name in lock.EXTRAS for need in extras[name]]
    assert lacking(of_users, [*NAMES[:2], TORCH]) == set()
    assert lacking(extras["test"], [*NAMES, TORCH]) == set()


def test_no_package_is_in_two_locks():
    names = [name for lock_ in [*NAMES, TORCH] for name in pins(lock_)]
    assert len(names) == len(set(names))


def test_both_builds_of_torch_are_of_one_version():
    assert list(pins(TORCH_CPU)) == ["torch"]
    assert pins(TORCH_CPU)["torch"] == f"{pins(TORCH)['torch']}+cpu"


def test_the_project_is_built_with_what_is_locked():
    [build] = PROJECT["build-system"]["requires"]
    assert build == f"setuptools=={pins(NAMES[0])['setuptools']}"


def test_the_list_of_licences_is_up_to_date():
    listed = {(name, version) for _, name, version, _ in licences.rows()}
    assert listed == {(name, version) for _, name, version in licences.pins()}


def test_what_is_not_permissive_is_spoken_of():
    prose = licences.LIST.read_text("utf-8").split("| package |")[0]
    binding = {name for _, name, _, told in licences.rows() if not licences.is_permissive(told)}
    families = {"nvidia-*" if name.startswith("nvidia-") else name for name in binding}
    assert families and {name for name in families if f"`{name}`" not in prose} == set()
