"""A scenario: today's branches and a list of changes, each of which can be switched off."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator

from spreiding.domain import Frozen, Option, Plan
from spreiding.errors import InputError, raise_together
from spreiding.supply import Site


class Change(Frozen):
    """What happens to one site: it gets `option`, or closes when `option` is None."""

    site_id: str
    option: Option | None
    is_on: bool = True
    note: str = ""


class Scenario(Frozen):
    """A named set of changes to today's situation; at most one change per site.

    `sites` are the user's own points, kept with the scenario so that it stands on its own.
    A locked scenario cannot be changed, only copied.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    description: str = ""
    bron: str = ""
    is_locked: bool = False
    changes: tuple[Change, ...] = ()
    sites: tuple[Site, ...] = ()

    @model_validator(mode="after")
    def _check_once(self) -> Self:
        ids = [change.site_id for change in self.changes]
        if len(ids) != len(set(ids)):
            message = "a site changes at most once in a scenario"
            raise ValueError(message)
        return self

    def unknown_sites(self, known: Iterable[str]) -> frozenset[str]:
        """Return the sites that change here but are neither among `known` nor the scenario's own."""
        own = {site.id for site in self.sites}
        return frozenset(change.site_id for change in self.changes) - own - frozenset(known)

    def with_change(self, change: Change, *, today: Option | None) -> Self:
        """Return the scenario with `change` instead of an earlier one; a change back to `today` disappears."""
        kept = tuple(earlier for earlier in self.changes if earlier.site_id != change.site_id)
        added = () if change.option == today else (change,)
        return self.model_copy(update={"changes": kept + added})


def today_plan(sites: Iterable[Site]) -> Plan:
    """Return the plan of today's branches."""
    return Plan.of((site.id, site.today) for site in sites if site.today is not None)


def apply_changes(scenario: Scenario, sites: Iterable[Site]) -> Plan:
    """Return the plan after the changes that are switched on.

    Raises
    ------
    InputError, InputErrors
        `unknown_site` for every change whose site is not among `sites`.

    """
    by_id = {site.id: site for site in sites}
    active = [change for change in scenario.changes if change.is_on]
    raise_together(
        InputError("unknown_site", scenario=scenario.name, site=change.site_id)
        for change in active
        if change.site_id not in by_id
    )
    options = today_plan(by_id.values()).by_id.copy()
    for change in active:
        if change.option is None:
            options.pop(change.site_id, None)
        else:
            options[change.site_id] = change.option
    return Plan.of(options)


def changes_between(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Return the changes that turn `before` into `after`, sorted by site id."""
    ids = sorted(set(before.by_id) | set(after.by_id))
    return tuple(
        Change(site_id=site_id, option=after.by_id.get(site_id))
        for site_id in ids
        if before.by_id.get(site_id) != after.by_id.get(site_id)
    )
