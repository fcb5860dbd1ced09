"""What the notifications service publishes, one module per aggregate, and the union of it all."""

from typing import Annotated

from pydantic import Field

from shared.contracts.notifications.alert import AlertEvent
from shared.contracts.notifications.canary import CanaryEvent
from shared.contracts.notifications.confirmation import ConfirmationEvent
from shared.contracts.notifications.delivery import DeliveryEvent
from shared.contracts.notifications.endpoint import EndpointEvent
from shared.contracts.notifications.preferences import PreferencesEvent
from shared.contracts.notifications.sign_off import SignOffEvent

NotificationsEvent = Annotated[
    AlertEvent | CanaryEvent | ConfirmationEvent | DeliveryEvent | EndpointEvent | PreferencesEvent | SignOffEvent,
    Field(discriminator="type"),
]
