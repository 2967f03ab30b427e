import { ApiError } from '../../../../../shared/request';

/** Why a turn must not be answered any more. */
export type TurnChange = 'newerMessage' | 'human' | 'answered' | 'gone';

/** Keeps a request from leaving because the last look is too old. Nothing was sent. */
export class CheckOutdated extends ApiError {
	constructor() {
		super({ kind: 'status', status: 429, nothingWasSent: true });
	}
}

/** Keeps the next message of an item from leaving because the conversation has changed. Nothing was sent by it. */
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
