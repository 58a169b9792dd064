import { theService } from '../../domain/actor.ts'
import { branchesOf } from '../../modules/organisations/branches/branch.store.ts'
import { newId } from '../../db/ids.ts'
import { linkEndsOn } from '../../domain/upload-link.ts'
import { addMinutes, dayOf } from '../../domain/time.ts'
import { initialState } from '../../files/scan.ts'
import { receiveUpload } from '../../modules/evidence/uploads/upload.actions.ts'
import { insertLink, newSecret } from '../../modules/evidence/upload-links/upload-link.store.ts'
import { recordEvent } from '../../history/record.ts'
import { workOf, required, leadOf, libraryOf, organisationOf, type Act } from '../world.ts'

/** A lead makes an upload link, and staff send text and files. */
export const sendsThroughLink =
  (library: string): Act =>
  async (world, at) => {
    const { trx } = world
    const organisation = organisationOf(world, library)
    const text = libraryOf(world, library)
    const branch = required(
      (await branchesOf(trx, organisation)).find(({ name }) => name === text.second),
      library,
    )
    const [id, actor, endsOn] = [newId(), await leadOf(world, library), linkEndsOn(dayOf(at), 90)]
    await insertLink(
      trx,
      { id, organisation_id: organisation.id, branch_id: branch.id, made_by: actor.id, made_at: at, ends_on: endsOn },
      newSecret(),
    )
    await recordEvent(
      workOf(world, actor, at),
      'organisation.upload_link_made',
      { kind: 'organisation', id: organisation.id, organisationId: organisation.id },
      { link: id, branch: branch.id, endsOn },
    )
    const link = {
      id,
      organisationId: organisation.id,
      organisation: text.name,
      branchId: branch.id,
      branch: branch.name,
      endsOn,
      endedAt: null,
    }
    const files = await world.files
    for (const [index, { words, sender, people }] of world.texts.inboxItems.entries()) {
      const [kept, moment] = [files.get(`inbox ${index}`), addMinutes(at, 60 * (index + 1))]
      await receiveUpload(
        workOf(world, theService, moment),
        link,
        { group: null, words, sender: sender ?? '', people, files: [] },
        kept ? [{ ...kept, ...initialState('none', moment) }] : [],
      )
    }
  }
