-- AlterTable
ALTER TABLE "Selection" ADD COLUMN     "featureSetId" TEXT,
ADD COLUMN     "surrogateId" TEXT;

-- AddForeignKey
ALTER TABLE "Selection" ADD CONSTRAINT "Selection_surrogateId_fkey" FOREIGN KEY ("surrogateId") REFERENCES "Surrogate"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Selection" ADD CONSTRAINT "Selection_featureSetId_fkey" FOREIGN KEY ("featureSetId") REFERENCES "FeatureSet"("id") ON DELETE SET NULL ON UPDATE CASCADE;
