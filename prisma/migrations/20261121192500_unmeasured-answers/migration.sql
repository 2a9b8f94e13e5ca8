-- AlterTable
ALTER TABLE "Annotation" ALTER COLUMN "seconds" DROP NOT NULL;

-- 0 stood for what nobody measured
UPDATE "Annotation" SET "seconds" = NULL WHERE "seconds" = 0;
