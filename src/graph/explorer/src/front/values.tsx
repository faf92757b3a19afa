// One value as a person reads it. In: the shape, a field, what was answered.
import { humanize, type PartialDate, type Quantity, readDate, readQuantity } from './known';
import { labelOf, pageOf, type Row, textOf } from './labels';
import type { Field, Shape } from './shape';

export function Value({ shape, field, value }: { shape: Shape; field: Field; value: unknown }) {
  if (value === null || value === undefined || value === '') return <span class="none">not said</span>;
  if (field.kind === 'enum') return <span class="tag">{humanize(String(value))}</span>;
  if (field.kind === 'one') return <NodeLink shape={shape} row={value as Row} brief />;
  if (field.type === 'Quantity') return <Measured quantity={value as Quantity} />;
  if (field.type === 'PartialDate') return <Dated date={value as PartialDate} />;
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>;
  if (typeof value === 'string' && /^https?:\/\//.test(value)) {
    return (
      <a href={value} rel="noreferrer external">
        {value}
      </a>
    );
  }
  if (Array.isArray(value)) {
    return (
      <>
        {value.map((each) => (
          <span key={String(each)} class="tag">
            {typeof each === 'string' ? each : JSON.stringify(each)}
          </span>
        ))}
      </>
    );
  }
  if (field.kind === 'scalar' && typeof value === 'object') return <code>{JSON.stringify(value)}</code>;
  return <>{textOf(shape, value)}</>;
}

/** A node by its name, leading to its page. */
export function NodeLink({ shape, row, brief }: { shape: Shape; row: Row; brief?: boolean }) {
  const label = labelOf(shape, row);
  const page = pageOf(shape, row);
  // A figure that a field leads to is that field's value.
  const measured = brief ? (row.quantity as Quantity | undefined) : undefined;
  return page ? (
    <a href={page} aria-label={measured && label}>
      {measured ? measured.asPrinted : label}
    </a>
  ) : (
    <span>{label}</span>
  );
}

/** As printed first; what it means in figures beside it, where that says more. */
export function Measured({ quantity }: { quantity: Quantity }) {
  const read = readQuantity(quantity);
  return (
    <span class="measured">
      <span class="printed">{quantity.asPrinted || read}</span>
      {read && plain(read) !== plain(quantity.asPrinted) && <span class="read">{read}</span>}
    </span>
  );
}

export function Dated({ date }: { date: PartialDate }) {
  const read = readDate(date);
  return (
    <span class="measured">
      <span class="printed">{date.asPrinted}</span>
      {read && read !== date.asPrinted && <span class="read">{read}</span>}
    </span>
  );
}

const plain = (text: string) => text.replaceAll(/[\s,]/g, '');
