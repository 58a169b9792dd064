import type { z } from 'zod'
import { fileErrors } from '../../../web/file-errors.ts'
import type { Form } from '../../../web/form.ts'
import type { Place } from '../personal-data/personal-data.pages.ts'
import { parseForm, valuesIn } from '../../../web/parse-form.ts'
import type { Received, ReceivedFile } from '../../../web/uploads.ts'
import type { T } from '../../../words/words.ts'
import type { ReceivedAndHeld } from '../personal-data/personal-data.actions.ts'

type Read<Schema extends z.ZodType> = { data: z.output<Schema>; form: null } | { data: null; form: Form }

/**
 * The fields and what is wrong with the files in one form: both are told at once, the files last, as they stand on the
 * page.
 */
export function readEvidenceForm<Schema extends z.ZodType>(
  t: T,
  schema: Schema,
  received: Received & Partial<Pick<ReceivedAndHeld, 'gone'>>,
): Read<Schema> {
  // sent again after it was saved: the form is as good as it was
  const gone = Array<string>(received.gone ?? 0).fill('')
  const names = [...received.files.map(({ name }) => name), ...received.problems.map(({ name }) => name), ...gone]
  const { data, form } = parseForm(schema, { ...received.body, files: names })
  if (received.problems.length === 0) return form ? { data: null, form } : { data, form: null }
  const others = (form?.errors ?? []).filter(({ field }) => field !== 'files')
  return {
    data: null,
    form: { values: valuesIn(received.body), errors: [...others, ...fileErrors(t, received.problems)] },
  }
}

/**
 * Where somebody may have written what leads to somebody: its words, the names of its files, and what documents say of
 * themselves.
 */
export const placesIn = (
  data: Readonly<Partial<Record<'title' | 'summary' | 'note', string>>>,
  files: readonly Pick<ReceivedFile, 'id' | 'name' | 'properties'>[] = [],
): Place[] => [
  ...(['title', 'summary', 'note'] as const).flatMap(where => (data[where] ? [{ where, text: data[where] }] : [])),
  ...files.flatMap(({ id, name, properties = [] }) => [
    { where: `file-${id}`, text: name },
    ...properties.map(({ property, text }) => ({ where: `file-${id}-${property}`, text })),
  ]),
]
