// One value as a person reads it. In: the shape, a field, what was answered.
import { humanize, type PartialDate, type Quantity, readBeside, readDate, readQuantity } from './known';
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

type Named = { shape: Shape; row: Row; brief?: boolean; owner?: Row };

/** A node by its name, leading to its page; on its owner's page without the owner's name. */
export function NodeLink({ shape, row, brief, owner }: Named) {
  const label = labelOf(shape, row, owner?.id);
  const page = pageOf(shape, row);
  // A figure that a field leads to is that field's value.
  const measured = brief ? (row.quantity as Quantity | undefined) : undefined;
  if (!page) return <span>{label}</span>;
  if (!measured) return <a href={page}>{label}</a>;
  return (
    <span class="measured">
      <a href={page} aria-label={label}>
        {measured.asPrinted || readQuantity(measured)}
      </a>
      <Beside quantity={measured} />
    </span>
  );
}

/** As printed first; what it means in figures beside it, where that says more. */
export function Measured({ quantity }: { quantity: Quantity }) {
  return (
    <span class="measured">
      <span class="printed">{quantity.asPrinted || readQuantity(quantity)}</span>
      <Beside quantity={quantity} />
    </span>
  );
}

function Beside({ quantity }: { quantity: Quantity }) {
  const beside = readBeside(quantity);
  return beside ? <span class="read">{beside}</span> : null;
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
