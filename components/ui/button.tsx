import type { ComponentProps, ReactNode } from 'react';
import Link from 'next/link';
import { classNames } from './class-names';

type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
type ButtonSize = 'small' | 'medium' | 'large';

const VARIANTS: Record<ButtonVariant, string> = {
  primary:
    'bg-accent text-on-accent border-transparent hover:bg-accent-strong disabled:bg-hover disabled:text-ink-faint',
  secondary:
    'bg-surface text-ink border-line-strong/60 hover:bg-hover disabled:text-ink-faint disabled:bg-transparent',
  quiet:
    'bg-transparent text-ink-soft border-transparent hover:bg-hover hover:text-ink disabled:text-ink-faint',
  danger:
    'bg-danger text-on-danger border-transparent hover:opacity-90 disabled:bg-hover disabled:text-ink-faint',
};

const SIZES: Record<ButtonSize, string> = {
  small: 'min-h-8 px-2.5 text-sm gap-1.5',
  medium: 'min-h-9 px-3.5 text-base gap-2',
  large: 'min-h-11 px-5 text-base gap-2',
};

interface ButtonLook {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** A lucide icon of 16 px; without children give the button an `aria-label`. */
  readonly icon?: ReactNode;
}

function look({ variant = 'secondary', size = 'medium' }: ButtonLook, className?: string): string {
  return classNames(
    'inline-flex items-center justify-center rounded-md border font-medium whitespace-nowrap select-none',
    'transition-colors duration-100 disabled:cursor-not-allowed [&_svg]:size-4 [&_svg]:shrink-0',
    VARIANTS[variant],
    SIZES[size],
    className,
  );
}

type ButtonProps = ComponentProps<'button'> &
  ButtonLook & {
    /** The action is under way: the button keeps its width and its words, and takes no second click. */
    readonly pending?: boolean;
  };

export function Button({ variant, size, icon, pending = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || pending}
      aria-busy={pending || undefined}
      className={classNames(look({ variant, size }, className), pending && 'animate-breathe')}
    >
      {icon}
      {children}
    </button>
  );
}

type ButtonLinkProps = ComponentProps<typeof Link> & ButtonLook;

/** A link that looks like a button: for what leads somewhere. */
export function ButtonLink({ variant, size, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={look({ variant, size }, className)}>
      {icon}
      {children}
    </Link>
  );
}

/** A file to keep, as a button. No Link: nothing fetches it before it is wanted. */
export function DownloadButton({
  variant,
  size,
  icon,
  className,
  children,
  ...rest
}: ComponentProps<'a'> & ButtonLook) {
  return (
    <a {...rest} download className={look({ variant, size }, className)}>
      {icon}
      {children}
    </a>
  );
}
