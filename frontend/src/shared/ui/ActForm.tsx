import Button from '@atlaskit/button/new';
import type { UseMutationResult } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { Trouble } from './states';

/** A form with one thing to do: what is wrong is told beside it, what was done is said aloud. */
export function ActForm<R, V>(props: {
  act: Pick<UseMutationResult<R, Error, V>, 'isPending' | 'error'>;
  label?: string;
  submit: string;
  appearance?: 'primary' | 'default';
  told?: ReactNode;
  more?: ReactNode;
  wordsFor?: (code: string) => { title: string; body: string } | undefined;
  onSubmit: () => void;
  children?: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <form className="lk-form" onSubmit={submit} {...(props.label ? { 'aria-label': props.label } : {})}>
      {props.children}
      {props.act.error && <Trouble error={props.act.error} {...(props.wordsFor ? { wordsFor: props.wordsFor } : {})} />}
      <div className="lk-actions">
        <Button type="submit" appearance={props.appearance ?? 'primary'} isDisabled={props.act.isPending}>
          {props.submit}
        </Button>
        {props.more}
      </div>
      <div role="status" className="lk-told">
        {props.told}
      </div>
    </form>
  );
}
