import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { daysBetween, type Day } from '../../../domain/time.ts'
import type { DueCard, DueLine } from '../../../web/components.ts'
import { withCalendar } from '../../../web/calendar-link.ts'
import { dueLine } from '../../../web/due-line.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { ownHelpLines } from '../seat-helpers/seat-helper.pages.ts'
import type { OwnHelp } from '../seat-helpers/seat-helper.store.ts'
import type { OwnSeat } from './appraisal.store.ts'
import type { WithdrawnSeat } from './withdrawn-seat.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/appraisals/list': ReturnType<typeof appraisalList>
    'appraisal/appraisals/lines': { lines: ReturnType<typeof appraisalList>['others'] }
  }
}

interface ListShown {
  seats: readonly OwnSeat[]
  help: readonly OwnHelp[]
  withdrawn: readonly WithdrawnSeat[]
  today: Day
}

/** The page with the actor's seats, the applications that the actor helps with, and recently withdrawn seats. */
export function appraisalList(t: T, actor: Actor, { seats, help, withdrawn, today }: ListShown) {
  const current = seats.filter(({ isOver }) => !isOver)
  const others = current.filter(seat => nextStep(seat) === null)
  const cards = current.flatMap(seat => cardOf(t, seat, today))
  return {
    title: t('appraisals.title'),
    heading: { text: t('appraisals.title'), size: 'xl' as const },
    cards: cards.length > 0 ? { cards } : null,
    others: others.map(seat => lineOf(t, seat)),
    help: ownHelpLines(t, help),
    withdrawn: withdrawn.map(seat => withdrawnText(t, seat)),
    past: seats.filter(({ isOver }) => isOver).map(seat => lineOf(t, seat)),
    empty:
      seats.length > 0 || help.length > 0
        ? null
        : { picture: 'table' as const, heading: t('appraisals.empty'), text: [t('appraisals.empty.text')] },
    profile: can(actor, 'appraiser_profile.edit') ? { text: t('profiles.link'), href: '/account/appraising' } : null,
  }
}

const lineOf = (t: T, seat: OwnSeat) => ({
  text: seat.organisation,
  href: `/applications/${seat.applicationId}`,
  note: t(`appraisals.list.state.${stateOf(seat)}`),
})

const withdrawnText = (t: T, { organisation, withdrawnOn, as }: WithdrawnSeat): string =>
  t(`appraisals.withdrawn.${as}`, { organisation, day: longDay(t, withdrawnOn) })

type ListState = 'waiting' | 'given' | 'more' | 'again' | 'trustee' | 'hold' | 'over'

function stateOf({ status, isOver }: OwnSeat): ListState {
  if (isOver) return 'over'
  if (status === 'with a trustee') return 'trustee'
  if (status === 'more evidence asked') return 'more'
  if (status === 'resubmitted') return 'again'
  if (status === 'on hold') return 'hold'
  return status === 'with the panel' ? 'given' : 'waiting'
}

type Step = 'answer' | 'declare' | 'confirm' | 'read' | 'meet'

const stepAddresses = {
  answer: 'seat',
  declare: 'declaration',
  confirm: 'declaration',
  read: 'appraisal',
  meet: 'meeting',
} as const satisfies Record<Step, string>

/** The next step for the holder of the seat; null while they wait for others. */
function nextStep(seat: OwnSeat): Step | null {
  if (seat.seatStatus === 'offered') return 'answer'
  if (!seat.hasDeclared) return 'declare'
  if (seat.needsIndependence) return 'confirm'
  if (seat.status !== 'with the panel') return null
  return seat.given < seat.judged || seat.given === 0 ? 'read' : 'meet'
}

function cardOf(t: T, seat: OwnSeat, today: Day): DueCard[] {
  const step = nextStep(seat)
  if (step === null) return []
  const isJudging = step === 'read' && seat.judged > 0
  return [
    {
      title: seat.organisation,
      href: `/applications/${seat.applicationId}/${stepAddresses[step]}`,
      due:
        step === 'read' && seat.readBy
          ? withCalendar(t, readByLine(t, seat.readBy, today), { kind: 'findings', id: seat.applicationId })
          : null,
      text: isJudging ? judgedText(t, seat) : t(`appraisals.list.${step}`),
      button: t(step === 'read' && !isJudging ? 'appraisals.list.start.button' : `appraisals.list.${step}.button`),
    },
  ]
}

/**
 * How far the actor's judging has come, as text: the number of criteria judged. If findings were given before, the text
 * says instead that some are open again.
 */
const judgedText = (t: T, { hasGivenBefore, judged }: OwnSeat): string =>
  hasGivenBefore ? t('home.seat.read.again') : t('appraisals.list.judged', { count: judged })

/** When the findings are due, such as "Findings due by 12 May 2027". */
function readByLine(t: T, readBy: Day, today: Day): DueLine {
  const day = longDay(t, readBy)
  return dueLine(t('appraisals.read_by', { day }), day, daysBetween(today, readBy))
}
