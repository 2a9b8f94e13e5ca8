import { PASSWORD_LENGTH } from '@/lib/contracts/account';
import { Input } from '../ui/input';
import { PasswordForm } from './password-form';

interface ChoosePasswordFormProps {
  readonly token: string;
  readonly email: string;
}

/** The account's name stands in a field, so that password managers know what they keep. */
export function ChoosePasswordForm({ token, email }: ChoosePasswordFormProps) {
  return (
    <PasswordForm action="/sign-in/choose/confirm" submitLabel="Save and sign in">
      <input type="hidden" name="token" value={token} />
      <Input label="E-mail" name="email" type="email" autoComplete="username" value={email} readOnly />
      <Input
        label="New password"
        hint={`At least ${PASSWORD_LENGTH.min} characters; a few words are good.`}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={PASSWORD_LENGTH.min}
        maxLength={PASSWORD_LENGTH.max}
        required
        autoFocus
      />
    </PasswordForm>
  );
}
