-- CreateTable
CREATE TABLE "PlatformEvent" (
    "id" BIGSERIAL NOT NULL,
    "connectionId" TEXT NOT NULL,
    "taskId" TEXT,
    "train" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PlatformEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PlatformEvent_connectionId_id_idx" ON "PlatformEvent"("connectionId", "id");

-- AddForeignKey
ALTER TABLE "PlatformEvent" ADD CONSTRAINT "PlatformEvent_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "PlatformConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
