"""What happens to people's data as a whole."""

from typing import ClassVar

from fitsync.kit.events import AuditedEvent, DomainEvent


class ExportRequested(AuditedEvent):
    name: ClassVar[str] = "privacy.export_requested"

    export_id: str


class ExportReady(DomainEvent):
    name: ClassVar[str] = "privacy.export_ready"

    export_id: str


class AccountErased(DomainEvent):
    """Nothing of the user is left. The event names them no more than the record does."""

    name: ClassVar[str] = "privacy.account_erased"

    erasure_id: str
    subject: str
