"""What a deployment of the notifications service can set, on top of what all services share."""

from pydantic import Field, SecretStr

from shared.settings import Settings

FOLDER = r"^[ -~]{1,200}$"  # a name as IMAP writes it: what is not ASCII in modified UTF-7


class NotificationsSettings(Settings):
    """`link_secret` has no default: whoever knows it can confirm meetings, or sign results, in anybody's name."""

    port: int = Field(8103, ge=0, le=65535)
    smtp: str = Field("smtp://127.0.0.1:1025", pattern=r"^smtps?://", description="smtp://host:port, smtps:// for TLS")
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = Field(False, description="refuse to send where the server does not offer STARTTLS")
    smtp_receipts: bool = Field(
        False, description="ask servers that can (RFC 3461) to tell when a mail has arrived; doubles what comes back"
    )
    sender: str = Field("Liaison <no-reply@liaison.example>", description="From of every mail")
    reply_to: str = Field("", description="Reply-To of every mail; empty: none")
    organizer: str = Field("Liaison <meetings@liaison.example>", description="ORGANIZER of every invitation")
    dkim_key_file: str = Field("", description="an RSA private key in PEM that signs every mail; empty: none does")
    dkim_selector: str = Field("liaison", description="where its public half is: selector._domainkey.domain")
    dkim_domain: str = Field("", description="empty: the domain of the sender")
    allowed_recipients: str = Field(
        "", description="staging: addresses and @domains, by commas, that alone are written to; empty: everybody"
    )
    canary_mailbox: str = Field(
        "",
        description="the test mailbox that gets a canary mail; empty: none is released. Where `inbox` is set too, what "
        "comes to this address must arrive in that mailbox, where it is read back",
    )
    canary_minutes: int = Field(15, ge=1, le=1440, description="between two canaries")
    inbox: str = Field(
        "",
        pattern=r"^(imaps?://\S+)?$",
        description="imaps://host:port of the mailbox that mail comes back to, or imap://",
    )
    inbox_user: str = ""
    inbox_password: SecretStr = SecretStr("")
    inbox_starttls: bool = Field(True, description="imap:// only: log in under STARTTLS; off only on loopback")
    inbox_folder: str = Field("INBOX", pattern=FOLDER, description="where mail arrives")
    inbox_handled: str = Field("Handled", pattern=FOLDER, description="where what was understood is moved")
    inbox_set_aside: str = Field("Set aside", pattern=FOLDER, description="where what nothing is made of is moved")
    inbox_seconds: float = Field(30, ge=1, le=90, description="between two looks into the mailbox")
    partner_mailboxes: str = Field(
        "", description="where export partners are written to, as bpifrance=export@bpifrance.example, by commas"
    )
    public_url: str = Field("http://127.0.0.1:8103", description="where recipients reach this service")
    registration_url: str = Field("http://127.0.0.1:8102", description="where recipients reach the delegations service")
    link_secret: SecretStr = Field(min_length=32, description="signs the links in mails; at least 32 characters")
    webhook_allow_private: bool = Field(False, description="for development: http and private addresses too")
    alert_seconds: float = Field(900, gt=0, description="after which an unread alert of level 3 or 4 goes to the next")
    webhook_allow_networks: str = Field(
        "", description="private networks that webhooks may reach, such as 10.2.0.0/16, by commas"
    )
    senders: int = Field(8, ge=1, le=200, description="deliveries in flight at once, and as many urgent ones besides")
    smtp_rate: float = Field(
        0, ge=0, description="mails a second over all workers, also when a backlog drains; 0: no limit"
    )
    domain_rates: str = Field(
        "",
        description="mails a second by recipients' domain, as orange.example=5, *=20 for each other; empty: no limit",
    )

    @property
    def reads_back(self) -> bool:
        """Whether canaries are read back from the test mailbox."""
        return bool(self.inbox and self.canary_mailbox)
