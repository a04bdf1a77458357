import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { useState } from 'react';
import { MenuIcon } from './icons';

export interface MenuAction {
  text: string;
  onClick: () => void;
  testId: string;
  danger?: boolean;
  /** Why it cannot be done now. */
  refused?: string | undefined;
}

/** What can be done with one entry of a list, behind three dots. */
export function ActionsMenu({
  label,
  actions,
  onOpen,
}: {
  label: string;
  actions: MenuAction[];
  /** Told when it is opened, for what is asked only then. */
  onOpen?: () => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      // Inside of the page's main part, and outside of tables, which cut off what is wider.
      popperProps={{ position: 'right', appendTo: () => document.querySelector('main') ?? document.body }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant="plain"
          isExpanded={open}
          onClick={() => {
            if (!open) onOpen?.();
            setOpen(!open);
          }}
          aria-label={label}
          icon={<MenuIcon />}
        />
      )}
    >
      <DropdownList>
        {actions.map((action) => (
          <DropdownItem
            key={action.testId}
            onClick={action.onClick}
            isDanger={action.danger === true}
            data-testid={action.testId}
            {...(action.refused === undefined ? {} : { isDisabled: true, description: action.refused })}
          >
            {action.text}
          </DropdownItem>
        ))}
      </DropdownList>
    </Dropdown>
  );
}
