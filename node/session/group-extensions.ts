import type { Extension } from 'ts-mls'
import { extensionsEqual } from 'ts-mls/extension.js'
import { ChatError } from '../base/errors.js'
import { NO_PROFILE, PROFILE_EXTENSION_TYPE, type GroupProfile, decodeProfile, encodeProfile } from './profile.js'
import { NO_ROLES, ROLES_EXTENSION_TYPE, type Roles, decodeRoles, encodeRoles, hasRoles } from './roles.js'

/** What a group context says beside MLS' own: nothing, in direct and own conversations. */
export interface GroupSettings {
  readonly roles: Roles
  readonly profile: GroupProfile
}

export const GROUP_EXTENSION_TYPES: readonly number[] = [ROLES_EXTENSION_TYPE, PROFILE_EXTENSION_TYPE]

/** Roles, then the profile, each only where there is any. @throws ERR_INVALID_ARGUMENT for what is out of bounds */
export function encodeGroupExtensions({ roles, profile }: GroupSettings): Extension[] {
  const extensionData = encodeProfile(profile)
  return [
    ...(hasRoles(roles) ? [{ extensionType: ROLES_EXTENSION_TYPE, extensionData: encodeRoles(roles) }] : []),
    ...(extensionData.length > 0 ? [{ extensionType: PROFILE_EXTENSION_TYPE, extensionData }] : [])
  ]
}

/** @throws ERR_MALFORMED for any other extension or spelling */
export function decodeGroupExtensions(extensions: Extension[]): GroupSettings {
  const dataOf = (type: number): Uint8Array | undefined => extensions.find(({ extensionType }) => extensionType === type)?.extensionData
  const [roles, profile] = [dataOf(ROLES_EXTENSION_TYPE), dataOf(PROFILE_EXTENSION_TYPE)]
  const settings = {
    roles: roles === undefined ? NO_ROLES : decodeRoles(roles),
    profile: profile === undefined ? NO_PROFILE : decodeProfile(profile)
  }
  if (!extensionsEqual(encodeGroupExtensions(settings), extensions)) {
    throw new ChatError('ERR_MALFORMED', 'this conversation uses what this Parley does not know: update')
  }
  return settings
}
