-- CreateTable
CREATE TABLE "Upkeep" (
    "name" TEXT NOT NULL,
    "ranAt" TIMESTAMP(3) NOT NULL,
    "result" JSONB,

    CONSTRAINT "Upkeep_pkey" PRIMARY KEY ("name")
);
