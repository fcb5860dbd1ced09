"""The compatibility gate refuses each kind of break and names it, and lets pass what breaks nobody."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, create_model

from shared.eventing.compatibility import breaks, refusals


class Part(BaseModel):
    slot: int
    table: int | None


class Circle(BaseModel):
    shape: Literal["circle"] = "circle"
    radius: int


class Square(BaseModel):
    shape: Literal["square"] = "square"
    side: int


class Tree(BaseModel):
    name: str
    branches: "tuple[Tree, ...]" = ()


class Leafy(BaseModel):
    name: int
    branches: "tuple[Leafy, ...]" = ()


def one(**fields: Any) -> dict[str, Any]:
    """The schema of an event `Told` with such fields, each a type, or a type and a default."""
    given: Any = {name: value if isinstance(value, tuple) else (value, ...) for name, value in fields.items()}
    told: type[BaseModel] = create_model("Told", **given)
    return told.model_json_schema(mode="serialization")


def retyped(old: Any, new: Any) -> list[str]:
    return breaks(one(it=old), one(it=new))


def nested(model: type[BaseModel], **fields: Any) -> Any:
    """A later Part, under the same name."""
    kept = {name: (field.annotation, field) for name, field in model.model_fields.items()}
    return create_model("Part", **(kept | fields))


WRONG_SLOT: Any = nested(Part, slot=(str, ...))
NO_TABLE: Any = create_model("Part", slot=(int, ...))
ROOMY: Any = nested(Part, hall=(str, "A"))
HALL: Any = nested(Part, hall=(str, ...))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (int, str, "field it was retyped from integer to string"),
        (str, date, "field it was retyped from string to string (date)"),
        (datetime, date, "field it was retyped from string (date-time) to string (date)"),
        (str, list[str], "field it was retyped from string to array"),
        (str, Part, "field it was retyped from string to object"),
        (str, Any, "field it was retyped from string to anything"),
        (str, Literal["a", "b"], "field it was retyped from string to one of 'a', 'b'"),
        (Literal["a", "b"], Literal["a"], "field it no longer takes 'b'"),
        (Literal["a"], Literal["a", "b"], "field it also takes 'b' now"),
        (str | None, str, "field it may no longer be null"),
        (str, str | None, "field it may be null now"),
        (int | None, str | None, "field it was retyped from integer to string"),
        (int | str, int, "field it may no longer be string"),
        (int, int | str, "field it may also be string now"),
        (list[int], list[str], "field it[] was retyped from integer to string"),
        (list[Any], list[str], "field it[] was retyped from anything to string"),
        (dict[str, int], dict[str, str], "field it{} was retyped from integer to string"),
        (tuple[int, str], tuple[int, int], "field it[1] was retyped from string to integer"),
        (Part, NO_TABLE, "field it.table was removed"),
        (Part, WRONG_SLOT, "field it.slot was retyped from integer to string"),
        (Part, HALL, "field it.hall is new and required"),
        (list[Part], list[NO_TABLE], "field it[].table was removed"),
        (dict[str, Part], dict[str, HALL], "field it{}.hall is new and required"),
        (Part | None, NO_TABLE | None, "field it.table was removed"),
        (Circle | Square, Circle, "field it may no longer be Square"),
        (Circle, Circle | Square, "field it may also be Square now"),
        (Tree, Leafy, "field it.name was retyped from string to integer"),
        (str, Annotated[str, Field(max_length=5)], "field it has maxLength 5 now"),
        (Annotated[int, Field(ge=1)], int, "field it has no minimum 1 any more"),
        (Annotated[str, Field(pattern="a")], Annotated[str, Field(pattern="b")], "it has pattern 'b' instead of 'a'"),
    ],
)  # fmt: skip
def test_what_narrows_or_widens_a_field_is_refused(old: Any, new: Any, said: str) -> None:
    [found] = retyped(old, new)
    assert said in found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (one(a=str, b=str), one(a=str), "field b was removed"),
        (one(a=str, b=(str, "")), one(a=str), "field b was removed"),
        (one(a=str), one(a=str, b=str), "field b is new and required"),
        (one(a=str), one(a=str, b=str | None), "field b is new and required"),
        (one(a=(str, "")), one(a=str), "field a is required now"),
        (one(a=str), one(a=(str, "")), "field a need no longer be there"),
        (one(a=(str, "x")), one(a=(str, "y")), "field a has default 'y' instead of 'x'"),
    ],
)
def test_a_field_that_goes_or_that_old_events_lack_is_refused(old: Any, new: Any, said: str) -> None:
    assert breaks(old, new) == [said]


def test_each_break_is_told() -> None:
    assert breaks(one(a=int, b=str, c=str | None), one(a=str, c=str, d=int)) == [
        "field a was retyped from integer to string",
        "field b was removed",
        "field c may no longer be null",
        "field d is new and required",
    ]


class Reworded(BaseModel):
    """Wording, which binds nobody."""

    slot: int = Field(title="Where", description="in time", examples=[3])
    table: int | None


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    slot: int


class ClosedWithMore(Closed):
    more: str = ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (one(a=str), one(a=str)),
        (one(a=str), one(a=str, b=(str, "new"))),
        (one(a=str), one(a=str, b=(str | None, None))),
        (one(a=str), one(a=str, b=(list[Part], []))),
        (one(a=Part), one(a=nested(Part, hall=(str, "A")))),
        (one(a=list[Part]), one(a=list[ROOMY])),
        (one(a=Part | None), one(a=ROOMY | None)),
        (one(a=Part), one(a=Reworded)),
        (one(a=Circle | Square), one(a=Square | Circle)),
        (one(a=Literal["a", "b"]), one(a=Literal["b", "a"])),
        (one(a=str, b=int), one(b=int, a=str)),
        (one(a=Tree), one(a=Tree)),
        (
            {"type": "object", "properties": {"a": {"type": ["string", "null"], "default": None}}},
            one(a=(str | None, None)),
        ),
    ],
)
def test_what_breaks_nobody_passes(old: Any, new: Any) -> None:
    assert breaks(old, new) == []


def test_a_field_in_an_object_that_took_no_others_is_refused() -> None:
    assert retyped(Closed, ClosedWithMore) == ["field it.more is new, where no other fields were to come"]


def named(type: str, **fields: Any) -> dict[str, Any]:
    return one(type=(Literal[type], type), **fields)


OPENED = {"test.Opened": named("test.Opened", post=str)}


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ({}, "the event was removed"),
        ({"test.Closed": named("test.Closed", post=int)}, "the event was removed"),
        ({"test.Begun": named("test.Begun", post=str)}, "the event was renamed to test.Begun"),
        ({"test.Opened": named("test.Opened", post=int)}, "field post was retyped from string to integer"),
    ],
)
def test_an_event_that_is_gone_or_renamed_is_refused(today: dict[str, Any], said: str) -> None:
    assert refusals(OPENED, today) == [f"test.Opened: {said}"]


def test_an_event_that_was_published_before_is_not_what_another_was_renamed_to() -> None:
    begun = {"test.Begun": named("test.Begun", post=str)}
    assert refusals(OPENED | begun, begun) == ["test.Opened: the event was removed"]


def test_a_new_event_passes() -> None:
    assert refusals(OPENED, OPENED | {"test.Closed": named("test.Closed", post=str)}) == []


def test_a_newer_version_takes_the_place_of_a_published_one_and_never_the_other_way_round() -> None:
    newer = {"test.Opened.v2": named("test.Opened.v2", post=int)}
    assert refusals(OPENED, newer) == []
    assert refusals(OPENED | newer, newer) == []
    assert refusals(newer, OPENED) == ["test.Opened.v2: the event was removed"]
