"""What the main job has sent: the newest delivery of each kind, and where somebody can look at it."""

from collections import Counter
from dataclasses import dataclass

from liaison.client import Json
from liaison.job.stage import Stage

Kind = tuple[str, str]


@dataclass(frozen=True)
class Sent:
    """`count` deliveries of this message went this way; the one shown has this id, `to` somebody, seen at `look`."""

    message: str
    count: int
    id: str
    to: str
    how: str
    look: str


async def one_of_each(stage: Stage) -> list[Sent]:
    """Every message in every way it went; a mail is looked at in the sink, everything else in the delivery log."""
    log = f"{stage.at.notifications}/deliveries"
    found = await stage.caller("auditor").all(log)
    mails = await stage.mailbox.by_delivery()
    counts = Counter(map(_kind, found))
    newest: dict[Kind, Json] = {_kind(one): one for one in sorted(found, key=lambda one: str(one["created_at"]))}

    def sent(one: Json) -> Sent:
        arrived = mails.get(one["id"])
        look = f"{stage.mailbox.base}/view/{arrived[0]['ID']}" if arrived else f"{log}/{one['id']}"
        to = " ".join(filter(None, (one["recipient"]["kind"], one["recipient"]["day"], one["recipient"]["id"])))
        how = f"{one['state']} ({one['channel']})" if one.get("channel") else str(one["state"])
        return Sent(one["message"], counts[_kind(one)], one["id"], to, how, look)

    return [sent(newest[kind]) for kind in sorted(newest)]


def _kind(delivery: Json) -> Kind:
    return str(delivery["message"]), str(delivery.get("channel"))
