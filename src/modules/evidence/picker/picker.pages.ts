import type { EvidenceKind } from '../../../domain/evidence.ts'
import type { Day } from '../../../domain/time.ts'
import type { T } from '../../../words/words.ts'
import type { Link } from '../../../web/components.ts'
import { covers } from '../items/evidence-card.pages.ts'
import { textField } from '../../../web/fields.ts'
import { formOf } from '../../../web/form.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/picker/find': FindEvidenceForm
  }
}

export interface EvidenceChoice {
  id: string
  title: string
  kind: EvidenceKind
  periodFrom: Day | null
  periodTo: Day | null
}

/** So many are offered; the others are found. */
export const pickMost = 10

/** What is looked for on a shelf: in titles, descriptions and notes, and in the names of files. */
export const findEvidenceForm = (t: T, search: string) =>
  textField(formOf({ search }), 'search', t('answers.pick.find'), {
    type: 'search',
    width: 20,
    size: 's',
    hint: t('answers.pick.find.hint'),
    spellcheck: false,
  })

/**
 * Pieces beside something that they could hang on. @param pieces one more than fit, so that the page can say that there
 * are others
 */
export function evidenceChoices(t: T, evidenceItems: readonly EvidenceChoice[], search: string, address: string) {
  return {
    find: {
      search: findEvidenceForm(t, search),
      all: search ? ({ text: t('answers.pick.search.all'), href: address } satisfies Link) : null,
    },
    choices: evidenceItems.slice(0, pickMost).map(evidence => ({
      value: evidence.id,
      text: evidence.title,
      hint: t('answers.pick.line', { kind: t(`evidence.kind.${evidence.kind}`), period: covers(t, evidence) }),
    })),
    nothing:
      evidenceItems.length > 0 ? null : search ? t('answers.pick.nothing_for', { search }) : t('answers.pick.none'),
    more: evidenceItems.length > pickMost ? t('answers.pick.more', { count: pickMost }) : null,
  }
}
export type FindEvidenceForm = ReturnType<typeof evidenceChoices>['find']
