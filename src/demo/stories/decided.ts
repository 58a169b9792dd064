import { decides, proposes } from '../acts/decisions.ts'
import { callsMeeting, holdsMeeting, visits } from '../acts/meetings.ts'
import { agreesToPractice, practises, preparesPractice } from '../acts/calibration.ts'
import { declares, releases } from '../acts/casework.ts'
import type { Story } from '../world.ts'
import { libraryJoins, isChecked, isJudged, isSeated, writesAndSubmits } from './common-steps.ts'

const online = { place: '', link: 'https://meet.example/panel' }
const visited =
  'We spoke with the branch manager and two volunteers. The welcome table is by the door, and signs are in 6 languages.'
const heard =
  'All three of us praised the café. We agreed that the smaller branches each need one event by next March, and that ' +
  'the stock plan is good.'

/** The proposal is with the trustee, who has declared no conflict and can decide. */
const dunmarrick: Story = on => [
  ...libraryJoins(on, 'dunmarrick', 112),
  ...writesAndSubmits(on, 'dunmarrick', 79, { ratings: { E3: 'met', E9: 'met' }, without: ['visits', 'sign'] }),
  ...isChecked(on, 'dunmarrick', 72),
  ...isSeated(on, 'dunmarrick', 36, 'second'),
  ...isJudged(on, 'dunmarrick', 24, { panel: 'second', differs: { E3: 'partly met', E9: 'partly met' } }),
  on(20, '11:15', callsMeeting(['dunmarrick'], 13, online)),
  on(14, '16:40', visits('otherPeer', 'dunmarrick', { day: 15, body: visited })),
  on(13, '18:25', holdsMeeting('dunmarrick', 'second', heard)),
  on(5, '18:30', proposes('otherChair', 'dunmarrick', 'awarded with recommendations')),
  on(3, '08:40', declares('trustee', 'dunmarrick')),
]

/** Decided. The decision letter is not released, so the library does not know yet. */
const ostrey: Story = on => [
  ...libraryJoins(on, 'ostrey', 111),
  ...writesAndSubmits(on, 'ostrey', 83, { few: true }),
  ...isChecked(on, 'ostrey', 77),
  ...isSeated(on, 'ostrey', 40, 'second'),
  ...isJudged(on, 'ostrey', 28, { panel: 'second', inOneGo: true }),
  on(8, '19:00', proposes('otherChair', 'ostrey', 'awarded')),
  on(4, '08:30', declares('trustee', 'ostrey')),
  on(2, '08:50', decides('ostrey')),
]

/** Decided with the outcome `not yet`. */
const ondley: Story = on => [
  ...libraryJoins(on, 'ondley', 110),
  ...writesAndSubmits(on, 'ondley', 85, {
    few: true,
    ratings: { L1: 'partly met', L3: 'not yet', L4: 'not yet', L5: 'not yet', S2: 'not yet', S3: 'not yet' },
    without: ['week', 'poets'],
  }),
  ...isChecked(on, 'ondley', 80),
  ...isSeated(on, 'ondley', 60, 'second'),
  ...isJudged(on, 'ondley', 50, {
    panel: 'second',
    differs: { L1: 'not yet', L4: 'not yet', S2: 'not yet', E9: 'partly met' },
  }),
  on(28, '18:30', proposes('otherChair', 'ondley', 'not yet')),
  on(24, '08:20', declares('trustee', 'ondley')),
  on(20, '08:40', decides('ondley')),
  on(14, '10:00', releases('ondley')),
  on(12, '09:50', agreesToPractice('ondley')),
  on(11, '14:30', preparesPractice('ondley')),
  on(7, '19:40', practises('neighbour')),
]

export const decisionStories = [dunmarrick, ostrey, ondley]
