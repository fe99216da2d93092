"""THE CASEBOOK: who acts – a person in a post, or the office's own jobs."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.policy import Role


@dataclass(frozen=True)
class Actor:
    """A person acting in one charge. `tree` are the ids of all posts below; the system has neither person nor post."""

    district_id: int
    role: Role
    person_id: int | None = None
    post_id: int | None = None
    department_id: int | None = None
    place_id: int | None = None
    tree: frozenset[int] = field(default_factory=frozenset)

    @property
    def posts(self) -> frozenset[int]:
        """The own post and all below it."""
        return self.tree | ({self.post_id} if self.post_id else frozenset())


def system(district_id: int) -> Actor:
    """The office's jobs."""
    return Actor(district_id=district_id, role=Role.SYSTEM)
