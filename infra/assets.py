"""Function and layer packages, built without Docker and cached by the hash of what goes in.

A layer is what `uv` resolves to wheels for the target, compiled to bytecode for the runtime: a function imports about
twice as fast with it. The compiled files carry no time stamp and every archive the same dates, so that the same sources
give the same bytes.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra import platform
from infra.platform import Layer
from infra.stages import Stage

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "assets"
RUNTIME = (3, 13)
KEPT_BUILDS = 3

_SWAGGER_UI = ("swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "swagger-ui.css", "LICENSE", "NOTICE")
_EPOCH = (1980, 1, 1, 0, 0, 0)


class AssetError(Exception):
    """A package cannot be built; the message is one sentence for the person who deploys."""


@dataclass(frozen=True)
class Target:
    """What the packages run on. `compiler` is the interpreter whose bytecode they carry, if there is one."""

    name: str
    platform: tuple[str, ...]
    compiler: Path | None

    @property
    def key(self) -> str:
        return f"{self.name}:{self.platform}:{_version(self.compiler) if self.compiler else 'no bytecode'}"


def target_for(stage: Stage) -> Target:
    """The local stage runs under this very interpreter; every other one on Lambda's arm64 runtime."""
    if stage.local:
        return Target("local", (), Path(sys.executable))
    version = ".".join(map(str, RUNTIME))
    # Amazon Linux 2023, which the runtime runs on, has glibc 2.34.
    platform = ("--python-platform", "aarch64-manylinux_2_34", "--python-version", version)
    return Target("lambda", platform, _runtime_interpreter())


def require_bytecode(stage: Stage) -> None:
    """Refuse to deploy packages without the runtime's bytecode: they would start at half the speed."""
    if target_for(stage).compiler is None:
        wanted = ".".join(map(str, RUNTIME))
        raise AssetError(f"Deploying {stage.name} needs Python {wanted} on this machine to compile for the runtime.")


def layer(name: Layer, target: Target) -> Path:
    """The zip of a layer: the shared package, or the wheels its `requirements.txt` pins."""
    if name == "fitsync":
        source = ROOT / "layers" / "fitsync" / "python"
        files = list(_files(source))
        return _cached(f"layer-{name}", target, files, lambda out: _copy(files, source, out / "python"), "/opt")
    requirements = ROOT / "layers" / name / "requirements.txt"
    return _cached(
        f"layer-{name}", target, [requirements], lambda out: _install(requirements, target, out / "python"), "/opt"
    )


def function(name: str, target: Target) -> Path:
    """The zip of one folder under `functions/`, importable as `functions.<name>`, with those that it shares."""
    package = ROOT / "functions"
    files = [path for path in (package / "__init__.py",) if path.exists()]
    files += [path for folder in (name, *platform.function(name).shares) for path in _files(package / folder)]
    if name != "ops":
        return _cached(f"function-{name}", target, files, lambda out: _copy(files, ROOT, out), "/var/task")
    document = ROOT / "docs" / "openapi.json"
    page = ROOT / "node_modules" / "swagger-ui-dist"
    assets = [page / part for part in _SWAGGER_UI]
    documents = [document] if document.exists() else []

    def build(out: Path) -> None:
        _copy(files + documents + assets, ROOT, out)

    return _cached(f"function-{name}", target, files + documents + assets, build, "/var/task")


def _files(folder: Path) -> Iterable[Path]:
    """The sources below a folder, without what interpreters and checkers leave there."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and is_source(p.relative_to(folder)))


def is_source(path: Path) -> bool:
    """Whether a relative path is neither a cache nor hidden."""
    return not any(part == "__pycache__" or part.startswith(".") for part in path.parts)


def _copy(files: Iterable[Path], base: Path, out: Path) -> None:
    for path in files:
        target = out / path.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _install(requirements: Path, target: Target, out: Path) -> None:
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-config", "--no-deps", "--no-build"]
    command += ["--require-hashes", "--link-mode", "copy", "--target", str(out), "--requirements", str(requirements)]
    command += target.platform or ("--python", sys.executable)
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise AssetError(f"uv could not install {requirements.relative_to(ROOT)}: {done.stderr.strip()}")
    shutil.rmtree(out / "bin", ignore_errors=True)  # console scripts name this machine's interpreter
    for leftover in (*out.rglob("*.pyi"), out / ".lock"):
        leftover.unlink(missing_ok=True)


def _compile(folder: Path, interpreter: Path, mounted: str) -> None:
    """Bytecode that the runtime takes without looking at the source; tracebacks name the mounted path."""
    command = [str(interpreter), "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    done = subprocess.run(
        [*command, "-s", str(folder), "-p", mounted, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssetError(f"{interpreter.name} could not compile {folder.name}: {done.stdout.strip()}")


def _cached(name: str, target: Target, sources: Iterable[Path], build: Callable[[Path], None], mounted: str) -> Path:
    digest = hashlib.sha256(target.key.encode() + Path(__file__).read_bytes())
    for path in sources:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    family = f"{name}-{target.name}"
    archive = CACHE / f"{family}-{digest.hexdigest()[:16]}.zip"
    if archive.exists():
        return archive
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        out = Path(folder) / "content"
        out.mkdir()
        build(out)
        if target.compiler:
            _compile(out, target.compiler, mounted)
        packed = Path(folder) / "packed.zip"
        _pack(out, packed)
        packed.replace(archive)
    older = sorted(CACHE.glob(f"{family}-????????????????.zip"), key=lambda p: p.stat().st_mtime, reverse=True)
    for stale in older[KEPT_BUILDS:]:
        stale.unlink(missing_ok=True)
    return archive


def _pack(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if os.access(path, os.X_OK) else 0o644) << 16
            out.writestr(info, path.read_bytes())


@cache
def _version(interpreter: Path) -> str:
    script = "import sys; print('.'.join(map(str, sys.version_info[:2])), sys.implementation.cache_tag)"
    done = subprocess.run([str(interpreter), "-c", script], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


@cache
def _runtime_interpreter() -> Path | None:
    from tools.bootstrap import interpreters

    wanted = ".".join(map(str, RUNTIME)) + " "
    candidates = (Path(sys.executable), *interpreters(RUNTIME))
    return next((path for path in candidates if _version(path).startswith(wanted)), None)
