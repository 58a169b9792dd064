import type { TableDescriptions, YesNo } from '../../db/tables.ts'
import type { Day, Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    organisations: {
      id: string
      name: string
      name_key: string
      kind: string
      place: string
      place_key?: string
      role_mailbox: string | null
      /** an unconfirmed shared mailbox from an import, to which no emails are sent */
      imported_mailbox?: string | null
      language: string
      sign_off_wanted: YesNo
      /**
       * the coordinator who answers questions from the library and its panels; an application can have its own
       * coordinator instead
       */
      coordinator_id?: string | null
      created_at: Instant
      /** when emails were switched on for the organisation; while this is null, most emails about it are not sent */
      emails_started_at: Instant | null
      closed_at?: Instant | null
      closed_reason?: string | null
      /** the organisation into which this one was merged */
      merged_into?: string | null
      merged_at?: Instant | null
      version: number
    }
    organisation_notes: {
      id: string
      organisation_id: string
      person_id: string
      body: string
      made_at: Instant
    }
    enquiries: {
      id: string
      name: string
      kind: string
      place: string
      contact_name: string | null
      contact_role: string | null
      email: string | null
      message: string | null
      asked_at: Instant
      status: string
      /** the organisation that was registered from the enquiry */
      organisation_id: string | null
      answered_by: string | null
      answered_at: Instant | null
      /** why the enquiry was declined; never sent to the visitor */
      reason: string | null
      /** when the sender's details and message were erased */
      erased_at: Instant | null
    }
    branches: {
      id: string
      organisation_id: string
      name: string
      kind: string
      place: string | null
      address?: string | null
      postcode?: string | null
      /** an address from an import, so that coordinators know whom to invite; no emails are sent to it */
      contact_email?: string | null
      opened_on: Day | null
      closed_on: Day | null
      version: number
    }
  }
}

export const organisationsTables = {
  organisations: {
    organisation: ['id', 'merged_into'],
    person: ['coordinator_id'],
    text: ['name', 'name_key', 'place', 'place_key', 'role_mailbox', 'imported_mailbox', 'closed_reason'],
    kept: 'organisation',
  },
  organisation_notes: {
    organisation: ['organisation_id'],
    person: ['person_id'],
    text: ['body'],
    kept: 'organisation',
  },
  enquiries: {
    organisation: ['organisation_id'],
    person: ['answered_by'],
    text: ['name', 'place', 'contact_name', 'contact_role', 'email', 'message', 'reason'],
    kept: 'enquiry',
  },
  branches: {
    organisation: ['organisation_id'],
    text: ['name', 'place', 'address', 'postcode', 'contact_email'],
    kept: 'organisation',
  },
} satisfies TableDescriptions<'organisations' | 'organisation_notes' | 'enquiries' | 'branches'>
