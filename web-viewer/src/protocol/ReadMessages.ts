export type ReadMessages = { messages: Array<string>, };
