-- AlterTable
ALTER TABLE "Annotation" ADD COLUMN     "externalId" TEXT;

-- AlterTable
ALTER TABLE "PlatformConnection" ADD COLUMN     "labelBatchId" TEXT;
