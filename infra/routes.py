"""What the gateway must know of an area's routes, derived from their declarations in `functions/<area>/routes.py`."""

import importlib

from fitsync.kit.http.routing import PREFIX, access_of

ANY = "ANY"


def methods_by_path(area: str) -> dict[str, dict[str, bool]]:
    """For every gateway path of an area (without `/v1`), which methods it has and whether each needs a token.

    A first segment whose routes are all public, or all protected, is one method for itself and one for what is
    below; a public route among protected ones has its own path.
    """
    declared = _declared(area)
    result: dict[str, dict[str, bool]] = {}
    for segment in sorted({_segments(path)[0] for _, path, _ in declared}):
        routes = [route for route in declared if _segments(route[1])[0] == segment]
        protected = any(signed_in for _, _, signed_in in routes)
        deeper = any(len(_segments(path)) > 1 for _, path, _ in routes)
        for path in (f"/{segment}", f"/{segment}/{{proxy+}}")[: 2 if deeper or protected else 1]:
            result[path] = {ANY: protected}
        if not protected:
            continue
        for path in sorted({path for _, path, signed_in in routes if not signed_in}):
            result[path] = _exceptions(path, {(m, s) for m, p, s in routes if p == path})
    return result


def _exceptions(path: str, methods: set[tuple[str, bool]]) -> dict[str, bool]:
    if "{" in path:
        raise ValueError(
            f"The public route {path} has a variable beside protected routes: the gateway cannot tell them apart."
        )
    if not any(signed_in for _, signed_in in methods):
        return {ANY: False}
    return {ANY: True} | {method: False for method, signed_in in methods if not signed_in}


def _declared(area: str) -> list[tuple[str, str, bool]]:
    router = importlib.import_module(f"functions.{area}.routes").router
    return [
        (method, route.path.removeprefix(PREFIX), access_of(route).signed_in)
        for route in router.routes
        for method in sorted(route.methods)
    ]


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")
