"""`make run`: start the local stage, say where it is, and stay until Ctrl-C."""

from __future__ import annotations

import sys
import time

from tools.bootstrap import ROOT, SetupError, say
from tools.commands import ToolError
from tools.local import LocalStage, chosen_port, describe, running

STATE = ROOT / ".local"


def main() -> int:
    """Returns the exit code: 0 after Ctrl-C, 1 with one sentence when something is wrong."""
    began = time.monotonic()
    try:
        with running(LocalStage(STATE, chosen_port(), say)) as stage:
            say(f"Ready after {time.monotonic() - began:.0f} s")
            print(describe(stage), flush=True)
            code = stage.wait()
            say(f"MiniStack ended by itself with exit code {code}; see {STATE / 'ministack.log'}.")
            return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 0
    except (ToolError, SetupError, ValueError) as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
