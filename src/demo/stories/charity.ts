import { administratorOpensTheHouse, follows, invitesToTheCharity } from '../acts/getting-in.ts'
import { announcesRound } from '../acts/libraries.ts'
import type { Story } from '../world.ts'

/** The house is opened, people are invited and come, and two rounds are announced: one that is over, one that is open now. */
export const charityStory: Story = on => [
  on(140, '09:10', administratorOpensTheHouse),
  on(140, '09:40', invitesToTheCharity('coordinator', 'trustee')),
  on(139, '08:55', follows('coordinator')),
  on(138, '19:20', follows('trustee')),
  on(136, '10:05', invitesToTheCharity('chair', 'peer', 'neighbour', 'otherChair', 'otherPeer', 'otherNeighbour')),
  on(135, '17:40', follows('chair')),
  on(135, '18:10', follows('peer')),
  on(134, '12:15', follows('neighbour')),
  on(134, '12:45', follows('otherChair')),
  on(133, '08:20', follows('otherPeer')),
  on(133, '20:05', follows('otherNeighbour')),
  on(132, '11:00', announcesRound(126, 78)),
  on(30, '11:30', announcesRound(20, -25)),
]
