'use client';

import { useState } from 'react';
import { Monitor, Moon, Sun, SunMoon } from 'lucide-react';
import { Button } from '../ui/button';
import { Menu, MenuChoice } from '../ui/menu';
import { themeCookie, type Theme } from './theme';

const OPTIONS = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const;

/** The choice is kept in a cookie, so that the server already writes the right page. */
function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.cookie = themeCookie(theme, { secure: window.location.protocol === 'https:' });
}

export function ThemeMenu({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  return (
    <Menu
      trigger={
        <Button
          variant="quiet"
          size="small"
          aria-label="Light or dark"
          icon={<SunMoon aria-hidden />}
          className="px-2"
        />
      }
    >
      <MenuChoice
        value={theme}
        options={OPTIONS}
        onValueChange={(next) => {
          setTheme(next);
          applyTheme(next);
        }}
      />
    </Menu>
  );
}
