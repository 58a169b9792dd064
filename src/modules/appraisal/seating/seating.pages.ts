import { seatKinds, type SeatKind } from '../../../domain/application.ts'
import { canAttend, isAway } from '../../../domain/appraising.ts'
import { isBarredBy, type PossibleConflict } from '../../../domain/conflicts.ts'
import type { Framework } from '../../../domain/framework.ts'
import { daysToRead, panelGaps } from '../../../domain/panel.ts'
import { suggestPanel, type SuggestedSeat } from '../../../domain/panel-suggestion.ts'
import { addDays, daysBetween, dayOf, type Day } from '../../../domain/time.ts'
import type { Cell, Filters, Status, Table, TableRow } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { textField } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { list, longDay, shortDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { knowledgeText, needsText, seatsCell } from '../pool/pool.pages.ts'
import type { PoolLine } from '../pool/pool.store.ts'
import { attendanceText } from '../profiles/profile.pages.ts'
import { canTake, maxCandidatesRead, toCandidate, type PersonForPanel } from './seating.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/seating/suggestion': NonNullable<ReturnType<typeof suggestionPart>>
    'appraisal/seating/people': ReturnType<typeof peoplePart>
  }
}

/** The coordinator's choices in the query string of the page. `shown` is the number of people listed. */
export interface SeatingChoice {
  search: string
  kind: SeatKind | null
  /** the id of the person to whom a seat will be offered; empty when nobody is chosen */
  person: string
  shown: number
}

export const peopleOnAPage = 25
export const nothingChosen: SeatingChoice = { search: '', kind: null, person: '', shown: peopleOnAPage }

export interface Seating {
  application: ApplicationRecord
  framework: Framework
  people: readonly PersonForPanel[]
  onPanel: readonly PoolLine[]
  readBy: { day: Day } | null
  today: Day
  choice: SeatingChoice
}

/** The day on which people must not be away: the read-by date or, if none is set, `daysToRead` days from today. */
const dayToRead = ({ readBy, today }: Pick<Seating, 'readBy' | 'today'>): Day =>
  readBy?.day ?? addDays(today, daysToRead)

/** Parts of the panel page: how long the library has waited, suggested seats, and people to choose from. */
export const seatingParts = (t: T, seating: Seating, suggested: readonly SuggestedSeat[]) => ({
  waiting: waitingLine(t, seating),
  suggestion: suggestionPart(t, seating, suggested),
  people: peoplePart(t, seating, suggested),
})

/** How many days the library has waited for its panel, in words; null unless the application is `checked`. */
function waitingLine(t: T, { application, today }: Pick<Seating, 'application' | 'today'>) {
  if (application.status !== 'checked') return null
  const count = daysBetween(dayOf(application.statusSince), today)
  if (count === 0) return dueLine(t('seating.waiting.today'), '', null)
  return dueLine(t('seating.waiting', { count }), t('seating.waiting.days', { count }), count > 14 ? 0 : null)
}

/** A card for each missing seat: required kinds first, then independent seats, then seats of any kind. */
export function emptySeats(t: T, { seats, declarations }: ApplicationRecord, { panel }: Framework) {
  const gaps = panelGaps(panel, { seats, declarations }, 'seat').filter(({ lacks }) => lacks !== 'chair')
  const count = (lacks: string): number => gaps.find(gap => gap.lacks === lacks)?.count ?? 0
  const kinds = panel.seatKinds.flatMap(kind => Array.from({ length: count(kind) }, () => t(`seat.kind.${kind}`)))
  const independent = Array.from({ length: count('independent') }, () => t('seating.empty.independent'))
  const others = Math.max(0, count('seats') - kinds.length - independent.length)
  const any = Array.from({ length: others }, () => t('seating.empty.any'))
  return [...kinds, ...independent, ...any].map(line => ({
    name: t('seating.empty'),
    lines: [line],
    status: { icon: 'people' as const, tone: 'you' as const, text: t('seating.empty.needs') },
    isEmpty: true,
    links: [],
  }))
}

/** The seats and people that the rule in src/domain/panel-suggestion.ts suggests. */
export function suggestionsFor(seating: Seating): readonly SuggestedSeat[] {
  const { application, framework, people, onPanel } = seating
  const known = onPanel.flatMap(({ profile }) => profile ?? [])
  return suggestPanel(
    framework.panel,
    {
      gaps: panelGaps(framework.panel, application, 'seat'),
      weekdays: known.map(({ weekdays }) => weekdays),
      expertise: known.flatMap(({ expertise }) => expertise),
    },
    people
      .filter(({ hadSeat }) => !hadSeat)
      .map(person => toCandidate(person, person.profile !== null && isAway(person.profile, dayToRead(seating)))),
  )
}

/** The form that offers a seat, filled with the person chosen in the list, or else with the first suggestion. */
export function offerAsSuggested({ people, choice }: Seating, suggested: readonly SuggestedSeat[]): Form {
  const chosen = people.find(({ id, conflicts }) => id === choice.person && !isBarredBy(conflicts))
  const seat = chosen ? suggested.find(({ personId }) => personId === chosen.id) : suggested[0]
  if (seat)
    return formOf({ person: seat.personId, kind: seat.kind, independent: 'yes', chairs: seat.chairs ? 'yes' : '' })
  if (!chosen) return formOf({})
  const kinds = chosen.profile?.kinds ?? []
  return formOf({ person: chosen.id, kind: kinds.length === 1 ? kinds[0]! : '' })
}

/** The reasons for the suggestion, and the rule itself; null when there is no suggestion. */
function suggestionPart(t: T, seating: Seating, suggested: readonly SuggestedSeat[]) {
  if (suggested.length === 0) return null
  const { application, people, onPanel } = seating
  const isFirst = onPanel.length === 0
  const seats = suggested.flatMap(seat => {
    const person = people.find(({ id }) => id === seat.personId)
    return person ? [{ seat, person }] : []
  })
  return {
    heading: t('seating.suggested', {
      names: list(
        t,
        seats.map(({ person }) => person.name),
      ),
    }),
    seats: seats.map(({ seat, person }) => ({
      heading: t('seating.suggested.seat', { name: person.name, kind: t(`seat.kind.${seat.kind}`) }),
      reasons: [
        t('seating.why.conflict', { organisation: application.organisationName }),
        daysReason(t, seat, isFirst),
        t('seating.why.seats', { count: person.seats.open + person.seats.completed }),
        ...(seat.brings.length > 0 ? [t('seating.why.brings', { fields: list(t, seat.brings) })] : []),
        ...(seat.chairs ? [t('seating.why.chairs')] : []),
      ],
      use: {
        text: t('seating.use', { name: person.name }),
        kind: 'secondary' as const,
        href: `/applications/${application.id}/panel?person=${person.id}#offer`,
      },
    })),
    steps: [1, 2, 3, 4, 5].map(step => t(`seating.rule.${step as 1 | 2 | 3 | 4 | 5}`)),
  }
}

function daysReason(t: T, { sharedWeekdays }: SuggestedSeat, isFirst: boolean): string {
  if (sharedWeekdays.length === 0) return t('seating.why.no_days')
  const days = list(
    t,
    sharedWeekdays.map(day => t(`weekday.${day}`)),
  )
  return t(isFirst ? 'seating.why.days' : 'seating.why.days_shared', { days })
}

/** The people to choose from: suggested people first, people with a past seat on this panel or a conflict last. */
function peoplePart(t: T, seating: Seating, suggested: readonly SuggestedSeat[]) {
  const { application, people, choice } = seating
  const place = (person: PersonForPanel): number => {
    const at = suggested.findIndex(({ personId }) => personId === person.id)
    return at < 0 ? suggested.length : at
  }
  const sorted = people
    .filter(person => choice.kind === null || canTake(person, choice.kind))
    .toSorted((a, b) => place(a) - place(b) || doubtsOf(a) - doubtsOf(b) || seatsOf(a) - seatsOf(b))
  const shown = sorted.slice(0, choice.shown)
  return {
    filters: kindFilters(t, seating),
    search: textField(formOf({ search: choice.search }), 'search', t('seating.search'), { type: 'search', width: 20 }),
    kind: choice.kind,
    none: shown.length > 0 ? null : t('seating.none'),
    table: shown.length > 0 ? peopleTable(t, seating, { shown, suggested }) : null,
    more:
      sorted.length > shown.length
        ? {
            text: t('seating.more', { count: sorted.length - shown.length }),
            href: addressOf(application, { ...choice, shown: choice.shown + peopleOnAPage }),
          }
        : null,
    limit: people.length === maxCandidatesRead ? t('seating.limit', { most: maxCandidatesRead }) : null,
  }
}

const doubtsOf = ({ conflicts, hadSeat }: PersonForPanel): number => conflicts.length + Number(hadSeat)
const seatsOf = ({ seats }: PersonForPanel): number => seats.open + seats.completed

function kindFilters(t: T, { application, people, choice }: Seating): Filters {
  const count = (kind: SeatKind | null): number =>
    people.filter(person => kind === null || canTake(person, kind)).length
  return {
    label: t('pool.filter'),
    items: [null, ...seatKinds].map(kind => ({
      text: t('seating.filter', {
        kind: kind === null ? t('pool.filter.all') : t(`seat.kind.${kind}`),
        count: count(kind),
      }),
      href: addressOf(application, { ...choice, kind, shown: peopleOnAPage }),
      current: kind === choice.kind,
    })),
  }
}

const addressOf = ({ id }: ApplicationRecord, { search, kind, shown }: SeatingChoice): string => {
  const query = new URLSearchParams({
    ...(search && { search }),
    ...(kind && { kind }),
    ...(shown > peopleOnAPage && { shown: String(shown) }),
  }).toString()
  return `/applications/${id}/panel${query ? `?${query}` : ''}#people`
}

function peopleTable(
  t: T,
  seating: Seating,
  { shown, suggested }: { shown: readonly PersonForPanel[]; suggested: readonly SuggestedSeat[] },
): Table {
  return {
    caption: t('seating.table'),
    captionSize: 'hidden',
    kind: 'pool',
    columns: [
      t('pool.column.person'),
      t('pool.column.seats'),
      t('pool.column.days'),
      t('pool.column.needs'),
      t('seating.column.conflicts'),
      t('seating.column.choose'),
    ],
    rows: shown.map(person =>
      personRow(t, seating, { person, isSuggested: suggested.some(({ personId }) => personId === person.id) }),
    ),
  }
}

function personRow(
  t: T,
  seating: Seating,
  { person, isSuggested }: { person: PersonForPanel; isSuggested: boolean },
): TableRow {
  const { conflicts, name } = person
  return {
    differs: isSuggested,
    cells: [
      {
        text: name,
        href: person.isAppraiser ? `/pool/${person.id}` : null,
        status: isSuggested ? { icon: 'star', tone: 'you', text: t('seating.mark') } : null,
        reason: knowledgeText(t, person),
      },
      person.hadSeat ? { ...seatsCell(t, person), reason: t('seating.had_seat') } : seatsCell(t, person),
      daysCell(t, seating, person),
      { text: needsText(t, person) },
      conflictsCell(t, person),
      isBarredBy(conflicts)
        ? { text: t('seating.barred') }
        : {
            text: t('seating.choose'),
            hidden: name,
            href: `/applications/${seating.application.id}/panel?person=${person.id}#offer`,
          },
    ],
  }
}

function daysCell(t: T, seating: Seating, { profile }: PersonForPanel): Cell {
  if (profile === null) return { text: t('pool.not_said') }
  const { days, away } = attendanceText(t, profile, seating.today)
  const day = dayToRead(seating)
  const cannot = seating.readBy && !canAttend(profile, day) ? t('seating.cannot', { day: shortDay(t, day) }) : null
  return { text: days, reason: away ?? cannot }
}

const conflictTones: Record<PossibleConflict, Status['tone']> = {
  member: 'stop',
  declared: 'stop',
  'former member': 'you',
  'past employer': 'you',
  'council area': 'you',
}

/**
 * The most serious known conflict, the other conflicts, and the last time that the person was on a panel of this
 * library.
 */
function conflictsCell(t: T, { conflicts, lastHere }: PersonForPanel): Cell {
  const [first, ...others] = conflicts
  const last = lastHere === null ? [] : [t('seating.last_here', { day: longDay(t, lastHere) })]
  const more = [...others.map(each => t(`seating.conflict.${each}`)), ...last].join('. ')
  return first
    ? {
        status: {
          icon: conflictTones[first] === 'stop' ? 'triangle' : 'information',
          tone: conflictTones[first],
          text: t(`seating.conflict.${first}`),
        },
        reason: more || (isBarredBy(conflicts) ? null : t('seating.ask')),
      }
    : { status: { icon: 'dash', tone: 'quiet', text: t('seating.conflict.none') }, reason: more || null }
}
