import { declares, holds, offersSeats, returns } from '../acts/casework.ts'
import { declinesFor } from '../acts/seating.ts'
import { asksForSignOff } from '../acts/teamwork.ts'
import type { Story } from '../world.ts'
import { libraryJoins, isChecked, writesAndSubmits } from './common-steps.ts'

/** Submitted a few days ago, and not checked yet. */
const orrin: Story = on => [
  ...libraryJoins(on, 'orrin', 17),
  ...writesAndSubmits(on, 'orrin', 4, { ratings: { E9: 'partly met' }, few: true }),
]

/** Checked. One appraiser declined a seat, and suggested someone else. */
const tywennol: Story = on => [
  ...libraryJoins(on, 'tywennol', 19),
  ...writesAndSubmits(on, 'tywennol', 8, { few: true }),
  ...isChecked(on, 'tywennol', 5),
  on(2, '11:10', offersSeats('tywennol', 'first')),
  on(1, '18:20', declinesFor('peer', 'tywennol', 'otherPeer')),
]

/** Returned with reasons and a date. An observer is asked to sign it off before it is submitted again. */
const lantern: Story = on => [
  ...libraryJoins(on, 'lantern', 19, true),
  ...writesAndSubmits(on, 'lantern', 9, { ratings: { E13: 'partly met' }, few: true }),
  on(6, '09:40', declares('coordinator', 'lantern')),
  on(6, '10:05', returns('lantern', -14)),
  on(3, '11:20', asksForSignOff('lantern')),
]

/** Checked in the last round, and on hold while its council merges with another. */
const wexholme: Story = on => [
  ...libraryJoins(on, 'wexholme', 114),
  ...writesAndSubmits(on, 'wexholme', 84, { few: true }),
  ...isChecked(on, 'wexholme', 79),
  on(12, '10:30', holds('wexholme')),
]

export const arrivals = [orrin, tywennol, lantern, wexholme]
