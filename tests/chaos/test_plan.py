"""What a seed promises of its faults."""

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.chaos.plan import Fault, Target, planned

TARGETS = [
    *(Target(f"postings-relay-{number}", "process") for number in range(4)),
    Target("kafka", "server"),
    Target("mongo", "server"),
    Target("smtp", "smtp"),
    Target("webhooks", "webhooks"),
]


@given(st.integers(), st.integers(0, 100))
def test_the_same_seed_means_the_same_faults(seed: int, count: int) -> None:
    faults = planned(seed, count, TARGETS)
    assert faults == planned(seed, count, TARGETS)
    assert len(faults) == count


@given(st.integers())
def test_two_faults_at_one_target_never_overlap(seed: int) -> None:
    by_target = defaultdict[str, list[Fault]](list)
    for fault in planned(seed, 100, TARGETS):
        by_target[fault.target].append(fault)
    assert all(one.at + one.seconds < other.at for faults in by_target.values() for one, other in pairwise(faults))


@given(st.integers())
def test_a_suspension_takes_from_5_to_40_seconds(seed: int) -> None:
    assert all(5 <= fault.seconds <= 40 for fault in planned(seed, 100, TARGETS) if fault.kind == "pause")


def test_everything_goes_wrong_sooner_or_later() -> None:
    done = {(fault.target, fault.kind) for fault in planned(1, 1000, TARGETS)}
    assert {kind for target, kind in done if target == "kafka"} == {"kill", "pause", "restart"}
    assert {kind for target, kind in done if target == "smtp"} == {"failing", "silent", "late", "refusing"}
    assert {target for target, _ in done} == {target.name for target in TARGETS}
