import { aDeclaration, anApplication, anOrganisation, aSeat, type APerson } from './factories.ts'
import { newId } from '../../src/db/ids.ts'
import type { PanelWorld } from './panel.ts'
import type { Service } from './service.ts'

/**
 * A second application, read by `panel`. Everyone in `conflict` declares a conflict of interest.
 * @returns its id
 */
export async function anotherCase(
  world: PanelWorld,
  { name, panel, conflict = [] }: { name: string; panel: readonly APerson[]; conflict?: readonly APerson[] },
): Promise<string> {
  const { service, coordinator, round, lead, db } = world
  const organisation = await anOrganisation(service, { name })
  const { id } = await anApplication(service, organisation, { startedBy: lead, round })
  await db()('applications').where({ id }).update({ status: 'with the panel', submitted_at: service.clock.now() })
  await aDeclaration(service, { id }, coordinator)
  for (const [index, person] of panel.entries()) {
    const seat = await aSeat(service, { id }, person, { offeredBy: coordinator, chairs: index === 0 })
    await db()('seats')
      .where({ id: seat })
      .update({ shown_name: person.name.split(' ')[0]! })
    await aDeclaration(service, { id }, person)
  }
  for (const person of conflict)
    await db()('declarations').insert({
      id: newId(),
      application_id: id,
      person_id: person.id,
      says: 'conflict',
      reason: 'They taught me',
      independent: null,
      made_at: service.clock.now(),
    })
  return id
}

/** Withdraws the applications of earlier tests, because the page that plans a meeting offers only 25. */
export async function withoutEarlierCases({ db }: PanelWorld): Promise<void> {
  await db()('applications').where({ status: 'with the panel' }).update({ status: 'withdrawn' })
}

export const meetingFields = {
  'day-day': '27',
  'day-month': '5',
  'day-year': '2027',
  from: '6:30pm',
  until: '8:30pm',
  place: 'Central Library, room 2',
  link: '',
}

/** The fields of a meeting on the day on which the test clock starts, so that people can join it. */
export const meetingToday = { ...meetingFields, 'day-day': '1', 'day-month': '3' }

/**
 * Opens the event stream of a meeting as the person with this cookie.
 * @returns the status, `close`, and `next`; `next` returns the next event, or null after the end of the stream
 */
export async function streamOf(
  service: Service,
  path: string,
  cookie: string,
): Promise<{
  status: number
  next: () => Promise<{ event: string; data: string } | null>
  close: () => Promise<void>
}> {
  const { port } = service.server.address() as { port: number }
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { Accept: 'text/event-stream', Cookie: cookie },
    redirect: 'manual',
  })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next = async (): Promise<{ event: string; data: string } | null> => {
    for (;;) {
      const event = /^event: (.*)\ndata: (.*)\n\n/m.exec(text)
      if (event) {
        text = text.slice(event.index + event[0].length)
        return { event: event[1]!, data: event[2]! }
      }
      const { done, value } = await reader.read()
      if (done) return null
      text += value
    }
  }
  return { status: response.status, next, close: () => reader.cancel() }
}
