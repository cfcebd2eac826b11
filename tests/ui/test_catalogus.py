"""The services of the catalogue as a person reads them."""

from streamlit.testing.v1 import AppTest

from spreiding.billing import default_catalogue
from spreiding.ui import catalogus
from spreiding.ui.markdown import plain
from tests.ui.test_pages import open_page, words

CATALOGUE = default_catalogue()
ROWS = catalogus.service_rows(CATALOGUE)


def row(service: str, tariff: str) -> dict[str, str]:
    """The cells of one tariff, in the order of the catalogue."""
    lines = [(each.code, line.code) for each in CATALOGUE.services for line in each.tariffs]
    return dict(ROWS.reset_index().iloc[lines.index((service, tariff))])


def test_every_tariff_has_its_row_with_unit_amount_and_section() -> None:
    assert len(ROWS) == sum(len(service.tariffs) for service in CATALOGUE.services)
    dbos = row("dbos-po", "leerling")
    assert dbos[catalogus.TARIFF] == plain("€\u00a073,55")
    assert (dbos[catalogus.UNIT], dbos[catalogus.COLOUR], dbos[catalogus.SECTION]) == (
        "leerling",
        "Basis",
        plain("§ 4.4"),
    )
    assert row("robuuste-bibliotheek", "groot")[catalogus.TARIFF] == plain("€\u00a095.116")


def test_what_is_not_known_or_on_quote_is_said() -> None:
    assert row("dbos-vo", "dbos-vo")[catalogus.TARIFF] == "op offerte"
    leesklik = row("leesklik", "collectie")
    assert (leesklik[catalogus.UNIT], leesklik[catalogus.COLOUR]) == ("onbekend", "onbekend")
    # 200 books of 19.35.
    assert leesklik[catalogus.TARIFF] == plain("€\u00a03.870")


def test_a_guide_price_btw_and_another_payer_are_said() -> None:
    assert row("open-plus", "installatie")[catalogus.TARIFF] == plain("ongeveer €\u00a025.800")
    school = row("dbos-po", "bijdrage-school")
    assert school[catalogus.TARIFF] == plain("€\u00a017 exclusief btw")
    assert school[catalogus.LINE] == plain("bijdrage van de school (betaalt: school)")
    assert row("boekstart-kinderopvang", "maatwerk")[catalogus.LINE].endswith(plain("(betaalt: onbekend)"))


def test_uitleg_shows_all_services(app: AppTest) -> None:
    open_page(app, "uitleg")
    assert "Alle diensten van de catalogus, prijspeil 2025" in words(app)
    assert any("Verhalenbrink" in table.value.to_string() for table in app.table)
