"""THE CASEBOOK: who acts – a person in a post, or the office's own jobs."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.policy import OFFICE, Role


@dataclass(frozen=True)
class Actor:
    """A person acting in one charge. `tree` are the ids of all posts below, `covers` those of the empty chairs this
    one covers for, `elsewhere` the posts that the same person has through other charges; the system has neither person
    nor post, nor has a complainant, whose `proven` are the ids of the complaints that a link or a code has opened to
    them."""

    district_id: int
    role: Role
    person_id: int | None = None
    post_id: int | None = None
    department_id: int | None = None
    place_id: int | None = None
    tree: frozenset[int] = field(default_factory=frozenset)
    covers: frozenset[int] = field(default_factory=frozenset)
    elsewhere: frozenset[int] = field(default_factory=frozenset)
    proven: frozenset[int] = field(default_factory=frozenset)

    @property
    def chairs(self) -> frozenset[int]:
        """The own post and the empty ones whose work falls to it: what they hold, this person works on (D4-7)."""
        return self.covers | ({self.post_id} if self.post_id else frozenset())

    @property
    def posts(self) -> frozenset[int]:
        """The own post and all below it."""
        return self.tree | self.chairs

    def holds(self, post_id: int | None) -> bool:
        """Whether what lies with a post lies with this person."""
        return post_id is not None and (post_id == self.post_id or post_id in self.covers)

    @property
    def never_of(self) -> frozenset[int]:
        """Posts on whose complaints the DC's office does not act through this person: they are this person's own, in
        another charge, and there have to be two persons (D7)."""
        return self.elsewhere - self.chairs if self.role in OFFICE else frozenset()


def complainant(district_id: int, *proven: int) -> Actor:
    """Somebody outside the office, with the complaints that are shown to be theirs."""
    return Actor(district_id=district_id, role=Role.PUBLIC, proven=frozenset(proven))


def system(district_id: int) -> Actor:
    """The office's jobs."""
    return Actor(district_id=district_id, role=Role.SYSTEM)
