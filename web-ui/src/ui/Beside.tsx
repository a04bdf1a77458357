import { Drawer, DrawerContent, DrawerContentBody } from '@patternfly/react-core';
import type { ReactNode } from 'react';

/** A list with a panel beside it, when there is one (`SidePanel`). */
export function Beside({ panel, children }: { panel: ReactNode; children: ReactNode }) {
  return (
    <Drawer isExpanded={panel !== null && panel !== false} isInline={false} className="m-drawer">
      <DrawerContent panelContent={panel}>
        <DrawerContentBody>{children}</DrawerContentBody>
      </DrawerContent>
    </Drawer>
  );
}
