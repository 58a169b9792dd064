import type { ApplicationRecord } from '../../access/access.public.ts'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import type { ApplicationGuard } from '../../../domain/application-guards.ts'
import { membersOf } from '../../../domain/findings.ts'
import type { Framework } from '../../../domain/framework.ts'
import { panelGaps } from '../../../domain/panel.ts'
import { can } from '../../../domain/permissions.ts'
import type { Moves, Status, Table } from '../../../web/components.ts'
import { errorSummary, radios, select, textField, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { SeatLine } from './panel.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/panels/panel': ReturnType<typeof panelPage>
    'appraisal/panels/members': ReturnType<typeof panelForReaders>
    'appraisal/panels/withdraw': ReturnType<typeof withdrawSeatPage>
  }
}

export interface Casework {
  application: ApplicationRecord
  framework: Framework
  seats: readonly SeatLine[]
  pool: readonly { id: string; name: string; email: string }[]
  /** what is in the way of passing the case to the panel; null where that move is not open now */
  unmet: readonly ApplicationGuard[] | null
}

/** The coordinator's page: who sits, what is missing, a seat to offer. */
export function panelPage(t: T, { application, framework, seats, pool, unmet }: Casework, form: Form = emptyForm) {
  const address = `/applications/${application.id}/panel`
  const [active, past] = [seats.filter(isActive), seats.filter(seat => !isActive(seat))]
  const missing = missingSentences(t, application, framework)
  return {
    ...frame(t, application, framework),
    ...(unmet?.length === 0 && missing.length === 0
      ? { complete: { icon: 'tick', tone: 'done', text: t('panels.complete.ready') } satisfies Status }
      : {}),
    errors: errorSummary(form),
    missing,
    seats: active.length > 0 ? seatTable(t, application, active) : null,
    past: past.map(seat => pastSentence(t, seat)),
    seat:
      unmet === null
        ? null
        : ({
            heading: null,
            moves: [
              {
                text: t('application.move.seat'),
                unmet: unmet.map(guard => t(`application.guard.${guard}`)),
                form: {
                  action: `${address}/passing`,
                  text: t('application.move.seat'),
                },
              },
            ],
          } satisfies Moves),
    offer: {
      action: address,
      person: select(
        form,
        'person',
        t('panels.offer.person'),
        pool.map(({ id, name, email }) => ({ value: id, text: t('panels.offer.person.line', { name, email }) })),
        { empty: t('panels.offer.person.new'), hint: t('panels.offer.person.hint') },
      ),
      name: textField(form, 'name', t('panels.offer.name'), { width: 20 }),
      email: textField(form, 'email', t('panels.offer.email'), { type: 'email', width: 30 }),
      kind: radios(
        form,
        'kind',
        t('panels.offer.kind'),
        framework.panel.seatKinds.map(kind => ({ value: kind, text: t(`seat.kind.${kind}`) })),
        { hint: t('panels.offer.kind.hint') },
      ),
      independent: tickBox(form, 'independent', t('panels.offer.independent'), {
        hint: t('panels.offer.independent.hint'),
      }),
      chairs: tickBox(form, 'chairs', t('panels.offer.chairs')),
    },
  }
}

/**
 * For everybody else who reads: complete or not, and the names that members chose. Never a kind or a mark, but one's
 * own.
 */
export function panelForReaders(t: T, actor: Actor, application: ApplicationRecord, framework: Framework) {
  const own = seatOf(actor, application)
  return {
    ...frame(t, application, framework),
    members: membersOf(application).map(({ id, shownName, chairs }) =>
      id === own?.id
        ? t('panels.member.you', { name: shownName })
        : chairs
          ? t('panels.member.chairs', { name: shownName })
          : shownName,
    ),
    own:
      own && can(actor, 'seat.read_kind', application, own)
        ? {
            rows: [
              { key: t('panels.own.kind'), value: t(`seat.kind.${own.kind}`) },
              { key: t('panels.own.independent'), value: t(own.independent ? 'panels.yes' : 'panels.no') },
              { key: t('panels.own.chairs'), value: t(own.chairs ? 'panels.yes' : 'panels.no') },
            ],
          }
        : null,
  }
}

function frame(t: T, application: ApplicationRecord, framework: Framework) {
  return {
    title: t('panels.title'),
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    heading: { text: t('panels.title'), caption: application.organisationName, size: 'l' as const },
    complete: completeness(t, application, framework),
  }
}

function completeness(t: T, application: ApplicationRecord, { panel }: Framework): Status {
  return panelGaps(panel, application.seats, application.declarations, 'propose').length === 0
    ? { icon: 'tick', tone: 'done', text: t('panels.complete.yes') }
    : { icon: 'hourglass', tone: 'quiet', text: t('panels.complete.no') }
}

/** First what seats are lacking at all; when none is, what the panel waits for. */
function missingSentences(t: T, application: ApplicationRecord, { panel }: Framework): string[] {
  const gaps = panelGaps(panel, application.seats, application.declarations, 'seat').map(({ lacks, count }) =>
    t(`panel.lacks.${lacks}`, { count }),
  )
  const seats = application.seats.filter(isActive)
  const declared = (personId: string | null) => application.declarations.some(each => each.personId === personId)
  const waits = [
    { count: seats.filter(({ status }) => status === 'offered').length, words: 'panels.waits.answer' },
    {
      count: seats.filter(({ status, personId }) => status === 'accepted' && !declared(personId)).length,
      words: 'panels.waits.declaration',
    },
    {
      count: seats.filter(
        seat =>
          seat.status === 'accepted' &&
          seat.independent &&
          confirmed(application, seat.personId) === null &&
          declared(seat.personId),
      ).length,
      words: 'panels.waits.independence',
    },
    {
      count:
        application.status === 'with the panel'
          ? seats.filter(seat => seat.status === 'accepted' && declared(seat.personId) && !seat.hasGivenAll).length
          : 0,
      words: 'panels.waits.findings',
    },
  ] as const
  return [...gaps, ...waits.filter(({ count }) => count > 0).map(({ words, count }) => t(words, { count }))]
}

const isActive = ({ status, setAside }: Pick<SeatLine, 'status' | 'setAside'>): boolean =>
  !setAside && (status === 'offered' || status === 'accepted')

const confirmed = (application: ApplicationRecord, personId: string | null): boolean | null =>
  application.declarations.find(each => each.personId === personId)?.independent ?? null

function seatTable(t: T, application: ApplicationRecord, seats: readonly SeatLine[]): Table {
  return {
    caption: t('panels.seats'),
    columns: [t('panels.seats.who'), t('panels.seats.kind'), t('panels.seats.state'), t('panels.seats.change')],
    rows: seats.map(seat => ({
      cells: [
        {
          text: seat.name,
          reason:
            seat.shownName && seat.shownName !== seat.name
              ? t('panels.seats.shown_as', { name: seat.shownName })
              : seat.email,
        },
        { text: t(`seat.kind.${seat.kind}`), reason: markOf(t, application, seat) },
        { status: stateOf(t, application, seat) },
        {
          text: t(seat.status === 'offered' ? 'panels.withdraw.offer' : 'panels.withdraw.seat'),
          href: `/applications/${application.id}/panel/seats/${seat.id}/withdrawal`,
        },
      ],
    })),
  }
}

function markOf(t: T, application: ApplicationRecord, { independent, chairs, personId }: SeatLine): string | null {
  const says = confirmed(application, personId)
  const mark = !independent
    ? []
    : [t(says === null ? 'panels.mark.waits' : says ? 'panels.mark.confirmed' : 'panels.mark.denied')]
  return [...mark, ...(chairs ? [t('panels.mark.chairs')] : [])].join(' ') || null
}

function stateOf(t: T, application: ApplicationRecord, { id, status, personId }: SeatLine): Status {
  const seat = application.seats.find(each => each.id === id)
  if (status === 'offered') return { icon: 'hourglass', tone: 'quiet', text: t('panels.state.offered') }
  if (!application.declarations.some(each => each.personId === personId))
    return { icon: 'door', tone: 'you', text: t('panels.state.undeclared') }
  return seat?.hasGivenAll
    ? { icon: 'tick', tone: 'done', text: t('panels.state.given') }
    : { icon: 'people', tone: 'cloth', text: t('panels.state.reading') }
}

function pastSentence(t: T, seat: SeatLine): string {
  if (seat.setAside) return t('panels.past.set_aside', { name: seat.name })
  if (seat.status !== 'declined') return t('panels.past.withdrawn', { name: seat.name })
  return seat.declinedReason
    ? t('panels.past.declined_reason', { name: seat.name, reason: seat.declinedReason })
    : t('panels.past.declined', { name: seat.name })
}

export function withdrawSeatPage(t: T, application: ApplicationRecord, seat: SeatLine) {
  const title = t(seat.status === 'offered' ? 'panels.withdraw.offer' : 'panels.withdraw.seat')
  return {
    title,
    back: { text: t('panels.title'), href: `/applications/${application.id}/panel` },
    heading: { text: title, caption: application.organisationName, size: 'l' as const },
    text: t(seat.status === 'offered' ? 'panels.withdraw.offer.text' : 'panels.withdraw.seat.text', {
      name: seat.name,
    }),
    form: {
      action: `/applications/${application.id}/panel/seats/${seat.id}/withdrawal`,
      text: title,
      kind: 'warning' as const,
    },
  }
}
