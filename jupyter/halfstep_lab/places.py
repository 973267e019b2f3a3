"""Where things are. Every place can be moved by an environment variable, for tests."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = Path(os.environ.get("HALFSTEP_NOTEBOOKS") or ROOT / "notebooks").resolve()
BOOK = Path(os.environ.get("HALFSTEP_BOOK") or ROOT / "target" / "book").resolve()
TEMPLATES = ROOT / "jupyter" / "template"
TOOLKIT = Path(os.environ.get("HALFSTEP_TOOLKIT") or ROOT / "toolkit" / "target")
