"""What the notifications service publishes, one module per question to a recipient, and the union of it all."""

from typing import Annotated

from pydantic import Field

from shared.contracts.notifications.confirmation import ConfirmationEvent
from shared.contracts.notifications.endpoint import EndpointEvent
from shared.contracts.notifications.sign_off import SignOffEvent

NotificationsEvent = Annotated[ConfirmationEvent | EndpointEvent | SignOffEvent, Field(discriminator="type")]
