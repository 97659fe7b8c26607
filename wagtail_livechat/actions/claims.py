"""What a page says of its visitor. Nobody has verified it: agents see it as that, and it never says who somebody is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ..exceptions import BadVariable
from ..inputs import OwnIn, SessionClaimsIn, storable
from ..masking import masked
from ..models import Visitor
from .locales import kept_language, known_zone

NAME_LENGTH: Final = 60
TEXT_LENGTH: Final = 500
MOST: Final = 50
_LARGEST: Final = 2**63 - 1

Value = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """`variables` by name, an empty text takes one back; those that the site's pages know by name (name, email, phone,
    group, language) among them. `language` and `time_zone` are the browser's, empty where they were not said."""

    variables: Mapping[str, object] = field(default_factory=dict)
    language: str = ""
    time_zone: str = ""

    @classmethod
    def of(cls, given: OwnIn) -> "Claims":
        """What came in beside what visitors say themselves."""
        own = {name: getattr(given, name) for name in ("name", "email", "phone", "language")} if given.from_page else {}
        named = {name: value for name, value in {**own, "group": given.group}.items() if value is not None}
        language = "" if given.from_page else given.language or ""
        return cls(variables={**given.variables, **named}, language=language)

    @classmethod
    def of_session(cls, given: SessionClaimsIn) -> "Claims | None":
        """What came in with a session; None where nothing did."""
        group = {} if given.group is None else {"group": given.group}
        claims = cls(variables={**given.variables, **group}, time_zone=given.time_zone)
        return None if claims == NO_CLAIMS else claims


NO_CLAIMS: Final = Claims()


def checked(claims: Claims) -> dict[str, Value]:
    """The variables as they can be kept. Raises BadVariable."""
    if len(claims.variables) > MOST:
        raise BadVariable
    return {_checked_name(name): _checked_value(value) for name, value in claims.variables.items()}


def write_down(visitor: Visitor, claims: Claims, variables: Mapping[str, Value]) -> bool:
    """Write the `checked` variables into a row that the caller has locked; whether anything changed. For whom `MOST`
    are known, names are left out that are new."""
    now = {
        "variables": _kept(visitor.variables, variables),
        "language": kept_language(claims.language) or visitor.language,
        "time_zone": known_zone(claims.time_zone) or visitor.time_zone,
    }
    changed = [name for name, value in now.items() if not _same(value, getattr(visitor, name))]
    for name in changed:
        setattr(visitor, name, now[name])
    if changed:
        visitor.save(update_fields=changed)
    return bool(changed)


def left_out(visitor: Visitor, claims: Claims) -> list[str]:
    """The names for which there was no room, once the claims were written into this row."""
    return [name for name, value in checked(claims).items() if value != "" and name not in visitor.variables]


def _kept(known: Mapping[str, Value], said: Mapping[str, Value]) -> dict[str, Value]:
    """What is known comes first; whoever has more of it, after a merge, keeps that."""
    together = {name: value for name, value in {**known, **said}.items() if value != ""}
    room = max(MOST, len(together.keys() & known.keys()))
    return dict(list(together.items())[:room])


def _checked_name(name: str) -> str:
    kept = masked(_checked_text(name.strip(), NAME_LENGTH))[:NAME_LENGTH]
    if not kept:
        raise BadVariable
    return kept


def _checked_value(value: object) -> Value:
    match value:
        case bool():
            return value
        case str():
            return masked(_checked_text(value.strip(), TEXT_LENGTH))[:TEXT_LENGTH]
        case int() | float() if abs(value) <= _LARGEST:
            # A card number without quotes is one too.
            return value if masked(str(value)) == str(value) else masked(str(value))
    raise BadVariable


def _checked_text(text: str, longest: int) -> str:
    try:
        storable(text)
    except ValueError:
        raise BadVariable from None
    if len(text) > longest:
        raise BadVariable
    return text


def _same(one: object, other: object) -> bool:
    """Equal, and of the same type: True is no 1 here."""
    return repr(one) == repr(other)
