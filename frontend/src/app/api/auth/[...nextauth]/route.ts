import { answerAuthRequest } from '@/auth/next-auth-route';

export { answerAuthRequest as GET, answerAuthRequest as POST };
