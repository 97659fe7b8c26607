"""Phone numbers that agents write down: checked, and written as people read them abroad.

Needs the extra `phone`; without it a number stays as it was typed. What visitors say of themselves is never refused.
"""

from .exceptions import BadPhone

try:
    import phonenumbers
except ImportError:
    phonenumbers = None  # type: ignore[assignment]


def formatted(text: str, *, region: str = "") -> str:
    """The number such as `+49 30 123456`; an extension stays. `region`, e.g. `DE`, is where it is dialled if it does not
    begin with +. Raises BadPhone for what is no number there."""
    if phonenumbers is None:
        return text
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        raise BadPhone from None
    if not phonenumbers.is_valid_number(number):
        raise BadPhone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
