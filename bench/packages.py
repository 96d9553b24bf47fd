"""The deployed packages unpacked, so that a function is measured as it is deployed and with nothing else around."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from infra import assets, platform
from infra.platform import Layer
from infra.stages import STAGES

ROOT = Path(__file__).resolve().parents[1]
BASELINES: dict[str, tuple[Layer, ...]] = {"empty": ("core", "http"), "resolver": ("core",)}

# In the Lambda runtime: see tools/lock.py. Powertools is what a baseline is made with.
_RUNTIME = ("boto3", "botocore", "jmespath", "dateutil", "s3transfer", "six", "snapshot_restore_py", "urllib3")
_OF_RESOLVER = ("aws_lambda_powertools",)
_TARGET = assets.target_for(STAGES["local"])


class Packages:
    """The packages of every function and baseline, unpacked below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[str, str] = {}
        self._runtime = self._linked("runtime", _RUNTIME)
        self._of_resolver = self._linked("resolver", _OF_RESOLVER)

    def command(self, name: str, *options: str) -> tuple[list[str], dict[str, str]]:
        """The command line up to the script, and the environment, that a function or a baseline is run with."""
        # Without site packages and without the script's folder.
        environment = {**os.environ, "PYTHONPATH": self._path(name), "PYTHONNOUSERSITE": "1"}
        return [sys.executable, "-S", "-P", *options], environment

    def module(self, name: str) -> str:
        """The module whose `handler` is the function's."""
        return f"baselines.{name}" if name in BASELINES else f"functions.{name}.handler"

    def _path(self, name: str) -> str:
        # Once: the sources may change while a measurement runs.
        if name not in self._paths:
            self._paths[name] = os.pathsep.join(map(str, self._folders(name)))
        return self._paths[name]

    def _folders(self, name: str) -> list[Path]:
        if name in BASELINES:
            own, layers = self._baseline(name), BASELINES[name]
        else:
            own, layers = self._unpacked(assets.function(name, _TARGET)), platform.function(name).layers
        path = [own, *(self._unpacked(assets.layer(layer, _TARGET)) / "python" for layer in layers), self._runtime]
        if name == "resolver":
            path.append(self._of_resolver)
        return path

    def _unpacked(self, archive: Path) -> Path:
        out = self._folder / archive.stem
        if not out.exists():
            with zipfile.ZipFile(archive) as content:
                content.extractall(out)
        return out

    def _baseline(self, name: str) -> Path:
        out = self._folder / f"baseline-{name}"
        if not out.exists():
            shutil.copytree(ROOT / "bench" / "baselines", out / "baselines")
        return out

    def _linked(self, name: str, packages: Iterable[str]) -> Path:
        out = self._folder / name
        out.mkdir()
        for package in packages:
            found = importlib.util.find_spec(package)
            assert found, package
            assert found.origin, package
            origin = Path(found.origin)
            source = origin.parent if origin.name == "__init__.py" else origin
            (out / source.name).symlink_to(source)
        return out
