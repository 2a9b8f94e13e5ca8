-- AlterTable
ALTER TABLE "Round" ADD COLUMN     "setup" JSONB,
ADD COLUMN     "surrogateId" TEXT;

-- AddForeignKey
ALTER TABLE "Round" ADD CONSTRAINT "Round_surrogateId_fkey" FOREIGN KEY ("surrogateId") REFERENCES "Surrogate"("id") ON DELETE SET NULL ON UPDATE CASCADE;
