/**
 * Who is signed in, in this tab.
 *
 * The token lives in `sessionStorage`: a reload keeps it, closing the tab forgets it, another tab signs in by itself.
 */
import type { NewSession } from '../protocol/NewSession';
import type { SessionView } from '../protocol/SessionView';
import type { SignedIn } from '../protocol/SignedIn';
import { HallFault, readJson, send } from './http';

const KEY = 'yike.session';

/** A session that the hall has granted. */
export interface Session {
  /** The bearer token. */
  token: string;
  /** Who signed in, as what. */
  who: SessionView;
}

/** Signs in; throws a `HallFault` if the hall refuses. */
export async function signIn(name: string, password: string): Promise<Session> {
  const body: NewSession = { name, password };
  const { token, session } = (await readJson(await send('POST', '/api/session', body))) as SignedIn;
  sessionStorage.setItem(KEY, token);
  return { token, who: session };
}

/** The session that this tab had before a reload, if the hall still grants it. */
export async function resume(): Promise<Session | null> {
  const token = sessionStorage.getItem(KEY);
  if (!token) return null;
  try {
    return { token, who: await whoAmI(token) };
  } catch (error) {
    if (error instanceof HallFault && (error.status === 401 || error.status === 403)) {
      forget();
      return null;
    }
    throw error;
  }
}

/** Whom the hall takes the bearer of `token` for; throws a `HallFault` of status 401 for nobody. */
export async function whoAmI(token: string): Promise<SessionView> {
  return (await readJson(await send('GET', '/api/session', undefined, token))) as SessionView;
}

/** Whether the hall still grants `token`; throws if it cannot be asked. */
export async function stillSignedIn(token: string): Promise<boolean> {
  try {
    await whoAmI(token);
    return true;
  } catch (error) {
    if (error instanceof HallFault && error.status === 401) return false;
    throw error;
  }
}

/** Ends the session here at once, and in the hall if it can be reached. */
export async function signOut(token: string): Promise<void> {
  forget();
  await send('DELETE', '/api/session', undefined, token).catch(() => {});
}

/** Forgets the session in this tab only. */
export function forget(): void {
  sessionStorage.removeItem(KEY);
}
