"""The vocabulary: what a branch can be, what a plan is. No arrays, no files."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

HOURS_PER_WEEK: Final = 168.0

Hours = Annotated[float, Field(ge=0, le=HOURS_PER_WEEK)]


def _sorted(value: object) -> object:
    """Replace sets by sorted lists, so that equal records give equal text in every process."""
    if isinstance(value, Mapping):
        return {str(key): _sorted(part) for key, part in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(str(part) for part in value)
    if isinstance(value, list | tuple):
        return [_sorted(part) for part in value]
    return value


class Frozen(BaseModel):
    """A record that a user enters or a file stores: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def canonical_json(self) -> str:
        """Return the record as JSON with sorted keys and sets, for fingerprints."""
        return json.dumps(_sorted(self.model_dump()), sort_keys=True, default=str)


class Modality(StrEnum):
    """How an inhabitant travels."""

    AUTO = "auto"
    FIETS = "fiets"
    EBIKE = "e-bike"
    LOPEN = "lopen"


class Vestigingstype(StrEnum):
    """Tariff class of a branch (activiteitencatalogus 2025, §2.2), from large to small."""

    GROOT = "groot"
    MIDDELGROOT = "middelgroot"
    KLEIN = "klein"
    SERVICEPUNT = "servicepunt"

    @property
    def rank(self) -> int:
        """Size order: servicepunt 1, klein 2, middelgroot 3, groot 4."""
        return len(Vestigingstype) - list(Vestigingstype).index(self)


class Huisvesting(StrEnum):
    """The kind of building a branch is housed in; unknown is `None`, never a member."""

    ZELFSTANDIG = "zelfstandig"
    MFA = "mfa"
    SCHOOL = "school"
    GEMEENTEHUIS = "gemeentehuis"
    DORPSHUIS = "dorpshuis"
    CULTUURCENTRUM = "cultuurcentrum"
    ZORGCENTRUM = "zorgcentrum"


class Kernfunctie(IntEnum):
    """The five library functions of the Wsob, article 5."""

    KENNIS_EN_INFORMATIE = 1
    ONTWIKKELING_EN_EDUCATIE = 2
    LEZEN_EN_LITERATUUR = 3
    ONTMOETING_EN_DEBAT = 4
    KUNST_EN_CULTUUR = 5


class Package(StrEnum):
    """Programme package bought for a branch (activiteitencatalogus 2025, §3.2)."""

    GEEN = "geen"
    LLO1 = "llo1"


class KbType(StrEnum):
    """What KB and CBS call a branch; not to be determined is `None`, never a member."""

    VESTIGING = "vestiging"
    SERVICEPUNT = "servicepunt"
    MINISERVICEPUNT = "miniservicepunt"
    AFHAALPUNT = "afhaalpunt"


class Service(StrEnum):
    """A desk for which people come to a library, beside the five kernfuncties."""

    IDO = "ido"
    TAALHUIS = "taalhuis"


class SiteFact(StrEnum):
    """What is told of a branch, and may be an assumption; diensten are collection, Open+, IDO and Taalhuis."""

    KLASSE = "klasse"
    KERNFUNCTIES = "kernfuncties"
    UREN = "uren"
    DIENSTEN = "diensten"
    HUISVESTING = "huisvesting"


class Voorzieningsvorm(StrEnum):
    """Library provision that is no branch (SPUK, Stcrt. 2023, 9297, names most of them)."""

    BIBLIOBUS = "bibliobus"
    AFHAALPUNT = "afhaalpunt"
    IDO_PUNT = "ido-punt"
    AAN_HUIS = "bibliotheek aan huis"


class Option(Frozen):
    """One way to run a branch: class × huisvesting × package, with or without Open+.

    An unknown class or huisvesting is `None`: the branch is open, its cost and functions are not known.
    """

    type: Vestigingstype | None
    huisvesting: Huisvesting | None = None
    package: Package = Package.GEEN
    open_plus: bool = False


class Plan(Frozen):
    """Which sites are open, and as what: pairs (site id, option), sorted by id, each id once."""

    options: tuple[tuple[str, Option], ...]

    @classmethod
    def of(cls, options: Mapping[str, Option] | Iterable[tuple[str, Option]]) -> Self:
        """Build a plan from a mapping or pairs in any order."""
        pairs = options.items() if isinstance(options, Mapping) else options
        return cls(options=tuple(sorted(pairs, key=lambda pair: pair[0])))

    @model_validator(mode="after")
    def _check_ids(self) -> Self:
        ids = [site_id for site_id, _ in self.options]
        if ids != sorted(set(ids)):
            message = "the ids of a plan are sorted and unique"
            raise ValueError(message)
        return self

    @cached_property
    def by_id(self) -> dict[str, Option]:
        """The open sites as a dictionary id → option."""
        return dict(self.options)


def fingerprint(*parts: str) -> str:
    """SHA-256 (64 hexadecimal digits) over `parts` in order; equal fingerprints mean equal inputs."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        # The length keeps ("ab", "c") and ("a", "bc") apart.
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()
