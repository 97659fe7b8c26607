"""The shapes as TypeScript, so that the clients are checked against what the server really sends."""

from collections.abc import Iterable, Mapping
from types import ModuleType, NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from typing_extensions import TypedDict, is_typeddict

_SCALARS: Final[Mapping[object, str]] = {
    str: "string",
    int: "number",
    bool: "boolean",
    NoneType: "null",
    Any: "unknown",
}


def declarations(modules: Iterable[ModuleType]) -> str:
    """Every named Literal and TypedDict that the modules define, in their order, as TypeScript declarations."""
    named = [(name, value) for module in modules for name, value in vars(module).items()]
    aliases = {value: name for name, value in named if get_origin(value) is Literal}
    shapes = dict.fromkeys(value for _, value in named if is_typeddict(value) and value is not TypedDict)
    found = [_alias(name, value) for value, name in aliases.items()]
    found += [_interface(shape, aliases) for shape in shapes]
    return "\n".join(found)


def _alias(name: str, value: object) -> str:
    return f"export type {name} = {_literal(value)};\n"


def _literal(value: object) -> str:
    return " | ".join(f'"{choice}"' for choice in get_args(value))


def _interface(shape: type, aliases: Mapping[object, str]) -> str:
    parents = [base for base in getattr(shape, "__orig_bases__", ()) if is_typeddict(base)]
    inherited = {name for parent in parents for name in get_type_hints(parent)}
    own = {name: hint for name, hint in get_type_hints(shape).items() if name not in inherited}
    heading = f"export interface {shape.__name__}"
    if parents:
        heading += f" extends {', '.join(parent.__name__ for parent in parents)}"
    fields = "".join(f"  {name}: {_type(hint, aliases)};\n" for name, hint in own.items())
    return f"{heading} {{\n{fields}}}\n"


def _type(hint: Any, aliases: Mapping[object, str]) -> str:
    origin = get_origin(hint)
    if origin is Literal:
        return aliases.get(hint, _literal(hint))
    if origin in (Union, UnionType):
        return " | ".join(_each(get_args(hint), aliases))
    if origin is list:
        return f"{_type(get_args(hint)[0], aliases)}[]"
    if origin is dict:
        return f"Record<{', '.join(_each(get_args(hint), aliases))}>"
    return _SCALARS.get(hint) or hint.__name__


def _each(hints: Iterable[Any], aliases: Mapping[object, str]) -> list[str]:
    return [_type(hint, aliases) for hint in hints]
