import { TsmigError } from '../support/errors.ts'
import type { Driver, Session } from './session.ts'

/** Beyond a limit of the server's own, in milliseconds: whoever doesn't answer by then is not going to. */
export const grace = 5000

/** How long what is answered at once may take, where a connection may take so many milliseconds; 0 is no limit. */
export function forOwnQuestions(connectTimeout: number | undefined): number | undefined {
  return connectTimeout ? connectTimeout + grace : undefined
}

/** How long so many statements in one message may take, where one of them may take `answerWithin`: the grace is given once. */
export function forStatements(count: number, answerWithin: number | undefined): number | undefined {
  return answerWithin === undefined ? undefined : (answerWithin - grace) * count + grace
}

/** Waits for the server's answer, as long as the session says. Throws `no-answer` behind that, and the connection is lost. */
export function answered<T>(session: Session, driver: Driver, ask: () => Promise<T>): Promise<T> {
  return answeredWithin(session.answerWithin, driver, ask)
}

/** The same with milliseconds of the caller's; without them, for ever. */
export async function answeredWithin<T>(
  answerWithin: number | undefined,
  driver: Pick<Driver, 'abandon'>,
  ask: () => Promise<T>,
): Promise<T> {
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

/** Asks for what is answered at once wherever something answers; `milliseconds`: where the session has no limit. */
export async function untilAnswered<T>(
  session: Pick<Session, 'answerWithin'>,
  milliseconds: number | undefined,
  ask: () => Promise<T>,
): Promise<T> {
  const before = session.answerWithin
  session.answerWithin = before ?? milliseconds
  try {
    return await ask()
  } finally {
    session.answerWithin = before
  }
}

function noAnswer(milliseconds: number): TsmigError {
  return new TsmigError(
    'no-answer',
    `the server has not answered for ${milliseconds / 1000} s, and the connection was given up`,
    'Look at the network and the server, then at "tsmig current", and run again.',
  )
}
