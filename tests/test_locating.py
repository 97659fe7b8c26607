"""Where an address is, by small databases that the tests make."""

from pathlib import Path
from typing import Any

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet
from pytest_django.fixtures import Settings

from wagtail_livechat import locating
from wagtail_livechat.locating import Place, locate

PARIS = {
    "country": {"iso_code": "FR", "names": {"en": "France"}},
    "subdivisions": [{"names": {"en": "Île-de-France", "de": "Großraum Paris"}}, {"names": {"en": "Paris"}}],
    "city": {"names": {"en": "Paris", "fr": "Paris"}},
}


def a_database(path: Path, records: dict[str, Any], *, kind: str = "GeoLite2-City", version: int = 6) -> Path:
    writer = MMDBWriter(ip_version=version, ipv4_compatible=version == 6, database_type=kind)
    for network, record in records.items():
        writer.insert_network(IPSet([network]), record)
    writer.to_db_file(str(path))
    return path


@pytest.fixture(autouse=True)
def _fresh() -> None:
    locating._opened.cache_clear()
    locating._complain.cache_clear()


def test_without_a_database_nothing_is_known(settings: Settings) -> None:
    settings.GEOIP_PATH = None

    assert locate("192.0.2.7") == Place()


def test_a_city_database_knows_all(settings: Settings, tmp_path: Path) -> None:
    settings.GEOIP_PATH = a_database(tmp_path / "city.mmdb", {"192.0.2.0/24": PARIS, "2001:db8::/32": PARIS})

    assert locate("192.0.2.7") == locate("2001:db8::7") == Place("FR", "Île-de-France", "Paris")
    assert locate("198.51.100.1") == Place()


def test_a_flat_database_of_countries_will_do(settings: Settings, tmp_path: Path) -> None:
    records = {"192.0.2.0/24": {"country_code": "FR"}, "198.51.100.0/24": {"country": "de"}}
    settings.GEOIP_PATH = str(a_database(tmp_path / "flat.mmdb", records, kind="geo-whois-asn-country"))

    assert locate("192.0.2.7") == Place("FR")
    assert locate("198.51.100.1") == Place("DE")


def test_a_flat_database_of_cities_will_do(settings: Settings, tmp_path: Path) -> None:
    record = {"country_code": "FR", "state1": "Bretagne", "city": "Brest"}
    settings.GEOIP_PATH = a_database(tmp_path / "flat.mmdb", {"192.0.2.0/24": record})

    assert locate("192.0.2.7") == Place("FR", "Bretagne", "Brest")


def test_in_a_folder_the_usual_names_are_looked_for(settings: Settings, tmp_path: Path) -> None:
    settings.GEOIP_PATH = tmp_path
    assert locate("192.0.2.7") == Place()

    a_database(tmp_path / "GeoLite2-Country.mmdb", {"192.0.2.0/24": {"country": {"iso_code": "FR"}}})
    assert locate("192.0.2.7") == Place("FR")

    a_database(tmp_path / "mine.mmdb", {"192.0.2.0/24": {"country": {"iso_code": "BE"}}})
    settings.GEOIP_COUNTRY = "mine.mmdb"
    assert locate("192.0.2.7") == Place("BE")


def test_a_database_that_was_replaced_is_read_anew(settings: Settings, tmp_path: Path) -> None:
    path = settings.GEOIP_PATH = tmp_path / "countries.mmdb"
    a_database(path, {"192.0.2.0/24": {"country_code": "FR"}})
    assert locate("192.0.2.7") == Place("FR")

    other = a_database(tmp_path / "newer.mmdb", {"192.0.2.0/24": {"country_code": "BE"}})
    other.replace(path)

    assert locate("192.0.2.7") == Place("BE")


@pytest.mark.parametrize(
    "record",
    [
        "FR",
        {},
        {"country": {}},
        {"country_code": "FRA"},
        {"country_code": 7},
        {"country": {"iso_code": "A1"}},
        {"country": {"iso_code": 7, "names": []}, "city": {"names": {}}, "subdivisions": []},
        {"city": ["Paris"]},
    ],
)
def test_a_record_that_says_nothing_is_nowhere(settings: Settings, tmp_path: Path, record: Any) -> None:
    settings.GEOIP_PATH = a_database(tmp_path / "odd.mmdb", {"192.0.2.0/24": record})

    assert locate("192.0.2.7") == Place()


def test_a_name_without_english_is_better_than_none(settings: Settings, tmp_path: Path) -> None:
    record = {"city": {"names": {"fr": "Bruges"}}}
    settings.GEOIP_PATH = a_database(tmp_path / "city.mmdb", {"192.0.2.0/24": record})

    assert locate("192.0.2.7") == Place(city="Bruges")


@pytest.mark.parametrize("address", ["", "x", "2001:db8::1", "192.0.2"])
def test_an_address_that_it_does_not_know_is_nowhere(settings: Settings, tmp_path: Path, address: str) -> None:
    settings.GEOIP_PATH = a_database(tmp_path / "four.mmdb", {"192.0.2.0/24": {"country_code": "FR"}}, version=4)

    assert locate(address) == Place()


def test_a_broken_database_is_told_of_once(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.GEOIP_PATH = tmp_path / "broken.mmdb"
    settings.GEOIP_PATH.write_bytes(b"no database")

    assert locate("192.0.2.7") == locate("192.0.2.8") == Place()
    assert caplog.text.count("cannot be used") == 1
    assert "192.0.2" not in caplog.text


def test_a_missing_database_is_told_of_once(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.GEOIP_PATH = tmp_path / "missing.mmdb"

    assert locate("192.0.2.7") == locate("192.0.2.8") == Place()
    assert caplog.text.count("FileNotFoundError") == 1


def test_without_the_extra_nothing_is_known(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GEOIP_PATH = a_database(tmp_path / "flat.mmdb", {"192.0.2.0/24": {"country_code": "FR"}})
    monkeypatch.setattr(locating, "maxminddb", None)

    assert locate("192.0.2.7") == Place()
