"""What is inside the packages that are deployed."""

from __future__ import annotations

import importlib.util
import marshal
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import get_args

import grimp
import pytest

from infra import assets, platform
from infra.assets import ROOT, Target
from infra.platform import Function, Layer
from infra.stages import STAGES

LOCAL = assets.target_for(STAGES["local"])
AWS = assets.target_for(STAGES["prod"])
TARGETS = pytest.mark.parametrize("target", [LOCAL, AWS], ids=lambda target: target.name)
FUNCTIONS = pytest.mark.parametrize("function", list(platform.functions()), ids=lambda function: function.name)

# In the Lambda runtime: see tools/lock.py.
RUNTIME = {"boto3", "botocore", "jmespath", "dateutil", "s3transfer", "six", "snapshot_restore_py", "urllib3"}
# Lambda's limit for a function and its layers, unpacked, is 250 MB. A function that nears a fifth of it starts slowly.
BYTES_UNPACKED = 60_000_000
LAYER_BYTES_PACKED: dict[Layer, int] = {
    "core": 9_000_000,
    "http": 2_500_000,
    "crypto": 8_500_000,
    "search": 4_500_000,
    "activities": 1_000_000,
    "media": 8_000_000,
    "fitsync": 2_000_000,
}


@TARGETS
@pytest.mark.parametrize("name", get_args(Layer))
def test_a_layer_is_small_and_complete(name: Layer, target: Target) -> None:
    archive = assets.layer(name, target)
    names = _names(archive)
    assert archive.stat().st_size < LAYER_BYTES_PACKED[name]
    assert {each.split("/")[0] for each in names} == {"python"}
    top = {each.split("/")[1] for each in names}
    assert top.isdisjoint(RUNTIME | {"bin", "tests", "__pycache__"} - {"__pycache__"})
    if name == "fitsync":
        assert [each for each in names if "/." in each] == []
    else:
        assert any(each.endswith(".dist-info") for each in top)  # pydantic's EmailStr asks for versions
    _assert_bytecode(archive, target)


def test_native_code_is_built_for_the_runtime() -> None:
    native = [each for name in get_args(Layer) for each in _names(assets.layer(name, AWS)) if each.endswith(".so")]
    assert native
    wrong = [each for each in native if "x86_64" in each or ("cpython-" in each and "cpython-313-aarch64" not in each)]
    assert wrong == []


@TARGETS
@FUNCTIONS
def test_a_function_holds_its_own_folder_and_those_it_shares(function: Function, target: Target) -> None:
    archive = assets.function(function.name, target)
    names = {name for name in _names(archive) if "__pycache__" not in name}
    folders = [ROOT / "functions" / folder for folder in (function.name, *function.shares)]
    expected = {str(path.relative_to(ROOT)) for folder in folders for path in folder.rglob("*") if path.is_file()}
    expected = {name for name in expected if "__pycache__" not in name} | {"functions/__init__.py"}
    assert f"functions/{function.name}/handler.py" in names
    if function.name == "ops":
        expected |= {"docs/openapi.json"}
        expected |= {f"node_modules/swagger-ui-dist/{part}" for part in assets._SWAGGER_UI}
    assert names == expected
    _assert_bytecode(archive, target)


@FUNCTIONS
def test_a_function_and_its_layers_stay_small(function: Function) -> None:
    archives = [assets.function(function.name, AWS), *(assets.layer(layer, AWS) for layer in function.layers)]
    assert sum(_unpacked(archive) for archive in archives) < BYTES_UNPACKED


@FUNCTIONS
def test_a_function_carries_exactly_what_it_imports(function: Function) -> None:
    imported = _imported(f"functions.{function.name}")
    provided = {layer: _packages(layer) for layer in function.layers if layer != "fitsync"}
    assert {layer for layer, packages in provided.items() if packages.isdisjoint(imported)} == set()
    missing = imported - RUNTIME - set(sys.stdlib_module_names) - {"fitsync", "functions"}
    assert missing.difference(*provided.values()) == set()


def test_the_same_sources_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = assets.layer("fitsync", LOCAL)
    monkeypatch.setattr(assets, "CACHE", tmp_path)
    again = assets.layer("fitsync", LOCAL)
    assert again.parent == tmp_path
    assert again.read_bytes() == first.read_bytes()


def test_a_package_is_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assets.layer("core", LOCAL)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a cached package was built again")

    monkeypatch.setattr(subprocess, "run", refuse)
    assert assets.layer("core", LOCAL).exists()


def test_deploying_without_the_runtime_s_python_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_runtime_interpreter", lambda: None)
    with pytest.raises(assets.AssetError, match=r"^Deploying prod needs Python 3\.13 on this machine"):
        assets.require_bytecode(STAGES["prod"])


def _names(archive: Path) -> list[str]:
    with zipfile.ZipFile(archive) as content:
        return content.namelist()


def _unpacked(archive: Path) -> int:
    with zipfile.ZipFile(archive) as content:
        return sum(each.file_size for each in content.infolist())


def _assert_bytecode(archive: Path, target: Target) -> None:
    """Every module has bytecode that is taken without a look at the source, and names no path of this machine."""
    if target.compiler is None:
        return
    with zipfile.ZipFile(archive) as content:
        names = set(content.namelist())
        modules = [name for name in names if name.endswith(".py") and "/tests/" not in name]
        cached = {name.rpartition(".cpython-")[0].replace("__pycache__/", "") + ".py": name for name in names}
        assert [module for module in modules if module not in cached] == []
        sample = content.read(cached[modules[0]])
    assert int.from_bytes(sample[4:8], "little") == 0b01  # hash-based, unchecked (PEP 552)
    if sample[:4] == importlib.util.MAGIC_NUMBER:
        assert marshal.loads(sample[16:]).co_filename.startswith(("/opt/", "/var/task/"))


@cache
def _packages(layer: Layer) -> frozenset[str]:
    return frozenset(name.split("/")[1].removesuffix(".py") for name in _names(assets.layer(layer, LOCAL)))


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("fitsync", "functions", include_external_packages=True, exclude_type_checking_imports=True)


def _imported(package: str) -> set[str]:
    """The top-level names that a function imports, itself or through the shared package, lazily or not."""
    graph = _graph()
    modules = {package, *graph.find_descendants(package)}
    for module in list(modules):
        modules |= graph.find_upstream_modules(module)
    return {module.split(".")[0] for module in modules}
