import { choosePassword } from '@/server/api/http/password-sign-in';

export { choosePassword as POST };
