import type { groupApi as create } from '../../../node/api/groups.js'
import { fetched } from './fetched.js'

export const groupApi: typeof create = parts =>
  fetched<ReturnType<typeof create>>(
    {
      groupRelays: true,
      setGroupRelays: true,
      groupRetention: true,
      setGroupRetention: true,
      createGroup: true,
      members: true,
      addMember: true,
      removeMember: true,
      setRole: true,
      renameGroup: true,
      leaveGroup: true,
      createGroupLink: true,
      groupLinks: true,
      revokeGroupLink: true,
      joinGroup: true,
      joining: true,
      groupRequests: true,
      answerRequest: true
    },
    async () => (await import('../../../node/api/groups.js')).groupApi(parts)
  )
