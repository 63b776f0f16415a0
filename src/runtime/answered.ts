import { TsmigError } from '../support/errors.ts'
import type { Driver, Session } from './session.ts'

/** Waits for the server's answer, as long as the session says. Throws `no-answer` behind that, and the connection is lost. */
export async function answered<T>(session: Session, driver: Driver, ask: () => Promise<T>): Promise<T> {
  const { answerWithin } = session
  if (answerWithin === undefined || driver.abandon === undefined) return ask()
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(noAnswer(answerWithin))
      driver.abandon?.()
    }, answerWithin)
  })
  try {
    return await Promise.race([ask(), silence])
  } finally {
    clearTimeout(timer)
  }
}

function noAnswer(milliseconds: number): TsmigError {
  return new TsmigError(
    'no-answer',
    `the server has not answered for ${milliseconds / 1000} s, and the connection was given up`,
    'Look at the network and the server, then at "tsmig current", and run again.',
  )
}
