import { risksOf, waitingFor, type Risk } from '../../../domain/renewal-board.ts'
import type { Day } from '../../../domain/time.ts'
import type { Link } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { BoardLine } from './board-line.store.ts'

/** Explains an award's state, its risks and the latest reminder, and says if emails are off. */
export function whyText(t: T, line: BoardLine, today: Day): string {
  const risks = risksOf(line, today)
  const isAboutLibrary = ({ is }: Risk) =>
    is === 'no lead' ||
    is === 'leads not reached' ||
    is === 'leads away' ||
    is === 'one lead' ||
    is === 'evidence missing' ||
    is === 'recommendations open'
  /** "The only lead has not signed in" already says that there is only one lead. */
  const isSaidAlready = ({ is }: Risk) => is === 'one lead' && risks.some(risk => risk.is === 'leads away')
  return [
    ...risks.filter(risk => !isAboutLibrary(risk)).map(risk => riskText(t, line, risk)),
    ...submittedText(t, line, risks),
    ...stateText(t, line, risks),
    ...risks.filter(risk => isAboutLibrary(risk) && !isSaidAlready(risk)).map(risk => riskText(t, line, risk)),
    ...(line.getsEmails ? [] : [t('renewals.emails_off')]),
    ...(line.remindedOn ? [t('renewals.reminded', { day: longDay(t, line.remindedOn) })] : []),
  ].join(' ')
}

function riskText(t: T, { isDraftKnown }: BoardLine, risk: Risk): string {
  switch (risk.is) {
    case 'overdue':
      return risk.lapsesOn
        ? t('renewals.risk.overdue', { since: longDay(t, risk.since), day: longDay(t, risk.lapsesOn) })
        : t('renewals.risk.overdue.is_submitted', { since: longDay(t, risk.since) })
    case 'not valid now':
      return t('renewals.risk.not valid now', { since: longDay(t, risk.since) })
    case 'not started':
      return t(isDraftKnown ? 'renewals.risk.not started' : 'renewals.risk.ends', { day: longDay(t, risk.endsOn) })
    case 'only a draft':
      return t('renewals.risk.only a draft', { day: longDay(t, risk.endsOn) })
    case 'date over':
    case 'date near':
      return t(`renewals.risk.${risk.is}`, { day: longDay(t, risk.until) })
    case 'with us long':
      return t('renewals.risk.with us long', { day: longDay(t, risk.since), count: risk.days })
    case 'evidence missing':
    case 'recommendations open':
      return t(`renewals.risk.${risk.is}`, { count: risk.count })
    case 'leads away':
      return t(risk.leads === 1 ? 'renewals.risk.lead away' : 'renewals.risk.leads away', { count: risk.days })
    case 'no lead':
    case 'leads not reached':
    case 'one lead':
      return t(`renewals.risk.${risk.is}`)
  }
}

function submittedText(t: T, line: BoardLine, risks: readonly Risk[]): string[] {
  const submittedOn = line.application?.submittedOn
  const isSaid = risks.some(({ is }) => is === 'with us long') || waitingFor(line) === 'library'
  return submittedOn && !isSaid ? [t('renewals.submitted', { day: longDay(t, submittedOn) })] : []
}

/**
 * The state of the application or, without one, of the award. For a reader who would not know of a draft, the text does
 * not say that no renewal was started.
 */
function stateText(
  t: T,
  { application, status, isRecorded, isDraftKnown }: BoardLine,
  risks: readonly Risk[],
): string[] {
  if (application) return [t(`renewals.application.${application.status}`)]
  if (status === 'lapsed') return [t('renewals.lapsed')]
  const isSaid = risks.some(({ is }) => is === 'not started' || is === 'overdue')
  const isNotStarted = isDraftKnown && waitingFor({ status, application: null }) === 'library'
  return [
    ...(isNotStarted && !isSaid ? [t('renewals.not_started')] : []),
    ...(isRecorded ? [t('renewals.recorded')] : []),
  ]
}

/** A link to the team of a library that has no lead, or whose leads might not get emails or sign in; otherwise null. */
export function teamLink(t: T, line: BoardLine, today: Day): Link | null {
  const isOutOfReach = risksOf(line, today).some(
    ({ is }) => is === 'no lead' || is === 'leads not reached' || is === 'leads away',
  )
  if (!isOutOfReach) return null
  return { text: t('renewals.team'), href: `/organisations/${line.organisationId}/team`, hidden: line.organisation }
}
