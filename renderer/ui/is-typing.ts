/** When keys are not for the page: somebody types, or a dialog or a menu is open. */

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement &&
    !target.readOnly &&
    !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  );
}

export function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"]') !== null;
}
