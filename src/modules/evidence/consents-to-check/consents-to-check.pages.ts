import { isUnderWay, isWithTheCharity } from '../../../domain/application.ts'
import { isCovered } from '../../../domain/consent.ts'
import { itemsOf, type Framework } from '../../../domain/framework.ts'
import type { Day } from '../../../domain/time.ts'
import type { EvidenceCard, Fact, Status } from '../../../web/components.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { UsedPlace } from '../uses/use.store.ts'
import type { EvidenceWithoutConsent } from '../consents/consent.store.ts'

/** Where the pieces of the list stand, and the frameworks of those applications by their version ids. */
export interface ListUses {
  places: readonly UsedPlace[]
  frameworks: ReadonlyMap<string, Framework>
}

/** What a library has to see to: pieces that wait for a consent, and those whose consent ends soon. */
export function consentList(
  t: T,
  organisation: { id: string; name: string },
  evidenceItems: readonly EvidenceWithoutConsent[],
  uses: ListUses,
  most: number,
  today: Day,
) {
  return {
    title: t('consents.list.title'),
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    heading: { caption: organisation.name, text: t('consents.list.title'), size: 'l' as const },
    empty:
      evidenceItems.length > 0
        ? null
        : { picture: 'people' as const, heading: t('consents.list.none'), text: [t('consents.list.none.text')] },
    cards:
      evidenceItems.length === 0
        ? null
        : {
            cards: evidenceItems.slice(0, most).map(evidence => waitingCard(t, evidence, uses, today)),
            level: 3 as const,
          },
    more: evidenceItems.length > most ? t('consents.list.more', { count: most }) : null,
  }
}

function waitingCard(
  t: T,
  evidence: EvidenceWithoutConsent,
  { places, frameworks }: ListUses,
  today: Day,
): EvidenceCard {
  const own = places.filter(({ evidenceId }) => evidenceId === evidence.id)
  return {
    title: evidence.title,
    href: `/evidence/${evidence.id}/consents`,
    facts: [
      { term: t('consents.state'), status: stateOfPiece(t, evidence, today) },
      { term: t('consents.used'), text: usedText(t, own, frameworks) },
      ...isSubmitted(t, own),
    ],
  }
}

function stateOfPiece(t: T, evidence: EvidenceWithoutConsent, today: Day): Status {
  if (isCovered(evidence, today))
    return { icon: 'clock', tone: 'you', text: t('consents.ends', { day: longDay(t, evidence.coveredUntil!) }) }
  return {
    icon: 'triangle',
    tone: 'stop',
    text:
      evidence.coveredUntil === null
        ? t('consents.waits')
        : t('consents.ended', { day: longDay(t, evidence.coveredUntil) }),
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

const isSubmitted = (t: T, places: readonly UsedPlace[]): Fact[] =>
  places.some(place => place.wasSubmitted && isWithTheCharity(place))
    ? [{ term: t('consents.is_submitted'), text: t('consents.is_submitted.read') }]
    : []
