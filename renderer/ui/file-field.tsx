/** A button that takes a file, with its name beside it once there is one. */
import { Button, FileButton } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import classes from './file-field.module.css';

interface FileFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly file: File | null;
  onChange(file: File | null): void;
}

export function FileField({ label, hint, file, onChange }: FileFieldProps) {
  return (
    <div className={classes.fileField}>
      <FileButton onChange={onChange} inputProps={{ 'aria-label': label }}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconFile size={16} />}>
            {label}
          </Button>
        )}
      </FileButton>
      <span>{file === null ? hint : file.name}</span>
    </div>
  );
}
