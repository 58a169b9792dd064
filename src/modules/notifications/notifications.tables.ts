import type { TableDescriptions } from '../../db/tables.ts'
import type { Day, Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    reminders: {
      id: string
      kind: string
      entity_id: string
      about: Day
      step: number
      recipient_id: string
      recipient: string
      organisation_id: string
      application_id: string | null
      due_on: Day
      status: string
      not_sent_reason: string | null
      email_id: string | null
      planned_at: Instant
      closed_at: Instant | null
    }
    reminder_mornings: {
      morning: Day
      status: string
      people: number
      reason: string | null
      started_at: Instant
      released_by: string | null
      ended_at: Instant | null
    }
    reminder_switches: {
      id: string
      reason: string
      switched_by: string
      switched_at: Instant
    }
    reminder_opt_outs: {
      person_id: string
      kind: string
      since: Instant
    }
    calendar_feeds: {
      person_id: string
      token_hash: string
      made_at: Instant
      last_used_at: Instant | null
    }
  }
}

export const notificationsTables = {
  reminders: { organisation: ['organisation_id'], person: ['recipient_id'], kept: 'email' },
  reminder_mornings: { person: ['released_by'], kept: 'email' },
  reminder_switches: { person: ['switched_by'], text: ['reason'], kept: 'history' },
  reminder_opt_outs: { person: ['person_id'], kept: 'email' },
  calendar_feeds: { person: ['person_id'], kept: 'account' },
} satisfies TableDescriptions<
  'reminders' | 'reminder_mornings' | 'reminder_switches' | 'reminder_opt_outs' | 'calendar_feeds'
>
