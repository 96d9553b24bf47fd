"""The route that ends it all: erasing the account and everything the user owns."""

from typing import Annotated

from pydantic import StringConstraints

from fitsync.auth.errors import AccountLocked, WrongPassword
from fitsync.kit import clock, snapshot
from fitsync.kit.auth import Access
from fitsync.kit.errors import MalformedJson, PayloadTooLarge, UnsupportedMediaType
from fitsync.kit.http.dependencies import CurrentUser
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, Id, Instant, WireModel, examples, ok

router = Router("users")

# Hashing passwords takes packages that no other route of this area needs.
snapshot.imports("fitsync.auth.service")


class ErasureIn(WireModel):
    """The password proves that it is the owner who asks, not whoever found the phone."""

    model_config = examples({"password": "correct horse battery staple"})

    password: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=False)]


class ErasureOut(WireModel):
    """An erasure that has begun. Keep the id: it proves later, without naming anybody, that it was done."""

    erasure_id: Id
    requested_at: Instant


@router.delete(
    "/users/account",
    access=Access.USER,
    status=202,
    summary="Erase the account and everything the user owns",
    description=(
        "Every session ends at once, and nobody can sign in any more. Then every area removes what the user owns, "
        "files included, within minutes; the e-mail address and the username are free again after that. It cannot be "
        "undone. Wrong passwords count as failed sign-ins do."
    ),
    errors=[WrongPassword, AccountLocked, MalformedJson, PayloadTooLarge, UnsupportedMediaType],
)
def erase_account(user: CurrentUser, body: ErasureIn) -> Envelope[ErasureOut]:
    from fitsync.auth import service

    account = service.close_account(user.user_id, body.password)
    assert account.erasure_id
    return ok(ErasureOut(erasure_id=account.erasure_id, requested_at=clock.now()))
