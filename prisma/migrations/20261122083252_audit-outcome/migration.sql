-- CreateEnum
CREATE TYPE "AuditOutcome" AS ENUM ('done', 'refused', 'unknown');

-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN     "outcome" "AuditOutcome" NOT NULL DEFAULT 'done';

-- A line is still only ever appended, but for one thing: how an act ended, which is told once. (A semicolon inside a body
-- is written as its code: the engine that applies migrations cuts them at semicolons, in quotes too.)
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN IF TG_OP <> ''UPDATE'' THEN RAISE EXCEPTION ''AuditEvent is append-only''\x3b END IF\x3b RETURN NULL\x3b END';
CREATE FUNCTION tell_audit_outcome_once() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN
  IF OLD."outcome" <> ''unknown'' OR NEW."outcome" = ''unknown'' OR NOT NEW."details" @> OLD."details"
    OR to_jsonb(NEW) - ARRAY[''outcome'', ''details''] <> to_jsonb(OLD) - ARRAY[''outcome'', ''details'']
  THEN RAISE EXCEPTION ''AuditEvent is append-only''\x3b
  END IF\x3b
  RETURN NEW\x3b
END';
CREATE TRIGGER "AuditEvent_outcome_once" BEFORE UPDATE ON "AuditEvent"
FOR EACH ROW EXECUTE FUNCTION tell_audit_outcome_once();
