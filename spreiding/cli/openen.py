"""Commands that get the app going."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType
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
    raise typer.Exit(_run(command, environment))


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a server until it ends or we are stopped; it never outlives us, so that its port is free again."""
    stopped_by: list[int] = []
    servers: list[subprocess.Popen[bytes]] = []

    def forward(number: int, _frame: FrameType | None) -> None:
        stopped_by.append(number)
        for server in servers:
            _stop(server, number)

    before = {number: signal.signal(number, forward) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        # Streamlit writes its own lines to stdout; ours holds only the answer.
        with subprocess.Popen(command, env=environment, cwd=workflow.ROOT, stdout=sys.stderr) as server:  # noqa: S603
            servers.append(server)
            # Stopped before there was anything to stop.
            for number in stopped_by[:1]:
                _stop(server, number)
            code = server.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if signal.SIGINT in stopped_by:
        raise KeyboardInterrupt
    return EXIT_STOPPED if stopped_by or code < 0 else code


def _stop(server: subprocess.Popen[bytes], number: int) -> None:
    """Pass a signal on; Windows knows no other than the end of a process."""
    if os.name == "posix":
        server.send_signal(number)
    else:
        server.terminate()


@app.command("voorbereiden", help=hulp.HULP["voorbereiden"])
def prepare() -> None:
    """Compile the kernels and prepare the example region."""
    with terminal.progress() as on_progress:
        folder = workflow.prepare_example(on_progress=on_progress)
        on_progress(hulp.STAP_KERNELS, 0.9)
        warm_up.compile_kernels(workflow.open_region())
    sys.stdout.write(hulp.VOORBEREID.format(folder=folder) + "\n")
