import {
  administratorSetsUp,
  approves,
  follows,
  invitesNewcomer,
  invitesToTheCharity,
  newcomerFollows,
} from '../acts/invitations.ts'
import { announcesRound } from '../acts/libraries.ts'
import { entersProfiles } from '../acts/seating.ts'
import type { Story } from '../world.ts'

/** The charity's people are invited and join, and rounds are opened: two have closed, one is open. */
export const charityStory: Story = on => [
  on(320, '09:10', administratorSetsUp),
  on(320, '09:40', invitesToTheCharity('administrator', 'coordinator', 'trustee')),
  on(319, '08:55', follows('coordinator')),
  on(318, '19:20', follows('trustee')),
  on(318, '19:40', invitesToTheCharity('administrator', 'administrator2')),
  on(317, '09:30', follows('administrator2')),
  on(317, '09:50', approves('administrator2', 'coordinator', 'trustee')),
  on(
    316,
    '10:05',
    invitesToTheCharity('coordinator', 'chair', 'peer', 'neighbour', 'otherChair', 'otherPeer', 'otherNeighbour'),
  ),
  on(315, '17:40', follows('chair')),
  on(315, '18:10', follows('peer')),
  on(314, '12:15', follows('neighbour')),
  on(314, '12:45', follows('otherChair')),
  on(313, '08:20', follows('otherPeer')),
  on(313, '20:05', follows('otherNeighbour')),
  on(312, '09:15', approves('trustee', 'chair', 'peer', 'neighbour', 'otherChair', 'otherPeer', 'otherNeighbour')),
  on(311, '12:30', entersProfiles('chair', 'peer', 'neighbour', 'otherChair', 'otherPeer', 'otherNeighbour')),
  on(311, '11:00', announcesRound(304, 250)),
  on(132, '11:00', announcesRound(126, 78)),
  on(30, '11:30', announcesRound(20, -25)),
]

/** A second coordinator and a second trustee join. Others are waiting for approval. */
export const newcomerStory: Story = on => [
  on(88, '10:20', invitesToTheCharity('administrator', 'coordinator2', 'trustee2')),
  on(87, '09:10', follows('coordinator2')),
  on(87, '20:15', follows('trustee2')),
  on(86, '15:30', approves('administrator2', 'coordinator2', 'trustee2')),
  on(5, '11:20', invitesNewcomer('hollinbeck')),
  on(4, '09:05', newcomerFollows('hollinbeck')),
  on(3, '10:50', invitesToTheCharity('administrator', 'newCoordinator')),
  on(3, '11:15', invitesToTheCharity('coordinator', 'newAppraiser')),
  on(2, '08:40', follows('newCoordinator')),
  on(2, '13:25', invitesNewcomer('tilverton')),
  on(2, '18:10', follows('newAppraiser')),
  on(1, '12:35', newcomerFollows('tilverton')),
]
