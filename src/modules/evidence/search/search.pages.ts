import type { EvidenceKind } from '../../../domain/evidence.ts'
import type { Day } from '../../../domain/time.ts'
import type { Link } from '../../../web/components.ts'
import { textField } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { periodText } from '../items/evidence-card.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/search/find': FindEvidenceForm
  }
}

/** Evidence that can be chosen on a form. */
export interface EvidenceChoice {
  id: string
  title: string
  kind: EvidenceKind
  periodFrom: Day | null
  periodTo: Day | null
}

/** The maximum number of items of evidence to choose from on a page. The search finds the others. */
export const maxChoices = 10

export const findEvidenceForm = (t: T, form: Form) =>
  textField(form, 'search', t('evidence.choose.find'), {
    type: 'search',
    width: 20,
    size: 's',
    hint: t('evidence.choose.find.hint'),
    spellcheck: false,
  })

/**
 * Evidence to choose from, with a search.
 * @param offered the evidence that was found; only the first `maxChoices` are shown, and a sentence says if there are
 * more
 * @param address the address of the page without a search
 */
export function evidenceChoices(t: T, offered: readonly EvidenceChoice[], search: string, address: string) {
  return {
    find: {
      search: findEvidenceForm(t, formOf({ search })),
      all: search ? ({ text: t('evidence.choose.all'), href: address } satisfies Link) : null,
    },
    choices: offered.slice(0, maxChoices).map(evidence => ({
      value: evidence.id,
      text: evidence.title,
      hint: t('evidence.choose.line', { kind: t(`evidence.kind.${evidence.kind}`), period: periodText(t, evidence) }),
    })),
    nothing: offered.length > 0 ? null : nothingText(t, search),
    more: offered.length > maxChoices ? t('evidence.choose.more', { count: maxChoices }) : null,
  }
}
export type FindEvidenceForm = ReturnType<typeof evidenceChoices>['find']

const nothingText = (t: T, search: string): string =>
  search ? t('evidence.choose.nothing', { search }) : t('evidence.choose.none')
