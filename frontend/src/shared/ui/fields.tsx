import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from 'react';

interface Named {
  label: string;
  help?: ReactNode;
  error?: string | null | undefined;
}

function Field({ id, label, help, error, children }: Named & { id: string; children: ReactNode }) {
  return (
    <div className="lk-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {help && (
        <span id={`${id}-help`} className="lk-subtle">
          {help}
        </span>
      )}
      {error && (
        <span id={`${id}-error`} className="lk-error" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

function described(id: string, { help, error }: Named) {
  const ids = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return { ...(ids ? { 'aria-describedby': ids } : {}), ...(error ? { 'aria-invalid': true } : {}) };
}

/** A labelled text field; what is wrong with it is told beside it. */
export function TextField({ label, help, error, ...input }: Named & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <Field id={id} label={label} help={help} error={error}>
      <input id={id} type="text" autoComplete="off" {...input} {...described(id, { label, help, error })} />
    </Field>
  );
}

export function TextArea({ label, help, error, ...input }: Named & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <Field id={id} label={label} help={help} error={error}>
      <textarea id={id} {...input} {...described(id, { label, help, error })} />
    </Field>
  );
}

export function SelectField({
  label,
  help,
  error,
  options,
  ...input
}: Named & SelectHTMLAttributes<HTMLSelectElement> & { options: ReadonlyArray<{ value: string; label: string }> }) {
  const id = useId();
  return (
    <Field id={id} label={label} help={help} error={error}>
      <select id={id} {...input} {...described(id, { label, help, error })}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
