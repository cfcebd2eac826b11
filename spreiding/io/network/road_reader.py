"""The program that reads roads nobody vouches for: a process of its own, with limits.

`spreiding.io.network.confined_roads` starts it with a folder for the roads that it finds, and asks for them.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spreiding.errors import SpreidingError
from spreiding.io.files.confinement import answer_questions, limit
from spreiding.io.network.osm import OsmData, read_osm
from spreiding.io.network.osm_graph import read_graph
from spreiding.io.network.overpass import fetch_roads
from spreiding.io.network.roads import write_answer


def main(folder: Path, limits: Mapping[str, int]) -> None:
    """Do the task that is asked, and leave the roads in `folder`."""
    limit(**limits)

    def answer(task: Mapping[str, Any]) -> Mapping[str, object]:
        try:
            write_answer(_read(task), folder)
        except SpreidingError as error:
            return {key: str(value) for key, value in error.data.items()} | {"fault": error.kind}
        return {}

    answer_questions(answer, folder=folder)


def _read(task: Mapping[str, Any]) -> OsmData:
    if task["do"] == "osm":
        return read_osm(Path(task["source"]))
    if task["do"] == "graphml":
        return read_graph(Path(task["source"]))
    return fetch_roads(task["polygon"], url=task["url"], cache=Path(task["cache"]) if task["cache"] else None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
