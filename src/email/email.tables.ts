import type { TableDescriptions, YesNo } from '../db/tables.ts'
import type { Instant } from '../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    outbox: {
      id: string
      name: string
      person_id: string | null
      address: string
      language: string
      entity: string
      entity_id: string
      application_id: string | null
      subject: string | null
      body: string | null
      status: string
      not_sent_reason: string | null
      queued_at: Instant
      /** when the email was first queued, if it was sent again; otherwise null, which means `queued_at` */
      roles_at: Instant | null
      next_try_at: Instant
      tries: number
      resent: number
      lease_until: Instant | null
      lease_generation: number
      sent_at: Instant | null
      failure: string | null
      /** when the service gave up on the email; null unless it failed */
      failed_at: Instant | null
      digest_key: string | null
      organisation_id: string | null
      bounce: string | null
      bounced_at: Instant | null
    }
    email_addresses: {
      id: string
      address: string
      address_key: string
      hard: number
      soft: number
      bounces_since: Instant | null
      last_bounced_at: Instant | null
      last_answer: string | null
      suppressed_at: Instant | null
      suppressed_by: string | null
      suppressed_because: string | null
      version: number
    }
    wordings: {
      id: string
      name: string
      language: string
      number: number
      is_ours: YesNo
      opening: string
      closing: string
      written_by: string
      written_at: Instant
    }
    email_tokens: {
      id: string
      kind: string
      token_hash: string
      about_id: string | null
      person_id: string | null
      made_at: Instant
      expires_at: Instant
      used_at: Instant | null
    }
  }
}

export const emailTables = {
  outbox: {
    person: ['person_id'],
    organisation: ['organisation_id'],
    text: ['address', 'subject', 'body'],
    written: ['failure'],
    kept: 'email',
  },
  email_addresses: {
    person: ['suppressed_by'],
    text: ['address', 'address_key', 'suppressed_because'],
    written: ['last_answer'],
    kept: 'email',
  },
  email_tokens: { person: ['person_id'], kept: 'session' },
  wordings: { person: ['written_by'], text: ['opening', 'closing'], kept: 'reference' },
} satisfies TableDescriptions<'outbox' | 'email_addresses' | 'email_tokens' | 'wordings'>
