import { Input } from '../ui/input';
import { PasswordForm } from './password-form';

export function SignInForm() {
  return (
    <PasswordForm action="/sign-in/password" submitLabel="Sign in">
      <Input label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <Input
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={128}
        required
      />
    </PasswordForm>
  );
}
