import type { Party } from "./Party";
export type Reading = { by: Party, at: string, learnt_at: string, };
