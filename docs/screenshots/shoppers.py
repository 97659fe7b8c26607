"""The shoppers of the pictures: where they are, and with what. All of them are made up."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Device = dict[str, Any]
DESKTOP: Final[Device] = {"viewport": {"width": 1440, "height": 900}}
PRODUCT_PAGE: Final[Device] = {"viewport": {"width": 1200, "height": 720}}
TABLET: Final[Device] = {"viewport": {"width": 834, "height": 1112}, "has_touch": True}
PHONE: Final[Device] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}

#: A browser without a window says so, and would be taken for a program.
CHROME_ON_MAC: Final = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/148.0.0.0 Safari/537.36"
)
FIREFOX_ON_WINDOWS: Final = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:151.0) Gecko/20100101 Firefox/151.0"
EDGE_ON_WINDOWS: Final = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/148.0.0.0 Safari/537.36 Edg/148.0.0.0"
)
SAFARI_ON_IPHONE: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1"
)
SAFARI_ON_IPAD: Final = (
    "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1"
)
CHROME_ON_ANDROID: Final = (
    "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Mobile Safari/537.36"
)


@dataclass(frozen=True)
class Shopper:
    #: From networks that are kept for documentation: nobody's.
    address: str
    country: str
    region: str
    city: str
    time_zone: str
    user_agent: str
    #: The user name of whoever is logged in.
    user: str = ""
    #: Whether they were here before.
    returns: bool = False

    def browser(self, device: Device) -> Device:
        return {
            **device,
            "locale": "en-GB",
            "timezone_id": self.time_zone,
            "user_agent": self.user_agent,
            # The sandbox takes us for its proxy.
            "extra_http_headers": {"X-Forwarded-For": self.address},
        }


ALICE: Final = Shopper(
    "203.0.113.7", "FR", "Auvergne-Rhône-Alpes", "Lyon", "Europe/Paris", CHROME_ON_MAC, user="alice", returns=True
)
BOB: Final = Shopper("203.0.113.40", "GB", "England", "Bristol", "Europe/London", EDGE_ON_WINDOWS, user="bob")
EMMA: Final = Shopper("203.0.113.70", "SE", "Skåne", "Malmö", "Europe/Stockholm", CHROME_ON_MAC)
SOFIA: Final = Shopper("203.0.113.100", "IT", "Lombardia", "Milano", "Europe/Rome", SAFARI_ON_IPHONE)
BERLINER: Final = Shopper("203.0.113.130", "DE", "Berlin", "Berlin", "Europe/Berlin", FIREFOX_ON_WINDOWS)
KRAKOVIAN: Final = Shopper(
    "203.0.113.160", "PL", "Małopolskie", "Kraków", "Europe/Warsaw", CHROME_ON_ANDROID, returns=True
)
BELGIAN: Final = Shopper("203.0.113.190", "BE", "Vlaanderen", "Gent", "Europe/Brussels", SAFARI_ON_IPAD)
EVERYBODY: Final = (ALICE, BOB, EMMA, SOFIA, BERLINER, KRAKOVIAN, BELGIAN)


def write_places(path: Path) -> None:
    """The database of places that the sandbox looks them up in."""
    from mmdb_writer import MMDBWriter
    from netaddr import IPSet

    writer = MMDBWriter(ip_version=4, database_type="GeoLite2-City")
    for one in EVERYBODY:
        place = {
            "country": {"iso_code": one.country},
            "subdivisions": [{"names": {"en": one.region}}],
            "city": {"names": {"en": one.city}},
        }
        writer.insert_network(IPSet([f"{one.address}/32"]), place)
    writer.to_db_file(str(path))
