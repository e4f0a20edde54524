import type { ChatError, ErrorCode } from '../base/errors.js'

const OURS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_STORE', 'ERR_CLOSED', 'ERR_BUSY', 'ERR_INTERNAL', 'ERR_RECORD_DAMAGED'])

/** Whether it failed for something here: whoever sent what was being taken may try again. */
export const isOurFault = (err: ChatError): boolean => OURS.has(err.code)
