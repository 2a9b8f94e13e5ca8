import type { ReactNode } from 'react';
import { EllipsisVertical } from 'lucide-react';
import { Button } from './button';
import { Menu } from './menu';

interface ActionsMenuProps {
  /** What they are done to. */
  readonly of: string;
  /** Menu items. */
  readonly children: ReactNode;
}

/** What can be done to one row of a table. */
export function ActionsMenu({ of, children }: ActionsMenuProps) {
  return (
    <Menu
      trigger={
        <Button
          variant="quiet"
          size="small"
          className="px-2"
          aria-label={`Actions for ${of}`}
          icon={<EllipsisVertical aria-hidden />}
        />
      }
    >
      {children}
    </Menu>
  );
}
