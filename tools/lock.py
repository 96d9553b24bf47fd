"""Compile every `requirements*.in` to pinned, hashed requirements that hold for Python 3.11 and newer.

`python -m tools.lock` keeps the pinned versions where it can; `--upgrade` takes the newest.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("core", "http", "crypto", "search", "activities", "media")
# In the Lambda runtime already: pinning them in a layer would add 30 MB for a patch level the runtime keeps current.
RUNTIME = ("boto3", "botocore", "jmespath", "python-dateutil", "s3transfer", "six", "urllib3")

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def _compile(source: Path, target: Path, *options: str) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"]
    subprocess.run([*command, *options, str(source), "-o", str(target)], cwd=ROOT, check=True)


def packages(requirements: Path) -> list[str]:
    """The names of the packages that a compiled requirements file pins."""
    return _PIN.findall(requirements.read_text())


def main() -> None:
    """Lock the development set first; the layers and the local stage follow its versions."""
    upgrade = ("--upgrade",) if "--upgrade" in sys.argv[1:] else ()
    everything = ROOT / "requirements.txt"
    _compile(ROOT / "requirements.in", everything, *upgrade)
    _compile(ROOT / "requirements-ministack.in", ROOT / "requirements-ministack.txt", *upgrade)
    carried = list(RUNTIME)
    for layer in LAYERS:
        folder = ROOT / "layers" / layer
        target = folder / "requirements.txt"
        target.unlink(missing_ok=True)
        left_out = [option for name in carried for option in ("--no-emit-package", name)]
        _compile(folder / "requirements.in", target, "--constraint", str(everything), *left_out)
        if layer == "core":
            carried += packages(target)


if __name__ == "__main__":
    main()
