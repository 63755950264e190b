/** The providers around the window, and what stands in its place when the host does not know us. */
import { createTheme, Drawer, MantineProvider, Menu, Modal, Popover, Tooltip } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { NoSession } from './shell/no-session.tsx';
import { Shell } from './shell/shell.tsx';
import { answers } from './state/answers.ts';

const overlayTransition = { transition: 'pop', duration: 120 } as const;

/** Only defaults of components: colours and type are CSS variables in styles/tokens.css, see there. */
function createLookalikeTheme(close: string) {
  return createTheme({
    cursorType: 'pointer',
    components: {
      CloseButton: { defaultProps: { 'aria-label': close } },
      // The window itself never scrolls, so there is nothing to lock; locking would inject a <style> element.
      Modal: Modal.extend({
        defaultProps: { lockScroll: false, centered: true, radius: 'lg', transitionProps: overlayTransition },
      }),
      Drawer: Drawer.extend({ defaultProps: { lockScroll: false } }),
      Tooltip: Tooltip.extend({ defaultProps: { openDelay: 450, withArrow: false, offset: 6 } }),
      // Focus goes to the first item: the placeholder that would have it is no item, which a menu may not hold.
      Menu: Menu.extend({
        defaultProps: { shadow: 'md', transitionProps: overlayTransition, withInitialFocusPlaceholder: false },
      }),
      Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: overlayTransition } }),
    },
  });
}

export function App({ authorised }: { authorised: boolean }) {
  const close = useTranslation().t('common.close');
  const theme = useMemo(() => createLookalikeTheme(close), [close]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      {/*
        Above dialogs, below what opens from a control: a menu is used now, a message can wait. In the column beside
        the side bar, where no page has what one goes on with.
      */}
      <Notifications position="bottom-left" limit={4} zIndex={250} />
      <QueryClientProvider client={answers}>
        <Router hook={useHashLocation}>{authorised ? <Shell /> : <NoSession />}</Router>
      </QueryClientProvider>
    </MantineProvider>
  );
}
