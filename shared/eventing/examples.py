"""What an event might look like: one of each kind is made up, so that documents can show what becomes of it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

AT = datetime(2027, 5, 4, 9, tzinfo=UTC)
PLAIN: Mapping[Any, Any] = {int: 1, float: 1.0, bool: True, datetime: AT, date: AT.date(), time: AT.time(), Any: None}


def example(model: type[BaseModel], within: str = "") -> Any:
    """A body in which every field has a value; a text is the field's own name in braces, as `{post}` or `{desk.id}`.

    Nothing is checked, because such texts are not what each field may hold. Raises TypeError for a type that has none.
    """
    fields = {name: _value(field.annotation, f"{within}{name}") for name, field in model.model_fields.items()}
    return model.model_construct(**fields)


def _value(kind: Any, name: str) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if kind is str:
        return f"{{{name}}}"
    if kind in PLAIN:
        return PLAIN[kind]
    if origin is Literal:
        return inner[0]
    if origin is Annotated:
        return _value(inner[0], name)
    if origin in (Union, UnionType):
        return _value(next(one for one in inner if one is not NoneType), name)
    if origin in (tuple, list, frozenset):
        return origin([_value(inner[0], name)])
    if origin in (dict, Mapping):
        return {_value(inner[0], name): _value(inner[1], name)}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return example(kind, f"{name}.")
    raise TypeError(f"{name}: there is no example of {kind}")
