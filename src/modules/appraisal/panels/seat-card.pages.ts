import type { Status } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { helperLinks } from '../seat-helpers/seat-helper.pages.ts'
import type { HelperLine } from '../seat-helpers/seat-helper.store.ts'
import type { SeatLine } from '../seats/seat.store.ts'

interface Panel {
  application: ApplicationRecord
  helpers: readonly HelperLine[]
}

/** Whether a seat is offered or accepted, and not set aside. */
export const isActive = ({ status, setAside }: SeatLine): boolean =>
  !setAside && (status === 'offered' || status === 'accepted')

/** Whether the person has made a declaration of interest. */
export const hasDeclared = (application: ApplicationRecord, { personId }: Pick<SeatLine, 'personId'>): boolean =>
  application.declarations.some(each => each.personId === personId)

/** Whether the person confirmed that they are independent; null when they have not answered. */
export const confirmedIndependence = (application: ApplicationRecord, personId: string | null): boolean | null =>
  application.declarations.find(each => each.personId === personId)?.independent ?? null

/** An active seat: its holder, its state, and the possible actions. */
export function seatCard(t: T, { application, helpers }: Panel, seat: SeatLine) {
  return {
    name: seat.name,
    lines: [nameOrEmail(t, seat), t(`seat.kind.${seat.kind}`), marksOf(t, application, seat), lastDay(t, seat)].filter(
      line => line !== null,
    ),
    status: stateOf(t, application, seat),
    isEmpty: false,
    links: [
      {
        text: t(seat.status === 'offered' ? 'panels.withdraw.offer' : 'panels.withdraw.seat'),
        href: `/applications/${application.id}/panel/seats/${seat.id}/withdrawal`,
        hidden: seat.name,
      },
      ...(seat.status === 'accepted' && !seat.chairs
        ? [
            {
              text: t('panels.make_chair'),
              href: `/applications/${application.id}/panel/seats/${seat.id}/chair`,
              hidden: seat.name,
            },
          ]
        : []),
      ...helperLinks(t, application, { seat, helpers }),
    ],
  }
}

const nameOrEmail = (t: T, { name, shownName, email }: SeatLine): string =>
  shownName && shownName !== name ? t('panels.seats.shown_as', { name: shownName }) : email

function marksOf(t: T, application: ApplicationRecord, { independent, chairs, personId }: SeatLine): string | null {
  const independence = independent ? [independenceOf(t, confirmedIndependence(application, personId))] : []
  const chair = chairs ? [t('panels.mark.chair')] : []
  return [...independence, ...chair].join(' ') || null
}

function independenceOf(t: T, isConfirmed: boolean | null): string {
  if (isConfirmed === null) return t('panels.mark.unconfirmed')
  return t(isConfirmed ? 'panels.mark.confirmed' : 'panels.mark.denied')
}

function stateOf(t: T, application: ApplicationRecord, line: SeatLine): Status {
  const seat = application.seats.find(each => each.id === line.id)
  if (line.status === 'offered') return { icon: 'hourglass', tone: 'quiet', text: t('panels.state.offered') }
  if (!hasDeclared(application, line)) return { icon: 'door', tone: 'you', text: t('panels.state.undeclared') }
  return seat?.hasGivenAll
    ? { icon: 'tick', tone: 'done', text: t('panels.state.given') }
    : { icon: 'people', tone: 'cloth', text: t('panels.state.reading') }
}

const lastDay = (t: T, { status, answerBy }: SeatLine): string | null =>
  status === 'offered' && answerBy ? t('panels.state.answer_by', { day: longDay(t, answerBy) }) : null

/** How an inactive seat ended, as a sentence. */
export function pastSentence(t: T, { name, shownName, setAside, status, declinedReason }: SeatLine): string {
  if (setAside) return t('panels.past.set_aside', { name })
  if (status === 'expired') return t('panels.past.expired', { name })
  if (status !== 'declined')
    return t(shownName === null ? 'panels.past.withdrawn.offer' : 'panels.past.withdrawn', { name })
  return declinedReason
    ? t('panels.past.declined_reason', { name, reason: declinedReason })
    : t('panels.past.declined', { name })
}
