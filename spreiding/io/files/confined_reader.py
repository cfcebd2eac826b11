"""The program that reads a file nobody vouches for: a process of its own, with limits and a single driver.

`spreiding.io.files.confined` starts it and speaks with it; what a hostile file does stays in here.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Final, Protocol

from spreiding.io.files.confined_formats import GdalFile, ParquetFile, Refusal
from spreiding.io.files.confinement import answer_questions, limit
from spreiding.io.files.spreadsheet import Workbook


class _Reader(Protocol):
    def layers(self) -> list[dict[str, object]]: ...

    def read(self, question: Mapping[str, Any], target: str) -> dict[str, object]: ...


_READERS: Final[Mapping[str, Callable[[str, str, int], _Reader]]] = {
    "gpkg": GdalFile,
    "shp": GdalFile,
    "fgb": GdalFile,
    "parquet": ParquetFile,
    "excel": Workbook,
}


def main(file_format: str, source: Path, limits: Mapping[str, int]) -> None:
    """Answer questions about `source` until nobody asks any more; its folder is ours, made for this one file."""
    os.chdir(source.parent)
    limit(**limits)
    try:
        reader = _READERS[file_format](source.name, file_format, limits["result_bytes"])
    except MemoryError:
        return
    numbers = count()

    def answer(question: Mapping[str, Any]) -> Mapping[str, object]:
        try:
            if question["do"] == "layers":
                return {"layers": reader.layers()}
            target = f"answer-{next(numbers)}"
            return {**reader.read(question, target), "target": target}
        except Refusal as refusal:
            return {"fault": refusal.kind, "reason": refusal.reason}

    answer_questions(answer, folder=source.parent)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3]))
