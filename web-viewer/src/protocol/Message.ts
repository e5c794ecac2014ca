import type { Party } from "./Party";
import type { Reading } from "./Reading";
export type Message = { id: string, from: Party, at: string, error_ms: number, learnt_at: string, text: string, read: Array<Reading>, };
