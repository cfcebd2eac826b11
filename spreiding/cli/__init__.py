"""The command line: the same use cases without a screen. Only the answer goes to stdout."""

import errno
import io
import sys
import traceback
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from spreiding.cli import gegevens, kosten, kwaliteit, normen, openen, ophalen, plannen, regio, sjabloon  # noqa: F401 - importing registers their commands
from spreiding.cli.openen import EXIT_STOPPED
from spreiding.cli.options import app
from spreiding.errors import InputError, SolverError, SpreidingError
from spreiding.ui import hulp, teksten

EXIT_OWN_FAULT, EXIT_BAD_INPUT = 1, 2


def main() -> NoReturn:
    """Run the command line: exit 0 an answer, 2 bad input, 1 our own fault or a solver that ended, 130 stopped."""
    # JSON is UTF-8 whatever the terminal is set to; elsewhere a letter that it lacks may not cost the answer.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    """Run one command and return its exit code; every failure is one sentence on stderr."""
    try:
        outcome = app(arguments, standalone_mode=False)
        code = outcome if isinstance(outcome, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        code = EXIT_STOPPED
    except SolverError as error:
        _say(teksten.sentence(error))
        return EXIT_OWN_FAULT
    except SpreidingError as error:
        _say(teksten.sentence(error))
        return EXIT_BAD_INPUT
    except TyperException as error:
        _say(hulp.usage_sentence(error))
        return EXIT_BAD_INPUT
    except Exception as error:  # noqa: BLE001 - the last net: our own fault, told as such with the trace for a report
        if isinstance(error, OSError) and error.filename is not None:
            _say(teksten.sentence(_refused_file(error)))
            return EXIT_BAD_INPUT
        _say(traceback.format_exc())
        _say(hulp.EIGEN_FOUT)
        return EXIT_OWN_FAULT
    # Typer itself turns Ctrl+C into this exit code.
    if code == EXIT_STOPPED:
        _say(hulp.GESTOPT)
    return code


def _refused_file(error: OSError) -> InputError:
    """Return the fault of a file or folder that the system does not open: no right to it, or no name for a file."""
    if error.errno == errno.ENAMETOOLONG:
        return InputError("file_not_found", file=error.filename)
    return InputError("unreadable_file", file=error.filename)


def _say(text: str) -> None:
    """Write a message to stderr."""
    sys.stderr.write(teksten.printable(text).rstrip() + "\n")
