"""Exit with 0 if the window on this machine is ready, for a health check."""

import os
import sys
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener


def main() -> int:
    """Ask the window whether it is ready; return the exit status."""
    address = f"http://127.0.0.1:{os.environ.get('GRADIO_SERVER_PORT') or 7860}/ready"
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=4) as answer:
            return int(answer.status != 200)
    except (URLError, TimeoutError, ConnectionError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
