"""Prepared regions on disk: complete or not there."""

import json
import os
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from spreiding.domain import Modality, SiteFact, Vestigingstype, Voorzieningsvorm
from spreiding.io import store
from spreiding.io.store import MANIFEST, read_manifest, read_region, write_region
from spreiding.network import project
from spreiding.region import Region
from spreiding.voorzieningen import School, Voorziening
from tests.io.files import kinds_of
from tests.worlds import HERE, line_roads, make_region, make_site


def small_region(inwoners: float = 10) -> Region:
    """A road of 10 km with one square and one branch."""
    sites = [make_site("bieb", 2000.0, klasse=Vestigingstype.KLEIN)]
    return make_region(line_roads(), people=[(500.0, 10.0, inwoners)], sites=sites)


def assert_same(found: object, wanted: object) -> None:
    """Two records are the same, arrays and types of arrays included; arrays that were read are read-only."""
    if isinstance(wanted, np.ndarray) and isinstance(found, np.ndarray):
        np.testing.assert_array_equal(found, wanted)
        assert found.dtype == wanted.dtype
        assert not found.flags.writeable
    elif isinstance(wanted, Mapping) and isinstance(found, Mapping):
        assert set(found) == set(wanted)
        for key, value in wanted.items():
            assert_same(found[key], value)
    elif is_dataclass(wanted):
        for field in fields(wanted):
            assert_same(getattr(found, field.name), getattr(wanted, field.name))
    else:
        assert found == wanted


def test_a_region_comes_back_as_it_was_and_read_only(tmp_path: Path) -> None:
    region = small_region()
    write_region(region, tmp_path / "regio")
    found = read_region(tmp_path / "regio")
    assert_same(found, region)
    assert found.fingerprint == region.fingerprint
    with pytest.raises(ValueError, match="read-only"):
        found.squares.inwoners[0] = 1


def test_what_serves_people_beside_branches_comes_back_with_its_places_on_the_networks(tmp_path: Path) -> None:
    bus = Voorziening(id="bus", name="Bus", form=Voorzieningsvorm.BIBLIOBUS, x_m=3000, y_m=20, reach_m=500)
    schools = tuple(School(id=f"s{x}", name="School", x_m=x, y_m=0, pupils=x, has_dbos=True) for x in (100, 200))
    bare = small_region()
    region = replace(
        bare,
        sites=(bare.sites[0].model_copy(update={"assumed": frozenset(SiteFact)}),),
        voorzieningen=(bus,),
        voorziening_footing={
            m: project(each, np.array([3000.0]), np.array([20.0])) for m, each in bare.networks.items()
        },
        schools=schools,
        school_footing={m: project(each, np.array([1e2, 2e2]), np.zeros(2)) for m, each in bare.networks.items()},
    )
    write_region(region, tmp_path / "regio")
    found = read_region(tmp_path / "regio")
    assert_same(found, region)
    # 20 m beside the road, in the middle of no segment's end: at kilometre 3.
    assert found.voorziening_footing[Modality.LOPEN].walk_m.tolist() == [20]
    assert found.fingerprint == region.fingerprint


def test_the_manifest_speaks_dutch_and_counts(tmp_path: Path) -> None:
    write_region(small_region(), tmp_path / "regio")
    content = json.loads((tmp_path / "regio" / MANIFEST).read_text(encoding="utf-8"))
    # Eleven nodes at every kilometre of ten.
    assert content["n_vierkanten"] == 1
    assert content["inwoners"] == 10
    assert content["n_knopen"] == {"auto": 11, "fiets": 11, "e-bike": 11, "lopen": 11}
    assert {"naam", "bronnen", "fingerprint", "crs", "formaat"} <= set(content)
    assert read_manifest(tmp_path / "regio") == small_region().manifest


def test_a_region_is_replaced_by_the_next_one_and_leaves_nothing_behind(tmp_path: Path) -> None:
    write_region(small_region(10), tmp_path / "regio")
    write_region(small_region(20), tmp_path / "regio")
    assert read_region(tmp_path / "regio").squares.inwoners.tolist() == [20]
    assert [path.name for path in tmp_path.iterdir()] == ["regio"]
    assert len(list((tmp_path / "regio").iterdir())) == 2


def test_an_empty_folder_may_become_a_region_and_parents_are_made(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    write_region(small_region(), tmp_path / "leeg")
    write_region(small_region(), tmp_path / "a" / "b" / "regio")
    assert read_manifest(tmp_path / "leeg") == read_manifest(tmp_path / "a" / "b" / "regio")


def test_a_folder_or_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "foto"
    folder.mkdir()
    (folder / "vakantie.jpg").write_bytes(b"x")
    assert kinds_of(lambda: write_region(small_region(), folder)) == ["not_a_region_folder"]
    assert kinds_of(lambda: write_region(small_region(), folder / "vakantie.jpg")) == ["not_a_region_folder"]
    assert [path.name for path in folder.iterdir()] == ["vakantie.jpg"]


class Killed(BaseException):
    """What stands for a kill: nothing catches it."""


# Every call that changes the disk, in the order in which they come.
STEPS = ("numpy.savez", "pathlib.Path.write_text", "pathlib.Path.rename", "pathlib.Path.replace", "shutil.rmtree")


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_the_old_region_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "regio"
    write_region(small_region(10), target)

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(step, kill)
        with pytest.raises(Killed):
            write_region(small_region(20), target)
    # The step behind the switch of the manifest is the sweeping up of the old data.
    wanted = 20 if step == "shutil.rmtree" else 10
    assert read_region(target).squares.inwoners.tolist() == [wanted]
    write_region(small_region(30), target)
    assert read_region(target).squares.inwoners.tolist() == [30]
    assert len(list(target.iterdir())) == 2


def test_a_kill_while_a_first_region_is_written_leaves_no_region(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", kill)
        with pytest.raises(Killed):
            write_region(small_region(), tmp_path / "regio")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_named_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", refuse)
        assert kinds_of(lambda: write_region(small_region(), tmp_path / "regio")) == ["cannot_write_region"]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_region_is_named(tmp_path: Path) -> None:
    assert kinds_of(lambda: read_region(tmp_path)) == ["not_a_region"]
    assert kinds_of(lambda: read_region(tmp_path / "weg")) == ["not_a_region"]


def test_a_region_of_another_version_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_region(small_region(), tmp_path / "regio")
    monkeypatch.setattr(store, "FORMAT_VERSION", store.FORMAT_VERSION + 1)
    assert kinds_of(lambda: read_region(tmp_path / "regio")) == ["region_format"]


def edit_manifest(folder: Path, **changes: object) -> None:
    """Change fields of a manifest."""
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps(content | changes), encoding="utf-8")


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"formaat": VERSION}', "null", '{"formaat": VERSION, "gegevens": 3}']
)
def test_a_manifest_that_makes_no_sense_is_damage(tmp_path: Path, content: str) -> None:
    write_region(small_region(), tmp_path / "regio")
    text = content.replace("VERSION", str(store.FORMAT_VERSION))
    (tmp_path / "regio" / MANIFEST).write_text(text, encoding="utf-8")
    assert kinds_of(lambda: read_manifest(tmp_path / "regio")) == ["region_damaged"]


def test_a_manifest_that_points_elsewhere_is_damage(tmp_path: Path) -> None:
    for name in ("een", "twee"):
        write_region(small_region(), tmp_path / name)
    other = next((tmp_path / "twee").glob("gegevens-*"))
    edit_manifest(tmp_path / "een", gegevens=f"../twee/{other.name}")
    assert kinds_of(lambda: read_region(tmp_path / "een")) == ["region_damaged"]


@pytest.mark.parametrize("name", ["arrays.npz", "sites.json", "kernen.json", "gemeenten.json"])
@pytest.mark.parametrize("how", ["gone", "cut", "garbled"])
def test_a_damaged_part_is_damage(tmp_path: Path, name: str, how: str) -> None:
    write_region(small_region(), tmp_path / "regio")
    (path,) = (tmp_path / "regio").glob(f"gegevens-*/{name}")
    content = path.read_bytes()
    middle = len(content) // 2
    path.unlink()
    if how == "cut":
        path.write_bytes(content[:middle])
    if how == "garbled":
        path.write_bytes(content[:middle] + bytes(byte ^ 0xFF for byte in content[middle:]))
    assert kinds_of(lambda: read_region(tmp_path / "regio")) == ["region_damaged"]


def test_data_that_were_changed_by_hand_are_damage_and_never_reach_a_kernel(tmp_path: Path) -> None:
    write_region(small_region(), tmp_path / "regio")
    (path,) = (tmp_path / "regio").glob("gegevens-*/arrays.npz")
    with np.load(path) as archive:
        arrays = dict(archive)
    # A valid archive with a neighbour that does not exist.
    np.savez(path, **arrays | {"network.auto.tail": arrays["network.auto.tail"] + 10**8})
    assert kinds_of(lambda: read_region(tmp_path / "regio")) == ["region_damaged"]


def test_a_writer_leaves_the_data_of_another_who_writes_at_the_same_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "regio"
    write_region(small_region(10), target)
    replace = Path.replace

    def replace_while_another_writes(path: Path, to: Path) -> None:
        monkeypatch.setattr(Path, "replace", replace)
        (target / "gegevens-ander").mkdir()
        replace(path, to)

    monkeypatch.setattr(Path, "replace", replace_while_another_writes)
    write_region(small_region(20), target)
    assert (target / "gegevens-ander").is_dir()
    assert read_region(target).squares.inwoners.tolist() == [20]


def test_boundaries_survive(tmp_path: Path) -> None:
    write_region(small_region(), tmp_path / "regio")
    found = read_region(tmp_path / "regio").areas[HERE.code]
    # The toy world's boundary is that of its only square, 100 m around (500, 10).
    assert found.bounds == (450, -40, 550, 60)
