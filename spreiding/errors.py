"""Everything that can go wrong for a reason a user can mend.

An error carries a kind and data; the Dutch sentence is made in ``spreiding.ui.teksten``, where each
kind has exactly one template that says what is wrong, where, and what to do. An exception that is
not a `SpreidingError` is our own fault.
"""

from collections.abc import Iterable


class SpreidingError(Exception):
    """A fault with a name: `kind` selects the sentence, `data` fills it.

    Parameters
    ----------
    kind
        Name of the fault, in English, e.g. ``missing_column``.
    data
        Values for the sentence; numbers, paths and names only.

    """

    def __init__(self, kind: str, **data: object) -> None:
        super().__init__(kind, data)
        self.kind = kind
        self.data = data

    def __str__(self) -> str:
        """Return kind and data, for the log; the sentence for people is made elsewhere."""
        details = ", ".join(f"{key}={value!r}" for key, value in self.data.items())
        return f"{self.kind}({details})"


class InputError(SpreidingError):
    """A file, a value or an option that cannot be used."""


class QuestionError(SpreidingError):
    """A question to the optimiser that is not well formed (never: one without a feasible plan)."""


class SolverError(SpreidingError):
    """A search that ended for a reason outside the program, such as a full memory."""


class InputErrors(SpreidingError):
    """All faults of one input together, so that a user mends them in one round.

    Parameters
    ----------
    errors
        At least one `InputError`.

    """

    def __init__(self, errors: Iterable[InputError]) -> None:
        self.errors = tuple(errors)
        super().__init__("several_faults", n_faults=len(self.errors))


def raise_together(errors: Iterable[InputError]) -> None:
    """Raise one `InputError` as itself and several as `InputErrors`; nothing if there are none.

    Raises
    ------
    InputError, InputErrors
        If `errors` is not empty.

    """
    found = tuple(errors)
    if len(found) == 1:
        raise found[0]
    if found:
        raise InputErrors(found)
