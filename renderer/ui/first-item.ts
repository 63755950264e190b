/**
 * For the `ref` of a menu's dropdown: gives focus to the first item that can be chosen. Without it a menu whose first item is disabled would leave
 * focus on its button, where the arrow keys do nothing.
 */
export function focusFirstItem(dropdown: HTMLElement | null): void {
  if (dropdown === null || opened.has(dropdown)) return;
  opened.add(dropdown);
  // The menu gives focus itself in a timeout of its own, which cannot take it to a disabled item.
  setTimeout(() => (dropdown.querySelector<HTMLElement>('[role="menuitem"]:enabled') ?? dropdown).focus());
}

/** A ref is told of the same element again when the menu begins to close, and focus must not come back then. */
const opened = new WeakSet<HTMLElement>();
