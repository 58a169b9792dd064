import type { EvidenceKind } from '../../../domain/evidence.ts'
import type { Day } from '../../../domain/time.ts'
import type { T } from '../../../words/words.ts'
import type { Link } from '../../../web/components.ts'
import { covers } from '../items/evidence-card.pages.ts'
import { textField } from '../../../web/fields.ts'
import { formOf } from '../../../web/form.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/picker/find': FindOnShelf
  }
}

export interface PieceToPick {
  id: string
  title: string
  kind: EvidenceKind
  periodFrom: Day | null
  periodTo: Day | null
}

/** So many are offered; the others are found. */
export const pickMost = 10

/** What is looked for on a shelf: in titles, descriptions and notes, and in the names of files. */
export const findOnShelf = (t: T, search: string) =>
  textField(formOf({ search }), 'search', t('answers.pick.find'), {
    type: 'search',
    width: 20,
    size: 's',
    hint: t('answers.pick.find.hint'),
    spellcheck: false,
  })

/** Pieces beside something that they could hang on. @param pieces one more than fit, so that the page can say that there are others */
export function pickPieces(t: T, pieces: readonly PieceToPick[], search: string, address: string) {
  return {
    find: {
      search: findOnShelf(t, search),
      all: search ? ({ text: t('answers.pick.search.all'), href: address } satisfies Link) : null,
    },
    choices: pieces.slice(0, pickMost).map(piece => ({
      value: piece.id,
      text: piece.title,
      hint: t('answers.pick.line', { kind: t(`evidence.kind.${piece.kind}`), period: covers(t, piece) }),
    })),
    nothing: pieces.length > 0 ? null : search ? t('answers.pick.nothing_for', { search }) : t('answers.pick.none'),
    more: pieces.length > pickMost ? t('answers.pick.more', { count: pickMost }) : null,
  }
}
export type FindOnShelf = ReturnType<typeof pickPieces>['find']
