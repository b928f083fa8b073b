"""What deploy/ says is true of the rest: names, folders, commands."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml

from tests.support.places import ROOT

DEPLOY = ROOT / "deploy"
COMMANDS = (ROOT / "docs" / "commands.md").read_text("utf-8")
GUIDE = (ROOT / "docs" / "deployment.md").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]


def test_every_setting_that_is_spoken_of_is_one():
    known = set(re.findall(r"`((?:NACHGEFRAGT|GRADIO)_\w+)`", COMMANDS))
    for file in (*DEPLOY.rglob("*"), ROOT / "docs" / "deployment.md"):
        if file.is_file() and "__pycache__" not in file.parts:
            named = set(re.findall(r"(?:NACHGEFRAGT|GRADIO)_[A-Z_]+", file.read_text("utf-8")))
            assert named - known == set(), file


def test_the_image_gets_what_its_steps_copy():
    steps = (DEPLOY / "build.sh").read_text("utf-8")
    folders = re.findall(r"for part in (.+);", steps)[0].split()
    files = re.findall(r'^cp (.+) "\$app/"$', steps, re.MULTILINE)[0].split()
    ignore = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert sorted([*folders, *files]) == sorted(
        line.removeprefix("!") for line in ignore if line.startswith("!")
    )
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert "deploy/build.sh /app /data" in dockerfile and "/app/deploy/run.sh" in dockerfile


def test_no_code_of_the_window_is_left_out():
    """app.py, and whatever a module of ours imports, is in one of the folders that are copied."""
    copied = re.findall(r"for part in (.+);", (DEPLOY / "build.sh").read_text("utf-8"))[0].split()
    rooms = {*copied} & {"corpus", "rag", "ui"}
    files = [ROOT / "app.py", *(file for room in rooms for file in (ROOT / room).rglob("*.py"))]
    ours = r"^\s*(?:from|import) (corpus|rag|ui|eval|tests|app|deploy)\b"
    used = {m for file in files for m in re.findall(ours, file.read_text("utf-8"), re.MULTILINE)}
    assert used <= rooms


def test_the_composition_hangs_together():
    services = COMPOSE["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        volumes = (volume.split(":")[0] for volume in service["volumes"])
        assert {one for one in volumes if "/" not in one} <= set(COMPOSE["volumes"])
        if name != "caddy":
            assert service["read_only"] and service["cap_drop"] == ["ALL"]
            assert service["user"] == "10001:10001"
    windows = services["caddy"]["environment"]["WINDOWS"].split()
    assert [window.split(":")[0] for window in windows] == ["window-1", "window-2"]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_services_may_write_to_their_data_alone(unit: Path) -> None:
    told = RawConfigParser(strict=True)
    told.optionxform = str  # type: ignore[assignment, method-assign]
    told.read(unit, "utf-8")
    service = told["Service"]
    assert service["ProtectSystem"] == "strict" and service["NoNewPrivileges"] == "yes"
    assert service["Environment"] == f"DATA=/var/lib/{service['StateDirectory']}"
    command = service["ExecStart"].split()[0]
    assert (ROOT / Path(command).relative_to("/opt/nachgefragt")).stat().st_mode & 0o111


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_understands_its_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text("utf-8")
        (tmp_path / unit.name).write_text(text.replace("/opt/nachgefragt", str(ROOT)), "utf-8")
    verify = ["systemd-analyze", "verify", *(tmp_path / unit.name for unit in UNITS)]
    done = subprocess.run(verify, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "nachgefragt" in line]
    assert (ours, done.returncode) == ([], 0)


def test_the_guide_names_what_exists():
    for name in re.findall(r"(?<![\w/])deploy/[\w./-]+\w", GUIDE):
        assert (ROOT / name).exists(), name
