import { signInWithPassword } from '@/server/api/http/password-sign-in';

export { signInWithPassword as POST };
