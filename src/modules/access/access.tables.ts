import type { TableDescriptions, YesNo } from '../../db/tables.ts'
import type { Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    people: {
      id: string
      name: string
      /** the name for searching and sorting, from `keyOfName` */
      name_key: string
      email: string
      email_key: string
      password_hash: string | null
      language: string
      status: string
      created_at: Instant
      /** the time of the latest sign-in, kept after the rows in `sign_ins` are deleted */
      signed_in_at?: Instant | null
      version: number
    }
    charity_roles: {
      id: string
      person_id: string
      role: string
      started_at: Instant
      ended_at: Instant | null
    }
    memberships: {
      id: string
      person_id: string
      organisation_id: string
      role: string
      started_at: Instant
      ended_at: Instant | null
      /** when this person last confirmed who can read the evidence */
      readers_confirmed_at?: Instant | null
    }
    invitations: {
      id: string
      name: string
      email: string
      language: string
      role: string
      organisation_id: string | null
      invited_by: string | null
      created_at: Instant
      accepted_at: Instant | null
      accepted_by: string | null
      revoked_at: Instant | null
      /** when the invited person was reminded; null again when the invitation is sent again */
      reminded_at?: Instant | null
      /** when the link expired, set by a job; null again when the invitation is sent again */
      expired_at?: Instant | null
    }
    access_requests: {
      id: string
      person_id: string
      organisation_id: string | null
      role: string
      invited_by: string | null
      /** 1 when the person accepted the role through the offer of a seat on a panel; the history must not show this */
      through_seat: YesNo
      asked_at: Instant
      status: string
      decided_at: Instant | null
      version: number
    }
    approvals: {
      id: string
      request_id: string
      approver_id: string
      answer: string
      by_invitation: YesNo
      note: string | null
      at: Instant
    }
    saved_filters: {
      id: string
      person_id: string
      list: string
      name: string
      query: string
      is_shared: YesNo
      saved_at: Instant
    }
    sign_ins: {
      id: string
      person_id: string
      started_at: Instant
      last_seen_at: Instant
      ended_at: Instant | null
      end_reason: string | null
      browser: string | null
      /** when the person last confirmed their password in this sign-in */
      confirmed_at?: Instant | null
    }
    sessions: {
      id_hash: string
      data: string
      saved_at: Instant
      expires_at: Instant
      /** when a session with a new id replaced this one */
      replaced_at?: Instant | null
    }
  }
}

export const accessTables = {
  people: {
    person: ['id'],
    text: ['name', 'name_key', 'email', 'email_key'],
    written: ['password_hash'],
    kept: 'account',
  },
  charity_roles: { person: ['person_id'], kept: 'account' },
  memberships: { organisation: ['organisation_id'], person: ['person_id'], kept: 'account' },
  invitations: {
    organisation: ['organisation_id'],
    person: ['invited_by', 'accepted_by'],
    text: ['name', 'email'],
    kept: 'account',
  },
  access_requests: { organisation: ['organisation_id'], person: ['person_id', 'invited_by'], kept: 'account' },
  approvals: { person: ['approver_id'], text: ['note'], kept: 'account' },
  saved_filters: { person: ['person_id'], text: ['name', 'query'], kept: 'account' },
  sign_ins: { person: ['person_id'], text: ['browser'], kept: 'session' },
  sessions: { written: ['data'], kept: 'session' },
} satisfies TableDescriptions<
  | 'people'
  | 'charity_roles'
  | 'memberships'
  | 'invitations'
  | 'access_requests'
  | 'approvals'
  | 'saved_filters'
  | 'sign_ins'
  | 'sessions'
>
