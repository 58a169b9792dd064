import { libraryStream } from '../../../../src/domain/framework.ts'
import { createHash, randomBytes } from 'node:crypto'
import { newId } from '../../../../src/db/ids.ts'
import type { Tx } from '../../../../src/db/connection.ts'
import type { ApplicationStatus, SeatKind } from '../../../../src/domain/application.ts'
import { certificateCode } from '../../../../src/domain/certificate.ts'
import { criteriaAskedBy, itemsAskedBy } from '../../../../src/domain/framework.ts'
import { fingerprintOf, manifestOf } from '../../../../src/domain/manifest.ts'
import { contentsOf, type Frozen } from '../../../../src/domain/submission.ts'
import { addDays, addMinutes, dayOf, type Day, type Instant } from '../../../../src/domain/time.ts'
import { frameworkVersion } from '../../../../src/modules/frameworks/frameworks/framework.store.ts'
import { pdf } from '../../../support/sample-files.ts'
import { rolesIn, type Role, type StandingName } from './people.ts'

export const policy = 'policy'
export const policySha256 = createHash('sha256').update(policy).digest('hex')

interface Base {
  frameworkVersion: string
  round: string
  at: Instant
  people: ReadonlyMap<StandingName, string>
  organisation: string
  status: ApplicationStatus | 'released' | 'renewal' | 'renewal draft'
  canary: string
  /** For a renewal: the earlier application and its award. */
  released?: { application: string; award: string }
}

/**
 * Adds one application with everything that exists in its state, such as evidence, seats, findings or a decision.
 * @returns the ids for addresses
 */
export async function anApplicationWithPanel(
  trx: Tx,
  { frameworkVersion: version, round, at, people, organisation, status: named, canary, released }: Base,
): Promise<Record<string, string>> {
  const status = statusOf(named)
  const kind = named === 'renewal' || named === 'renewal draft' ? 'renewal' : 'first'
  const framework = await frameworkVersion(trx, version)
  const lead = people.get('lead')!
  const [application, branch, evidence, file] = [newId(), newId(), newId(), newId()]
  const [removed, removedFile] = [newId(), newId()]
  const [drawn, smallPreview, pagePreview] = [newId(), newId(), newId()] // A picture and its two previews.
  // The original of a redacted copy, and the coordinator’s reason to open it.
  const [unredacted, redactedCopy, opening] = [newId(), newId(), newId()]
  const toRedact = newId() // A PDF that needs a redacted copy. Making the copy failed.
  const isSubmitted = status !== 'draft'
  const until = untilOf(status, dayOf(at))
  const items = criteriaAskedBy(framework, kind)
  const first = items[0]!
  await trx('branches').insert({
    id: branch,
    organisation_id: organisation,
    name: `Branch for ${named}`,
    kind: 'branch',
    place: null,
    opened_on: null,
    closed_on: null,
    version: 1,
  })
  await trx('evidence').insert({
    id: evidence,
    organisation_id: organisation,
    title: `Evidence, ${canary}`,
    kind: 'policy',
    summary: canary,
    period_from: null,
    period_to: null,
    language: 'en',
    sensitivity: 'ordinary',
    owner_id: lead,
    received_at: at,
    removed_at: null,
    version: 1,
  })
  const [partner, activity] = [newId(), newId()]
  await trx('partners').insert({
    id: partner,
    organisation_id: organisation,
    name: `Partner, ${canary}`,
    name_key: `partner ${named}`,
    language: 'en',
    english_name: '',
    kind: 'school',
    place: 'Fellwick',
    since: dayOf(at),
    until: null,
    agreed: canary,
    contact: 'Librarian',
    added_at: at,
    removed_at: null,
    version: 1,
  })
  await trx('partner_activities').insert({
    id: activity,
    partner_id: partner,
    title: `Reading, ${canary}`,
    from_day: dayOf(at),
    to_day: null,
    version: 1,
  })
  await trx('partner_evidence').insert({ partner_id: partner, evidence_id: evidence, attached_at: at })
  const recurring = newId()
  await trx('recurring_evidence').insert({
    id: recurring,
    organisation_id: organisation,
    title: `Collected, ${canary}`,
    what: canary,
    kind: 'policy',
    branch_id: branch,
    every: 'quarter',
    anchor_on: addDays(dayOf(at), 5),
    anchor_number: 2,
    next_number: 2,
    next_due: addDays(dayOf(at), 5),
    due_since: at,
    asked_id: people.get('contributor') ?? lead,
    set_up_at: at,
    ended_at: null,
    version: 1,
  })
  await trx('occurrences').insert({
    recurring_id: recurring,
    occurrence: 1,
    due_on: addDays(dayOf(at), -85),
    period_from: addDays(dayOf(at), -150),
    period_to: addDays(dayOf(at), -90),
    state: 'answered',
    reason: null,
    closed_by: lead,
    closed_at: at,
  })
  await trx('occurrence_evidence').insert({
    recurring_id: recurring,
    occurrence: 1,
    evidence_id: evidence,
    attached_at: at,
  })
  const consent = newId()
  await trx('consents').insert({
    id: consent,
    evidence_id: evidence,
    person: 'R-3',
    guardian: null,
    for_panel: 1,
    for_charity: 0,
    for_council: 0,
    for_public: 0,
    language: 'en',
    wording: 'Version 2',
    held_by: 'Branch manager',
    held_where: 'Cabinet',
    given_on: dayOf(at),
    expires_on: null,
    recorded_by: lead,
    recorded_at: at,
    withdrawn_at: null,
    withdrawn_by: null,
  })
  await trx('evidence_files').insert({
    id: file,
    evidence_id: evidence,
    name: 'policy.txt',
    type: 'text/plain',
    size: 6,
    sha256: policySha256,
    state: 'ready',
    scanned_by: 'none',
    scanned_at: at,
    uploaded_by: lead,
    uploaded_at: at,
    replaces_id: null,
    removed_at: null,
  })
  await trx('evidence_files').insert({
    id: removedFile,
    evidence_id: evidence,
    name: 'removed.txt',
    type: 'text/plain',
    size: 6,
    sha256: policySha256,
    state: 'ready',
    scanned_by: 'none',
    scanned_at: at,
    uploaded_by: lead,
    uploaded_at: at,
    replaces_id: null,
    removed_at: at,
    erase_on: addDays(dayOf(at), 30),
  })
  await trx('evidence_files').insert({
    id: drawn,
    evidence_id: evidence,
    name: 'list.png',
    type: 'image/png',
    size: 6,
    sha256: policySha256,
    state: 'ready',
    scanned_by: 'none',
    scanned_at: at,
    uploaded_by: lead,
    uploaded_at: at,
    replaces_id: null,
    removed_at: null,
    alternative: canary,
    pages: null,
    drawn: 1,
  })
  await trx('evidence_files').insert(
    [unredacted, redactedCopy].map(id => ({
      id,
      evidence_id: evidence,
      name: id === redactedCopy ? 'letter without.txt' : 'letter.txt',
      type: 'text/plain',
      size: 6,
      sha256: policySha256,
      state: 'ready',
      scanned_by: 'none',
      scanned_at: at,
      uploaded_by: lead,
      uploaded_at: at,
      replaces_id: null,
      removed_at: null,
      redacts_file_id: id === redactedCopy ? unredacted : null,
    })),
  )
  await trx('evidence_files').insert({
    id: toRedact,
    evidence_id: evidence,
    name: 'register.pdf',
    type: 'application/pdf',
    size: pdf.length,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    state: 'ready',
    scanned_by: 'none',
    scanned_at: at,
    uploaded_by: lead,
    uploaded_at: at,
    replaces_id: null,
    removed_at: null,
    to_redact_at: at,
  })
  await trx('redactions').insert({
    id: newId(),
    file_id: toRedact,
    evidence_id: evidence,
    name: 'Redacted document 1',
    areas: '[]',
    failed: 'size',
    asked_by: lead,
    asked_at: at,
  } as never)
  await trx('evidence_previews').insert(
    [
      [smallPreview, 'small'],
      [pagePreview, 'page'],
    ].map(([id, scale]) => ({ id, file_id: drawn, page: 1, scale, size: 6, sha256: policySha256, made_at: at })),
  )
  await trx('applications').insert({
    id: application,
    number: application,
    organisation_id: organisation,
    stream_id: libraryStream,
    framework_version_id: version,
    round_id: kind === 'first' ? round : null,
    award_id: released?.award ?? null,
    previous_application_id: released?.application ?? null,
    kind,
    status,
    status_before: status === 'on hold' ? 'checked' : null,
    status_since: at,
    summary: `Summary, ${canary}`,
    may_be_shared: 0,
    contacts_confirmed_at: isSubmitted ? at : null,
    until,
    reasons: null,
    items_asked: JSON.stringify(status === 'more evidence asked' ? [first.id] : []),
    submitted_at: isSubmitted ? at : null,
    decision_letter_released_at: named === 'released' ? at : null,
    started_by: lead,
    started_at: named === 'renewal draft' ? addMinutes(at, 1) : at, // later than the answers that it carries over
    version: 1,
  })
  await trx('application_branches').insert({ application_id: application, branch_id: branch })
  if (isSubmitted)
    await trx('move_reasons').insert({
      id: newId(),
      application_id: application,
      move: kind === 'first' ? 'askMore' : 'return',
      body: `Asked, ${canary}`,
      items: JSON.stringify([first.id]),
      until: null,
      made_by: people.get('coordinator') ?? lead,
      made_at: addMinutes(at, -1),
    })
  if (kind === 'first' && isSubmitted)
    await trx('panels').insert({ application_id: application, read_by: addDays(dayOf(at), 20), version: 1 })
  await trx('unredacted_views').insert({
    id: opening,
    file_id: unredacted,
    evidence_id: evidence,
    application_id: application,
    person_id: people.get('coordinator') ?? lead,
    reason: canary,
    opened_at: at,
  })
  const answers = itemsAskedBy(framework, kind).map(({ id, part }) => ({
    id: newId(),
    application_id: application,
    item_id: id,
    narrative: `Answer, ${canary}`,
    own_rating: part === 'criterion' ? 'met' : null,
    written_by: lead,
    written_at: at,
    version: 1,
  }))
  await trx.batchInsert('answers', answers, 10)
  await trx.batchInsert(
    'answer_evidence',
    answers.map(({ id }) => ({ answer_id: id, evidence_id: evidence, attached_at: at })),
    10,
  )
  await trx('application_partners').insert({
    application_id: application,
    item_id: first.id,
    partner_id: partner,
    attached_at: at,
  })
  const spare = newId()
  await trx('evidence').insert({
    id: spare,
    organisation_id: organisation,
    title: 'Not used yet',
    kind: 'policy',
    summary: '',
    period_from: null,
    period_to: null,
    language: 'en',
    sensitivity: 'ordinary',
    owner_id: lead,
    received_at: at,
    removed_at: null,
    version: 1,
  })
  await trx('evidence').insert({
    id: removed,
    organisation_id: organisation,
    title: `Removed, ${canary}`,
    kind: 'policy',
    summary: '',
    period_from: null,
    period_to: null,
    language: 'en',
    sensitivity: 'ordinary',
    owner_id: lead,
    received_at: at,
    removed_at: at,
    erase_on: addDays(dayOf(at), 30),
    version: 2,
  })
  const ids: Record<string, string> = {
    application,
    removed,
    removedFile,
    branch,
    evidence,
    spare,
    file,
    consent,
    partner,
    activity,
    recurring,
    drawn,
    smallPreview,
    pagePreview,
    unredacted,
    redactedCopy,
    toRedact,
    opening,
    itemId: first.id,
  }
  if (!isSubmitted) return ids

  const frozen: Frozen = {
    application: {
      number: named,
      kind,
      organisation: 'Fellwick Libraries',
      place: 'Fellwick',
      framework: framework.label,
      frameworkVersion: framework.version,
    },
    scope: [{ id: branch, name: `Branch for ${named}`, kind: 'branch' }],
    summary: { summary: `Summary, ${canary}`, mayBeShared: false },
    contacts: { leads: ['Somebody as lead'], mailbox: null },
    answers: items.map(({ id, code, title }, index) => ({
      item: id,
      code,
      title,
      narrative: `Answer, ${canary}`,
      ownRating: 'met',
      evidence: index === 0 ? [evidence] : [],
      supplementary: false,
    })),
    evidence: [
      {
        id: evidence,
        title: `Evidence, ${canary}`,
        kind: 'policy',
        summary: canary,
        periodFrom: null,
        periodTo: null,
        language: 'en',
        branches: [branch],
        links: [],
        notes: [],
        supplementary: false,
      },
    ],
    files: [{ id: file, evidence, name: 'policy.txt', type: 'text/plain', size: 6, sha256: policySha256 }],
    partners: [
      {
        id: partner,
        name: `Partner, ${canary}`,
        language: 'en',
        englishName: '',
        kind: 'school',
        place: 'Fellwick',
        since: dayOf(at),
        until: null,
        agreed: canary,
        activities: [{ title: `Reading, ${canary}`, from: dayOf(at), to: null }],
        items: [first.id],
        evidence: [evidence],
      },
    ],
  }
  const parts = contentsOf(frozen).map(part => ({ ...part, salt: '0'.repeat(64) }))
  const manifest = manifestOf({ application: named, number: 1, submittedAt: at }, parts)
  const submission = newId()
  await trx('submissions').insert({
    id: submission,
    application_id: application,
    number: 1,
    receipt: `${application.slice(0, 10)}-1`,
    submitted_by: lead,
    submitted_at: at,
    sha256: fingerprintOf(manifest),
    manifest,
  })
  await trx.batchInsert(
    'submission_parts',
    parts.map((part, position) => ({ submission_id: submission, position, ...part })),
    10,
  )
  await trx('submission_evidence').insert({ submission_id: submission, evidence_id: evidence })

  let anySeat = ''
  for (const [name, personId] of people) {
    const role: Role = rolesIn[name] ?? {}
    if (role.declares) {
      await trx('declarations').insert({
        id: newId(),
        application_id: application,
        person_id: personId,
        says: role.declares,
        reason: null,
        independent: role.seat ? 1 : null,
        made_at: at,
      })
    }
    if (role.seat && kind === 'first') {
      anySeat = await aSeat(
        trx,
        { application, personId, at },
        status === 'with a trustee' ? afterProposal(role.seat) : role.seat,
        items.map(({ id }) => id),
      )
      if (role.seat.chairs) ids.chairSeat = anySeat
    }
  }
  if (kind === 'first') {
    ids.seat = anySeat
    for (const [name, personId] of people)
      if ((rolesIn[name] as Role | null)?.helps) ids.helper = await aHelper(trx, anySeat, personId, at)
  }
  ids.question = newId()
  await trx('questions').insert({
    id: ids.question,
    application_id: application,
    item_id: first.id,
    asked_by: people.get('coordinator') ?? lead,
    body: `Question, ${canary}`,
    reply_by: addDays(dayOf(at), 10),
    status: kind === 'renewal' || ['with a trustee', 'decided'].includes(status) ? 'withdrawn' : 'open',
    asked_at: at,
    closed_at: null,
    reply: null,
    replied_by: null,
    replied_at: null,
    version: 1,
  })
  if (kind === 'renewal') return ids
  const chair = people.get('chair') ?? lead
  await trx.batchInsert(
    'agreed_findings',
    items.map(({ id }) => ({
      id: newId(),
      application_id: application,
      item_id: id,
      judgement: 'met',
      reason: `Agreed, ${canary}`,
      recorded_by: chair,
      recorded_at: at,
      version: 1,
    })),
    10,
  )
  ids.proposal = newId()
  const isWritten = ['with a trustee', 'decided'].includes(status)
  const written = status === 'decided' ? 'decided' : 'with a trustee'
  await trx('proposals').insert({
    id: ids.proposal,
    application_id: application,
    status: isWritten ? written : 'being written',
    outcome: 'awarded with recommendations',
    outcome_reason: '',
    decision_letter: `Letter, ${canary}`,
    made_by: isWritten ? chair : null,
    made_at: isWritten ? at : null,
    sent_back_by: null,
    sent_back_at: null,
    sent_back_reason: null,
    started_at: at,
    version: 1,
  })
  ids.recommendation = newId()
  await trx('recommendations').insert({
    id: ids.recommendation,
    organisation_id: organisation,
    application_id: application,
    proposal_id: ids.proposal,
    award_id: null,
    item_id: first.id,
    kind: 'improvement',
    body: canary,
    owner: 'library manager',
    due_on: addDays(dayOf(at), 100),
    status: 'proposed',
    status_since: null,
    made_at: at,
    version: 1,
  })
  if (status === 'decided')
    await trx('decisions').insert({
      id: newId(),
      application_id: application,
      proposal_id: ids.proposal,
      outcome: 'awarded with recommendations',
      decision_letter: `Letter, ${canary}`,
      decided_by: people.get('trustee') ?? lead,
      decided_at: at,
      release_at: null,
      released_at: named === 'released' ? at : null,
      released_by: null,
      reversed_at: null,
    })
  if (named === 'released') {
    ids.award = await anAward(trx, { application, organisation, branch, version, at })
    await trx('recommendations').where({ id: ids.recommendation }).update({ status: 'open', award_id: ids.award })
    await trx('recommendation_notes').insert({
      id: newId(),
      recommendation_id: ids.recommendation,
      says: 'answer',
      body: `Answered, ${canary}`,
      written_by: lead,
      written_at: at,
    })
  }
  return ids
}

function statusOf(named: Base['status']): ApplicationStatus {
  if (named === 'released') return 'decided'
  if (named === 'renewal') return 'checked'
  return named === 'renewal draft' ? 'draft' : named
}

function untilOf(status: ApplicationStatus, today: Day): Day | null {
  if (status === 'returned') return addDays(today, -2)
  return status === 'more evidence asked' ? addDays(today, 20) : null
}

async function aHelper(trx: Tx, seatId: string, personId: string, at: Instant): Promise<string> {
  const id = newId()
  await trx('seat_helpers').insert({
    id,
    seat_id: seatId,
    person_id: personId,
    kind: 'interpreter',
    name: 'Somebody',
    email: `${id}@fellwick.example`,
    recorded_by: personId,
    recorded_at: at,
    ended_at: null,
  })
  return id
}

/** The seat after the panel’s proposal. A panel can propose only after its members have given all their findings. */
const afterProposal = (seat: NonNullable<Role['seat']>): NonNullable<Role['seat']> =>
  seat.status === 'accepted' && seat.given === 'some' ? { ...seat, given: 'all' } : seat

async function aSeat(
  trx: Tx,
  { application, personId, at }: { application: string; personId: string; at: Instant },
  seat: NonNullable<Role['seat']>,
  items: readonly string[],
): Promise<string> {
  const id = newId()
  const kind: SeatKind = seat.kind ?? 'sector peer'
  await trx('seats').insert({
    id,
    application_id: application,
    person_id: personId,
    offered_to_name: 'Somebody',
    offered_to_email: `${id}@fellwick.example`,
    kind,
    independent: 1,
    chairs: seat.chairs ? 1 : 0,
    status: seat.status,
    shown_name: `Co-member ${kind.length}`,
    declined_reason: null,
    offered_by: personId,
    offered_at: at,
    answered_at: seat.status === 'offered' ? null : at,
    set_aside_at: null,
    version: 1,
  })
  const written = items.slice(0, mostFindings[seat.given ?? 'none'])
  await trx.batchInsert(
    'findings',
    written.map(item_id => ({
      id: newId(),
      seat_id: id,
      item_id,
      judgement: 'met',
      reason: `finding by ${id}`,
      commendation: '',
      private_note: `private canary, wren ${id}`,
      written_at: at,
      given_at: seat.given === 'all' ? at : null,
      version: 1,
    })),
    10,
  )
  return id
}

const mostFindings = { all: Infinity, some: 3, none: 0 }

async function anAward(
  trx: Tx,
  {
    application,
    organisation,
    branch,
    version,
    at,
  }: { application: string; organisation: string; branch: string; version: string; at: Instant },
): Promise<string> {
  const id = newId()
  const [today, last] = [dayOf(at), addDays(dayOf(at), 364)]
  const { terms, reminders } = await frameworkVersion(trx, version)
  await trx('awards').insert({
    id,
    organisation_id: organisation,
    stream_id: libraryStream,
    code: certificateCode(randomBytes(64)),
    status: 'valid',
    valid_to: last,
    base_valid_to: last,
    granted_on: today,
    is_recorded: 0,
    version: 1,
  })
  await trx('award_branches').insert({ award_id: id, branch_id: branch, joined_on: today, left_on: null })
  await trx('award_changes').insert({
    id: newId(),
    award_id: id,
    number: 1,
    move: 'grant',
    to_status: 'valid',
    from_day: today,
    valid_to: last,
    at,
  })
  await trx('terms').insert({
    id: newId(),
    award_id: id,
    number: 1,
    framework_version_id: version,
    application_id: application,
    anchor: today,
    starts_on: today,
    ends_on: last,
    months: 12,
    settings: JSON.stringify({ ...terms, reminders }),
  })
  await trx('applications').where({ id: application }).update({ award_id: id })
  return id
}
