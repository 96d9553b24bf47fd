"""FastAPI and Mangum with one route that does nothing."""

import asyncio

from fastapi import FastAPI
from mangum import Mangum

app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)


@app.get("/v1/empty")
async def empty() -> dict[str, bool]:
    """Nothing."""
    return {"success": True}


asyncio.set_event_loop(asyncio.new_event_loop())
handler = Mangum(app, lifespan="off")
