import { administratorSetsUp, follows, invitesToTheCharity } from '../acts/invitations.ts'
import { announcesRound } from '../acts/libraries.ts'
import type { Story } from '../world.ts'

/** The charity's people are invited and join, and rounds are opened: two have closed, one is open. */
export const charityStory: Story = on => [
  on(320, '09:10', administratorSetsUp),
  on(320, '09:40', invitesToTheCharity('coordinator', 'trustee')),
  on(319, '08:55', follows('coordinator')),
  on(318, '19:20', follows('trustee')),
  on(316, '10:05', invitesToTheCharity('chair', 'peer', 'neighbour', 'otherChair', 'otherPeer', 'otherNeighbour')),
  on(315, '17:40', follows('chair')),
  on(315, '18:10', follows('peer')),
  on(314, '12:15', follows('neighbour')),
  on(314, '12:45', follows('otherChair')),
  on(313, '08:20', follows('otherPeer')),
  on(313, '20:05', follows('otherNeighbour')),
  on(311, '11:00', announcesRound(304, 250)),
  on(132, '11:00', announcesRound(126, 78)),
  on(30, '11:30', announcesRound(20, -25)),
]
