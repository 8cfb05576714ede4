"""Canvas's "Upload Submissions", from the rules of generate_comments_from_files and infer_comment_context_from_filename."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class Comments:
    """What Canvas shows after an upload."""

    files: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Name in the zip, and the name under which the student sees it, by user or anonymous id."""
    ignored: list[str] = field(default_factory=list)


def uploaded(
    names: Iterable[str], current: Mapping[str, Mapping[int, str]], groups: Mapping[str, tuple[str, ...]] = {}
) -> Comments:
    """Upload a zip.

    :param current: attachments of the current submission of each user (or anonymous id), with their display names.
    :param groups: members of the group of a user, who all get the comment.
    """
    comments = Comments()
    for name in names:
        found = context(name, current)
        if found is None:
            comments.ignored.append(name)
            continue
        owner, attachment = found
        for user in groups.get(owner, (owner,)):
            comments.files.setdefault(user, []).append((name, current[owner][attachment]))
    return comments


def context(name: str, current: Mapping[str, Mapping[int, str]]) -> tuple[str, int] | None:
    base = name.rsplit("/", 1)[-1]
    parts = [part for part in base.split("_") if part.lower() != "late"]
    if base.startswith("._") or not parts or parts[-1].startswith("link"):
        return None
    if parts[0] == "anon":
        if len(parts) < 3:
            return None
        owner, number = parts[1], parts[2]
    else:
        digits = [part for part in parts if re.fullmatch(r"[0-9]+", part)]
        if len(digits) < 2:
            return None
        owner, number = digits[0], digits[1]
    if not number.isdigit() or int(number) not in current.get(owner, {}):
        return None
    return owner, int(number)
