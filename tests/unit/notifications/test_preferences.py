"""The rules about what a recipient may choose, and how the choices of messages and kinds follow from their rules."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from services.notifications.choices import OFFER, offered, treated
from services.notifications.domain.delivery import DELIVERY, Settle
from services.notifications.domain.preferences import (
    PREFERENCES,
    Command,
    Inherit,
    Prefer,
    Preferences,
    Quiet,
    Unsubscribe,
)
from services.notifications.registry import BY_MESSAGE, RULES
from services.notifications.treatment import Treatment
from shared.contracts.notifications.delivery import DeliveryFailed, DeliverySucceeded
from shared.contracts.notifications.preferences import Frequency, PreferencesChanged
from shared.eventing.decider import Refused
from tests.unit.notifications import world

WHO = "embassy/lima"
NIGHT = Quiet(time(22), time(7))
WANTED = Preferences("en", "America/Lima", ("email",), NIGHT, {"network": "daily", "assistance": "at-once"})
CHANGED = PreferencesChanged(
    recipient=WHO, language="en", time_zone="America/Lima", channels=("email",), quiet_from=time(22),
    quiet_until=time(7), frequency={"network": "daily"},
)  # fmt: skip


def when(command: Command, *before: PreferencesChanged) -> list[PreferencesChanged]:
    return list(PREFERENCES.decide(PREFERENCES.fold(before), command))


def refused(wanted: Preferences) -> str:
    with pytest.raises(Refused) as refusal:
        when(Prefer(WHO, wanted, OFFER))
    return refusal.value.slug


def test_what_is_wanted_holds_from_now_on_and_the_same_again_changes_nothing() -> None:
    assert when(Prefer(WHO, WANTED, OFFER)) == [CHANGED]
    assert when(Prefer(WHO, WANTED, OFFER), CHANGED) == []
    held = PREFERENCES.fold([CHANGED])
    assert (held.language, held.quiet, held.channels) == ("en", NIGHT, ("email",))
    assert (held.often("network"), held.often("meetings")) == ("daily", "at-once")


def test_who_goes_on_for_another_wants_what_that_one_wanted_unless_it_has_said_something() -> None:
    assert when(Inherit(WHO, PREFERENCES.fold([CHANGED]))) == [CHANGED]
    assert when(Inherit(WHO, Preferences(language="fr")), CHANGED) == []
    assert when(Inherit(WHO, Preferences())) == []


def test_quiet_hours_may_begin_or_end_at_midnight() -> None:
    for quiet in (Quiet(time(0), time(6)), Quiet(time(22), time(0))):
        [changed] = when(Prefer(WHO, Preferences(quiet=quiet), OFFER))
        assert PREFERENCES.fold([changed]).quiet == quiet


def test_what_cannot_be_chosen_is_refused() -> None:
    assert refused(Preferences(frequency={"gossip": "never"})) == "kind-not-offered"
    assert refused(Preferences(frequency={"general": "never"})) == "frequency-not-offered"
    assert refused(Preferences(quiet=Quiet(time(7), time(7)))) == "quiet-hours-empty"
    assert refused(Preferences(channels=())) == "no-channel-left"


def test_what_no_message_of_a_kind_allows_is_refused() -> None:
    offer = offered([replace(BY_MESSAGE["member_refused"], treatment=Treatment("visits"))])
    assert offer == {"visits": ("at-once",)}
    choices: tuple[Frequency, ...] = ("never", "daily")
    for often in choices:
        with pytest.raises(Refused, match="frequency-not-offered"):
            PREFERENCES.decide(Preferences(), Prefer(WHO, Preferences(frequency={"visits": often}), offer))


def test_who_unsubscribes_keeps_all_other_wishes_and_may_do_it_twice() -> None:
    [out] = when(Unsubscribe(WHO, ("meetings",)), CHANGED)
    assert out == CHANGED.model_copy(update={"frequency": {"network": "daily", "meetings": "never"}})
    assert when(Unsubscribe(WHO, ("meetings",)), CHANGED, out) == []


def test_what_asks_for_an_answer_or_is_urgent_can_neither_be_switched_off_nor_wait_for_a_digest() -> None:
    asking = replace(BY_MESSAGE["meeting_invitation"], treatment=Treatment("meetings", optional=True, digestible=True))
    assert treated(asking, world.PUBLISHED) == Treatment("meetings")
    inviting = replace(BY_MESSAGE["member_invited"], treatment=Treatment("visits", optional=True, digestible=True))
    assert treated(inviting, world.STARTED) == Treatment("visits")
    assert treated(BY_MESSAGE["meeting_cancelled"], world.CANCELLED).urgent


def test_urgency_may_follow_from_the_event() -> None:
    grave = replace(BY_MESSAGE["posting_ended"], urgent=lambda event: event.type == "postings.PostingCurtailed")
    assert treated(grave, world.CURTAILED) == Treatment("network", urgent=True)
    assert treated(grave, world.ENDED) == Treatment("network", optional=True, digestible=True)


def test_a_calendar_entry_has_no_place_in_a_digest() -> None:
    entry = replace(BY_MESSAGE["meeting_cancelled"], treatment=Treatment("meetings", optional=True, digestible=True))
    assert treated(entry, world.CANCELLED) == Treatment("meetings", optional=True)


def test_a_rule_that_says_nothing_is_careful() -> None:
    silent = replace(BY_MESSAGE["posting_started"], treatment=Treatment())
    assert treated(silent, world.STARTED) == Treatment("general", optional=False, digestible=False, urgent=False)


def test_every_kind_that_messages_have_is_offered() -> None:
    assert set(OFFER) == {rule.treatment.kind for rule in RULES}
    assert OFFER["network"] == ("at-once", "hourly", "daily", "never")
    assert all(choices[0] == "at-once" for choices in OFFER.values())


AT = datetime(2027, 4, 6, 14, tzinfo=UTC)
SENT = Settle("d-1", "post_closed", "lima", AT, channel="email")
LOST = Settle("d-1", "post_closed", "lima", AT, reason="permanent", code=550)


def test_each_end_of_a_delivery_is_told_once() -> None:
    [succeeded] = DELIVERY.decide(None, SENT)
    assert succeeded == DeliverySucceeded(delivery="d-1", message="post_closed", subject="lima", channel="email", at=AT)
    assert DELIVERY.decide(DELIVERY.fold([succeeded]), SENT) == []


def test_a_delivery_that_failed_and_was_sent_again_is_told_anew() -> None:
    [failed] = DELIVERY.decide(None, LOST)
    assert isinstance(failed, DeliveryFailed)
    assert (failed.reason, failed.code) == ("permanent", 550)
    later = replace(SENT, at=AT.replace(hour=15))
    [told] = DELIVERY.decide(DELIVERY.fold([failed]), later)
    assert isinstance(told, DeliverySucceeded)
