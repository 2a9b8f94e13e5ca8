-- CreateEnum
CREATE TYPE "Arm" AS ENUM ('chosen', 'control', 'both');

-- CreateEnum
CREATE TYPE "AnswerKind" AS ENUM ('label', 'skip', 'bad');

-- AlterEnum
ALTER TYPE "ItemState" ADD VALUE 'bad';

-- AlterEnum
ALTER TYPE "AnnotationSource" ADD VALUE 'review';

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "consensus" TEXT NOT NULL DEFAULT 'majority',
ADD COLUMN     "controlShare" DOUBLE PRECISION NOT NULL DEFAULT 0.2,
ADD COLUMN     "costPerHour" DOUBLE PRECISION,
ADD COLUMN     "costPerReview" DOUBLE PRECISION,
ADD COLUMN     "guidelines" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "leaseMinutes" INTEGER NOT NULL DEFAULT 10,
ADD COLUMN     "overlapShare" DOUBLE PRECISION NOT NULL DEFAULT 1,
ADD COLUMN     "showGuess" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "votesPerExample" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Batch" ADD COLUMN     "abandonedAt" TIMESTAMP(3),
ADD COLUMN     "pausedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "BatchItem" ADD COLUMN     "arm" "Arm" NOT NULL DEFAULT 'chosen',
ADD COLUMN     "needed" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Annotation" ADD COLUMN     "comment" TEXT,
ADD COLUMN     "guessShown" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "kind" "AnswerKind" NOT NULL DEFAULT 'label',
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "unsure" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Round" ADD COLUMN     "control" JSONB;

-- CreateTable
CREATE TABLE "Lease" (
    "batchId" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "userId" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("batchId","row","userId")
);

-- CreateTable
CREATE TABLE "ConsensusLabel" (
    "projectId" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "label" INTEGER NOT NULL,
    "probability" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "ConsensusLabel_pkey" PRIMARY KEY ("projectId","row")
);

-- CreateTable
CREATE TABLE "ReviewItem" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "suspicion" DOUBLE PRECISION NOT NULL,
    "suggested" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolvedAt" TIMESTAMP(3),
    "resolvedById" TEXT,

    CONSTRAINT "ReviewItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" BIGSERIAL NOT NULL,
    "projectId" TEXT NOT NULL,
    "userId" TEXT,
    "userName" TEXT,
    "keyId" TEXT,
    "action" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Lease_batchId_userId_idx" ON "Lease"("batchId", "userId");

-- CreateIndex
CREATE INDEX "ReviewItem_projectId_resolvedAt_suspicion_idx" ON "ReviewItem"("projectId", "resolvedAt", "suspicion");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewItem_projectId_row_reason_key" ON "ReviewItem"("projectId", "row", "reason");

-- CreateIndex
CREATE INDEX "AuditEvent_projectId_id_idx" ON "AuditEvent"("projectId", "id");

-- CreateIndex
CREATE INDEX "Annotation_projectId_userId_createdAt_idx" ON "Annotation"("projectId", "userId", "createdAt");

-- AddForeignKey
ALTER TABLE "Lease" ADD CONSTRAINT "Lease_batchId_row_fkey" FOREIGN KEY ("batchId", "row") REFERENCES "BatchItem"("batchId", "row") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConsensusLabel" ADD CONSTRAINT "ConsensusLabel_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewItem" ADD CONSTRAINT "ReviewItem_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An answer without a label was a skipped example.
UPDATE "Annotation" SET "kind" = 'skip' WHERE "label" IS NULL;

-- The audit is only ever appended to. (A semicolon inside the body is written as its code: the engine that applies
-- migrations cuts them at semicolons, in quotes too.)
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN RAISE EXCEPTION ''AuditEvent is append-only''\x3b END';
CREATE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEvent"
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
