"""A powertools resolver with as many routes as the largest area, none of which does anything."""

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

ROUTES = 20

app = APIGatewayRestResolver()


def nothing() -> dict[str, bool]:
    """Nothing."""
    return {"success": True}


app.get("/v1/empty")(nothing)
for number in range(1, ROUTES):
    app.get(f"/v1/empty/{number}")(nothing)


def handler(event, context):  # type: ignore[no-untyped-def]
    """The Lambda handler."""
    return app.resolve(event, context)
