"""The program that reads roads nobody vouches for: a process of its own, with limits.

`spreiding.io.network.confined_roads` starts it with a folder that holds the task; the answer is left in that folder.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spreiding.errors import SpreidingError
from spreiding.io.network.osm import OsmData, read_osm
from spreiding.io.network.osm_graph import read_graph
from spreiding.io.network.overpass import fetch_roads
from spreiding.io.network.roads import write_answer

if sys.platform != "win32":
    import resource

# Between the signal that tells why and the end that cannot be refused.
_GRACE_S = 5


def main(folder: Path) -> None:
    """Do the task in `folder`."""
    content = json.loads((folder / "task.json").read_text(encoding="utf-8"))
    _limit(**content["limits"])
    try:
        write_answer(_read(content["task"]), folder)
    except SpreidingError as error:
        fault = {key: str(value) for key, value in error.data.items()} | {"kind": error.kind}
    except MemoryError:
        fault = {"kind": "memory"}
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a bad file, it is the file that is bad
        # Not every library tells a full memory by MemoryError.
        kind = "memory" if "alloc" in str(error).lower() else "unreadable_file"
        fault = {"kind": kind, "reason": f"{type(error).__name__}: {error}"[:300]}
    else:
        return
    # In one step: the process may be ended at any moment.
    (folder / "fault.part").write_text(json.dumps(fault), encoding="utf-8")
    (folder / "fault.part").rename(folder / "fault.json")


def _limit(*, address_bytes: int, cpu_s: int, result_bytes: int) -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (address_bytes, address_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + _GRACE_S))
        resource.setrlimit(resource.RLIMIT_FSIZE, (result_bytes, result_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(task: Mapping[str, Any]) -> OsmData:
    if task["do"] == "osm":
        return read_osm(Path(task["source"]))
    if task["do"] == "graphml":
        return read_graph(Path(task["source"]))
    return fetch_roads(task["polygon"], url=task["url"], cache=Path(task["cache"]) if task["cache"] else None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
