"""What moves requests for assistance: their filing, posts that open or close, postings that end, wins signed off."""

from services.delegations.domain.assistance import ASSISTANCE, Route
from services.delegations.domain.assistance_case import Case
from services.delegations.domain.desk_work import HandOver
from services.delegations.domain.export_win import SettleWin
from services.delegations.domain.routing import Station, better_place, place
from services.delegations.reactions.execution import execute
from services.delegations.views.assistance import ASSISTANCE_REQUESTS
from services.delegations.views.coverage import COVERAGE, station
from shared.contracts.delegations.assistance import (
    AssistanceAccepted,
    AssistanceHandedOver,
    AssistanceRequested,
    AssistanceRouted,
)
from shared.contracts.notifications.sign_off import ResultDisputed, ResultSigned
from shared.contracts.postings.post import PostClosed, PostOpened, PostResumed, PostSuspended
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingStarted
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.event import Recorded
from shared.eventing.reaction import Reaction
from shared.eventing.store import Store, Task
from shared.eventing.views import Views

SETTLING = 10.0  # seconds that a view gets to show what a reaction has just heard
AT_ONCE = 500  # requests read at a time


def route_request(store: Store, views: Views) -> Reaction:
    """A request that was filed comes to the desk that covers its market, as far as that is known now."""
    name = "route-request"

    async def react(recorded: Recorded) -> None:
        if isinstance(asked := recorded.event, AssistanceRequested):
            found = place(asked.market, asked.partner, await stations(views, asked.market))
            command = Route(asked.request, found.desk, found.because, recorded.time)
            await execute(store, name, recorded, Task(ASSISTANCE, asked.request, command))

    return Reaction(name, (AssistanceRequested,), react)


def follow_coverage(store: Store, views: Views) -> Reaction:
    """An open request moves on when its desk or whoever is in charge there works no more, or when a post has come.

    The coverage may change while a request is being routed by what it was. So both ends look, each after the view has
    what it heard of: a change of the network at the requests, a request that found its desk at the network. Whoever is
    last sees the other.
    """
    name = "follow-coverage"

    async def react(recorded: Recorded) -> None:
        match recorded.event:
            case (
                PostOpened(post=post)
                | PostClosed(post=post)
                | PostSuspended(post=post)
                | PostResumed(post=post)
                | PostingRecorded(post=post, ended_on=None)
                | PostingStarted(post=post)
                | PostingEnded(post=post)
                | PostingCurtailed(post=post)
            ):
                await views.reached(COVERAGE, post, recorded.stream, recorded.sequence, SETTLING)
                for request in await concerned(views, post):
                    await move(recorded, request)
            case AssistanceRouted(request=request) | AssistanceHandedOver(request=request):
                await views.reached(ASSISTANCE_REQUESTS, request, recorded.stream, recorded.sequence, SETTLING)
                await move(recorded, request)
            case AssistanceAccepted(request=request):
                await move(recorded, request)

    async def move(recorded: Recorded, request: str) -> None:
        case, _ = await store.load(ASSISTANCE, request)
        if case.requested is None:
            return
        found = better_place(case, await stations(views, case.requested.market, _post(case)))
        if found is not None:
            command = HandOver(request, case.desk, found.desk, found.because, recorded.time, found.posting)
            await execute(store, name, recorded, Task(ASSISTANCE, request, command), one_of_many=True)

    return Reaction(
        name,
        (
            PostOpened,
            PostClosed,
            PostSuspended,
            PostResumed,
            PostingRecorded,
            PostingStarted,
            PostingEnded,
            PostingCurtailed,
            AssistanceRouted,
            AssistanceHandedOver,
            AssistanceAccepted,
        ),
        react,
    )


def settle_win(store: Store) -> Reaction:
    """What the company said through its signed link settles the win."""
    name = "settle-win"

    async def react(recorded: Recorded) -> None:
        match recorded.event:
            case ResultSigned(request=request, win=win, company=company):
                command = SettleWin(request, win, company, "signed", recorded.time)
            case ResultDisputed(request=request, win=win, company=company):
                command = SettleWin(request, win, company, "rejected", recorded.time)
            case _:
                return
        await execute(store, name, recorded, Task(ASSISTANCE, request, command))

    return Reaction(name, (ResultSigned, ResultDisputed), react)


async def stations(views: Views, market: str, post: str | None = None) -> list[Station]:
    """The posts that may cover the market, this one in any case, and those that work in place of suspended ones."""
    wanted = {"$or": [{"country": market}, {"accredited": market}, {"_id": post}]}
    found = [station(document) for document in await views.find(COVERAGE, wanted, limit=AT_ONCE)]
    others = {one.work_to for one in found if one.work_to} - {one.post for one in found}
    instead = await views.find(COVERAGE, {"_id": {"$in": sorted(others)}}, limit=AT_ONCE) if others else []
    return [*found, *map(station, instead)]


async def concerned(views: Views, post: str) -> list[str]:
    """The open requests in the hands of this post, and those that headquarters have for want of one that covers."""
    held = {"desk.kind": "post", "desk.id": post}
    uncovered = {"desk.kind": "hq", "because": "uncovered"}
    wanted = {"open": True, "$or": [held, uncovered]}
    return [document["id"] async for document in views.each(ASSISTANCE_REQUESTS, wanted)]


def _post(case: Case) -> str | None:
    return case.desk.id if case.desk is not None and case.desk.kind == "post" else None
