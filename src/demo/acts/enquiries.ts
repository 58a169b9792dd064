import { theService } from '../../domain/actor.ts'
import { receiveEnquiry } from '../../modules/organisations/enquiries/enquiry.actions.ts'
import { workOf, type Act } from '../world.ts'

/** An invented library service would like to apply. */
export const wouldLikeToApply: Act = (world, at) =>
  receiveEnquiry(
    workOf(world, theService, at),
    {
      name: 'Thornmere Libraries',
      kind: 'library service',
      place: 'Thornmere',
      contactName: 'Idris Calloway',
      contactRole: 'Community librarian',
      email: 'idris.calloway@thornmere.example',
      message: 'We have four branches and a mobile library. Two of us visited Hollinbeck in the spring.',
    },
    '192.0.2.7',
  )
