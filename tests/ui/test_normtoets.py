"""The page Normtoets, driven as a user would: the matrix, one norm, the norms themselves, and what is confirmed."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from spreiding import workflow
from spreiding.domain import KbType, Kernfunctie, Service, SiteFact, Vestigingstype, Voorzieningsvorm
from spreiding.judging.hours import HoursSummary
from spreiding.judging.verdict import Normoordeel, Outcome, Reason, ReasonKind
from spreiding.network import project
from spreiding.norms import Area, Confirmations, CountNorm, HoursNorm, KernNorm, Label, Predicate, ReachNorm
from spreiding.region import Region
from spreiding.review import format_normenkader, parse_normenkader, preset_normen, review_scenario
from spreiding.scenario import Change, Scenario
from spreiding.ui import actions, eerlijkheid, labels, norm_matrix, norm_rows, norm_words, normen
from spreiding.ui.markdown import plain
from spreiding.ui.norm_asked import asked, what
from spreiding.voorzieningen import School
from tests.ui.conftest import small_region
from tests.ui.test_pages import by_label, open_page, words

HOSTILE = "<img src=x onerror=alert(1)> =1+1 ${alert(1)}"
REACH = "Redelijke afstand over de weg"


def matrix(app: AppTest) -> str:
    """The HTML of the matrix."""
    bodies: list[str] = [element.proto.body for element in app.get("html")]
    return next(body for body in bodies if "normen" in body)


def row(app: AppTest, norm: str) -> str:
    """The row of one norm in the matrix."""
    return next(part for part in matrix(app).split("<tr>") if norm in part)


def tables(app: AppTest) -> str:
    """All cells of all tables."""
    return "\n".join(element.value.reset_index().to_string() for element in app.table)


def assumed_region(monkeypatch: pytest.MonkeyPatch) -> Region:
    """The small world, not as an example: of branch `west` the class is an assumption."""
    bare = small_region(is_example=False)
    west = bare.sites[0].model_copy(update={"assumed": frozenset({SiteFact.KLASSE})})
    region = replace(bare, sites=(west, *bare.sites[1:]))
    monkeypatch.setattr(workflow, "open_region", lambda _name: region)
    return region


def with_norms(app: AppTest, *norms: CountNorm | KernNorm | ReachNorm | HoursNorm) -> AppTest:
    """The page with a kader of these norms."""
    app.run()
    state = app.session_state["spreiding"]
    kader = preset_normen().model_copy(update={"norms": norms})
    app.session_state["spreiding"] = replace(state, testing=replace(state.testing, kader=kader))
    return open_page(app, "normtoets")


LARGE = CountNorm(
    name="Grote vestiging",
    bron="wij",
    label=Label.EIGEN_KEUZE,
    predicate=Predicate(minimum_type=Vestigingstype.MIDDELGROOT),
)


def test_the_matrix_has_a_row_per_norm_and_a_column_per_gemeente_in_words(app: AppTest) -> None:
    open_page(app, "normtoets")
    body = matrix(app)
    assert body.index(">Daar<") < body.index(">Hier<")
    # Of the 1500 people in Hier 1000 live within 5 km: 66.7% of the 90% asked; of the 250 in Daar 200, 80%.
    assert row(app, REACH).count(">voldoet niet<") == 2
    # Nobody told whether a branch has an IDO.
    assert "niet te bepalen" in row(app, "Informatiepunt Digitale Overheid per gemeente")


def test_every_norm_shows_its_label_and_source_and_none_speaks_for_the_law(app: AppTest) -> None:
    open_page(app, "normtoets")
    for norm in preset_normen().norms:
        if norm.name in matrix(app):
            assert f"{norm.label.value} · {norm.bron}".replace("'", "&#x27;") in row(app, norm.name)
    assert "voldoet aan de wet" not in (matrix(app) + words(app)).lower()


def test_colours_of_verdicts_are_blue_and_orange_with_hatching() -> None:
    html = norm_matrix.matrix_html((), (), [("GM0001", "Hier")])
    assert {"#0072B2", "#E69F00"} <= set(html.replace(";", " ").replace(",", " ").split())
    assert "repeating-linear-gradient" in html
    assert "red" not in html.split()
    assert "green" not in html.split()


def test_norms_that_cannot_be_tested_here_are_named_and_the_others_are_tested(app: AppTest) -> None:
    # The squares of the small world have no ages.
    open_page(app, "normtoets")
    assert normen.NOT_TESTED in words(app)
    assert "75 jaar en ouder" in words(app)
    assert "Zeven kilometer voor 75-plussers" not in matrix(app)


def test_one_gemeente_leaves_room_for_the_figures(app: AppTest) -> None:
    open_page(app, "normtoets")
    by_label(app.sidebar.selectbox, labels.GEMEENTE).set_value("GM0001").run()
    assert not app.exception
    # 90% of 1500 is 1350: 350 more than the 1000 within.
    for text in ("66,7%", "90%", "350 inwoners"):
        assert f">{text}<" in row(app, REACH)
    assert "Daar" not in matrix(app)


def test_a_picked_norm_tells_share_shortage_and_where_people_fall_outside(app: AppTest) -> None:
    open_page(app, "normtoets")
    by_label(app.selectbox, normen.PICK).set_value(REACH).run()
    assert not app.exception
    cells = tables(app)
    for text in ("66,7%", "350 inwoners", "80,0%", "25 inwoners", labels.BUITENGEBIED):
        assert text in cells
    assert "90% van de inwoners binnen 5 km" in words(app).replace("\\", "")


def test_a_picked_norm_tells_which_branches_do_not_count_and_what_they_lack(app: AppTest) -> None:
    with_norms(app, LARGE)
    assert "klasse" in app.table[1].value.to_string()
    # Only in the gemeente of the small branch; the large one counts.
    assert "oost" in app.table[1].value.index


def test_a_scenario_is_judged_as_chosen(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = Scenario(id="dicht", name="Oost dicht", changes=(Change(site_id="oost", option=None),))
    monkeypatch.setattr(workflow, "scenarios_for", lambda _region: (workflow.TODAY, closed))
    open_page(app, "normtoets")
    assert normen.FLIPS_TITLE not in words(app)
    by_label(app.selectbox, labels.SCENARIO).set_value("dicht").run()
    by_label(app.selectbox, normen.PICK).set_value(REACH).run()
    assert not app.exception
    # 200 of the 250 people of Daar cycled 50 m, which is 80 % where 75 % is asked; now nobody has a branch so near.
    (flips,) = (found.value for found in app.table if norm_rows.BEFORE in found.value.columns)
    assert normen.FLIPS_TITLE in words(app)
    flipped = flips.reset_index()
    assert flipped[flipped[norm_rows.NORM] == "Een kwartier fietsen"][
        [norm_rows.BEFORE, norm_rows.AFTER]
    ].to_numpy().tolist() == [["voldoet", "voldoet niet"]]
    # Without oost nobody in Daar lives within 5 km: 0.9 · 250 = 225.
    assert "225 inwoners" in tables(app)
    assert fairness_columns(app) == [labels.NOW, labels.PLANNED, eerlijkheid.MEANING]


def fairness_columns(app: AppTest) -> list[str]:
    return next(list(found.value.columns) for found in app.table if eerlijkheid.MEANING in found.value.columns)


def test_fairness_stands_there_with_the_more_technical_measures_apart(app: AppTest) -> None:
    open_page(app, "normtoets")
    assert "De 10% die het verst moet reizen" in tables(app).replace("\\", "")
    assert eerlijkheid.MORE in [expander.label for expander in app.expander]
    assert "niet te bepalen" not in next(
        str(found.value.loc["Gelijkwaardige afstand \\(Kolm\\-Pollak\\)", labels.NOW])
        for found in app.table
        if "Gini" in found.value.index
    )


def test_hours_say_that_they_add_up_and_that_open_plus_is_for_adults(app: AppTest) -> None:
    open_page(app, "normtoets")
    assert "tegelijk open" in words(app)
    assert "volwassenen" in words(app)
    assert "wie 15, 16 of 17 is telt als volwassene" in words(app)
    shown = next(found.value for found in app.table if norm_rows.STAFFED in found.value.columns)
    # The 1000 in Hier reach the 40 hours assumed for a large branch, the 500 none: 26.7 on average.
    assert shown.loc["Hier", norm_rows.STAFFED] == "26,7"
    assert shown.loc["Hier", norm_rows.WITHOUT] == "500"


def test_hours_that_nobody_split_are_unknown_and_no_zero() -> None:
    told = HoursSummary(10.0, 20.0, 0.0, 0.0, 0.0, 0.0)
    assert norm_rows._told(told.professional, told) == "onbekend"  # noqa: SLF001
    assert norm_rows._told(0.0, replace(told, staffed=0.0)) == "0"  # noqa: SLF001
    unknown = replace(told, staffed=math.nan, professional=math.nan, volunteer=math.nan)
    assert norm_rows._told(unknown.professional, unknown) == "onbekend"  # noqa: SLF001


def test_a_region_without_schools_says_so(app: AppTest) -> None:
    assert normen.NO_SCHOOLS in words(open_page(app, "normtoets"))


def test_a_school_far_away_is_listed_with_the_price_of_thuislezen(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = small_region()
    school = School(id="school", name="De Vlinder", gemeente="GM0001", x_m=10_000.0, y_m=0.0, pupils=100)
    x_m, y_m = np.array([school.x_m]), np.array([school.y_m])
    footing = {modality: project(network, x_m, y_m) for modality, network in bare.networks.items()}
    region = replace(bare, schools=(school,), school_footing=footing)
    monkeypatch.setattr(workflow, "open_region", lambda _name: region)
    tariffs = workflow.default_uitgangspunten().tariffs.model_copy(update={"gemeenten": frozenset({"GM0001"})})
    assumptions = workflow.default_uitgangspunten().model_copy(update={"tariffs": tariffs})
    monkeypatch.setattr(workflow, "default_uitgangspunten", lambda **_: assumptions)
    open_page(app, "normtoets")
    # It stands where the candidate does, 10 km from both branches: 456 + 100 · 38.70 = 4,326, then 542 a year.
    listed = next(found.value for found in app.table if norm_rows.ONCE in found.value.columns)
    assert listed.loc["De Vlinder", norm_rows.ONCE] == "€\u00a04\\.326"
    assert listed.loc["De Vlinder", norm_rows.YEARLY] == "€\u00a0542"
    by_label(app.number_input, normen.SCHOOL_KM).set_value(10.5).run()
    assert not app.exception
    assert normen.NONE_FAR.format(km="10,5") in [found.value for found in app.info]


def test_a_norm_that_is_switched_off_is_no_longer_tested(app: AppTest) -> None:
    open_page(app, "normtoets")
    box = next(found for found in app.checkbox if REACH in found.label)
    box.uncheck().run()
    assert not app.exception
    assert REACH not in matrix(app)


def test_an_undecided_row_shows_no_figure_and_what_asks_nothing_is_counted_apart(app: AppTest) -> None:
    # Nobody told of an IDO; and no kern of this world has a million inwoners.
    ido = CountNorm(name="IDO", bron="wij", label=Label.BELEID, predicate=Predicate(services=frozenset({Service.IDO})))
    huge = KernNorm(name="Wereldstad", bron="wij", label=Label.BELEID, min_inwoners=1_000_000)
    with_norms(app, ido, huge)
    assert "niet te bepalen" in tables(app)
    assert "0 vestigingen" not in tables(app)
    assert "0 keer voldoet, 0 keer voldoet niet, 2 keer niet te bepalen, en 2 keer wordt niets gevraagd" in words(app)
    by_label(app.sidebar.selectbox, labels.GEMEENTE).set_value("GM0001").run()
    assert f"<td>{labels.NOTHING}</td>" in row(app, "IDO")


def test_undecided_kernen_leave_at_least_those_that_comply() -> None:
    norm = KernNorm(name="n", bron="b", label=Label.BELEID)
    unknown = Normoordeel(norm, "GM0001", Outcome.UNDECIDED, 0.0, 1.0, 1.0, 0.0, 1.0, kern="a")
    met = replace(unknown, outcome=Outcome.MET, value=1.0)
    assert norm_words.cell([unknown, met])[1] == "minstens 1 van 2 kernen"
    assert norm_words.cell([unknown, unknown])[1] == labels.NOTHING


def test_a_verdict_on_a_kern_names_its_gemeente() -> None:
    norm = ReachNorm(name="n", bron="b", label=Label.BELEID, share=0.9, max_m=5000)
    oordeel = Normoordeel(norm, "GM0001", Outcome.MET, 1.0, 1.0, 1.0, 1.0, 1.0, kern="westdorp")
    assert norm_words.area_name(small_region(), oordeel) == "Westdorp (Hier)"


@pytest.mark.parametrize(
    ("facts", "names", "told"),
    [
        ({SiteFact.KLASSE}, ("A",), "de klasse van A is onbekend; vul haar in"),
        ({SiteFact.KLASSE}, ("A", "B"), "de klasse van A en B is onbekend; vul haar in"),
        ({SiteFact.UREN}, ("A",), "de openingsuren van A zijn onbekend; vul ze in"),
        ({SiteFact.KLASSE, SiteFact.UREN}, ("A", "B"), "de klasse en openingsuren van A en B zijn onbekend; vul ze in"),
    ],
)
def test_what_is_unknown_of_one_or_several_branches_is_a_sentence(
    facts: set[SiteFact], names: tuple[str, ...], told: str
) -> None:
    found = review_scenario(
        small_region(is_example=False),
        workflow.TODAY,
        workflow.default_uitgangspunten(),
        kader=preset_normen().model_copy(update={"norms": (LARGE,)}),
        confirmations=Confirmations(),
    )
    reason = Reason(ReasonKind.DOUBTFUL_SITES, names, frozenset(facts))
    assert norm_words.reason_sentence(found, reason) == told


def test_without_any_norm_the_page_says_what_to_do(app: AppTest) -> None:
    with_norms(app, LARGE)
    next(found for found in app.checkbox if LARGE.name in found.label).uncheck().run()
    assert not app.exception
    assert normen.NOTHING_TESTED in words(app)


def edit(app: AppTest, name: str, **typed: str) -> AppTest:
    """Change fields of a norm by their label, and send the form."""
    by_label(app.selectbox, normen.EDIT_WHICH).set_value(name).run()
    for label, text in typed.items():
        by_label([*app.text_input, *app.text_area], label).set_value(text)
    by_label(app.button, normen.SAVE).click().run()
    assert not app.exception
    return app


def test_an_edited_share_changes_the_verdict(app: AppTest) -> None:
    open_page(app, "normtoets")
    edit(app, REACH, **{normen.SHARE: "62,5", normen.BRON: "onze raad", normen.NAME: "Zestig"})
    # 66.7% and 80% both reach 62.5%.
    assert row(app, "Zestig").count(">voldoet<") == 2
    assert "onze raad" in row(app, "Zestig")
    assert plain(normen.SAVED.format(norm="Zestig")) in "\n".join(found.value for found in app.success)


def test_all_faults_of_a_form_are_told_together_and_nothing_typed_is_lost(app: AppTest) -> None:
    open_page(app, "normtoets")
    edit(app, REACH, **{normen.SHARE: "101", normen.BRON: "", normen.MAX_M: "veel"})
    told = words(app)
    for text in (normen.BRON, normen.SHARE, normen.MAX_M):
        assert text in told
    # What a file has for names and shares says nothing to who types in a form.
    assert "share" not in told
    assert "0.90" not in told
    assert by_label(app.text_input, normen.MAX_M).value == "veel"
    assert by_label(app.text_input, normen.SHARE).value == "101"
    assert row(app, REACH).count(">voldoet niet<") == 2


@pytest.mark.parametrize(("typed", "meant"), [("0,90", "90"), ("0.9", "90"), ("0,625", "62,5")])
def test_a_share_below_one_percent_is_refused_with_what_was_probably_meant(
    app: AppTest, typed: str, meant: str
) -> None:
    open_page(app, "normtoets")
    edit(app, REACH, **{normen.SHARE: typed})
    assert f"bedoelt u {meant}?" in words(app).replace("\\", "")
    assert app.session_state["spreiding"].testing.kader is None


def test_the_form_says_what_a_number_must_be_by_its_own_label_and_text(app: AppTest) -> None:
    open_page(app, "normtoets")
    edit(app, REACH, **{normen.MAX_M: "2.000.000"})
    assert f"'{normen.MAX_M}' is 2.000.000, maar moet hooguit 1.000.000 zijn" in words(app).replace("\\", "")


def test_sizes_that_no_kern_has_are_told_by_the_labels_of_the_form(app: AppTest) -> None:
    norm = KernNorm(name="Kernen", bron="wij", label=Label.BELEID, min_inwoners=1000)
    with_norms(app, norm)
    edit(app, norm.name, **{normen.MAX_INWONERS: "500"})
    told = words(app).replace("\\", "")
    assert f"'{normen.MAX_INWONERS}' moet groter zijn dan dat bij '{normen.MIN_INWONERS}'" in told
    assert "max_inwoners" not in told


def test_a_norm_has_metres_or_minutes_and_never_both(app: AppTest) -> None:
    open_page(app, "normtoets")
    edit(app, REACH, **{normen.MAX_MINUTES: "10"})
    assert "meters" in words(app)
    edit(app, REACH, **{normen.MAX_MINUTES: "12", normen.MAX_M: ""})
    # 10 km is 10 minutes by car: all of Hier lives within 12, and of Daar the 50 at 10 km from oost too.
    assert row(app, REACH).count(">voldoet<") == 2


def test_area_neighbours_and_unstaffed_hours_are_chosen_in_the_form(app: AppTest) -> None:
    norm = HoursNorm(name="Uren", bron="wij", label=Label.BELEID, share=0.5, minimum_hours=5, max_m=5000)
    with_norms(app, norm)
    by_label(app.selectbox, normen.AREA).set_value(Area.REGIO)
    by_label(app.checkbox, normen.COUNTS_NEIGHBOURS).uncheck()
    by_label(app.checkbox, normen.COUNTS_UNSTAFFED).check()
    by_label(app.button, normen.SAVE).click().run()
    assert not app.exception
    kader = app.session_state["spreiding"].testing.kader
    changed = {"area": Area.REGIO, "counts_neighbours": False, "counts_unstaffed": True}
    assert kader.norms == (norm.model_copy(update=changed),)
    # Those hours are for adults, and nobody's age is known here.
    assert normen.NOT_TESTED in words(app)


def test_a_copy_of_a_norm_stands_behind_it_under_a_name_of_its_own(app: AppTest) -> None:
    with_norms(app, LARGE)
    for _ in range(2):
        by_label(app.selectbox, normen.EDIT_WHICH).set_value(LARGE.name).run()
        by_label(app.button, normen.COPY_NORM).click().run()
        assert not app.exception
    kader = app.session_state["spreiding"].testing.kader
    assert [norm.name for norm in kader.norms] == [
        LARGE.name,
        f"{LARGE.name} (kopie 2)",
        f"{LARGE.name} (kopie)",
    ]
    # What was copied is picked, and comes back from a file.
    assert by_label(app.selectbox, normen.EDIT_WHICH).value == f"{LARGE.name} (kopie 2)"
    assert parse_normenkader(format_normenkader(kader).encode(), name="x") == kader


def upload(app: AppTest, name: str, content: bytes) -> None:
    box: Any = app.get("file_uploader")[0]
    box.upload(name, content, "application/toml").run()


def test_a_kader_is_read_back(app: AppTest) -> None:
    open_page(app, "normtoets")
    content = format_normenkader(preset_normen().model_copy(update={"norms": (LARGE,)})).encode()
    upload(app, "mijn.toml", content)
    assert not app.exception
    assert LARGE.name in matrix(app)
    assert REACH not in matrix(app)
    by_label(app.button, normen.RESET).click().run()
    assert REACH in matrix(app)


def test_a_refused_kader_names_every_fault_and_changes_nothing(app: AppTest) -> None:
    open_page(app, "normtoets")
    text = format_normenkader(preset_normen().model_copy(update={"norms": (LARGE,)}))
    bad = text.replace('bron = "wij"', 'bron = ""').replace("minimum = 1", "minimum = 0")
    upload(app, "stuk.toml", bad.encode())
    assert not app.exception
    assert "bron" in words(app)
    assert "minimum" in words(app)
    assert REACH in matrix(app)


def test_a_kader_of_which_nothing_can_be_tested_here_is_refused_and_changes_nothing(app: AppTest) -> None:
    open_page(app, "normtoets")
    lost = ReachNorm(
        name="Zonder groep", bron="wij", label=Label.BELEID, share=0.5, max_m=5000, groups=("marsmannetjes",)
    )
    upload(app, "weg.toml", format_normenkader(preset_normen().model_copy(update={"norms": (lost,)})).encode())
    assert not app.exception
    assert "marsmannetjes" in words(app)
    assert REACH in matrix(app)
    assert app.session_state["spreiding"].testing.kader is None


def test_a_verdict_that_rests_on_an_assumption_is_given_once_it_is_confirmed(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assumed_region(monkeypatch)
    with_norms(app, LARGE)
    assert "niet te bepalen" in row(app, LARGE.name)
    assert "de klasse van west is een aanname; bevestig haar of vul haar in" in tables(app)
    box = next(found for found in app.checkbox if found.label.startswith("west"))
    # Nobody can confirm what he does not see.
    assert plain("klasse: groot") in box.label
    box.check().run()
    assert not app.exception
    assert ">voldoet<" in row(app, LARGE.name)


def test_kernen_are_confirmed_as_one(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    assumed_region(monkeypatch)
    norm = KernNorm(name="In elke kern", bron="wij", label=Label.BELEID)
    with_norms(app, norm)
    assert "niet te bepalen" in row(app, norm.name)
    assert "bevestig" in tables(app)
    by_label(app.checkbox, normen.CONFIRM_KERNEN.format(n=1)).check().run()
    assert not app.exception
    assert ">voldoet<" in row(app, norm.name)


def test_in_the_example_everything_counts_as_confirmed_and_the_page_says_why(app: AppTest) -> None:
    assert normen.ALL_CONFIRMED in words(open_page(app, "normtoets"))


def test_what_was_said_of_branches_does_not_go_along_to_another_region(app: AppTest) -> None:
    app.run()
    state = app.session_state["spreiding"]
    confirmed = state.testing.confirmations.model_copy(update={"sites": frozenset({"west"})})
    state = replace(state, testing=replace(state.testing, confirmations=confirmed, left_out=frozenset({REACH})))
    after = actions.choose_region(state, "elders")
    assert after.testing.confirmations.sites == frozenset()
    assert after.testing.left_out == {REACH}


def test_a_hostile_name_is_shown_as_text_everywhere(app: AppTest) -> None:
    with_norms(app, LARGE.model_copy(update={"name": HOSTILE, "bron": HOSTILE}))
    assert not app.exception
    assert "<img" not in matrix(app)
    assert "&lt;img" in matrix(app)
    labels_shown = [found.label for found in app.checkbox]
    assert any("\\<img" in label for label in labels_shown)
    assert "<img src" not in words(app).replace("\\<img", "")


@pytest.mark.parametrize(
    ("value", "outcome", "shown"),
    [
        # 89.96% would round to the 90% that it does not reach.
        (8996.0, Outcome.NOT_MET, "89,96%"),
        (8999.9, Outcome.NOT_MET, "89,99%"),
        (8950.0, Outcome.NOT_MET, "89,5%"),
        (9000.0, Outcome.MET, "90,0%"),
    ],
)
def test_a_share_that_falls_short_never_reads_as_what_was_asked(value: float, outcome: Outcome, shown: str) -> None:
    norm = ReachNorm(name="n", bron="b", label=Label.BELEID, share=0.9, max_m=5000)
    oordeel = Normoordeel(norm, "GM0001", outcome, value, 9000.0, 10_000.0, value, value)
    assert norm_words.figure(oordeel) == shown


def test_missing_persons_are_rounded_up_and_a_rounding_error_is_nobody() -> None:
    norm = ReachNorm(name="n", bron="b", label=Label.BELEID, share=0.9, max_m=5000)
    oordeel = Normoordeel(norm, "GM0001", Outcome.NOT_MET, 899.5, 900.0, 1000.0, 0, 0)
    assert norm_words.shortage(oordeel) == "1 inwoner"
    assert norm_words.shortage(replace(oordeel, value=890.0 - 1e-9)) == "10 inwoners"


def test_every_preset_says_in_a_sentence_what_it_asks() -> None:
    for norm in preset_normen().norms:
        text = asked(norm)
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith(".")
        assert "None" not in text
        assert "  " not in text


def test_each_function_of_a_norm_has_its_own_field_and_comes_back(app: AppTest) -> None:
    open_page(app, "normtoets")
    field = normen.FUNCTION_M.format(function=labels.KERNFUNCTIES[Kernfunctie.LEZEN_EN_LITERATUUR])
    edit(app, "Elke kernfunctie op haar eigen afstand", **{field: "7500"})
    kader = app.session_state["spreiding"].testing.kader
    assert kader is not None
    norm = kader.find("elke-kernfunctie-op-haar-eigen-afstand")
    assert norm is not None
    assert norm.max_m[Kernfunctie.LEZEN_EN_LITERATUUR] == 7500
    assert parse_normenkader(format_normenkader(kader).encode(), name="x") == kader


def test_what_cannot_be_told_lies_at_no_distance_from_what_was_asked() -> None:
    norm = ReachNorm(name="proef", bron="proef", label=Label.EIGEN_KEUZE, share=0.8, max_m=5000)
    told = Normoordeel(
        norm=norm, gemeente=None, outcome=Outcome.NOT_MET, value=20, required=80, tested=100, low=20, high=20
    )
    assert norm_words.points(told) == "−60,0"
    assert norm_words.points(replace(told, outcome=Outcome.UNDECIDED)) == labels.NOTHING


def test_what_is_asked_of_every_form_stands_behind_them_all() -> None:
    taalhuis = Predicate(services=frozenset({Service.TAALHUIS}), forms=frozenset({Voorzieningsvorm.IDO_PUNT}))
    form = Voorzieningsvorm.IDO_PUNT.value
    assert what(taalhuis) == f"een vestiging of een {form}, met een Taalhuis"
    # No class is asked of what is no branch.
    large = taalhuis.model_copy(update={"minimum_type": Vestigingstype.GROOT})
    assert what(large) == f"een vestiging van klasse groot of groter of een {form}, met een Taalhuis"


def test_what_a_definition_calls_a_vestiging_is_a_place() -> None:
    kb = Predicate(kb_types=frozenset({KbType.VESTIGING}), kb_definition="CBS en VOB")
    assert what(kb) == "een locatie die volgens CBS en VOB een vestiging heet"


def test_a_norm_that_other_forms_satisfy_counts_voorzieningen() -> None:
    norm = CountNorm(name="n", bron="b", label=Label.BELEID, minimum=3)
    forms = norm.model_copy(update={"predicate": Predicate(forms=frozenset({Voorzieningsvorm.IDO_PUNT}))})
    told = Normoordeel(norm, "GM0001", Outcome.NOT_MET, 1.0, 3.0, 2.0, 1.0, 1.0)
    assert (norm_words.figure(told), norm_words.shortage(told)) == ("1 vestiging", "2 vestigingen")
    told = replace(told, norm=forms)
    assert (norm_words.figure(told), norm_words.shortage(told)) == ("1 voorziening", "2 voorzieningen")


def test_nobody_is_said_to_be_outside_where_a_verdict_cannot_be_given() -> None:
    # Of this norm the page lists who falls outside; once nobody can tell, the list is empty.
    region = small_region()
    review = review_scenario(
        region,
        workflow.TODAY,
        workflow.default_uitgangspunten(),
        kader=preset_normen().model_copy(update={"norms": (preset_normen().find(REACH),)}),
        confirmations=Confirmations(is_all=True),
    )
    outside = [oordeel for oordeel in review.oordelen if oordeel.shortfalls]
    assert not norm_rows.worst_rows(review, outside)[0].empty
    undecided = [replace(oordeel, outcome=Outcome.UNDECIDED) for oordeel in outside]
    assert norm_rows.worst_rows(review, undecided)[0].empty
