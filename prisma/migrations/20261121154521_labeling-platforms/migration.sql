-- CreateTable
CREATE TABLE "PlatformConnection" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "baseUrl" TEXT NOT NULL,
    "sealedToken" TEXT NOT NULL,
    "allowPrivate" BOOLEAN NOT NULL DEFAULT false,
    "version" TEXT NOT NULL,
    "externalProject" TEXT NOT NULL,
    "externalTitle" TEXT NOT NULL,
    "target" JSONB NOT NULL,
    "classes" JSONB,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "hookSecretHash" TEXT,
    "hookId" TEXT,
    "heardAt" TIMESTAMP(3),
    "askedAt" TIMESTAMP(3),
    "syncJobId" TEXT,
    "retrainAlone" BOOLEAN NOT NULL DEFAULT false,
    "modelPasswordHash" TEXT,

    CONSTRAINT "PlatformConnection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlatformTask" (
    "connectionId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "pushId" TEXT,

    CONSTRAINT "PlatformTask_pkey" PRIMARY KEY ("connectionId","taskId")
);

-- CreateTable
CREATE TABLE "PlatformPush" (
    "id" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "modelVersion" TEXT NOT NULL,
    "showGuess" BOOLEAN NOT NULL DEFAULT false,
    "formerVersion" TEXT,
    "viewId" TEXT,
    "pushedCount" INTEGER NOT NULL DEFAULT 0,
    "importedCount" INTEGER NOT NULL DEFAULT 0,
    "state" "WorkState" NOT NULL DEFAULT 'queued',
    "jobId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),
    "undoneAt" TIMESTAMP(3),

    CONSTRAINT "PlatformPush_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "PlatformConnection_projectId_key" ON "PlatformConnection"("projectId");

-- CreateIndex
CREATE INDEX "PlatformTask_connectionId_key_idx" ON "PlatformTask"("connectionId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "PlatformPush_modelVersion_key" ON "PlatformPush"("modelVersion");

-- CreateIndex
CREATE INDEX "PlatformPush_connectionId_createdAt_idx" ON "PlatformPush"("connectionId", "createdAt");

-- CreateIndex
CREATE INDEX "PlatformPush_batchId_idx" ON "PlatformPush"("batchId");

-- AddForeignKey
ALTER TABLE "PlatformConnection" ADD CONSTRAINT "PlatformConnection_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlatformTask" ADD CONSTRAINT "PlatformTask_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "PlatformConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlatformPush" ADD CONSTRAINT "PlatformPush_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "PlatformConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
