import { z } from 'zod'
import type { Request } from 'express'
import { searchWords } from '../../../domain/folding.ts'
import { queryText } from '../../../web/lists.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'

export const searchMost = 200

/** The kinds of result, in the order of the page. */
export const resultKinds = ['evidence', 'criteria', 'partners', 'help'] as const
export type ResultKind = (typeof resultKinds)[number]

/** The search in the address, and the form to show it in. `search` is null when it is empty or has an error. */
export function searchIn(t: T, req: Pick<Request, 'query'>): { search: string | null; form: Form } {
  const typed = queryText(req, 'q', 20_000)
  if (typed === '') return { search: null, form: emptyForm }
  const schema = z.object({
    q: z
      .string()
      .refine(q => q.length <= searchMost, t('search.too_long', { most: searchMost }))
      .refine(q => searchWords(q).length > 0, t('search.no_words')),
  })
  const { data, form } = parseForm(schema, { q: typed })
  return form ? { search: null, form } : { search: data.q, form: formOf({ q: data.q }) }
}

/** The kind of result that the address asks for in full; null to show the first few results of every kind. */
export const kindIn = (req: Pick<Request, 'query'>): 'criteria' | 'help' | null =>
  (['criteria', 'help'] as const).find(kind => kind === queryText(req, 'kind')) ?? null

export const searchAddress = (search: string, kind?: 'criteria' | 'help'): string =>
  `/search?${new URLSearchParams({ q: search, ...(kind && { kind }) }).toString()}`
