"""What gemeenten buy, from a TOML file: every fault of every gemeente is named, in one round."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from spreiding.accounts import Account, is_on_every_bill
from spreiding.catalogue import Catalogue
from spreiding.domain import Frozen
from spreiding.errors import InputError, raise_together
from spreiding.io.fields import allowed, broken_bound, short
from spreiding.io.files.toml_file import read_toml


class _Accounts(Frozen):
    """The accounts of a file."""

    accounts: tuple[Account, ...]


def read_accounts(path: Path, catalogue: Catalogue) -> tuple[Account, ...]:
    """Read what gemeenten buy, each service of which is in `catalogue`.

    Raises
    ------
    InputError, InputErrors
        `file_not_found`, `bad_accounts_file` when it is no TOML, else every fault of every gemeente together: of its
        fields, of what it buys that `catalogue` does not have, and of a gemeente that stands there twice.

    """
    data = read_toml(path, lambda reason: InputError("bad_accounts_file", file=path.name, reason=reason))
    try:
        accounts = _Accounts.model_validate(data).accounts
    except ValidationError as error:
        raise_together(_fault(each, data, path.name) for each in error.errors())
        raise
    _check(accounts, catalogue, path.name)
    return accounts


def _check(accounts: tuple[Account, ...], catalogue: Catalogue, file: str) -> None:
    """Check that every gemeente stands there once and buys what there is."""
    codes = [account.gemeente for account in accounts]
    faults = [
        InputError("accounts_double_gemeente", file=file, gemeente=code)
        for code in sorted({code for code in codes if codes.count(code) > 1})
    ]
    for account in accounts:
        for purchase in account.purchases:
            try:
                tariff = catalogue.tariff(purchase.service, purchase.tariff)
            except InputError as error:
                faults.append(error)
                continue
            if purchase.eur is None and is_on_every_bill(purchase.service, tariff):
                faults.append(
                    InputError("accounts_already_billed", file=file, gemeente=account.gemeente, service=tariff.name)
                )
    raise_together(faults)


def _fault(error: ErrorDetails, data: dict[str, Any], file: str) -> InputError:
    """Name one fault: of which gemeente, in which field, and what is wrong with it."""
    gemeente, field = _whereabouts(error["loc"], data)
    if together := _of_fields_together(error["type"], file, gemeente):
        return together
    if bound := broken_bound(error):
        value = short(error["input"])
        return InputError("accounts_out_of_bounds", file=file, gemeente=gemeente, field=field, value=value, bound=bound)
    if error["type"] == "missing":
        return InputError("accounts_field_missing", file=file, gemeente=gemeente, field=field)
    if error["type"] == "extra_forbidden":
        return InputError("accounts_field_unknown", file=file, gemeente=gemeente, field=field)
    if field == "gemeente" and error["type"] == "string_pattern_mismatch":
        return InputError("accounts_bad_code", file=file, value=short(error["input"]))
    value, known = short(error["input"]), allowed(error) or error["msg"]
    return InputError("accounts_bad_field", file=file, gemeente=gemeente, field=field, value=value, known=known)


def _of_fields_together(kind: str, file: str, gemeente: str) -> InputError | None:
    """Name a fault of fields that do not go together; None for any other."""
    match kind:
        case "amount_without_bron":
            return InputError("accounts_amount_without_bron", file=file, gemeente=gemeente)
        case "double_purchase":
            return InputError("accounts_double_purchase", file=file, gemeente=gemeente)
        case "subsidy_without_bron":
            return InputError("accounts_subsidy_without_bron", file=file, gemeente=gemeente)
        case "not_counted":
            return InputError("accounts_not_counted", file=file, gemeente=gemeente)
    return None


def _whereabouts(loc: tuple[int | str, ...], data: dict[str, Any]) -> tuple[str, str]:
    """Return the gemeente that a fault is in, or its place in the list, and the field."""
    if len(loc) < 2 or not isinstance(loc[1], int):  # noqa: PLR2004 - a list and a place in it
        return "-", ".".join(str(part) for part in loc)
    rows = data.get("accounts")
    row = rows[loc[1]] if isinstance(rows, list) else None
    name = row.get("gemeente") if isinstance(row, dict) else None
    return name if isinstance(name, str) else f"nr. {loc[1] + 1}", ".".join(str(part) for part in loc[2:])
