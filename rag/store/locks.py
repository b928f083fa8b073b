"""Lock open files; the locks end with the process, however it ends.

There are none on Windows, where open files cannot be removed; nor on some file systems.
"""

import sys
from contextlib import suppress


def share(handle: int) -> None:
    """Hold an open file or folder together with others until it is closed."""
    if sys.platform != "win32":
        import fcntl

        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_SH)


def take(handle: int, wait: bool = False) -> bool:
    """Hold an open file or folder alone until it is closed; False where others hold it."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError:
            return True
    return True
