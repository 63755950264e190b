/** A button that is an icon and nothing else: what it is called shows as its tooltip. */
import { ActionIcon, type ActionIconProps, type ElementProps, type FloatingPosition, Tooltip } from '@mantine/core';

interface IconButtonProps extends ActionIconProps, ElementProps<'button', keyof ActionIconProps> {
  readonly label: string;
  /** Where it says something else than the name. */
  readonly tip?: string;
  readonly tipPosition?: FloatingPosition;
  /** While what the button opens is open. */
  readonly tipHidden?: boolean;
}

export function IconButton({ label, tip = label, tipPosition = 'top', tipHidden = false, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={tip} position={tipPosition} disabled={tipHidden}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} {...rest} />
    </Tooltip>
  );
}
