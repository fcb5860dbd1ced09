"""The way in for queries: one document of a view, or a page of them; readers see their own writes when they ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from pydantic import BaseModel

from shared.eventing.view import Document, View
from shared.eventing.views import Behind, Views
from shared.http.problems import Problem

WAIT = 2.0  # seconds


class Page(BaseModel):
    """A part of a list; `next` goes into `?after=` to get the following one, and is absent at the end."""

    items: list[dict[str, Any]]
    next: str | None = None

    @classmethod
    def of(cls, found: Sequence[dict[str, Any]], limit: int) -> "Page":
        """The first so many of what was found in the order of its `id`s, and where the next page begins."""
        return cls(items=list(found[:limit]), next=found[limit - 1]["id"] if len(found) > limit else None)


@dataclass(frozen=True)
class Reading:
    """A request's way to the views."""

    request: Request
    min_version: int | None
    after: str | None
    limit: int

    @property
    def _views(self) -> Views:
        views: Views = self.request.app.state.views
        return views

    async def one(self, view: View, key: str, *, stream: str) -> Document:
        """The document under this key; `stream` is whose version `?min_version=` means.

        Raises Problem 404 where there is none, and 503 where the view has not reached that version in time.
        """
        try:
            if self.min_version:
                document = await self._views.at(view, key, stream, self.min_version, WAIT)
            else:
                document = await self._views.get(view, key)
        except Behind as behind:
            detail = f"this view has not reached version {self.min_version} within {WAIT:g} seconds"
            raise Problem(503, "view-behind", detail, headers={"Retry-After": "1"}) from behind
        if document is None:
            raise Problem(404, "not-found", f"there is no {key} in {view.name}")
        return document

    async def page(
        self, view: View, filter: Mapping[str, Any], *, by: str | None = None, without: Sequence[str] = ()
    ) -> Page:
        """The next documents that match, in the order of their ids; `by` names a field whose order comes first.

        With a minus in front, as `-held_on`, the greatest come first. Every document that matches must have the field,
        as a text or as an instant. Fields named in `without`, which grow, are shown by the one document alone.
        """
        if self.min_version is not None:
            raise Problem(400, "min-version-of-a-list", "min_version is about one document, not about a list")
        if by is None:
            found = await self._views.find(view, filter, after=self.after, limit=self.limit + 1, without=without)
        else:
            wanted = {"$and": [filter, _behind(by, self.after)]} if self.after is not None else filter
            order = (by, "-_id" if by.startswith("-") else "_id")
            found = await self._views.find(view, wanted, sort=order, limit=self.limit + 1, without=without)
        items = found[: self.limit]
        return Page(items=items, next=_place(items[-1], by) if len(found) > self.limit else None)


def _place(document: Document, by: str | None) -> str:
    """Where a page ends: at an id, behind the value of the field that orders the list."""
    if by is None:
        return str(document["id"])
    value = document[by.removeprefix("-")]
    return f"@{value.isoformat()}~{document['id']}" if isinstance(value, datetime) else f"{value}~{document['id']}"


def _behind(by: str, place: str) -> dict[str, Any]:
    """The condition for what comes after a place. Raises Problem 400 for what is none."""
    said, separator, id = place.rpartition("~")
    try:
        value = datetime.fromisoformat(said[1:]) if said.startswith("@") else said
    except ValueError:
        separator = ""
    if not separator:
        raise Problem(400, "invalid-cursor", "after must be what `next` of the page before said")
    # The range comes first, so that an index finds the place instead of walking to it.
    name, behind = (by[1:], "$lt") if by.startswith("-") else (by, "$gt")
    return {name: {f"{behind}e": value}, "$or": [{name: {behind: value}}, {"_id": {behind: id}}]}


async def _reading(
    request: Request,
    min_version: Annotated[
        int | None, Query(ge=0, le=2**53, description=f"wait until the view has it, {WAIT:g} seconds at most")
    ] = None,
    after: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="items on a page")] = 100,
) -> Reading:
    return Reading(request, min_version, after, limit)


Read = Annotated[Reading, Depends(_reading)]
