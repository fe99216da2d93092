"""the registers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

# Events may lose personal text by law one day, but never their place, their actor or their hash.
FIXED = (
    "id, complaint_id, no, action, at, person_id, post_id, moved_on, class_from, class_to, chain_no, salt, digest, hash"
)


def make_append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER event_fixed BEFORE UPDATE OF {FIXED} ON event "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )
        op.execute(
            "CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER event_fixed BEFORE UPDATE OF {FIXED} ON event "
        "FOR EACH ROW EXECUTE FUNCTION event_append_only()"
    )
    op.execute("CREATE TRIGGER event_kept BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_append_only()")


def make_search() -> None:
    """Trigrams find a word inside Hindi text at any size; short words fall back to a scan of the visible rows."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE complaint_fts USING fts5(search_text, tokenize='trigram', detail=none)")
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE INDEX ix_complaint_search_text ON complaint USING gin (search_text gin_trgm_ops)")


def upgrade() -> None:
    op.create_table(
        "district",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("letters", sa.String(), nullable=False),
        sa.Column("lgd_code", sa.Integer(), nullable=False),
        sa.Column("name_hi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("office_phone", sa.String(), nullable=False),
        sa.CheckConstraint("length(letters) BETWEEN 2 AND 4", name=op.f("ck_district_letters")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("letters", name=op.f("uq_district_letters")),
        sa.UniqueConstraint("lgd_code", name=op.f("uq_district_lgd_code")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("body_digest", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_key")),
        sa.UniqueConstraint("owner", "key", name=op.f("uq_idempotency_key_owner_key")),
    )
    op.create_index("ix_idempotency_key_at", "idempotency_key", ["at"], unique=False)

    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_attempt")),
    )
    op.create_table(
        "chain_head",
        sa.Column("district_id", KEY, nullable=False),
        sa.Column("chain_no", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_chain_head_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "complainant",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("needs_help", sa.String(), nullable=False),
        sa.Column("sms_consent", sa.Boolean(), nullable=False),
        sa.Column("other_way", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_complainant_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complainant")),
    )

    op.create_table(
        "department",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_hi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("short_hi", sa.String(), nullable=False),
        sa.Column("short_en", sa.String(), nullable=False),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_to", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_department_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_department_district_id_code")),
    )

    op.create_table(
        "notice_suppression",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_notice_suppression_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_suppression")),
        sa.UniqueConstraint(
            "district_id", "number", "scope", name=op.f("uq_notice_suppression_district_id_number_scope")
        ),
    )

    op.create_table(
        "notice_template",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("slots", JSON, nullable=False),
        sa.Column("dlt_template_id", sa.String(), nullable=True),
        sa.Column("pe_id", sa.String(), nullable=True),
        sa.Column("header", sa.String(), nullable=True),
        sa.Column("approved_on", sa.DateTime(), nullable=True),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_notice_template_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_template")),
        sa.UniqueConstraint(
            "district_id", "key", "lang", "version", name=op.f("uq_notice_template_district_id_key_lang_version")
        ),
    )

    op.create_table(
        "number_series",
        sa.Column("district_id", KEY, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_number_series_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("district_id", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "person",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name_hi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_person_username_lower")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_person_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("username", name=op.f("uq_person_username")),
    )
    op.create_index("ix_person_phone", "person", ["district_id", "phone"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("sub_division_id", KEY, nullable=True),
        sa.Column("block_id", KEY, nullable=True),
        sa.Column("name_hi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("lgd_code", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_to", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("(kind = 'district') = (parent_id IS NULL)", name=op.f("ck_place_root")),
        sa.CheckConstraint(
            "kind IN ('district', 'sub_division', 'block', 'town', 'ward', 'gram_panchayat', 'village')",
            name=op.f("ck_place_kind"),
        ),
        sa.ForeignKeyConstraint(["block_id"], ["place.id"], name=op.f("fk_place_block_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_place_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["place.id"], name=op.f("fk_place_parent_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["sub_division_id"], ["place.id"], name=op.f("fk_place_sub_division_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_place_district_id_code")),
    )
    op.create_index("ix_place_kind", "place", ["district_id", "kind"], unique=False)
    op.create_index("ix_place_parent_id", "place", ["parent_id"], unique=False)

    op.create_table(
        "post_kind",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_hi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_to", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint(
            "role IN ('cell', 'camp', 'officer', 'sdm', 'hod', 'nodal', 'dc', 'caller', 'verifier', 'auditor', 'admin')",
            name=op.f("ck_post_kind_role"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_post_kind_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_kind")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_post_kind_district_id_code")),
    )

    op.create_table(
        "sla_profile",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_hi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("ack_working_days", sa.Integer(), nullable=True),
        sa.Column("ack_office_hours", sa.Integer(), nullable=True),
        sa.Column("days", JSON, nullable=False),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_to", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint(
            "(ack_working_days IS NULL) <> (ack_office_hours IS NULL)", name=op.f("ck_sla_profile_one_ack")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_sla_profile_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_profile")),
        sa.UniqueConstraint(
            "district_id", "code", "valid_from", name=op.f("uq_sla_profile_district_id_code_valid_from")
        ),
    )

    op.create_table(
        "category",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("department_id", KEY, nullable=True),
        sa.Column("name_hi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("first_level", sa.Integer(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("is_money", sa.Boolean(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("notice_hi", sa.String(), nullable=False),
        sa.Column("notice_en", sa.String(), nullable=False),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_to", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("department_id IS NOT NULL OR notice_hi <> ''", name=op.f("ck_category_told_where_to_go")),
        sa.CheckConstraint("first_level BETWEEN 1 AND 4", name=op.f("ck_category_first_level")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_category_department_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_category_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["category.id"], name=op.f("fk_category_parent_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_category_district_id_code")),
    )
    op.create_index("ix_category_department_id", "category", ["department_id"], unique=False)

    op.create_table(
        "holiday",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name_hi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("order_no", sa.String(), nullable=True),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_to", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("(kind = 'local') <= (place_id IS NOT NULL)", name=op.f("ck_holiday_local_has_place")),
        sa.CheckConstraint("kind <> 'emergency' OR order_no IS NOT NULL", name=op.f("ck_holiday_order_no")),
        sa.CheckConstraint("kind IN ('public', 'local', 'emergency')", name=op.f("ck_holiday_kind")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_holiday_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_holiday_place_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
    )
    op.create_index("ix_holiday_on", "holiday", ["district_id", "on"], unique=False)

    op.create_table(
        "import_batch",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_import_batch_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_import_batch_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )

    op.create_table(
        "ladder_rung",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("department_id", KEY, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("post_kind_id", KEY, nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_to", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint(
            "area IN ('town', 'block', 'sub_division', 'district', 'department')", name=op.f("ck_ladder_rung_area")
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_ladder_rung_level")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_ladder_rung_department_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_ladder_rung_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["post_kind_id"], ["post_kind.id"], name=op.f("fk_ladder_rung_post_kind_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_rung")),
    )
    op.create_index(
        "uq_ladder_rung_live",
        "ladder_rung",
        ["department_id", "level", "area"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )

    op.create_table(
        "phone",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complainant_id", KEY, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entered_by_id", KEY, nullable=True),
        sa.Column("from_at", sa.DateTime(), nullable=False),
        sa.Column("to_at", sa.DateTime(), nullable=True),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.Column("quarantined_until", sa.DateTime(), nullable=True),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("is_bad", sa.Boolean(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("kind IN ('own', 'contact')", name=op.f("ck_phone_kind")),
        sa.CheckConstraint("length(number) = 10", name=op.f("ck_phone_ten_digits")),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainant.id"], name=op.f("fk_phone_complainant_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_phone_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_phone_entered_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone")),
    )
    op.create_index("ix_phone_complainant_id", "phone", ["complainant_id"], unique=False)
    op.create_index("ix_phone_number", "phone", ["district_id", "number"], unique=False)
    op.create_index(
        "uq_phone_one_own",
        "phone",
        ["complainant_id"],
        unique=True,
        sqlite_where=sa.text("to_at IS NULL AND kind = 'own'"),
        postgresql_where=sa.text("to_at IS NULL AND kind = 'own'"),
    )

    op.create_table(
        "post",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind_id", KEY, nullable=False),
        sa.Column("department_id", KEY, nullable=True),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("reports_to_id", KEY, nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name_hi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("short_hi", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_to", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("ck_post_level")),
        sa.CheckConstraint("reports_to_id IS NULL OR reports_to_id <> id", name=op.f("ck_post_not_own_senior")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_post_department_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_post_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["kind_id"], ["post_kind.id"], name=op.f("fk_post_kind_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_post_place_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["reports_to_id"], ["post.id"], name=op.f("fk_post_reports_to_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_post_district_id_code")),
    )
    op.create_index("ix_post_department_id", "post", ["department_id"], unique=False)
    op.create_index("ix_post_kind_id", "post", ["kind_id"], unique=False)
    op.create_index("ix_post_place_id", "post", ["place_id"], unique=False)
    op.create_index("ix_post_reports_to_id", "post", ["reports_to_id"], unique=False)

    op.create_table(
        "setting",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("by_person_id", KEY, nullable=True),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_to", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_setting_by_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_setting_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("district_id", "key", "valid_from", name=op.f("uq_setting_district_id_key_valid_from")),
    )

    op.create_table(
        "charge",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_at", sa.DateTime(), nullable=False),
        sa.Column("to_at", sa.DateTime(), nullable=True),
        sa.Column("order_no", sa.String(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("kind IN ('regular', 'additional', 'link')", name=op.f("ck_charge_kind")),
        sa.CheckConstraint("to_at IS NULL OR to_at >= from_at", name=op.f("ck_charge_order")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_charge_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_charge_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_charge_post_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
    )
    op.create_index("ix_charge_person_id", "charge", ["person_id"], unique=False)
    op.create_index("ix_charge_post_id", "charge", ["post_id"], unique=False)
    op.create_index(
        "uq_charge_one_holder",
        "charge",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text("to_at IS NULL AND kind <> 'link'"),
        postgresql_where=sa.text("to_at IS NULL AND kind <> 'link'"),
    )

    op.create_table(
        "complaint",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_no", sa.String(), nullable=True),
        sa.Column("source_office", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("place_text", sa.String(), nullable=False),
        sa.Column("sub_division_id", KEY, nullable=True),
        sa.Column("block_id", KEY, nullable=True),
        sa.Column("category_id", KEY, nullable=True),
        sa.Column("department_id", KEY, nullable=True),
        sa.Column("against_post_id", KEY, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("ack_due_at", sa.DateTime(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("alarm_at", sa.DateTime(), nullable=True),
        sa.Column("feedback_due_at", sa.DateTime(), nullable=True),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("marked_at", sa.DateTime(), nullable=True),
        sa.Column("disposed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("last_event_at", sa.DateTime(), nullable=False),
        sa.Column("last_action", sa.String(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.Column("is_sent_back", sa.Boolean(), nullable=False),
        sa.Column("is_photo_due", sa.Boolean(), nullable=False),
        sa.Column("is_dc_watch", sa.Boolean(), nullable=False),
        sa.Column("is_quality_flagged", sa.Boolean(), nullable=False),
        sa.Column("court_case_no", sa.String(), nullable=True),
        sa.Column("report_every_days", sa.Integer(), nullable=True),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("parent_kind", sa.String(), nullable=True),
        sa.Column("import_batch_id", KEY, nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint(
            "(holder = 'call_desk') = (state = 'disposed')", name=op.f("ck_complaint_disposed_is_with_call_desk")
        ),
        sa.CheckConstraint(
            "(holder = 'cell') = (state = 'registered')", name=op.f("ck_complaint_registered_is_with_cell")
        ),
        sa.CheckConstraint(
            "(holder = 'nobody') = (state IN ('closed_no_response', 'closed_satisfied', 'closed_special', 'merged', 'rejected', 'transferred_out', 'withdrawn'))",
            name=op.f("ck_complaint_final_has_no_holder"),
        ),
        sa.CheckConstraint("(holder = 'post') = (post_id IS NOT NULL)", name=op.f("ck_complaint_post_holder")),
        sa.CheckConstraint(
            "(holder = 'post') = (state IN ('atr_submitted', 'awaiting_complainant', 'in_action', 'marked', 'on_hold'))",
            name=op.f("ck_complaint_working_is_with_post"),
        ),
        sa.CheckConstraint(
            "NOT (state IN ('closed_no_response', 'closed_satisfied', 'closed_special', 'merged', 'rejected', 'transferred_out', 'withdrawn')) OR alarm_at IS NULL",
            name=op.f("ck_complaint_final_has_no_alarm"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('already_done', 'court', 'demand', 'explained', 'false', 'not_grievance', 'not_possible_budget', 'not_possible_policy', 'not_traceable', 'partial', 'relief')",
            name=op.f("ck_complaint_outcome"),
        ),
        sa.CheckConstraint(
            "source IN ('CMW', 'CPG', 'EML', 'ESM', 'HLP', 'IMP', 'JND', 'JSM', 'MLA', 'MTG', 'NEWS', 'PST', 'SAM', 'SMG', 'SSV', 'SUO', 'TOU', 'WEB', 'WLK')",
            name=op.f("ck_complaint_source"),
        ),
        sa.CheckConstraint(
            "state IN ('atr_submitted', 'awaiting_complainant', 'closed_no_response', 'closed_satisfied', 'closed_special', 'disposed', 'in_action', 'marked', 'merged', 'on_hold', 'registered', 'rejected', 'transferred_out', 'withdrawn')",
            name=op.f("ck_complaint_state"),
        ),
        sa.CheckConstraint("(parent_id IS NULL) = (parent_kind IS NULL)", name=op.f("ck_complaint_parent_kind")),
        sa.CheckConstraint("cycle >= 1", name=op.f("ck_complaint_cycle")),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("ck_complaint_level")),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_complaint_not_own_parent")),
        sa.ForeignKeyConstraint(
            ["against_post_id"], ["post.id"], name=op.f("fk_complaint_against_post_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["block_id"], ["place.id"], name=op.f("fk_complaint_block_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_complaint_category_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_complaint_department_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_complaint_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_complaint_import_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["complaint.id"], name=op.f("fk_complaint_parent_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_complaint_place_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_complaint_post_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["sub_division_id"], ["place.id"], name=op.f("fk_complaint_sub_division_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint(
            "district_id", "source", "source_no", name=op.f("uq_complaint_district_id_source_source_no")
        ),
        sa.UniqueConstraint("district_id", "year", "serial", name=op.f("uq_complaint_district_id_year_serial")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
    )
    op.create_index(
        "ix_complaint_alarm",
        "complaint",
        ["alarm_at"],
        unique=False,
        sqlite_where=sa.text("alarm_at IS NOT NULL"),
        postgresql_where=sa.text("alarm_at IS NOT NULL"),
    )
    op.create_index("ix_complaint_block", "complaint", ["block_id", "state"], unique=False)
    op.create_index("ix_complaint_category_id", "complaint", ["category_id"], unique=False)
    op.create_index("ix_complaint_department", "complaint", ["department_id", "state", "due_at"], unique=False)
    op.create_index("ix_complaint_parent_id", "complaint", ["parent_id"], unique=False)
    op.create_index("ix_complaint_place_id", "complaint", ["place_id"], unique=False)
    op.create_index("ix_complaint_received", "complaint", ["district_id", "received_at"], unique=False)
    op.create_index("ix_complaint_state", "complaint", ["district_id", "state", "due_at"], unique=False)
    op.create_index("ix_complaint_sub_division", "complaint", ["sub_division_id", "state"], unique=False)
    op.create_index("ix_complaint_worklist", "complaint", ["post_id", "state", "due_at"], unique=False)

    op.create_table(
        "cycle",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("first_level", sa.Integer(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("no >= 1", name=op.f("ck_cycle_no")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_cycle_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_cycle_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_cycle_complaint_id_no")),
    )

    op.create_table(
        "dialogue",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("by_call_desk", sa.Boolean(), nullable=False),
        sa.Column("number_last4", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("kind IN ('call', 'visit', 'hearing', 'letter')", name=op.f("ck_dialogue_kind")),
        sa.CheckConstraint(
            "reached = (result IN ('satisfied', 'dissatisfied', 'talked'))", name=op.f("ck_dialogue_reached")
        ),
        sa.CheckConstraint(
            "result IN ('pending', 'satisfied', 'dissatisfied', 'talked', 'not_picked', 'wrong_number', 'call_later')",
            name=op.f("ck_dialogue_result"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_dialogue_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_dialogue_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dialogue_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_dialogue_post_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
    )
    op.create_index("ix_dialogue_complaint", "dialogue", ["complaint_id", "cycle", "at"], unique=False)

    op.create_table(
        "import_row",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("source_no", sa.String(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("complaint_id", KEY, nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint(
            "result <> 'refused' OR reason_code IS NOT NULL", name=op.f("ck_import_row_refused_has_reason")
        ),
        sa.CheckConstraint(
            "result IN ('in', 'updated', 'same', 'folded', 'refused', 'noted')", name=op.f("ck_import_row_result")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_import_row_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_import_row_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_batch", "import_row", ["batch_id", "result"], unique=False)

    op.create_table(
        "notice_inbound",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("gateway", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("from_number", sa.String(), nullable=False),
        sa.Column("to_number", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("handled_at", sa.DateTime(), nullable=True),
        sa.Column("handled_as", sa.String(), nullable=True),
        sa.Column("complaint_id", KEY, nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_notice_inbound_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_notice_inbound_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_inbound")),
        sa.UniqueConstraint("gateway", "provider_id", name=op.f("uq_notice_inbound_gateway_provider_id")),
    )

    op.create_table(
        "party",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("complainant_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("kind IN ('first', 'petitioner', 'follower')", name=op.f("ck_party_kind")),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainant.id"], name=op.f("fk_party_complainant_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_party_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_party_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("complaint_id", "complainant_id", name=op.f("uq_party_complaint_id_complainant_id")),
    )
    op.create_index("ix_party_complainant_id", "party", ["complainant_id"], unique=False)
    op.create_index(
        "uq_party_first",
        "party",
        ["complaint_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'first'"),
        postgresql_where=sa.text("kind = 'first'"),
    )

    op.create_table(
        "request",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("proposer_id", KEY, nullable=False),
        sa.Column("proposer_post_id", KEY, nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("decider_post_id", KEY, nullable=True),
        sa.Column("decide_by", sa.DateTime(), nullable=True),
        sa.Column("recommended_at", sa.DateTime(), nullable=True),
        sa.Column("recommender_id", KEY, nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decider_id", KEY, nullable=True),
        sa.Column("decision_text", sa.String(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('granted', 'refused', 'lapsed', 'taken_back')",
            name=op.f("ck_request_decision"),
        ),
        sa.CheckConstraint(
            "kind IN ('transfer', 'hold', 'extension', 'special_closure', 'rejection', 'merge')",
            name=op.f("ck_request_kind"),
        ),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_request_decided_at")),
        sa.CheckConstraint("decider_id IS NULL OR decider_id <> proposer_id", name=op.f("ck_request_two_persons")),
        sa.CheckConstraint(
            "decider_id IS NULL OR decider_post_id <> proposer_post_id", name=op.f("ck_request_two_posts")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_request_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["decider_id"], ["person.id"], name=op.f("fk_request_decider_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["decider_post_id"], ["post.id"], name=op.f("fk_request_decider_post_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_request_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["person.id"], name=op.f("fk_request_proposer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposer_post_id"], ["post.id"], name=op.f("fk_request_proposer_post_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recommender_id"], ["person.id"], name=op.f("fk_request_recommender_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    op.create_index("ix_request_complaint_id", "request", ["complaint_id"], unique=False)
    op.create_index("ix_request_decider_post_id", "request", ["decider_post_id"], unique=False)

    op.create_table(
        "source_record",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_source_record_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_source_record_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_record")),
        sa.UniqueConstraint("complaint_id", name=op.f("uq_source_record_complaint_id")),
    )

    op.create_table(
        "stint",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("from_at", sa.DateTime(), nullable=False),
        sa.Column("to_at", sa.DateTime(), nullable=True),
        sa.Column("clock_from", sa.DateTime(), nullable=True),
        sa.Column("ack_due_at", sa.DateTime(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("raised_from_id", KEY, nullable=True),
        sa.Column("raised_at", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("(holder = 'post') = (post_id IS NOT NULL)", name=op.f("ck_stint_holder")),
        sa.CheckConstraint("(to_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_stint_end_reason")),
        sa.CheckConstraint("to_at IS NULL OR to_at >= from_at", name=op.f("ck_stint_order")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_stint_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_stint_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stint_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_stint_post_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["raised_from_id"], ["stint.id"], name=op.f("fk_stint_raised_from_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stint")),
        sa.UniqueConstraint("complaint_id", "arrival", name=op.f("uq_stint_complaint_id_arrival")),
        sa.UniqueConstraint("raised_from_id", name=op.f("uq_stint_raised_from_id")),
    )
    op.create_index("ix_stint_post", "stint", ["post_id", "complaint_id"], unique=False)
    op.create_index(
        "uq_stint_one_open",
        "stint",
        ["complaint_id"],
        unique=True,
        sqlite_where=sa.text("to_at IS NULL"),
        postgresql_where=sa.text("to_at IS NULL"),
    )

    op.create_table(
        "web_session",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("charge_id", KEY, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_web_session_charge_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_web_session_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_web_session_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_session_token_hash")),
    )
    op.create_index("ix_web_session_person_id", "web_session", ["person_id"], unique=False)

    op.create_table(
        "clock_event",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("stint_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("due_before", sa.DateTime(), nullable=True),
        sa.Column("due_after", sa.DateTime(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint(
            "kind IN ('start', 'ack_start', 'pause', 'resume', 'extend', 'category_change', 'calendar_change', 'escalate', 'stop', 'restart')",
            name=op.f("ck_clock_event_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_clock_event_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_clock_event_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_clock_event_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_clock_event_post_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["stint_id"], ["stint.id"], name=op.f("fk_clock_event_stint_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_event")),
    )
    op.create_index("ix_clock_event_complaint_id", "clock_event", ["complaint_id"], unique=False)
    op.create_index("ix_clock_event_stint_id", "clock_event", ["stint_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("cycle", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("stint_id", KEY, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("department_from_id", KEY, nullable=True),
        sa.Column("department_to_id", KEY, nullable=True),
        sa.Column("sub_division_id", KEY, nullable=True),
        sa.Column("block_id", KEY, nullable=True),
        sa.Column("class_from", sa.String(), nullable=True),
        sa.Column("class_to", sa.String(), nullable=True),
        sa.Column("chain_no", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("(complaint_id IS NULL) = (no IS NULL)", name=op.f("ck_event_numbered_in_complaint")),
        sa.ForeignKeyConstraint(["block_id"], ["place.id"], name=op.f("fk_event_block_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_event_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["department_from_id"], ["department.id"], name=op.f("fk_event_department_from_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["department_to_id"], ["department.id"], name=op.f("fk_event_department_to_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_event_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_event_post_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["stint_id"], ["stint.id"], name=op.f("fk_event_stint_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["sub_division_id"], ["place.id"], name=op.f("fk_event_sub_division_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_event_complaint_id_no")),
        sa.UniqueConstraint("district_id", "chain_no", name=op.f("uq_event_district_id_chain_no")),
    )
    op.create_index("ix_event_movement", "event", ["district_id", "moved_on", "class_from", "class_to"], unique=False)
    op.create_index("ix_event_person_id", "event", ["person_id"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("dialogue_id", KEY, nullable=True),
        sa.Column("replaced_at", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint(
            "answer IN ('satisfied', 'partly', 'dissatisfied', 'no_response')", name=op.f("ck_feedback_answer")
        ),
        sa.CheckConstraint(
            "channel IN ('call_desk', 'dc_call', 'sms', 'missed_call', 'web', 'camp', 'visit', 'system')",
            name=op.f("ck_feedback_channel"),
        ),
        sa.CheckConstraint(
            "channel NOT IN ('call_desk', 'dc_call') OR person_id IS NOT NULL", name=op.f("ck_feedback_caller")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_feedback_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_feedback_dialogue_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_feedback_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feedback_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_feedback_post_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(
        "uq_feedback_standing",
        "feedback",
        ["complaint_id", "cycle"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )

    op.create_table(
        "report",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("stint_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("author_post_id", KEY, nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("action_on", sa.Date(), nullable=False),
        sa.Column("transaction_no", sa.String(), nullable=False),
        sa.Column("transaction_on", sa.Date(), nullable=True),
        sa.Column("no_proof_reason", sa.String(), nullable=False),
        sa.Column("checks", JSON, nullable=False),
        sa.Column("approver_post_id", KEY, nullable=True),
        sa.Column("approval_due_at", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decider_id", KEY, nullable=True),
        sa.Column("decider_post_id", KEY, nullable=True),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("reason_text", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted', 'approved', 'sent_back', 'recalled', 'lapsed')", name=op.f("ck_report_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'sent_back') OR decided_at IS NOT NULL", name=op.f("ck_report_decided")
        ),
        sa.CheckConstraint("decider_id IS NULL OR decider_id <> author_id", name=op.f("ck_report_two_persons")),
        sa.CheckConstraint(
            "decider_post_id IS NULL OR decider_post_id <> author_post_id", name=op.f("ck_report_two_posts")
        ),
        sa.ForeignKeyConstraint(
            ["approver_post_id"], ["post.id"], name=op.f("fk_report_approver_post_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_report_author_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["author_post_id"], ["post.id"], name=op.f("fk_report_author_post_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_report_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["decider_id"], ["person.id"], name=op.f("fk_report_decider_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["decider_post_id"], ["post.id"], name=op.f("fk_report_decider_post_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_report_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["stint_id"], ["stint.id"], name=op.f("fk_report_stint_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_report_complaint_id_no")),
    )
    op.create_index("ix_report_decider", "report", ["decider_id", "decided_at"], unique=False)
    op.create_index("ix_report_approver", "report", ["approver_post_id", "state", "submitted_at"], unique=False)
    op.create_index(
        "uq_report_one_waiting",
        "report",
        ["complaint_id"],
        unique=True,
        sqlite_where=sa.text("state = 'submitted'"),
        postgresql_where=sa.text("state = 'submitted'"),
    )

    op.create_table(
        "attachment",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("report_id", KEY, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("original_sha256", sa.String(), nullable=True),
        sa.Column("store_key", sa.String(), nullable=True),
        sa.Column("thumb_key", sa.String(), nullable=True),
        sa.Column("small_key", sa.String(), nullable=True),
        sa.Column("mime", sa.String(), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=True),
        sa.Column("thumb_bytes", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("dhash", sa.BigInteger(), nullable=True),
        sa.Column("band0", sa.Integer(), nullable=True),
        sa.Column("band1", sa.Integer(), nullable=True),
        sa.Column("band2", sa.Integer(), nullable=True),
        sa.Column("band3", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("is_from_camera", sa.Boolean(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("refused_code", sa.String(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint(
            "kind IN ('complaint', 'before', 'after', 'order', 'receipt', 'letter', 'report', 'statement', 'signature', 'other')",
            name=op.f("ck_attachment_kind"),
        ),
        sa.CheckConstraint("state <> 'checked' OR store_key IS NOT NULL", name=op.f("ck_attachment_checked_is_stored")),
        sa.CheckConstraint("state IN ('declared', 'received', 'checked', 'refused')", name=op.f("ck_attachment_state")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_attachment_sha256")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_attachment_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_attachment_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attachment_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_attachment_post_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_attachment_report_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint(
            "complaint_id", "cycle", "kind", "sha256", name=op.f("uq_attachment_complaint_id_cycle_kind_sha256")
        ),
    )
    op.create_index("ix_attachment_band0", "attachment", ["district_id", "band0"], unique=False)
    op.create_index("ix_attachment_band1", "attachment", ["district_id", "band1"], unique=False)
    op.create_index("ix_attachment_band2", "attachment", ["district_id", "band2"], unique=False)
    op.create_index("ix_attachment_band3", "attachment", ["district_id", "band3"], unique=False)
    op.create_index("ix_attachment_original", "attachment", ["district_id", "original_sha256"], unique=False)
    op.create_index("ix_attachment_report_id", "attachment", ["report_id"], unique=False)
    op.create_index("ix_attachment_sha", "attachment", ["district_id", "sha256"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("complaint_id", KEY, nullable=True),
        sa.Column("event_id", KEY, nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("complainant_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("to_number", sa.String(), nullable=False),
        sa.Column("template_id", KEY, nullable=False),
        sa.Column("template_key", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("slots", JSON, nullable=False),
        sa.Column("rendered", sa.String(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("owed_at", sa.DateTime(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("gateway", sa.String(), nullable=True),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("provider_code", sa.String(), nullable=True),
        sa.Column("hmac_token", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("is_possible_duplicate", sa.Boolean(), nullable=False),
        sa.Column("cost_paise", sa.Integer(), nullable=True),
        sa.Column("held_reason", sa.String(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("(state = 'queued') <= (next_try_at IS NOT NULL)", name=op.f("ck_notice_queued_has_time")),
        sa.CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_notice_sending_has_lease")),
        sa.CheckConstraint("audience IN ('complainant', 'officer')", name=op.f("ck_notice_audience")),
        sa.CheckConstraint(
            "state IN ('queued', 'held', 'sending', 'accepted', 'delivered', 'undelivered', 'expired', 'rejected', 'failed', 'unconfirmed', 'cancelled')",
            name=op.f("ck_notice_state"),
        ),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainant.id"], name=op.f("fk_notice_complainant_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_notice_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_notice_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_notice_event_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["template_id"], ["notice_template.id"], name=op.f("fk_notice_template_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notice_dedupe_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_notice_uuid")),
    )
    op.create_index("ix_notice_complaint_id", "notice", ["complaint_id"], unique=False)
    op.create_index(
        "ix_notice_due",
        "notice",
        ["next_try_at"],
        unique=False,
        sqlite_where=sa.text("next_try_at IS NOT NULL"),
        postgresql_where=sa.text("next_try_at IS NOT NULL"),
    )
    op.create_index(
        "ix_notice_lease",
        "notice",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("lease_until IS NOT NULL"),
        postgresql_where=sa.text("lease_until IS NOT NULL"),
    )
    op.create_index("ix_notice_number", "notice", ["to_number", "owed_at"], unique=False)
    op.create_index("ix_notice_office", "notice", ["district_id", "owed_at"], unique=False)

    op.create_table(
        "notice_event",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("provider_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_event_notice_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_event")),
        sa.UniqueConstraint(
            "notice_id", "kind", "code", "provider_hash", name=op.f("uq_notice_event_notice_id_kind_code_provider_hash")
        ),
    )
    op.create_index("ix_notice_event_notice_id", "notice_event", ["notice_id"], unique=False)

    make_append_only()
    make_search()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("complaint_fts")
    else:
        op.execute("DROP TRIGGER event_fixed ON event")
        op.execute("DROP TRIGGER event_kept ON event")
        op.execute("DROP FUNCTION event_append_only()")
        op.execute("DROP INDEX ix_complaint_search_text")
    op.drop_index("ix_notice_event_notice_id", table_name="notice_event")

    op.drop_table("notice_event")
    op.drop_index("ix_notice_office", table_name="notice")
    op.drop_index("ix_notice_number", table_name="notice")
    op.drop_index("ix_notice_lease", table_name="notice")
    op.drop_index("ix_notice_due", table_name="notice")
    op.drop_index("ix_notice_complaint_id", table_name="notice")

    op.drop_table("notice")
    op.drop_index("ix_attachment_sha", table_name="attachment")
    op.drop_index("ix_attachment_report_id", table_name="attachment")
    op.drop_index("ix_attachment_original", table_name="attachment")
    op.drop_index("ix_attachment_band3", table_name="attachment")
    op.drop_index("ix_attachment_band2", table_name="attachment")
    op.drop_index("ix_attachment_band1", table_name="attachment")
    op.drop_index("ix_attachment_band0", table_name="attachment")

    op.drop_table("attachment")
    op.drop_index("uq_report_one_waiting", table_name="report")
    op.drop_index("ix_report_decider", table_name="report")
    op.drop_index("ix_report_approver", table_name="report")

    op.drop_table("report")
    op.drop_index("uq_feedback_standing", table_name="feedback")

    op.drop_table("feedback")
    op.drop_index("ix_event_person_id", table_name="event")
    op.drop_index("ix_event_movement", table_name="event")

    op.drop_table("event")
    op.drop_index("ix_clock_event_stint_id", table_name="clock_event")
    op.drop_index("ix_clock_event_complaint_id", table_name="clock_event")

    op.drop_table("clock_event")
    op.drop_index("ix_web_session_person_id", table_name="web_session")

    op.drop_table("web_session")
    op.drop_index("uq_stint_one_open", table_name="stint")
    op.drop_index("ix_stint_post", table_name="stint")

    op.drop_table("stint")

    op.drop_table("source_record")
    op.drop_index("ix_request_decider_post_id", table_name="request")
    op.drop_index("ix_request_complaint_id", table_name="request")

    op.drop_table("request")
    op.drop_index("uq_party_first", table_name="party")
    op.drop_index("ix_party_complainant_id", table_name="party")

    op.drop_table("party")

    op.drop_table("notice_inbound")
    op.drop_index("ix_import_row_batch", table_name="import_row")

    op.drop_table("import_row")
    op.drop_index("ix_dialogue_complaint", table_name="dialogue")

    op.drop_table("dialogue")

    op.drop_table("cycle")
    op.drop_index("ix_complaint_worklist", table_name="complaint")
    op.drop_index("ix_complaint_sub_division", table_name="complaint")
    op.drop_index("ix_complaint_state", table_name="complaint")
    op.drop_index("ix_complaint_received", table_name="complaint")
    op.drop_index("ix_complaint_place_id", table_name="complaint")
    op.drop_index("ix_complaint_parent_id", table_name="complaint")
    op.drop_index("ix_complaint_department", table_name="complaint")
    op.drop_index("ix_complaint_category_id", table_name="complaint")
    op.drop_index("ix_complaint_block", table_name="complaint")
    op.drop_index("ix_complaint_alarm", table_name="complaint")

    op.drop_table("complaint")
    op.drop_index("uq_charge_one_holder", table_name="charge")
    op.drop_index("ix_charge_post_id", table_name="charge")
    op.drop_index("ix_charge_person_id", table_name="charge")

    op.drop_table("charge")

    op.drop_table("setting")
    op.drop_index("ix_post_reports_to_id", table_name="post")
    op.drop_index("ix_post_place_id", table_name="post")
    op.drop_index("ix_post_kind_id", table_name="post")
    op.drop_index("ix_post_department_id", table_name="post")

    op.drop_table("post")
    op.drop_index("uq_phone_one_own", table_name="phone")
    op.drop_index("ix_phone_number", table_name="phone")
    op.drop_index("ix_phone_complainant_id", table_name="phone")

    op.drop_table("phone")
    op.drop_index("uq_ladder_rung_live", table_name="ladder_rung")

    op.drop_table("ladder_rung")

    op.drop_table("import_batch")
    op.drop_index("ix_holiday_on", table_name="holiday")

    op.drop_table("holiday")
    op.drop_index("ix_category_department_id", table_name="category")

    op.drop_table("category")

    op.drop_table("sla_profile")

    op.drop_table("post_kind")
    op.drop_index("ix_place_parent_id", table_name="place")
    op.drop_index("ix_place_kind", table_name="place")

    op.drop_table("place")
    op.drop_index("ix_person_phone", table_name="person")

    op.drop_table("person")
    op.drop_table("number_series")

    op.drop_table("notice_template")

    op.drop_table("notice_suppression")

    op.drop_table("department")

    op.drop_table("complainant")
    op.drop_table("chain_head")
    op.drop_table("sign_in_attempt")
    op.drop_index("ix_idempotency_key_at", table_name="idempotency_key")

    op.drop_table("idempotency_key")
    op.drop_table("district")
