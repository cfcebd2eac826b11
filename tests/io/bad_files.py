"""Bad files: what is wrong, how to make it, who reads it, the fault and words of the sentence that it must give."""

# ruff: noqa: E501 - tables: one bad file per line

import json
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from spreiding.io.assumptions import read_uitgangspunten
from spreiding.io.catalogue import read_catalogue
from spreiding.io.files.crs import RD, WEB_MERCATOR, WGS84, transform
from spreiding.io.files.vector import open_vector
from spreiding.io.network.roads import read_roads
from spreiding.io.normen import read_normenkader
from spreiding.io.people.cbs import read_cbs
from spreiding.io.people.eurostat import read_eurostat
from spreiding.io.people.forecasts import read_forecasts
from spreiding.io.places.areas import read_areas
from spreiding.io.places.kandidaten import read_candidate_file
from spreiding.io.places.kernen import read_kern_file
from spreiding.io.places.schools import read_school_file
from spreiding.io.places.vestigingen import read_vestigingen
from spreiding.io.places.voorzieningen import read_voorziening_file
from spreiding.io.scenarios import read_scenarios
from tests.io.files import EAST, NORTH, lonlat, point, write_cbs
from tests.io.vector_files import (
    OLD_EXCEL,
    change_bytes,
    change_member,
    listed_view,
    run_sql,
    virtual_table,
    write_gdal,
    write_geopackage,
    write_opendocument,
    write_parquet,
    write_shapefile,
    write_workbook,
    write_zip,
)

Build = Callable[[Path], object]
SHEET: Final = "xl/worksheets/sheet1.xml"
NOT_FINITE: Final = {"NaN": np.nan, "oneindig": np.inf, "min oneindig": -np.inf}


@dataclass(frozen=True)
class BadFile:
    """A file that must not be read: `words` stand in its sentence, beside the name of the file."""

    what: str
    name: str
    build: Build
    read: Callable[[Path], object]
    kind: str
    words: str


def read_layers(path: Path) -> None:
    """Read everything in a file."""
    with open_vector(path) as file:
        for layer in file.layers:
            file.read(layer.name, columns=layer.columns)


def holding(content: str | bytes) -> Build:
    """Return what writes this content."""
    return lambda path: path.write_bytes(content if isinstance(content, bytes) else content.encode())


def made(write: Callable[..., Path], *given: Any, **changes: Any) -> Build:  # noqa: ANN401 - those of `write`
    """Return what writes a file with some changes."""
    return lambda path: write(path, *given, **changes)


def cut(write: Build, share: float = 0.5) -> Build:
    """Return what writes a file and loses its end."""

    def build(path: Path) -> None:
        write(path)
        change_bytes(path, lambda content: content[: int(len(content) * share)])

    return build


def square_with(value: float) -> Build:
    """Return what writes a polygon with this coordinate."""

    def build(path: Path) -> None:
        with np.errstate(invalid="ignore"):
            shape = shapely.Polygon([(0, 0), (9, 0), (9, value), (0, 0)])
            write_geopackage(path, shapes=[shape] * 2)

    return build


def geojson(*geometries: object, **members: object) -> str:
    """Text of a FeatureCollection of places with a name."""
    features = [{"type": "Feature", "properties": {"naam": "Bieb"}, "geometry": each} for each in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features, **members})


def spot(x: float, y: float) -> dict[str, object]:
    """GeoJSON point with these numbers in it."""
    return {"type": "Point", "coordinates": [x, y]}


def at(x: object, y: object, *, names: str = "x_rd;y_rd", more: str = "", cells: str = "") -> str:
    """Text of a CSV file with one place."""
    return f"naam;{names}{more}\nBieb;{x};{y}{cells}\n"


def geopackage_bytes(folder: Path) -> bytes:
    """Content of a GeoPackage of two squares."""
    made_file = write_geopackage(folder / "los.gpkg")
    content = made_file.read_bytes()
    made_file.unlink()
    return content


def zip_of(*names: str) -> Build:
    """Return what writes a zip of GeoPackages with these names."""
    return lambda path: write_zip(path, dict.fromkeys(names, geopackage_bytes(path.parent)))


def zip_with_flag(offsets: tuple[int, int], value: bytes) -> Build:
    """Return what writes a zip with two bytes changed in the headers of its first member."""

    def change(content: bytes) -> bytes:
        for start, offset in zip((b"PK\x03\x04", b"PK\x01\x02"), offsets, strict=True):
            at_byte = content.find(start) + offset
            content = content[:at_byte] + value + content[at_byte + 2 :]
        return content

    return lambda path: change_bytes(write_zip(path, {"v.csv": "naam;x_rd;y_rd\n"}), change)


def zip_with_link(path: Path) -> None:
    """Write a zip whose member is a symbolic link."""
    link = zipfile.ZipInfo("v.gpkg")
    link.external_attr = 0o120777 << 16
    write_zip(path, [(link, "/etc/passwd")])


def shapefile_part(path: Path) -> None:
    """Write a shapefile of which `path` is one part."""
    write_shapefile(path.with_suffix(".shp"))


def workbook_with_far_cell(path: Path) -> None:
    """Write a workbook with a cell in the last corner: seventeen milliard cells when filled in."""
    write_workbook(path, [["naam"], ["Bieb"]])
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    change_member(path, SHEET, b"</sheetData>", far)


def area(code: object = "GM0001", name: object = "Dorp", shape: object = None) -> str:
    """Text of a GeoJSON file with one gemeente."""
    ring = [list(lonlat(*corner)) for corner in ((0, 0), (1000, 0), (1000, 1000), (0, 0))]
    geometry = {"type": "Polygon", "coordinates": [ring]} if shape is None else shape
    feature = {"type": "Feature", "properties": {"gemeentecode": code, "gemeentenaam": name}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def mercator() -> tuple[float, float]:
    """The corner of the test files in Web Mercator [m]."""
    x, y = transform([EAST], [NORTH], source=RD, target=WEB_MERCATOR)
    return float(x[0]), float(y[0])


_LON, _LAT = lonlat(0, 0)
_UNDECIDED = "select 1 as fid"
_LINES = [shapely.LineString([(EAST, NORTH), (EAST + 100, NORTH)])] * 2
_DEEP = '{"a":' * 100_000
_LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
_ENTITIES = f'<!DOCTYPE x [<!ENTITY a "ha">{_LAUGHS}]>'
_OTHER_FILE = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
_CELLS: Mapping[str, str] = {"celbom": _ENTITIES, "verwijzing naar een ander bestand": _OTHER_FILE}

ANY_FILE: Final = [
    BadFile("er is niets", "weg.gpkg", lambda _: None, read_layers, "file_not_found", "controleer de naam"),
    BadFile("een map", "map.gpkg", lambda path: path.mkdir(), read_layers, "not_a_file", "kies het bestand zelf"),
    BadFile("een pijp", "pijp.csv", os.mkfifo, read_layers, "not_a_file", "een apparaat"),
    BadFile("een verwijzing naar niets", "v.gpkg", lambda p: p.symlink_to(p.parent / "n"), read_layers, "file_not_found", "de map"),
    BadFile("nul bytes", "leeg.gpkg", holding(b""), read_layers, "empty_file", "is leeg; download"),
    BadFile("willekeurige bytes", "v.gpkg", holding(bytes(range(256)) * 9), read_layers, "wrong_file_type", "zet het om"),
    BadFile("een plaatje", "v.geojson", holding(b"\x89PNG\r\n\x1a\n\0\0"), read_layers, "wrong_file_type", "zet het om"),
    BadFile("een webpagina", "v.csv", holding("<!doctype html><p>404, niet gevonden"), read_layers, "wrong_file_type", "GeoPackage"),
    BadFile("een VRT", "v.geojson", holding("<OGRVRTDataSource/>"), read_layers, "wrong_file_type", "GeoPackage"),
    BadFile("een PDF", "v.csv", holding("%PDF-1.7; a, b"), read_layers, "wrong_file_type", "GeoPackage"),
]  # fmt: skip

DATABASES: Final = [
    BadFile("SQLite, geen GeoPackage", "v.gpkg", holding(b"SQLite format 3\0" + bytes(100)), read_layers, "wrong_file_type", "zet het om"),
    BadFile("halve GeoPackage", "v.gpkg", cut(write_geopackage), read_layers, "unreadable_file", "beschadigd"),
    BadFile("kop zonder rest", "v.gpkg", cut(write_geopackage, 0.001), read_layers, "unreadable_file", "download of bewaar"),
    BadFile("geen lagen", "v.gpkg", made(run_sql, "delete from gpkg_contents"), read_layers, "no_layers", "geen tabel of kaartlaag"),
    BadFile("alleen een raster", "v.gpkg", made(run_sql, "update gpkg_contents set data_type = 'tiles'"), read_layers, "no_layers", "kies een ander"),
    BadFile("geen inhoudsopgave", "v.gpkg", made(run_sql, "drop table gpkg_contents"), read_layers, "unreadable_file", "beschadigd"),
    BadFile("een laag die er niet is", "v.gpkg", made(run_sql, "drop table maak"), read_layers, "unreadable_file", "beschadigd"),
    BadFile("tienduizend lagen", "v.gpkg", made(run_sql, "with recursive n(x) as (select 1 union all select x + 1 from n where x < 10000) insert into gpkg_contents (table_name, data_type, identifier) select x, 'attributes', x from n"), read_layers, "too_many_layers", "bewaar alleen de laag"),
    BadFile("tabel van een module", "v.gpkg", made(run_sql, *virtual_table("CREATE VIRTUAL TABLE v USING VirtualOGR('/etc/passwd')")), read_layers, "unsafe_database", "de bron het uitgeeft"),
    BadFile("vermomde tabel van een module", "v.gpkg", made(run_sql, *virtual_table("CREATE/**/VIRTUAL TABLE v USING VirtualShape('/etc/passwd', 'utf8', 0)")), read_layers, "unsafe_database", "andere bestanden"),
    BadFile("weergave die code laadt", "v.gpkg", made(run_sql, *listed_view(f"{_UNDECIDED}, load_extension('/x') as a")), read_layers, "unreadable_file", "beschadigd"),
    BadFile("weergave die opbelt", "v.gpkg", made(run_sql, *listed_view(f"{_UNDECIDED}, ogr_geocode('x') as a")), read_layers, "unreadable_file", "beschadigd"),
    BadFile("nog open in een ander programma", "v.gpkg", lambda p: write_geopackage(p).with_name("v.gpkg-wal").write_bytes(b"x"), read_layers, "database_in_use", "sluit dat programma"),
    BadFile("geen stelsel", "v.gpkg", made(write_geopackage, crs=None), read_layers, "missing_crs", "coördinatenstelsel"),
    BadFile("punt 1e308", "v.gpkg", made(write_geopackage, shapes=[shapely.Point(1e308, 1)] * 2, geometry_type="Point"), read_vestigingen, "coordinate_outside", "buiten Nederland"),
    *(BadFile(f"vlak met {what}", "v.gpkg", square_with(value), read_layers, "geometry_not_finite", "de eerste is rij 1") for what, value in NOT_FINITE.items()),
]  # fmt: skip

VECTOR: Final = [
    *(BadFile(f"shapefile zonder {part}", "v.shp", made(write_shapefile, without=[part]), read_layers, "shapefile_incomplete", f"ontbreekt van de shapefile: {part}") for part in (".shx", ".dbf")),
    BadFile("shapefile zonder .prj", "v.shp", made(write_shapefile, without=[".prj"]), read_layers, "missing_crs", "bewaar het opnieuw"),
    *(BadFile(f"alleen {name} gekozen", name, shapefile_part, read_layers, "shapefile_part", "kies het bestand op .shp") for name in ("v.shx", "v.dbf", "v.prj")),
    BadFile("shapefile met de verkeerde tekenset", "v.shp", lambda p: write_shapefile(p, encoding="CP1252").with_suffix(".cpg").write_text("UTF-8"), read_layers, "text_encoding", "bewaar het opnieuw in UTF-8"),
    BadFile("halve FlatGeobuf", "v.fgb", cut(lambda p: write_gdal(p, "FlatGeobuf")), read_layers, "unreadable_file", "beschadigd"),
    BadFile("FlatGeobuf zonder stelsel", "v.fgb", made(write_gdal, "FlatGeobuf", crs=None), read_layers, "missing_crs", "het stelsel erbij"),
    BadFile("halve Parquet", "v.parquet", cut(write_parquet), read_layers, "unreadable_file", "beschadigd"),
    BadFile("GeoParquet zonder stelsel", "v.parquet", made(write_parquet, geo={"crs": None}), read_layers, "missing_crs", "het stelsel erbij"),
    BadFile("GeoParquet in een ander schrift", "v.parquet", made(write_parquet, geo={"encoding": "point"}), read_layers, "geometry_encoding", "bewaar het opnieuw met WKB"),
    BadFile("GeoParquet met onzin als vorm", "v.parquet", made(write_parquet, geometry=[b"geen", b"vorm"]), read_layers, "unreadable_file", "beschadigd"),
    BadFile("GeoParquet in een onbekend stelsel", "v.parquet", made(write_parquet, geo={"crs": "eigen:1"}), read_layers, "unknown_crs", "EPSG:28992 (RD)"),
]  # fmt: skip

ARCHIVES: Final = [
    BadFile("lege zip", "v.zip", made(write_zip, {}), read_layers, "empty_file", "is leeg"),
    BadFile("zip zonder gegevens", "v.zip", made(write_zip, {"leesmij.txt": "x", "kaart.pdf": "%PDF"}), read_layers, "nothing_in_archive", "leesmij.txt, kaart.pdf"),
    BadFile("twee GeoPackages", "v.zip", zip_of("a.gpkg", "b.gpkg"), read_layers, "several_in_archive", "a.gpkg, b.gpkg"),
    BadFile("zip in zip", "v.zip", made(write_zip, {"binnen.zip": b"PK\5\6"}), read_layers, "nested_archive", "pak de buitenste uit"),
    BadFile("zip die zich GeoPackage noemt", "v.zip", lambda p: write_zip(p, {"v.gpkg": write_zip(p, {"v.csv": "a;b"}).read_bytes()}), read_layers, "nested_archive", "kies de binnenste"),
    *(BadFile(f"lid {name}", "v.zip", zip_of(name), read_layers, "unsafe_archive", "buiten zijn eigen map") for name in ("../v.gpkg", "/etc/v.gpkg", "a/../../v.gpkg", "..\\v.gpkg", "C:\\v.gpkg")),
    BadFile("lid dat een verwijzing is", "v.zip", zip_with_link, read_layers, "unsafe_archive", "gebruik het niet"),
    BadFile("zipbom", "v.zip", lambda p: write_zip(p, {"v.csv": b"naam;x_rd;y_rd\n" + b"0;0;0\n" * 30_000_000}), read_layers, "archive_too_large", "verdacht sterk ingepakt"),
    BadFile("te veel leden", "v.zip", made(write_zip, {f"{number}.txt": "" for number in range(1001)}), read_layers, "archive_too_large", "1000 bestanden"),
    BadFile("een lijst leden van 2 MB", "v.zip", made(write_zip, {f"{number:01000}.txt": "" for number in range(2000)}), read_layers, "archive_too_large", "1000 bestanden"),
    BadFile("te groot aangekondigd", "v.zip", lambda p: change_bytes(write_zip(p, {"v.csv": "a;b\n"}), lambda c: c[: c.find(b"PK\1\2") + 24] + b"\xfe\xff\xff\xff" + c[c.find(b"PK\1\2") + 28 :]), read_layers, "archive_too_large", "pak het zelf uit"),
    BadFile("te klein aangekondigd", "v.zip", lambda p: change_bytes(write_zip(p, {"v.csv": "a;b\n" * 99}), lambda c: c[: c.find(b"PK\1\2") + 24] + b"\x04\0\0\0" + c[c.find(b"PK\1\2") + 28 :]), read_layers, "unreadable_file", "beschadigd"),
    BadFile("zip met wachtwoord", "v.zip", zip_with_flag((6, 8), b"\1\0"), read_layers, "encrypted_file", "zonder wachtwoord"),
    BadFile("onbekende pakwijze", "v.zip", zip_with_flag((8, 10), b"\x09\0"), read_layers, "unknown_compression", "pak het uit"),
    BadFile("halve zip", "v.zip", cut(made(write_zip, {"v.csv": "naam;x_rd;y_rd\n" * 99})), read_layers, "unreadable_file", "download of bewaar"),
    BadFile("omgevallen byte", "v.zip", lambda p: change_bytes(write_zip(p, [(zipfile.ZipInfo("v.csv"), "naam;x_rd;y_rd\n")]), lambda c: c.replace(b"naam", b"maan")), read_layers, "unreadable_file", "beschadigd"),
    BadFile("shapefile zonder broers", "v.zip", lambda p: write_zip(p, {"v.shp": write_shapefile(p.with_suffix(".shp")).read_bytes()}), read_layers, "shapefile_incomplete", ".shx, .dbf"),
    BadFile("een brief", "v.docx", made(write_zip, {"[Content_Types].xml": "x", "word/document.xml": "x"}), read_layers, "nothing_in_archive", "geen bruikbaar bestand"),
]  # fmt: skip

WORKBOOKS: Final = [
    BadFile("leeg werkblad", "v.xlsx", made(write_workbook, []), read_vestigingen, "no_layers", "geen tabel of kaartlaag"),
    BadFile("werkmap met een kolom dubbel", "v.xlsx", made(write_workbook, [["naam", "naam"], ["a", "b"]]), read_vestigingen, "duplicate_column", "geef elke kolom een eigen naam"),
    BadFile("cel in de verste hoek", "v.xlsx", workbook_with_far_cell, read_vestigingen, "file_too_large", "kies een kleiner gebied"),
    BadFile("werkmap met wachtwoord", "v.xlsx", holding(OLD_EXCEL + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)), read_vestigingen, "encrypted_file", "bewaar het zonder wachtwoord"),
    BadFile("halve oude werkmap", "v.xls", holding(OLD_EXCEL + bytes(100)), read_vestigingen, "unreadable_file", "beschadigd"),
    BadFile("halve werkmap", "v.xlsx", cut(made(write_workbook, [["naam"]])), read_vestigingen, "unreadable_file", "beschadigd"),
    BadFile("werkmap met een tekst die er niet is", "v.xlsx", lambda p: change_member(write_workbook(p, [["naam"]]), SHEET, b"<v>0</v>", b"<v>99</v>"), read_vestigingen, "unreadable_file", "beschadigd"),
    *(BadFile(f"OpenDocument met een {what}", "v.ods", made(write_opendocument, [["naam"], ["&i;"]], prologue=prologue), read_vestigingen, "unreadable_file", "beschadigd") for what, prologue in _CELLS.items()),
]  # fmt: skip

CSV: Final = [
    BadFile("NUL in de tekst", "v.csv", holding(b"naam;x_rd;y_rd\nBi\0eb;1;2\n"), read_vestigingen, "unreadable_file", "van een andere soort"),
    BadFile("open aanhalingsteken", "v.csv", holding('naam;x_rd;y_rd\n"Bieb;1;2\n'), read_vestigingen, "bad_csv", "aanhalingsteken"),
    BadFile("tekst achter een aanhalingsteken", "v.csv", holding('naam;x_rd;y_rd\n"Bieb"x;1;2\n'), read_vestigingen, "bad_csv", "rond regel 2"),
    BadFile("een cel van 10 MB", "v.csv", holding("naam;x_rd;y_rd\n" + "x" * 10**7 + ";1;2"), read_vestigingen, "bad_csv", "een cel is te lang"),
    BadFile("een rij van tien miljoen cellen", "v.csv", holding("naam;x_rd;y_rd\n" + '"\n";' * 3_000_000), read_vestigingen, "bad_csv", "rond regel"),
    BadFile("een miljoen kolommen", "v.csv", holding(";".join(map(str, range(10**6)))), read_vestigingen, "too_many_columns", "1000000 kolommen"),
    BadFile("kolom dubbel", "v.csv", holding("naam;naam;x_rd;y_rd\n"), read_vestigingen, "duplicate_column", "de kolom naam"),
    BadFile("rij te lang", "v.csv", holding("naam;x_rd;y_rd\nBieb;1;2;3;4\n"), read_vestigingen, "too_many_cells", "meer waarden (5)"),
    BadFile("alleen een kop", "v.csv", holding("naam;x_rd;y_rd\n"), read_vestigingen, "empty_vestigingen", "geen enkele vestiging"),
    BadFile("geen naam", "v.csv", holding("plaats;x_rd;y_rd\nAssen;1;2\n"), read_vestigingen, "missing_column", "ontbreekt: naam"),
    BadFile("geen coördinaten", "v.csv", holding("naam;plaats\nBieb;Assen\n"), read_vestigingen, "missing_coordinates", "voeg de kolommen"),
    BadFile("rij zonder naam", "v.csv", holding(f"naam;x_rd;y_rd\n ;{EAST};{NORTH}\n"), read_vestigingen, "site_without_name", "geen naam"),
]  # fmt: skip

PLACES: Final = [
    BadFile("x en y verwisseld", "v.csv", holding(at(NORTH, EAST)), read_vestigingen, "coordinates_misread", "opdrachtregel: --coordinaten verwisseld"),
    BadFile("graden als RD", "v.csv", holding(at(_LON, _LAT)), read_vestigingen, "coordinates_misread", "bedoelde u 'wgs84'"),
    BadFile("RD als graden", "v.csv", holding(at(EAST, NORTH, names="lon;lat")), read_vestigingen, "coordinates_misread", "bedoelde u 'rd'"),
    BadFile("breedte als lengte", "v.geojson", holding(geojson(spot(_LAT, _LON))), read_vestigingen, "coordinates_misread", "bedoelde u 'verwisseld'"),
    BadFile("RD in GeoJSON", "v.geojson", holding(geojson(spot(EAST, NORTH))), read_vestigingen, "coordinates_misread", "bedoelde u 'rd'"),
    BadFile("Web Mercator in GeoJSON", "v.geojson", holding(geojson(spot(*mercator()))), read_vestigingen, "coordinates_misread", "bedoelde u 'webmercator'"),
    BadFile("kernen in graden", "v.csv", holding(at(_LON, _LAT, more=";gemeentecode;inwoners", cells=";GM1731;5")), read_kern_file, "coordinates_misread", "of verbeter het bestand"),
    BadFile("in zee", "v.csv", holding(at(0, 0)), read_vestigingen, "coordinate_outside", "buiten Nederland"),
    BadFile("op nul-nul", "v.geojson", holding(geojson(spot(0, 0))), read_vestigingen, "coordinate_outside", "verbeter de coördinaten"),
    BadFile("NaN in een cel", "v.csv", holding(at("nan", NORTH)), read_vestigingen, "site_without_point", "geen bruikbaar punt"),
    *(BadFile(f"GeoJSON met {word}", "v.geojson", holding(geojson(point(0, 0)).replace("5.", f"{word}, 5.", 1)), read_vestigingen, "geometry_not_finite", "de eerste is rij 1") for word in ("NaN", "Infinity", "1e999")),
    BadFile("GeoJSON met 1e308", "v.geojson", holding(geojson(spot(1e308, 1e308))), read_vestigingen, "coordinate_outside", "verbeter de coördinaten"),
    BadFile("vlak in plaats van punt", "v.geojson", holding(geojson({"type": "Polygon", "coordinates": [[[5, 52], [6, 52], [6, 53], [5, 52]]]})), read_vestigingen, "site_without_point", "vul de coördinaten in"),
    BadFile("geen geometrie", "v.geojson", holding(geojson(None)), read_vestigingen, "site_without_point", "vul de coördinaten in"),
    BadFile("kandidaat zonder plek", "v.csv", holding("naam;x_rd;y_rd\nHuis;;\n"), read_candidate_file, "site_without_point", "geen bruikbaar punt"),
    BadFile("uren van een halve week", "v.csv", holding(at(EAST, NORTH, more=";bemande_uren", cells=";169")), read_vestigingen, "bad_cell_number", "169"),
    BadFile("onbekende klasse", "v.csv", holding(at(EAST, NORTH, more=";klasse", cells=";reusachtig")), read_vestigingen, "unknown_value", "kies uit"),
    BadFile("twee keer hetzelfde id", "v.csv", holding(f"id;naam;x_rd;y_rd\na;A;{EAST};{NORTH}\na;B;{EAST};{NORTH}\n"), read_vestigingen, "duplicate_id", "2 keer"),
    BadFile("voorziening zonder vorm", "v.csv", holding(at(EAST, NORTH, more=";vorm", cells=";")), read_voorziening_file, "voorziening_without_vorm", "heeft rij 2 (Bieb; kop meegeteld) geen vorm"),
    BadFile("onbekende vorm", "v.csv", holding(at(EAST, NORTH, more=";vorm", cells=";boekenboot")), read_voorziening_file, "unknown_value", "kies uit bibliobus, afhaalpunt, ido-punt, bibliotheek aan huis"),
    BadFile("voorziening zonder kolom vorm", "v.csv", holding(at(EAST, NORTH)), read_voorziening_file, "missing_column", "ontbreekt: vorm"),
    BadFile("bereik van niets", "v.csv", holding(at(EAST, NORTH, more=";vorm;bereik_m", cells=";bibliobus;0")), read_voorziening_file, "bad_cell_number", "een getal van 1 tot"),
    BadFile("bereik op twee manieren", "v.csv", holding(at(EAST, NORTH, more=";vorm;bereik_m", cells=";bibliobus;1.500")), read_voorziening_file, "two_readings", "op twee manieren"),
    BadFile("formule als vorm", "v.csv", holding(at(EAST, NORTH, more=";vorm", cells=";#N/B")), read_voorziening_file, "cell_error", "verbeter de formule"),
    BadFile("geen voorzieningen", "v.csv", holding("naam;vorm;x_rd;y_rd\n;;;\n"), read_voorziening_file, "empty_voorzieningen", "geen enkele voorziening"),
    BadFile("halve leerling", "v.csv", holding(at(EAST, NORTH, more=";leerlingen", cells=";12,5")), read_school_file, "not_a_whole_number", "geef een geheel getal"),
    BadFile("negatieve leerlingen", "v.csv", holding(at(EAST, NORTH, more=";leerlingen", cells=";-3")), read_school_file, "bad_cell_number", "een getal van 0 tot"),
    BadFile("oneindig veel leerlingen", "v.csv", holding(at(EAST, NORTH, more=";leerlingen", cells=";1e999")), read_school_file, "bad_cell_number", "1e999"),
    BadFile("misschien een dBos", "v.csv", holding(at(EAST, NORTH, more=";dbos", cells=";misschien")), read_school_file, "unknown_value", "kies uit ja, nee"),
    BadFile("geen scholen", "v.csv", holding("naam;x_rd;y_rd\n;;\n"), read_school_file, "empty_scholen", "geen enkele school"),
    BadFile("aanname die niet bestaat", "v.csv", holding(at(EAST, NORTH, more=";aannames", cells=";klasse|tarief")), read_vestigingen, "unknown_value", "'tarief'"),
    BadFile("aanname en toch niet", "v.csv", holding(at(EAST, NORTH, more=";klasse;aannames;klasse_is_aanname", cells=";klein;klasse;nee")), read_vestigingen, "contradicting_assumption", "verbeter een van beide"),
    BadFile("kern zonder inwoners", "v.csv", holding(at(EAST, NORTH, more=";gemeentecode;inwoners", cells=";GM1731;")), read_kern_file, "kern_without_inwoners", "vul het in"),
]  # fmt: skip

JSON: Final = [
    BadFile("halve GeoJSON", "v.geojson", cut(holding(geojson(point(0, 0)))), read_layers, "unreadable_file", "beschadigd"),
    BadFile("honderdduizend niveaus", "v.geojson", holding(_DEEP), read_layers, "unreadable_file", "beschadigd"),
    BadFile("GeoJSON in UTF-16", "v.geojson", holding(geojson(point(0, 0)).encode("utf-16")), read_layers, "unreadable_file", "bewaar het opnieuw"),
    BadFile("losse vorm", "v.geojson", holding(json.dumps(point(0, 0))), read_layers, "wrong_file_type", "FeatureCollection"),
    BadFile("lijst", "v.geojson", holding("[1, 2]"), read_layers, "wrong_file_type", "FeatureCollection"),
    BadFile("getallen als kenmerken", "v.geojson", holding('{"type": "FeatureCollection", "features": [1]}'), read_layers, "wrong_file_type", "FeatureCollection"),
    BadFile("ESRI JSON", "v.json", holding('{"geometryType": "esriGeometryPoint", "features": [{"attributes": {}}]}'), read_layers, "wrong_file_type", "zet het om"),
    BadFile("opdracht voor GDAL", "v.geojson", holding('{"type": "gdal_streamed_alg", "command_line": "gdal vector read /etc/passwd"}'), read_layers, "wrong_file_type", "zet het om"),
    BadFile("stelsel dat een pad is", "v.geojson", holding(geojson(point(0, 0), crs={"type": "name", "properties": {"name": "/etc/passwd"}})), read_layers, "unknown_crs", "/etc/passwd"),
    BadFile("stelsel dat een adres is", "v.geojson", holding(geojson(point(0, 0), crs={"type": "link", "properties": {"href": "http://127.0.0.1"}})), read_layers, "unknown_crs", "zet het bestand om"),
    BadFile("gemeente zonder naam", "v.geojson", holding(area(name=None)), read_areas, "area_without_name", "vul beide in"),
    BadFile("gemeente als punt", "v.geojson", holding(area(shape=point(0, 0))), read_areas, "not_a_polygon", "moet een vlak zijn"),
    BadFile("geen gemeente", "v.geojson", holding('{"type": "FeatureCollection", "features": []}'), read_areas, "empty_areas", "geen enkele gemeente"),
    BadFile("vlakken zonder code", "v.geojson", holding(geojson(point(0, 0))), read_areas, "missing_one_of", "gemeentecode"),
]  # fmt: skip

PEOPLE: Final = [
    BadFile("geen nummers van vierkanten", "v.gpkg", made(write_geopackage), read_cbs, "missing_one_of", "kies een ander bestand"),
    BadFile("geen inwoners", "v.gpkg", made(write_cbs, rename={"aantal_inwoners": "huizen"}), read_cbs, "missing_column", "ontbreekt: aantal_inwoners"),
    BadFile("vierkanten in graden", "v.gpkg", made(write_cbs, crs=WGS84), read_cbs, "crs_mislabelled", "de coördinaten van EPSG:28992"),
    BadFile("vierkanten van een andere maat", "v.gpkg", made(write_cbs, rename={"crs28992res100m": "crs28992res500m"}), read_cbs, "not_squares", "500 bij 500"),
    BadFile("nummer van een ander vierkant", "v.gpkg", made(write_cbs, extra={"crs28992res100m": ["E0001N4000", "E0002N4000"]}), read_cbs, "square_id_mismatch", "past het nummer"),
    BadFile("vierkant dubbel", "v.gpkg", made(write_cbs, [(0, 0, 1), (0, 0, 2)]), read_cbs, "duplicate_square", "meer dan eens"),
    BadFile("inwoners in woorden", "v.gpkg", made(write_cbs, extra={"aantal_inwoners": ["tien", "veel"]}), read_cbs, "not_numeric", "iets anders dan getallen"),
    BadFile("min zeven inwoners", "v.gpkg", made(write_cbs, [(0, 0, -7), (100, 0, 3)]), read_cbs, "negative_inwoners", "een negatief aantal"),
    BadFile("niemand", "v.gpkg", made(write_cbs, [(0, 0, 0)]), read_cbs, "empty_population", "woont niemand"),
    BadFile("CBS in plaats van Eurostat", "v.gpkg", made(write_cbs), read_eurostat, "missing_one_of", "waaraan het te herkennen is"),
    BadFile("prognose zonder periode", "v.csv", holding("Regio;Leeftijd\nGM0001;10000\n"), read_forecasts, "missing_column", "ontbreekt"),
]  # fmt: skip

ROADS: Final = [
    BadFile("kaart van wegen met een andere naam", "v.txt", holding("weg"), read_roads, "wrong_file_type", ".osm.pbf"),
    BadFile("halve XML", "v.osm", holding("<osm version='0.6'><node id='1'"), read_roads, "unreadable_file", "beschadigd"),
    BadFile("geen pbf", "v.osm.pbf", holding(b"\0\0\0\x0dOSMHeader"), read_roads, "unreadable_file", "beschadigd"),
    BadFile("geen wegen", "v.osm", holding("<osm version='0.6'></osm>"), read_roads, "empty_roads", "geen enkele weg"),
    BadFile("geen graaf", "v.graphml", holding("<graphml"), read_roads, "unreadable_file", "beschadigd"),
    BadFile("geen archief", "v.npz", holding(b"PK\3\4 niets"), read_roads, "unreadable_file", "beschadigd"),
    BadFile("archief met een voorwerp", "v.npz", lambda p: np.savez(p, tail=np.array([{}], dtype=object)), read_roads, "unreadable_file", "beschadigd"),
    BadFile("lijnen zonder klasse", "v.gpkg", made(write_geopackage, shapes=_LINES, geometry_type="LineString"), read_roads, "missing_one_of", "highway"),
]  # fmt: skip

OWN: Final = [
    BadFile("geen JSON", "v.json", holding("{"), read_scenarios, "bad_scenario_file", "download het"),
    BadFile("geen scenario", "v.json", holding('{"naam": 3}'), read_scenarios, "bad_scenario_file", "verbeter dat deel"),
    BadFile("scenario in een andere tekenset", "v.json", holding(b'{"name": "\xe9"}'), read_scenarios, "bad_scenario_file", "niet bruikbaar"),
    BadFile("geen TOML", "v.toml", holding("norm = "), read_uitgangspunten, "bad_uitgangspunten", "verbeter dat veld"),
    BadFile("onbekend veld", "v.toml", holding("onbekend = 1"), read_uitgangspunten, "bad_uitgangspunten", "niet bruikbaar"),
    BadFile("TOML in een andere tekenset", "v.toml", holding(b"naam = '\xe9'"), read_uitgangspunten, "bad_uitgangspunten", "niet bruikbaar"),
    BadFile("diepe TOML", "v.toml", holding("a = " + "[" * 100_000), read_uitgangspunten, "bad_uitgangspunten", "niet bruikbaar"),
    BadFile("catalogus die geen TOML is", "v.toml", holding("services = "), read_catalogue, "bad_catalogue_file", "begin opnieuw"),
    BadFile("catalogus in een andere tekenset", "v.toml", holding(b"name = '\xe9'"), read_catalogue, "bad_catalogue_file", "geen leesbare TOML"),
    BadFile("diepe catalogus", "v.toml", holding("a = " + "[" * 100_000), read_catalogue, "bad_catalogue_file", "geen leesbare TOML"),
    BadFile("lege catalogus", "v.toml", holding(""), read_catalogue, "catalogue_field_missing", "vul dat in"),
    BadFile("diep scenario", "v.json", holding("[" * 100_000), read_scenarios, "bad_scenario_file", "download het"),
]  # fmt: skip

_REACH: Final = "kind='bereik'\nmax_m=5000\nshare="


def norm_with(fields: str = "kind='aantal'", *, more: str = "", bron: str = "bron='proef'") -> str:
    """Text of a file of norms with one norm."""
    return f"name='Proef'\n[[norms]]\nname='Eén'\nlabel='beleid'\n{bron}\n{fields}\n{more}"


def group_with(fields: str) -> str:
    """Text of a file of norms with one norm and one group."""
    return norm_with(more=f"[[groups]]\nname='vrouwen'\nmodality='auto'\n{fields}\n")


NORMEN: Final = [
    BadFile("geen TOML", "n.toml", holding("norms = "), read_normenkader, "bad_normen_file", "begin met het voorbeeld"),
    BadFile("nullen en enen", "n.toml", holding(bytes(range(256))), read_normenkader, "bad_normen_file", "geen leesbare TOML"),
    BadFile("een werkmap", "n.toml", made(write_workbook, [["norm"]]), read_normenkader, "bad_normen_file", "geen leesbare TOML"),
    BadFile("normen in UTF-16", "n.toml", holding(norm_with().encode("utf-16")), read_normenkader, "bad_normen_file", "geen leesbare TOML"),
    BadFile("normen in een andere tekenset", "n.toml", holding(norm_with().encode("latin-1")), read_normenkader, "bad_normen_file", "geen leesbare TOML"),
    BadFile("diepe normen", "n.toml", holding("a = " + "[" * 100_000), read_normenkader, "bad_normen_file", "geen leesbare TOML"),
    BadFile("een getal van 5.000 cijfers", "n.toml", holding("a = " + "9" * 5000), read_normenkader, "bad_normen_file", "geen leesbare TOML"),
    BadFile("tien MB aan normen", "n.toml", holding("#" * 10**7), read_normenkader, "bad_normen_file", "> 1000000 bytes"),
    BadFile("sleutel dubbel", "n.toml", holding(norm_with("kind='aantal'\nkind='kern'")), read_normenkader, "bad_normen_file", "geen leesbare TOML"),
    BadFile("leeg", "n.toml", holding(""), read_normenkader, "normen_file_field", "minstens één [[norms]]"),
    BadFile("geen norm", "n.toml", holding("name='Proef'\nnorms=[]"), read_normenkader, "normen_file_field", "ontbreekt 'norms'"),
    BadFile("normen als getal", "n.toml", holding("name='Proef'\nnorms=3"), read_normenkader, "normen_file_field", "ontbreekt 'norms'"),
    BadFile("één norm zonder lijst", "n.toml", holding("name='Proef'\n[norms]\nname='Eén'"), read_normenkader, "normen_file_field", "minstens één [[norms]]"),
    BadFile("titel van blanco's", "n.toml", holding(norm_with().replace("Proef", "  ")), read_normenkader, "normen_file_field", "een name"),
    BadFile("onbekend deel", "n.toml", holding("uitleg='x'\n" + norm_with()), read_normenkader, "normen_file_field", "'uitleg'"),
    BadFile("norm zonder bron", "n.toml", holding(norm_with(bron="")), read_normenkader, "norm_field_missing", "een norm zonder bron wordt niet bewaard"),
    BadFile("norm zonder soort", "n.toml", holding(norm_with("")), read_normenkader, "norm_field_missing", "'Eén' in n.toml mist 'kind'"),
    BadFile("bereik zonder aandeel", "n.toml", holding(norm_with("kind='bereik'\nmax_m=5")), read_normenkader, "norm_field_missing", "mist 'share'"),
    BadFile("bron van blanco's", "n.toml", holding(norm_with(bron="bron=' \\t '".replace("'", '"'))), read_normenkader, "norm_field_empty", "heeft altijd een bron"),
    BadFile("geen enkele kernfunctie", "n.toml", holding(norm_with("kind='kernfuncties'\nshare=0.5\nmax_m={}")), read_normenkader, "norm_field_empty", "'max_m'"),
    BadFile("90 in plaats van 0.90", "n.toml", holding(norm_with(f"{_REACH}90")), read_normenkader, "norm_share_out_of_bounds", "'share' is 90, maar moet <= 1 zijn; 90% schrijft u in een bestand als 0.90"),
    BadFile("niemand", "n.toml", holding(norm_with(f"{_REACH}0")), read_normenkader, "norm_share_out_of_bounds", "moet > 0 zijn"),
    # A hundred branches that never close are open for 16,800 hours.
    BadFile("meer uren dan er zijn", "n.toml", holding(norm_with("kind='uren'\nshare=0.5\nmax_m=5000\nminimum_hours=16801")), read_normenkader, "norm_out_of_bounds", "moet <= 16800"),
    BadFile("een week van 200 uur", "n.toml", holding(norm_with("kind='aantal'\npredicate={minimum_staffed_hours=200}")), read_normenkader, "norm_out_of_bounds", "moet <= 168 zijn"),
    BadFile("nul vestigingen", "n.toml", holding(norm_with("kind='aantal'\nminimum=0")), read_normenkader, "norm_out_of_bounds", "moet >= 1 zijn"),
    BadFile("oneindig veel", "n.toml", holding(norm_with(f"{_REACH}inf")), read_normenkader, "norm_unusable_value", "'inf' past niet bij 'share'"),
    BadFile("geen getal", "n.toml", holding(norm_with(f"{_REACH}nan")), read_normenkader, "norm_unusable_value", "'nan' past niet bij 'share'"),
    BadFile("woorden als getal", "n.toml", holding(norm_with(f"{_REACH}'veel'")), read_normenkader, "norm_unusable_value", "'veel' past niet bij 'share'"),
    BadFile("normen als getallen", "n.toml", holding("name='Proef'\nnorms=[1]"), read_normenkader, "norm_unusable_value", "'nr. 1'"),
    BadFile("anderhalve vestiging", "n.toml", holding(norm_with("kind='aantal'\nminimum=1.5")), read_normenkader, "norm_unusable_value", "'1.5' past niet bij 'minimum'"),
    BadFile("onbekende soort", "n.toml", holding(norm_with("kind='wet'")), read_normenkader, "norm_bad_value", "'wet' past niet bij 'kind' (verwacht: bereik, kernfuncties"),
    BadFile("onbekende klasse in een norm", "n.toml", holding(norm_with("kind='aantal'\npredicate={minimum_type='reus'}")), read_normenkader, "norm_bad_value", "verwacht: groot, middelgroot"),
    BadFile("zesde kernfunctie", "n.toml", holding(norm_with("kind='kernfuncties'\nshare=0.5\nmax_m={6=5}")), read_normenkader, "norm_bad_value", "verwacht: 1, 2, 3, 4, 5"),
    BadFile("gezag dat er niet is", "n.toml", holding(norm_with().replace("beleid", "grondwet")), read_normenkader, "norm_bad_value", "verwacht: wet, wetsvoorstel"),
    BadFile("veld van een andere soort", "n.toml", holding(norm_with("kind='scholen'\nmax_m=5")), read_normenkader, "norm_field_unknown", "'max_m'"),
    BadFile("veld verkeerd gespeld", "n.toml", holding(norm_with("kind='aantal'\npredicate={minimum_tipe='groot'}")), read_normenkader, "norm_field_unknown", "verbeter de naam"),
    BadFile("geen grens", "n.toml", holding(norm_with("kind='bereik'\nshare=0.5")), read_normenkader, "norm_metres_or_minutes", "max_m (meters) of max_minutes (minuten)"),
    BadFile("twee grenzen", "n.toml", holding(norm_with(f"{_REACH}0.5\nmax_minutes=5")), read_normenkader, "norm_metres_or_minutes", "geen grens of twee"),
    BadFile("samen niets", "n.toml", holding(norm_with("kind='aantal'\nis_together=true")), read_normenkader, "norm_together", "noem dan kernfuncties"),
    BadFile("samen twee keer", "n.toml", holding(norm_with("kind='aantal'\nis_together=true\nminimum=2\npredicate={kernfuncties=[1]}")), read_normenkader, "norm_together", "een aantal van 1"),
    BadFile("kern van geen enkele grootte", "n.toml", holding(norm_with("kind='kern'\nmin_inwoners=5\nmax_inwoners=5")), read_normenkader, "norm_no_such_size", "maak max_inwoners groter"),
    BadFile("groep twee keer genoemd", "n.toml", holding(norm_with(f"{_REACH}0.5\ngroups=['kinderen', 'kinderen']")), read_normenkader, "norm_double_group", "laat haar één keer staan"),
    BadFile("twee normen met één naam", "n.toml", holding(norm_with(more=norm_with().split("\n", 1)[1].replace("Eén", "een!"))), read_normenkader, "norm_double_name", "een eigen naam"),
    BadFile("twee groepen met één naam", "n.toml", holding(group_with("").replace("[[groups]]", "[[groups]]\nname='vrouwen'\nmodality='auto'\n[[groups]]")), read_normenkader, "norm_double_group_name", "elke groep"),
    BadFile("aandelen zonder bron", "n.toml", holding(group_with("shares={GM0001=0.5}")), read_normenkader, "norm_share_without_bron", "Groep 'vrouwen'"),
    BadFile("aandelen met een lege bron", "n.toml", holding(group_with("bron=' '\nshares={GM0001=0.5}")), read_normenkader, "norm_share_without_bron", "noem bij bron"),
    BadFile("groep van 50", "n.toml", holding(group_with("share=50")), read_normenkader, "norm_group_field", "'share' ontbreekt, is onbekend of heeft een onbruikbare waarde"),
    BadFile("groep van een andere leeftijd", "n.toml", holding(group_with("age_group='0_18'")), read_normenkader, "norm_group_field", "Groep 'vrouwen'"),
    BadFile("groep die vliegt", "n.toml", holding(group_with("").replace("'auto'", "'vliegtuig'")), read_normenkader, "norm_group_field", "'modality'"),
]  # fmt: skip

BAD_FILES: Final = [
    *ANY_FILE,
    *DATABASES,
    *VECTOR,
    *ARCHIVES,
    *WORKBOOKS,
    *CSV,
    *PLACES,
    *JSON,
    *PEOPLE,
    *ROADS,
    *OWN,
    *NORMEN,
]
