import type { Request } from 'express'
import { z } from 'zod'
import { bulkChangeKinds, type BulkChangeKind } from '../../../domain/bulk-change.ts'
import { oneOf, someOf } from '../../../web/field-schemas.ts'
import { queryText } from '../../../web/lists.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'
import { itemsMost } from '../list/selection.pages.ts'

/** An item of evidence, and the version of it that the page showed. */
export interface EvidenceSeen {
  id: string
  version: number
}

/** A change as entered. `tags` are the ids of the criteria to add or of the new branches. */
export interface BulkChangeGiven {
  kind: BulkChangeKind
  evidence: readonly EvidenceSeen[]
  owner: string | null
  tags: readonly string[]
}

/** The value of one item's hidden field: the id, a dot and the version. */
export const lineOf = ({ id, version }: EvidenceSeen): string => `${id}.${version}`

function evidenceIn(value: unknown): EvidenceSeen[] {
  const [, id, version = '0'] =
    (typeof value === 'string' ? /^([a-z2-7]{20})(?:\.(\d{1,9}))?$/.exec(value) : null) ?? []
  return id === undefined ? [] : [{ id, version: Number(version) }]
}

/**
 * The items chosen in a query or a form: at most `itemsMost`, without duplicates. An id without a version gets version
 * 0.
 */
export function chosenIn(value: unknown): EvidenceSeen[] {
  const found = [value].flat().flatMap(evidenceIn)
  return [...new Map(found.map(each => [each.id, each])).values()].slice(0, itemsMost)
}

/** The ids of the items chosen in an address. */
export const chosenInQuery = ({ query }: Pick<Request, 'query'>): string[] =>
  chosenIn(valuesIn(query)['evidence']).map(({ id }) => id)

/** The kind of change in an address; null when there is none. */
export const kindInQuery = (req: Pick<Request, 'query'>): BulkChangeKind | null =>
  bulkChangeKinds.find(kind => kind === queryText(req, 'change')) ?? null

/** Whether an address asks for all evidence that matches its filters, instead of single items. */
export const isForAll = (req: Pick<Request, 'query'>): boolean => queryText(req, 'every') === 'yes'

/** The criteria, branches and people that a form offers, as ids. */
export interface ChoicesOffered {
  items: readonly string[]
  branches: readonly string[]
  owners: readonly string[]
}

const evidence = (t: T) =>
  z
    .unknown()
    .optional()
    .transform(chosenIn)
    .refine(chosen => chosen.length > 0, t('bulk_changes.none'))

/** @returns the schema for the kind of change in `values`; for an unknown kind, a schema that refuses it */
export function bulkChangeForm(t: T, values: Readonly<Record<string, unknown>>, offered: ChoicesOffered) {
  const given = { change: oneOf(bulkChangeKinds, t('bulk_changes.kind.wrong')), evidence: evidence(t) }
  const nothing = { owner: null, tags: [] as readonly string[] }
  switch (values['change']) {
    case 'criteria':
      return z
        .object({
          ...given,
          items: someOf(offered.items, t('evidence.field.items.wrong')).refine(
            items => items.length > 0,
            t('bulk_changes.items.missing'),
          ),
        })
        .transform(({ change: kind, items, ...rest }): BulkChangeGiven => ({ kind, ...rest, ...nothing, tags: items }))
    case 'branches':
      return z
        .object({
          ...given,
          scope: oneOf(['whole', 'some'], t('bulk_changes.scope.missing')),
          branches: someOf(offered.branches, t('evidence.field.branches.wrong')),
        })
        .refine(({ scope, branches }) => scope === 'whole' || branches.length > 0, {
          path: ['branches'],
          message: t('bulk_changes.branches.missing'),
        })
        .transform(({ change: kind, scope, branches, ...rest }): BulkChangeGiven => ({
          kind,
          ...rest,
          ...nothing,
          tags: scope === 'whole' ? [] : branches,
        }))
    case 'owner':
      return z
        .object({ ...given, owner: oneOf(offered.owners, t('ownership.owner.wrong')) })
        .transform(({ change: kind, ...rest }): BulkChangeGiven => ({ kind, ...rest, tags: [] }))
    default:
      return z.object(given).transform(({ change: kind, ...rest }): BulkChangeGiven => ({ kind, ...rest, ...nothing }))
  }
}
