import type { z } from 'zod'
import { fileErrors } from '../../web/file-problems.ts'
import type { Form } from '../../web/form.ts'
import { parseForm, valuesIn } from '../../web/parse-form.ts'
import type { Received } from '../../web/uploads.ts'
import type { T } from '../../words/words.ts'

type Read<Schema extends z.ZodType> = { data: z.output<Schema>; form: null } | { data: null; form: Form }

/** The fields and what is wrong with the files in one form: both are told at once, the files last, as they stand on the page. */
export function readEvidenceForm<Schema extends z.ZodType>(t: T, schema: Schema, received: Received): Read<Schema> {
  const names = [...received.files.map(({ name }) => name), ...received.problems.map(({ name }) => name)]
  const { data, form } = parseForm(schema, { ...received.body, files: names })
  if (received.problems.length === 0) return form ? { data: null, form } : { data, form: null }
  const others = (form?.errors ?? []).filter(({ field }) => field !== 'files')
  return { data: null, form: { values: valuesIn(received.body), errors: [...others, ...fileErrors(t, received.problems)] } }
}
