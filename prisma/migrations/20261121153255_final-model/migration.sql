-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "finalModel" JSONB;
