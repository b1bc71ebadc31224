"""Runs a long session as a process of its own: python -m tests.gui.long_session --seed 3 --report soak.json.

Writes each step to stdout before it is taken, what goes wrong to stderr, and what was alive into the report.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import sys
import tempfile
import traceback
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.gui.long_session.session import run


def main() -> None:
    """Run one session and end the process: 0 is a good end, 1 trouble, 2 that the session itself broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--goes-on", action="store_true", help="tell what goes wrong and go on")
    given = parser.parse_args()
    faulthandler.enable()
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = run(given.seed, given.actions, Path(folder), goes_on=given.goes_on)
    except BaseException:
        traceback.print_exc()
        os._exit(2)
    given.report.write_text(json.dumps(found, indent=1), encoding="utf-8")
    sys.stderr.flush()
    sys.stdout.flush()
    os._exit(1 if found["troubles"] else 0)  # what is deleted at the end of a process proves nothing


main()
