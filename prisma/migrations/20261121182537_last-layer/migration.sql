-- AlterTable
ALTER TABLE "Surrogate" ADD COLUMN     "lastLayerBlob" TEXT;
