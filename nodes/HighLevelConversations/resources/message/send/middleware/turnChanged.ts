import { ApiError } from '../../../../../shared/request';

/** Why a turn can no longer be answered. */
export type TurnChange = 'newerMessage' | 'human' | 'answered' | 'gone';

/** Stops a message from being sent because the latest check of its conversation is too old. Nothing was sent. */
export class CheckOutdated extends ApiError {
	constructor() {
		super({ kind: 'status', status: 429, nothingWasSent: true });
	}
}

/** Stops a message from being sent because its conversation has changed. The message was not sent. */
export class TurnChanged extends ApiError {
	constructor(readonly reason: TurnChange) {
		super({
			kind: 'status',
			status: 409,
			text: `The conversation has changed: ${reason}`,
			nothingWasSent: true,
		});
	}
}
