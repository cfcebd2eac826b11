"""The quality report of a region."""

from spreiding import workflow
from spreiding.answers import quality_answer
from spreiding.cli.options import Json, Regio, gegevens_app, print_answer
from spreiding.ui import hulp, terminal
from spreiding.ui.kwaliteit import report_text


@gegevens_app.command("kwaliteit", help=hulp.HULP["kwaliteit"])
def report(*, regio: Regio = None, as_json: Json = False) -> None:
    """Print what is in a region, what is estimated or missing, and how it compares with CBS."""
    with terminal.progress() as on_progress:
        region = workflow.open_region(regio, on_progress=on_progress)
    quality = workflow.measure_quality(region)
    print_answer(quality_answer(quality), report_text(quality), as_json=as_json)
