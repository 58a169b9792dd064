import { branchKinds, organisationKinds } from '../../../domain/organisation.ts'
import type { Reason } from '../../../domain/import-rows.ts'
import type { Key, T } from '../../../words/words.ts'
import { otherTypeInFile } from '../imports/import-row.store.ts'

/** The types of organisation or branch that a file can give, in the words that other pages use. */
export const typeNames = (t: T, of: 'organisation' | 'branch'): string =>
  (of === 'organisation'
    ? organisationKinds.map(kind => t(`organisation.kind.${kind}`))
    : branchKinds.map(kind => t(`branch.kind.${kind}`))
  ).join(', ')

type Values = NonNullable<Reason['with']>

/** The values of a reason, with ids replaced by the words that other pages use. */
export function inWordsOfPages(t: T, { is, with: given = {} }: Reason): Values {
  const word = (prefix: string, id: string | number | undefined): string => {
    const key = `${prefix}.${id}`
    return t.knows(key) ? t(key as Key as 'role.lead') : ''
  }
  if (is === 'kind') return { kinds: typeNames(t, given.of === 'branch' ? 'branch' : 'organisation') }
  if (is === 'added kind' || is === 'changed kind')
    return { from: word('branch.kind', given.from), to: word('branch.kind', given.to) }
  if (is === otherTypeInFile)
    return { type: word('organisation.kind', given.type), used: word('organisation.kind', given.used) }
  return is === 'person in file' ? { role: word('role', given.role) } : {}
}
