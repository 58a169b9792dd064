import type { DueCard } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import type { OwnSeat } from '../findings/finding.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/appraisals/list': ReturnType<typeof appraisalList>
  }
}

/** My panel work: what waits for me first, then what is with others, then what is over. */
export function appraisalList(t: T, seats: readonly OwnSeat[]) {
  const current = seats.filter(({ over }) => !over)
  const mine = current.filter(seat => wants(seat)).map(seat => card(t, seat))
  const others = current.filter(seat => !wants(seat))
  const past = seats.filter(({ over }) => over)
  const line = (seat: OwnSeat) => ({
    text: seat.organisation,
    href: `/applications/${seat.applicationId}`,
    note: t(`appraisals.list.state.${stateOf(seat)}`),
  })
  return {
    title: t('appraisals.title'),
    heading: { text: t('appraisals.title'), size: 'xl' as const },
    cards: mine.length > 0 ? { cards: mine } : null,
    others: others.map(line),
    past: past.map(line),
    empty:
      seats.length > 0
        ? null
        : {
            picture: 'table' as const,
            heading: t('appraisals.empty'),
            text: [t('appraisals.empty.text'), t('appraisals.empty.how')],
          },
  }
}

type ListState = 'waiting' | 'given' | 'more' | 'trustee' | 'over'

function stateOf({ status, over }: OwnSeat): ListState {
  if (over) return 'over'
  if (status === 'with a trustee') return 'trustee'
  if (status === 'more evidence asked' || status === 'resubmitted') return 'more'
  return status === 'with the panel' ? 'given' : 'waiting'
}

/** What its holder has to do next, if anything. */
function next(seat: OwnSeat): 'answer' | 'declare' | 'confirm' | 'read' | 'meet' | null {
  if (seat.seatStatus === 'offered') return 'answer'
  if (!seat.declared) return 'declare'
  if (seat.independenceWaits) return 'confirm'
  if (seat.status !== 'with the panel') return null
  return seat.given < seat.written || seat.given === 0 ? 'read' : 'meet'
}
const wants = (seat: OwnSeat): boolean => next(seat) !== null

function card(t: T, seat: OwnSeat): DueCard {
  const step = next(seat) ?? 'read'
  const below = { answer: 'seat', declare: 'declaration', confirm: 'declaration', read: 'appraisal', meet: 'meeting' }[
    step
  ]
  return {
    title: seat.organisation,
    href: `/applications/${seat.applicationId}/${below}`,
    text:
      step === 'read' && seat.written > 0
        ? t('appraisals.list.judged', { count: seat.written })
        : t(`appraisals.list.${step}`),
    button: t(`appraisals.list.${step}.button`),
  }
}
