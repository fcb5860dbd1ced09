"""Clock times at a place as UTC instants."""

from datetime import UTC, date, datetime, time

import pytest

from services.delegations.domain.clock_times import instants


def test_clock_times_become_utc_instants() -> None:
    found = instants(date(2027, 6, 1), [time(9), time(9, 30)], "America/Lima")
    assert found == (datetime(2027, 6, 1, 14, tzinfo=UTC), datetime(2027, 6, 1, 14, 30, tzinfo=UTC))


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(ValueError, match="02:30 does not exist on 2027-03-28 in Europe/Paris"):
        instants(date(2027, 3, 28), [time(2, 30)], "Europe/Paris")


def test_a_time_that_occurs_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="02:30 occurs twice on 2027-10-31 in Europe/Paris"):
        instants(date(2027, 10, 31), [time(2, 30)], "Europe/Paris")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe", "Europe/Paris\0"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="no IANA time zone"):
        instants(date(2027, 6, 1), [time(9)], zone)


def test_a_time_with_an_offset_is_no_clock_time() -> None:
    with pytest.raises(ValueError, match="without an offset"):
        instants(date(2027, 6, 1), [time(9, tzinfo=UTC)], "Europe/Paris")
