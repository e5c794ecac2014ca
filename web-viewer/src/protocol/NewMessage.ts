export type NewMessage = { id: string, text: string, };
