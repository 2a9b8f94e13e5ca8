import { redeemSignInToken } from '@/server/api/http/sign-in';

export { redeemSignInToken as POST };
