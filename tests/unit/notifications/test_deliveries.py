"""What makes two deliveries the same one."""

from dataclasses import replace

from services.notifications.deliveries import delivery_id
from services.notifications.recipients import Addressee, Recipient
from tests.unit.notifications import world

EVENT = world.recorded(world.PUBLISHED)
TO = Addressee(Recipient("participant", "acme", "lima-2097"), "m1")


def test_a_redelivered_event_means_the_same_delivery() -> None:
    again = EVENT._replace(traceparent="another", time=EVENT.time.replace(year=2030))
    assert delivery_id(EVENT, "meeting_invitation", TO) == delivery_id(again, "meeting_invitation", TO)


def test_another_event_message_recipient_or_subject_means_another_delivery() -> None:
    ids = [
        delivery_id(EVENT, "meeting_invitation", TO),
        delivery_id(EVENT._replace(sequence=2), "meeting_invitation", TO),
        delivery_id(EVENT._replace(stream="day-other"), "meeting_invitation", TO),
        delivery_id(EVENT._replace(source="/postings"), "meeting_invitation", TO),
        delivery_id(EVENT, "meeting_cancelled", TO),
        delivery_id(EVENT, "meeting_invitation", replace(TO, subject="m2")),
        delivery_id(EVENT, "meeting_invitation", replace(TO, recipient=Recipient("participant", "pnp", "lima-2097"))),
        delivery_id(EVENT, "meeting_invitation", replace(TO, recipient=Recipient("company", "acme"))),
    ]
    assert len(set(ids)) == len(ids)


def test_the_id_is_the_same_for_ever() -> None:
    assert delivery_id(EVENT, "meeting_invitation", TO) == "7d7a5a31-2b74-5416-a4e3-6c94134e43c1"
