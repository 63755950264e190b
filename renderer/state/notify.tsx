/** Passing messages. What is wrong for good is shown in its own place instead. */
import { type Operation, toAppError } from '@contract';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { errorText } from '../i18n/error-text.ts';

/** Shows a failure: its kind in the language of the UI, then what the engine says of this very case. */
export function notifyError(error: unknown): void {
  const failure = toAppError(error);
  if (failure.code === 'CANCELLED') return;
  notifications.show({
    id: `${failure.code}:${failure.message}`,
    color: 'red',
    title: i18next.t(`errors.${failure.code}`),
    message: errorText(failure),
    autoClose: 9000,
    withBorder: true,
  });
}

export function notifyDone(title: string, message: string): void {
  notifications.show({ color: 'teal', title, message, autoClose: 6000, withBorder: true });
}

/** The name of the message that offers to take an operation back. */
export function noticeOf(operation: Operation): string {
  return `operation:${operation.id}`;
}

/** Takes a message away that has been overtaken. */
export function hideNotification(id: string): void {
  notifications.hide(id);
}

/** News with one thing to do about it, such as taking it back; the message goes once that is done. */
export function notifyWithAction(title: string, message: string, action: string, act: () => void, id?: string): void {
  notifyWithActions(title, message, [{ label: action, act }], id);
}

interface NewsAction {
  readonly label: string;
  act(): void;
}

export function notifyWithActions(
  title: string,
  message: string,
  actions: readonly NewsAction[],
  id = `action:${title}:${message}`,
): void {
  notifications.show({
    id,
    color: 'teal',
    title,
    message: (
      <Group gap="sm" justify="space-between">
        <span>{message}</span>
        <Group gap="xs">
          {actions.map(({ label, act }) => (
            <Button
              key={label}
              size="compact-xs"
              variant="light"
              onClick={() => {
                notifications.hide(id);
                act();
              }}
            >
              {label}
            </Button>
          ))}
        </Group>
      </Group>
    ),
    autoClose: actions.length > 1 ? 30_000 : 10_000,
    withBorder: true,
  });
}
