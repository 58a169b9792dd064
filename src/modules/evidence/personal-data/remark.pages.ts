import type { PersonalDetail, PersonalDetailKind } from '../../../domain/harm.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

const named = 10

/** Within a sentence: "a phone number". */
export function kindWithin(t: T, kind: PersonalDetailKind): string {
  const words = t(`personal_data.kind.${kind}`)
  return words.charAt(0).toLowerCase() + words.slice(1)
}

/**
 * What may lead to somebody in words that are saved as they are: a remark beside them, and no question. Null for none.
 */
export function foundInWords(t: T, found: readonly PersonalDetail[]): string | null {
  if (found.length === 0) return null
  const lines = found
    .slice(0, named)
    .map(each => t('personal_data.remark.one', { text: each.text, kind: kindWithin(t, each.kind) }))
  return list(
    t,
    found.length > named ? [...lines, t('personal_data.remark.more', { count: found.length - named })] : lines,
  )
}
