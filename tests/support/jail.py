"""What deploy/build.sh made, run as a container runs it, without one.

A root of its own that cannot be written to, but for the data; a user who may do nothing else.
What this does not show: the base image, and that the image's Python finds the same wheels.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.places import ROOT

NOBODY = 10_001
ALONE = ("/usr/bin/setpriv", "--no-new-privs", "--bounding-set=-all")
# $1 the new root, $2 app, $3 data, $4 environment, $5 the Python below it; what is left is run.
ENTER = """
set -eu
root=$1 app=$2 data=$3 venv=$4 base=$5; shift 5
mount --make-rprivate /
mount -t tmpfs -o mode=755 none "$root"
show() { mkdir -p "$root$2"; mount --rbind "$1" "$root$2"; mount -o remount,bind,$3 "$root$2"; }
show /usr /usr ro
show /etc /etc ro
[ -d "$root$base" ] || show "$base" "$base" ro
for link in bin lib lib64; do [ ! -e /$link ] || ln -s usr/$link "$root/$link"; done
show "$app" /app ro
mount --rbind "$venv" "$root/app/.venv"; mount -o remount,bind,ro "$root/app/.venv"
show "$data" /data rw
mkdir -p "$root/proc" "$root/dev/shm"
mount --rbind /proc "$root/proc"
for device in null urandom; do
    touch "$root/dev/$device"
    mount --bind /dev/$device "$root/dev/$device"
done
mount -t tmpfs -o mode=1777 none "$root/dev/shm"
mount -o remount,ro "$root"
exec chroot --userspec=10001:10001 --groups= "$root" /usr/bin/env -i PATH=/usr/bin "$@"
"""


@dataclass(frozen=True, slots=True)
class Jail:
    """An image's two folders."""

    app: Path
    data: Path

    def start(
        self, *command: str, heard: bool = True, **environment: str
    ) -> "subprocess.Popen[str]":
        """Run a command as an image does; its process is the command itself.

        Nobody listens to one that is not `heard`, so that it may say as much as it likes.
        """
        root = self.app.parent / "root"
        root.mkdir(exist_ok=True)
        folders = [root, self.app, self.data, Path(sys.prefix).resolve(), Path(sys.base_prefix)]
        named = [f"{name}={value}" for name, value in environment.items()]
        enter = ["unshare", "--mount", "sh", "-c", ENTER, "enter", *map(str, folders)]
        run = [*enter, *named, *ALONE, *command]
        said = subprocess.PIPE if heard else subprocess.DEVNULL
        return subprocess.Popen(run, stdout=said, stderr=subprocess.STDOUT, text=True)


def built(folder: Path, vectors: Path) -> Jail:
    """What the image's steps make of this checkout, with this environment's packages.

    `vectors` of the shipped podcast are there already, so that the step that indexes it is short.
    """
    app, data = folder / "app", folder / "data"
    app.mkdir()
    store = data / "store" / "better-call-service"
    store.mkdir(parents=True)
    shutil.copy(vectors, store)
    # Gigabytes that are here already; a clean set-up shows that the locks are enough.
    (app / ".venv").symlink_to(Path(sys.prefix).resolve())
    subprocess.run([ROOT / "deploy" / "build.sh", app, data], check=True)
    (app / ".venv").unlink()
    (app / ".venv").mkdir()
    for path in (data, *data.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    return Jail(app, data)


def possible() -> bool:
    """Whether this machine lets us: as root on Linux, where namespaces may be made."""
    tools = all(map(shutil.which, ("unshare", "chroot", "setpriv")))
    if sys.platform != "linux" or os.getuid() != 0 or not tools:
        return False
    mounted = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(mounted, capture_output=True, check=False).returncode == 0
