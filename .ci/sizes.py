"""What a shopper's browser has to fetch, gzipped, against the limits of the design."""

import gzip
import sys
from pathlib import Path

BUNDLES = Path(__file__).parent.parent / "wagtail_livechat" / "static" / "wagtail_livechat"
LOADER_BYTES = 3 * 1024
#: Script and style of the panel together: what the first click fetches.
PANEL_BYTES = 25 * 1024
#: What is rarely used, loaded on demand.
MORE_BYTES = 20 * 1024
#: What speaks first, loaded only where a site has rules for it.
GREETER_BYTES = 4 * 1024
#: What tells of the pages of a visit, loaded only where they are recorded.
VISITS_BYTES = 3 * 1024
#: What stands behind `livechat(…)`, loaded only where a page calls it.
PAGE_API_BYTES = 4 * 1024


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def check(name: str, paths: list[Path], limit: int) -> bool:
    if not paths:
        print(f"{name}: nothing built in {BUNDLES}", file=sys.stderr)
        return False
    size = sum(gzipped(path) for path in paths)
    print(f"{name}: {size:,} of {limit:,} bytes ({', '.join(path.name for path in paths)})")
    return size <= limit


def main() -> int:
    fits = [
        check("loader", sorted(BUNDLES.glob("loader*.js")), LOADER_BYTES),
        check("panel", sorted([*BUNDLES.glob("panel*.js"), *BUNDLES.glob("panel*.css")]), PANEL_BYTES),
        check("more", sorted(BUNDLES.glob("more*.js")), MORE_BYTES),
        check("greeter", sorted(BUNDLES.glob("greeter*.js")), GREETER_BYTES),
        check("visits", sorted(BUNDLES.glob("visits*.js")), VISITS_BYTES),
        check("page_api", sorted(BUNDLES.glob("page_api*.js")), PAGE_API_BYTES),
    ]
    return 0 if all(fits) else 1


if __name__ == "__main__":
    sys.exit(main())
