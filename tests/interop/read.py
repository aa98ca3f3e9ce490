"""Reads pages by mf2py and feeds by feedparser: a document of both comes in, what they found goes out."""

import json
import sys

import feedparser
import mf2py

asked = json.load(sys.stdin)
pages = {page["url"]: mf2py.parse(doc=page["text"], url=page["url"]) for page in asked["pages"]}


def read(feed):
    found = feedparser.parse(feed["text"], response_headers={"content-type": feed["type"], "content-location": feed["url"]})
    return {
        "trouble": str(found.get("bozo_exception", "")) if found.bozo else "",
        "version": found.version,
        "feed": {key: found.feed.get(key) for key in ["id", "title", "link", "links", "updated", "authors", "language"]},
        "entries": [
            {
                key: entry.get(key)
                for key in ["id", "title", "link", "links", "published", "updated", "authors", "tags", "enclosures", "content", "summary", "rights", "license", "media_content"]
            }
            for entry in found.entries
        ],
    }


json.dump({"pages": pages, "feeds": {feed["url"]: read(feed) for feed in asked["feeds"]}}, sys.stdout, default=str)
