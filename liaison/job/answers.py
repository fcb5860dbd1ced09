"""What becomes of a published meeting: a company confirms by its signed link, another meeting is cancelled."""

from email.message import EmailMessage

from icalendar import Calendar

from liaison.client import Json, check, until
from liaison.job.links import answered_by, link_in, opened
from liaison.job.posting import Post
from liaison.job.stage import Stage
from liaison.mailbox import calendar, text

Invitations = dict[tuple[str, str], EmailMessage]


async def confirm_one(stage: Stage, day: str, post: Post, held: Json, meeting: str, invitations: Invitations) -> None:
    """The company opens the link of its mail, which changes nothing, and confirms; post and counterpart are told."""
    company, buyer = held["meetings"][meeting]["company"], held["meetings"][meeting]["buyer"]
    agenda = f"{stage.at.delegations}/days/{day}/agenda"
    async with stage.step("Meetings: a company confirms by its signed link") as told:
        url = link_in(text(invitations[meeting, company]))
        page = await opened(stage.http, url)
        check("<form" in page, "the page behind the link asks nothing")
        check((await answer_of(stage, agenda, company, meeting)) is None, "opening the link has answered already")
        await answered_by(stage.http, url, answer="accepted")

        async def answered() -> bool:
            return await answer_of(stage, agenda, company, meeting) == "accepted"

        await until("the answer in the agenda", answered)
        told.text = "without an account; opening the link had changed nothing"
    async with stage.step("Meetings: post and counterpart are told") as told:
        mails = await stage.mails(await stage.deliveries(meeting, "meeting_answered", 2))
        to = {mail["To"].addresses[0].addr_spec for mail in mails}
        check(to == {f"ssi@{post.id}.example", f"enlace@{buyer}.example"}, f"told were {sorted(to)}")
        told.text = "one mail each, nobody else"


async def cancel_one(stage: Stage, day: str, held: Json, meeting: str, invitations: Invitations) -> None:
    """One meeting is cancelled: its two parties get a CANCEL with a higher SEQUENCE, and nobody else hears of it."""
    parties = {held["meetings"][meeting]["company"], held["meetings"][meeting]["buyer"]}
    async with stage.step("Meetings: one is cancelled") as told:
        office = stage.caller("partnerships")
        body = {"reason": "The buyer is called away"}
        await office.post(f"{stage.at.delegations}/days/{day}/meetings/{meeting}/cancel", body)
        deliveries = await stage.deliveries(meeting, "meeting_cancelled", 2)
        check({one["recipient"]["id"] for one in deliveries} == parties, "others than the parties were told")
        for delivery, mail in zip(deliveries, await stage.mails(deliveries), strict=True):
            invited = Calendar.from_ical(calendar(invitations[meeting, delivery["recipient"]["id"]]))
            cancelled = Calendar.from_ical(calendar(mail))
            [before], [after] = invited.walk("VEVENT"), cancelled.walk("VEVENT")
            check(str(cancelled["METHOD"]) == "CANCEL", f"the method is {cancelled['METHOD']}")
            check(str(before["UID"]) == str(after["UID"]), "the UID has changed")
            check(after.decoded("SEQUENCE") > before.decoded("SEQUENCE"), "the SEQUENCE has not risen")
        every = await stage.caller("auditor").all(f"{stage.at.notifications}/deliveries", about=meeting)
        known = ("meeting_requested", "request_settled", "meeting_invitation", "meeting_cancelled")
        others = [one for one in every if one["message"] not in known]
        check(not others, f"others heard of it: {others}")
        told.text = "CANCEL with a higher SEQUENCE to its two parties, nobody else"


async def answer_of(stage: Stage, agenda: str, company: str, meeting: str) -> str | None:
    """What the company has answered, as it sees it itself."""
    caller = stage.caller("company", company=company)
    mine = await caller.get(agenda, participant=company)
    answers: list[str | None] = [one["answer"] for one in mine["appointments"] if one["meeting"] == meeting]
    return answers[0]
