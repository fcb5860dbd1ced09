"""Many aggregates of one kind at once, read from their streams: for what can wait for no view."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, TypeVar

from shared.eventing.decider import Decider
from shared.eventing.store import COMMITS
from shared.mongo import Mongo

S = TypeVar("S")


async def states(mongo: Mongo, decider: Decider[S, Any, Any], ids: Iterable[str]) -> dict[str, S]:
    """Those of these aggregates that are known, each as it is at this moment, under its id."""
    streams = {decider.stream(id): id for id in ids}
    found = mongo[COMMITS].find({"stream": {"$in": list(streams)}}, {"stream": 1, "events": 1})
    commits = await found.sort([("stream", 1), ("first", 1)]).to_list(None)
    return {
        streams[stream]: decider.fold(decider.parse(event) for commit in history for event in commit["events"])
        for stream, history in groupby(commits, key=lambda commit: str(commit["stream"]))
    }
