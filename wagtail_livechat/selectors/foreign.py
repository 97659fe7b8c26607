"""What somebody else's code says, made harmless before it is kept or shown."""

from typing import Final

from ..masking import masked

LONGEST_ADDRESS: Final = 2_000


def line(text: str, longest: int) -> str:
    """One line without card numbers, of at most so many characters."""
    said = masked(" ".join(str(text).replace("\x00", "").split()))
    return said if len(said) <= longest else f"{said[: longest - 1].rstrip()}…"


def is_harmless(address: str) -> bool:
    """Whether this is an address of the web, or a path of this site."""
    if len(address) > LONGEST_ADDRESS or any(character < " " for character in address):
        # Browsers leave out tabs and line breaks: what is behind them would begin another address.
        return False
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return is_path or address.lower().startswith(("http://", "https://"))
