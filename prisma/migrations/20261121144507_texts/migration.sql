-- AlterEnum
ALTER TYPE "Modality" ADD VALUE 'text';

-- AlterTable
ALTER TABLE "Example" ADD COLUMN     "characters" INTEGER,
ADD COLUMN     "encoding" TEXT,
ADD COLUMN     "excerpt" TEXT;

-- AlterTable
ALTER TABLE "Ingest" ADD COLUMN     "recodedCount" INTEGER NOT NULL DEFAULT 0;
