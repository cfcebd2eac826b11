"""Commands that get the app going."""

import os
import socket
import subprocess
import sys
from typing import Annotated

import typer

from spreiding import warm_up, workflow
from spreiding.cli.options import Json, Regio, app, print_answer
from spreiding.errors import InputError
from spreiding.ui import hulp, terminal
from spreiding.ui.numbers import parse_number

EXIT_STOPPED = 130


@app.command("app", help=hulp.HULP["app"])
def serve(
    *,
    regio: Regio = None,
    port: Annotated[str, typer.Option("--poort", help=hulp.HULP["--poort"])] = "8501",
    as_json: Json = False,
) -> None:
    """Open the app in the browser."""
    number = int(parse_number(port, option="--poort", maximum=65535, is_whole=True))
    with socket.socket() as probe:
        if probe.connect_ex(("localhost", number)) == 0:
            raise InputError("port_taken", port=number)
    with terminal.progress() as on_progress:
        region = workflow.open_region(regio, on_progress=on_progress)
    url = f"http://localhost:{number}"
    print_answer({"url": url, "regio": region.manifest.name}, hulp.APP_OPEN.format(url=url), as_json=as_json)
    sys.stdout.flush()
    command = [sys.executable, "-m", "streamlit", "run", str(workflow.ROOT / "app.py"), "--server.port", str(number)]
    environment = os.environ | ({"SPREIDING_REGIO": regio} if regio else {})
    # Streamlit writes its own lines to stdout; ours holds only the answer.
    done = subprocess.run(command, env=environment, cwd=workflow.ROOT, stdout=sys.stderr, check=False)  # noqa: S603
    raise typer.Exit(EXIT_STOPPED if done.returncode < 0 else done.returncode)


@app.command("voorbereiden", help=hulp.HULP["voorbereiden"])
def prepare() -> None:
    """Compile the kernels and prepare the example region."""
    with terminal.progress() as on_progress:
        folder = workflow.prepare_example(on_progress=on_progress)
        on_progress(hulp.STAP_KERNELS, 0.9)
        warm_up.compile_kernels(workflow.open_region())
    sys.stdout.write(hulp.VOORBEREID.format(folder=folder) + "\n")
