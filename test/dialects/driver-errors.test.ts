import { expect, test } from 'vitest'
import { isWithoutRoom } from '../../src/dialects/driver-errors.ts'

/** As the drivers throw them. */
const errors = [
  { code: '53100', message: 'could not extend file "base/1/2": No space left on device', room: false },
  { code: 'SQLITE_FULL', message: 'database or disk is full', room: false },
  { code: 'ER_RECORD_FILE_FULL', message: "The table 'item' is full", room: false },
  {
    code: 'ER_ERROR_ON_WRITE',
    message: 'Error writing file \'./a/b.frm\' (Errcode: 28 "No space")',
    room: false,
  },
  { code: 'EE_WRITE', message: 'Error writing file \'./a/b.frm\' (Errcode: 28 "No space")', room: false },
  {
    code: 'EE_WRITE',
    message: 'Error writing file \'./a/b.frm\' (Errcode: 5 "Input/output error")',
    room: true,
  },
  { code: 'ER_DUP_ENTRY', message: "Duplicate entry '28' for key 'PRIMARY'", room: true },
  { code: 'ENOSPC', message: 'error 28', room: true },
] as const

test.each(errors)('$code, $message: room is $room', ({ code, message, room }) => {
  expect(isWithoutRoom(Object.assign(new Error(message), { code }))).toBe(!room)
})
