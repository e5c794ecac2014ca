/** What a seat is writing on an order. */
import type { KeptFile } from '../attachments/attachment';
import type { MessageDraft } from '../messages/thread';

export class SeatDraft implements MessageDraft {
  message = $state('');
  file = $state.raw<KeptFile | null>(null);
}
