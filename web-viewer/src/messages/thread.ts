/**
 * What hall and units wrote each other on an order, as one side sees it.
 *
 * The hall's word is shown with what this page told and the hall has not yet said of the order. Nobody reads what their
 * own side wrote; the hall reads as a whole.
 */
import type { KeptFile } from '../attachments/attachment';
import type { Attachment } from '../protocol/Attachment';
import type { Entry } from '../protocol/Entry';
import type { Message } from '../protocol/Message';
import type { Party } from '../protocol/Party';

/** `MOST_MESSAGE_CHARS` of the domain. */
export const MOST_CHARS = 1000;

/** Whose thread it is: the hall's, or a unit's. */
export type Side = 'hall' | { unit: string };

/** What is being written. */
export interface MessageDraft {
  message: string;
  file: KeptFile | null;
}

/** One message as a line of the thread. */
export interface Line {
  id: string;
  /** Nothing, if what goes with it says it all. */
  text: string;
  attachment?: Attachment | undefined;
  at: string;
  /** When the hall learnt of it; when it was written, if it has yet to. */
  toldAt: string;
  from: Party;
  /** Whether this side wrote it. */
  own: boolean;
  /** Whether the hall has yet to take it. */
  waiting: boolean;
  /** Whether this side is to read it and has not. */
  unread: boolean;
  /** Who of others has read what this side wrote, as the hall learnt of it. */
  readers: readonly { by: Party; at: string }[];
}

/** The lines of a thread; `told` are the entries of this phone that the hall's word may not hold yet. */
export function threadOf(messages: readonly Message[], side: Side, told: readonly Entry[] = []): Line[] {
  const seen = new Set(told.flatMap((entry) => (entry.told === 'messages_read' ? entry.messages : [])));
  const known = messages.map((message): Line => {
    const own = isOf(message.from, side);
    const read = seen.has(message.id) || message.read.some(({ by }) => isOf(by, side));
    return {
      ...message,
      toldAt: message.learnt_at,
      own,
      waiting: false,
      unread: !own && !read,
      readers: own ? message.read : [],
    };
  });
  const ids = new Set(messages.map(({ id }) => id));
  const written = told.flatMap((entry): Line[] => {
    if (entry.told !== 'message' || ids.has(entry.id) || side === 'hall') return [];
    const { id, text, attachment, at } = entry;
    const from: Party = { party: 'unit', unit: side.unit };
    return [{ id, text, attachment, at, toldAt: at, from, own: true, waiting: true, unread: false, readers: [] }];
  });
  return [...known, ...written];
}

/** What of a text is a message: without the white space around it, and control characters as spaces but line breaks. */
export function wordsOf(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?!\n)\p{Cc}/gu, ' ')
    .trim();
}

/** Characters as the hall counts them. */
export function charsOf(text: string): number {
  return [...text].length;
}

function isOf(party: Party, side: Side): boolean {
  return party.party === 'hall' ? side === 'hall' : side !== 'hall' && party.unit === side.unit;
}

/**
 * Whether a message counts as seen: half of it is on the screen, or, if it is longer than its frame, half of the frame
 * is full of it.
 */
export function sighted(
  {
    intersectionRect,
    boundingClientRect,
  }: { intersectionRect: { height: number }; boundingClientRect: { height: number } },
  frame: number,
): boolean {
  const whole = Math.min(boundingClientRect.height, frame);
  return whole > 0 && intersectionRect.height >= whole / 2;
}
