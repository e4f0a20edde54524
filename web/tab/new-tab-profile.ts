import { createProfileAt, type CreatedProfile, type NewProfile } from '../../node/api/new-profile.js'
import { tabPlace } from './tab-place.js'

/** @throws as `createProfileAt` */
export function createTabProfile(profile: NewProfile): Promise<CreatedProfile> {
  return createProfileAt(tabPlace(), profile)
}
