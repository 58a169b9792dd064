import { asks, asksForMore, judges, replies, leavesFindingUnsaved } from '../acts/panel.ts'
import { addsEvidence, revises } from '../acts/libraries.ts'
import { addsPartners } from '../acts/partners.ts'
import { recordsConsents, redacts } from '../acts/consents.ts'
import { submits, answersForMoreEvidence } from '../acts/answers.ts'
import type { Story } from '../world.ts'
import { declares, findsConflict, offersSeat } from '../acts/casework.ts'
import { approves, follows } from '../acts/invitations.ts'
import { beginsMeeting, callsMeeting } from '../acts/meetings.ts'
import { recordsHelper } from '../acts/seating.ts'
import { libraryJoins, isChecked, isSeated, writesAndSubmits } from './common-steps.ts'

const inTown = { place: 'City of Sanctuary, meeting room 2', link: 'https://meet.example/panels' }
const fourthSeat = { actor: 'otherNeighbour', kind: 'local group', independent: false, chairs: false } as const

/**
 * An appraisal in progress. One member has almost finished, one has not started, and the chair left a finding half
 * typed.
 */
const merrowshire: Story = on => [
  ...libraryJoins(on, 'merrowshire', 116, true),
  on(88, '15:10', addsEvidence('merrowshire', ['supper', 'arrival', 'register'])),
  on(88, '15:40', recordsConsents('merrowshire', ['supper', 'arrival'])),
  ...writesAndSubmits(on, 'merrowshire', 81, { ratings: { E3: 'partly met' }, without: ['partner'] }),
  on(82, '10:15', addsPartners('merrowshire')),
  on(76, '11:20', revises('merrowshire', 'joining')),
  on(75, '10:05', redacts('merrowshire', 'register')),
  ...isChecked(on, 'merrowshire', 74),
  ...isSeated(on, 'merrowshire', 22, 'first'),
  on(18, '10:30', recordsHelper('merrowshire', 'chair', 'interpreter', 'interpreter')),
  on(17, '19:30', follows('interpreter')),
  on(16, '09:40', approves('trustee', 'interpreter')),
  on(16, '18:20', declares('interpreter', 'merrowshire')),
  on(17, '11:30', offersSeat('merrowshire', fourthSeat)),
  on(15, '17:20', judges('peer', 'merrowshire', { L6: 'partly met', E3: 'partly met', E9: 'partly met' }, 22)),
  on(12, '18:05', asks('peer', 'merrowshire', 'answered', -2)),
  on(9, '10:30', addsEvidence('merrowshire', ['partner'])),
  on(9, '10:50', replies('merrowshire', 'partner')),
  on(6, '19:10', judges('chair', 'merrowshire', { L6: 'partly met', E3: 'partly met' }, 9)),
  on(
    6,
    '20:05',
    leavesFindingUnsaved('chair', 'merrowshire', {
      judged: 9,
      reason: 'The list shows what readers borrow in each language. I',
    }),
  ),
  on(4, '18:45', asks('chair', 'merrowshire', 'open', -6)),
]

/** The panel asked for more evidence by a future date. */
const brackenshaw: Story = on => [
  ...libraryJoins(on, 'brackenshaw', 113),
  ...writesAndSubmits(on, 'brackenshaw', 80, { few: true }),
  ...isChecked(on, 'brackenshaw', 73),
  ...isSeated(on, 'brackenshaw', 26, 'second'),
  on(18, '17:15', judges('otherPeer', 'brackenshaw', { L4: 'not yet', S2: 'not yet' }, 25)),
  on(6, '18:20', asksForMore('otherChair', 'brackenshaw', -12)),
  on(5, '11:40', callsMeeting(['brackenshaw'], -8, inTown)),
]

/** The library submitted the evidence that the panel asked for. The meeting about it has not ended. */
const loughmarra: Story = on => [
  ...libraryJoins(on, 'loughmarra', 115),
  ...writesAndSubmits(on, 'loughmarra', 82, {
    few: true,
    without: ['week'],
    ratings: { L4: 'partly met', S2: 'not yet', S3: 'not yet' },
  }),
  ...isChecked(on, 'loughmarra', 76),
  ...isSeated(on, 'loughmarra', 46, 'second'),
  on(38, '17:50', judges('otherChair', 'loughmarra', { L4: 'not yet', S2: 'not yet' }, 25)),
  on(30, '18:20', asksForMore('otherChair', 'loughmarra', 2)),
  on(7, '10:15', answersForMoreEvidence('loughmarra')),
  on(3, '14:40', submits('loughmarra')),
  on(3, '16:10', callsMeeting(['loughmarra', 'merrowshire'], 1, inTown)),
  on(2, '10:15', recordsHelper('loughmarra', 'otherChair', 'interpreter', 'helper')),
  on(2, '12:20', findsConflict('otherNeighbour', 'loughmarra')),
  on(2, '17:10', declares('interpreter', 'loughmarra')),
  on(1, '18:35', beginsMeeting('loughmarra', 'first')),
]

export const panelStories = [merrowshire, brackenshaw, loughmarra]
