'use client';

import type { ReactElement, ReactNode } from 'react';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { classNames } from './class-names';

const ITEM =
  'flex min-h-9 cursor-default items-center gap-2.5 px-3 py-1.5 outline-none select-none data-disabled:text-ink-faint ' +
  'data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0';

interface MenuProps {
  /** The button that opens it; takes a ref. */
  readonly trigger: ReactElement;
  readonly align?: 'start' | 'end';
  readonly children: ReactNode;
}

export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={6} align={align} className="z-50 outline-none">
          <BaseMenu.Popup className="max-h-(--available-height) max-w-[min(24rem,calc(100vw-1rem))] min-w-48 overflow-y-auto rounded-md border border-line bg-surface py-1 text-ink shadow-floating outline-none">
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

interface MenuItemProps {
  readonly icon?: ReactNode;
  readonly onSelect: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

export function MenuItem({ icon, onSelect, danger, disabled, children }: MenuItemProps) {
  return (
    <BaseMenu.Item
      disabled={disabled}
      onClick={onSelect}
      className={classNames(ITEM, danger && 'text-danger')}
    >
      {icon}
      {children}
    </BaseMenu.Item>
  );
}

interface MenuLinkProps {
  readonly href: string;
  /** what lies there is saved, not shown */
  readonly download?: boolean;
  readonly children: ReactNode;
}

export function MenuLink({ href, download, children }: MenuLinkProps) {
  return (
    <BaseMenu.LinkItem href={href} download={download} closeOnClick className={ITEM}>
      {children}
    </BaseMenu.LinkItem>
  );
}

/** A line of text that is no item. */
export function MenuText({ children }: { readonly children: ReactNode }) {
  return <div className="border-b border-line px-3 pt-1 pb-2 text-sm text-ink-soft">{children}</div>;
}

interface MenuChoiceProps<Value extends string> {
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly icon?: ReactNode }[];
}

export function MenuChoice<Value extends string>({ value, onValueChange, options }: MenuChoiceProps<Value>) {
  return (
    <BaseMenu.RadioGroup value={value} onValueChange={(next: Value) => onValueChange(next)}>
      {options.map((option) => (
        <BaseMenu.RadioItem key={option.value} value={option.value} closeOnClick className={ITEM}>
          {option.icon}
          <span className="flex-1">{option.label}</span>
          <BaseMenu.RadioItemIndicator className="text-accent">
            <Check aria-hidden />
          </BaseMenu.RadioItemIndicator>
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  );
}
