import { describe, expect, test } from '@jest/globals'
import {
  datedOf,
  reminderKindsFor,
  noContacts,
  reasonNotToSend,
  type Contact,
  type Contacts,
  type Subject,
} from '../../src/domain/reminder-recipients.ts'
import { libraryReminders, scheduleOf, type Reminder, type ReminderKind } from '../../src/domain/reminder-schedule.ts'
import { parseDay, type Day } from '../../src/domain/time.ts'

const day = (text: string): Day => parseDay(text)!
const contact = (id: string, given: Partial<Contact> = {}): Contact => ({
  id,
  since: day('2026-01-01'),
  isActive: true,
  isReached: true,
  isSilent: false,
  unwanted: [],
  ...given,
})
const contacts = (given: Partial<Contacts> = {}): Contacts => ({
  ...noContacts,
  areEmailsStarted: true,
  leads: [contact('lead')],
  contributors: [contact('contributor')],
  observers: [contact('observer')],
  hasMailbox: true,
  coordinators: [contact('coordinator')],
  trustees: [contact('trustee')],
  seatHolders: [contact('member'), contact('chair')],
  ...given,
})
const steps: Partial<Record<ReminderKind, readonly number[]>> = {
  draft: [28, 14, 7, 3, 1],
  'seat offer': [9, 4],
  findings: [7, 2, 0, -3, -7],
  decision: [-7, -14, -28],
}
const subject = (kind: ReminderKind, given: Partial<Subject> = {}): Subject => ({
  kind,
  id: 'subject',
  about: day('2027-05-08'),
  steps: steps[kind]!,
  from: day('2026-05-09'),
  organisationId: 'organisation',
  organisation: 'Ashcombe',
  applicationId: 'application',
  nothingDueReason: null,
  barred: [],
  lapsesAfter: null,
  isSuspended: false,
  ownerId: null,
  neededFrom: ['member'],
  chairId: 'chair',
  ...given,
})
/** For each role, the days before the date on which its holders are reminded; negative days are after the date. */
function planned(it: Subject, people = contacts()): Record<string, number[]> {
  const found: Record<string, number[]> = {}
  for (const { as, step } of scheduleOf(datedOf(it, people))) found[as] = [...(found[as] ?? []), step]
  return found
}

describe('the people who get a reminder', () => {
  test.each<[ReminderKind, Record<string, readonly number[]>]>([
    ['draft', { lead: steps.draft!, contributor: steps.draft! }],
    ['seat offer', { appraiser: [9, 4] }],
    ['findings', { appraiser: [7, 2, 0, -3, -7], chair: [-3, -7], coordinator: [-3, -7] }],
    ['decision', { trustee: [-7, -14, -28] }],
  ])('reminders of the kind “%s” go to each recipient at the steps for their role', (kind, expected) => {
    expect(planned(subject(kind))).toEqual(expected)
  })

  test('a chair with unfinished findings is reminded once at each step, as a member', () => {
    const it = subject('findings', { neededFrom: ['chair'] })
    expect(planned(it)).toEqual({ appraiser: [7, 2, 0, -3, -7], coordinator: [-3, -7] })
  })

  test('a coordinator who is also a trustee is reminded of late findings', () => {
    const people = contacts({ trustees: [contact('both')], coordinators: [contact('both')] })
    expect(planned(subject('findings'), people).coordinator).toEqual([-3, -7])
  })

  test('trustees are reminded instead of barred or suspended coordinators, unless the trustees are barred too', () => {
    const remindedWhen = (...barred: string[]) =>
      datedOf(subject('findings', { barred }), contacts())
        .recipients.filter(({ as }) => as === 'coordinator')
        .map(({ id }) => id)
    expect(remindedWhen()).toEqual(['coordinator'])
    expect(remindedWhen('coordinator')).toEqual(['trustee'])
    expect(remindedWhen('coordinator', 'trustee')).toEqual([])
    const suspended = contacts({ coordinators: [contact('coordinator', { isActive: false })] })
    expect(datedOf(subject('findings'), suspended).recipients).toContainEqual(
      expect.objectContaining({ id: 'trustee', as: 'coordinator' }),
    )
  })

  test('a reminder without a recipient is not planned', () => {
    expect(planned(subject('decision', { barred: ['trustee'] }))).toEqual({})
    for (const kind of Object.keys(steps) as ReminderKind[]) expect(planned(subject(kind), noContacts)).toEqual({})
  })

  test('until emails are switched on for an organisation, only the charity and the panel are reminded', () => {
    const people = contacts({ areEmailsStarted: false })
    expect(planned(subject('draft'), people)).toEqual({})
    for (const kind of ['seat offer', 'findings', 'decision'] as const)
      expect(planned(subject(kind), people)).toEqual(planned(subject(kind), contacts()))
  })
})

const reminder = (kind: ReminderKind, given: Partial<Reminder>): Reminder => ({
  kind,
  entityId: 'subject',
  about: day('2027-05-08'),
  step: -7,
  recipientId: 'member',
  as: 'appraiser',
  dueOn: day('2027-05-08'),
  ...given,
})

describe('the reason for not sending a reminder', () => {
  const off = (kind: ReminderKind) => ({ unwanted: [kind] })
  const trustee = { recipientId: 'trustee', as: 'trustee' } as const
  const chair = { recipientId: 'chair', as: 'chair' } as const
  test.each<[string, { it: Reminder; about: Subject; people: Contacts }, string | null]>([
    [
      'a member has not finished',
      { it: reminder('findings', {}), about: subject('findings'), people: contacts() },
      null,
    ],
    [
      'a member has finished',
      { it: reminder('findings', {}), about: subject('findings', { neededFrom: ['other'] }), people: contacts() },
      'over',
    ],
    [
      'a chair has finished and the date is ahead',
      { it: reminder('findings', { recipientId: 'chair', step: 2 }), about: subject('findings'), people: contacts() },
      'over',
    ],
    [
      'the chair is reminded of the other members’ findings',
      { it: reminder('findings', chair), about: subject('findings'), people: contacts() },
      null,
    ],
    [
      'a member switched off these reminders',
      {
        it: reminder('findings', {}),
        about: subject('findings'),
        people: contacts({ seatHolders: [contact('member', off('findings'))] }),
      },
      'not wanted',
    ],
    [
      'the only trustee switched off these reminders',
      {
        it: reminder('decision', trustee),
        about: subject('decision'),
        people: contacts({ trustees: [contact('trustee', off('decision'))] }),
      },
      null,
    ],
    [
      'one of two trustees switched off these reminders',
      {
        it: reminder('decision', trustee),
        about: subject('decision'),
        people: contacts({ trustees: [contact('trustee', off('decision')), contact('other')] }),
      },
      'not wanted',
    ],
    [
      'the other trustee has a conflict',
      {
        it: reminder('decision', trustee),
        about: subject('decision', { barred: ['other'] }),
        people: contacts({ trustees: [contact('trustee', off('decision')), contact('other')] }),
      },
      null,
    ],
    [
      'the trustee has a conflict',
      { it: reminder('decision', trustee), about: subject('decision', { barred: ['trustee'] }), people: contacts() },
      'no longer in this role',
    ],
  ])('the reason for not sending a reminder is worked out when %s', (_what, { it, about, people }, reason) => {
    expect(reasonNotToSend(it, about, people)).toBe(reason)
  })
})

test('the kinds of reminder that people can get depend on their roles', () => {
  const library = { organisationId: 'organisation', role: 'lead' as const }
  expect(reminderKindsFor({ memberships: [library], charityRoles: [] })).not.toContain('decision')
  const kindsAs = (role: 'contributor' | 'observer') =>
    reminderKindsFor({ memberships: [{ ...library, role }], charityRoles: [] })
  expect(kindsAs('contributor')).toEqual(['consent', 'recurring', 'draft', 'assignment', 'mention', 'target'])
  expect(kindsAs('observer')).toEqual(['award', 'mention', 'sign-off', 'target'])
  expect(reminderKindsFor({ memberships: [], charityRoles: ['appraiser'] })).toEqual(['seat offer', 'findings'])
  expect(reminderKindsFor({ memberships: [], charityRoles: ['administrator', 'helper'] })).toEqual([])
  // No one stands in for the leads when regular evidence is due, or when inbox items will be deleted.
  const inPlaceOfLeads = libraryReminders.filter(kind => kind !== 'recurring' && kind !== 'inbox')
  expect(reminderKindsFor({ memberships: [], charityRoles: ['coordinator'] })).toEqual([...inPlaceOfLeads, 'findings'])
  // Trustees stand in for coordinators who cannot act.
  expect(reminderKindsFor({ memberships: [], charityRoles: ['trustee'] })).toEqual([
    ...inPlaceOfLeads,
    'seat offer',
    'findings',
    'decision',
  ])
})
