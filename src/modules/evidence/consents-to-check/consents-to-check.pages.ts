import { isUnderWay, isWithTheCharity } from '../../../domain/application.ts'
import { isCovered } from '../../../domain/consent.ts'
import { itemsOf, type Framework } from '../../../domain/framework.ts'
import type { Day } from '../../../domain/time.ts'
import type { EvidenceCard, Fact, Status } from '../../../web/components.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { UsedPlace } from '../uses/use.store.ts'
import type { WaitingPiece } from '../consents/consent.store.ts'

/** Where the pieces of the list stand, and the frameworks of those applications by their version ids. */
export interface ListUses {
  places: readonly UsedPlace[]
  frameworks: ReadonlyMap<string, Framework>
}

/** What a library has to see to: pieces that wait for a consent, and those whose consent ends soon. */
export function consentList(
  t: T,
  organisation: { id: string; name: string },
  pieces: readonly WaitingPiece[],
  uses: ListUses,
  most: number,
  today: Day,
) {
  return {
    title: t('consents.list.title'),
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    heading: { caption: organisation.name, text: t('consents.list.title'), size: 'l' as const },
    empty:
      pieces.length > 0
        ? null
        : { picture: 'people' as const, heading: t('consents.list.none'), text: [t('consents.list.none.text')] },
    cards:
      pieces.length === 0
        ? null
        : { cards: pieces.slice(0, most).map(piece => waitingCard(t, piece, uses, today)), level: 3 as const },
    more: pieces.length > most ? t('consents.list.more', { count: most }) : null,
  }
}

function waitingCard(t: T, piece: WaitingPiece, { places, frameworks }: ListUses, today: Day): EvidenceCard {
  const own = places.filter(({ evidenceId }) => evidenceId === piece.id)
  return {
    title: piece.title,
    href: `/evidence/${piece.id}/consents`,
    facts: [
      { term: t('consents.state'), status: stateOfPiece(t, piece, today) },
      { term: t('consents.used'), text: usedText(t, own, frameworks) },
      ...handedIn(t, own),
    ],
  }
}

function stateOfPiece(t: T, piece: WaitingPiece, today: Day): Status {
  if (isCovered(piece, today))
    return { icon: 'clock', tone: 'you', text: t('consents.ends', { day: longDay(t, piece.coveredUntil!) }) }
  return {
    icon: 'triangle',
    tone: 'stop',
    text:
      piece.coveredUntil === null ? t('consents.waits') : t('consents.ended', { day: longDay(t, piece.coveredUntil) }),
  }
}

/** Of applications that are under way; where there is none, of those before, in which nothing can be done about it. */
function usedText(t: T, places: readonly UsedPlace[], frameworks: ListUses['frameworks']): string {
  if (places.length === 0) return t('consents.used.no')
  const current = places.filter(isUnderWay)
  const codes = list(t, codesOfPlaces(current.length > 0 ? current : places, frameworks))
  if (current.length > 0) return codes ? t('consents.used.for', { codes }) : t('consents.used.yes')
  return codes ? t('consents.used.earlier_for', { codes }) : t('consents.used.earlier')
}

/** In the order of the framework; each once, whichever version it is from. */
const codesOfPlaces = (places: readonly UsedPlace[], frameworks: ListUses['frameworks']): string[] => [
  ...new Set(
    [...frameworks].flatMap(([version, framework]) =>
      itemsOf(framework)
        .filter(({ id }) =>
          places.some(({ itemId, frameworkVersionId }) => frameworkVersionId === version && itemId === id),
        )
        .map(({ code }) => code),
    ),
  ),
]

const handedIn = (t: T, places: readonly UsedPlace[]): Fact[] =>
  places.some(place => place.isHandedIn && isWithTheCharity(place))
    ? [{ term: t('consents.handed_in'), text: t('consents.handed_in.read') }]
    : []
