export { answerPlatformHook as POST } from '@/server/api/http/platform-hook';
